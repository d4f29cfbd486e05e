// Her WeChat profile: by cloudID and by encrypted data, with keys that rotate and data that is not hers.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

interface UserInfoAnswer { cloudID: string; encryptedData: string; iv: string; rawData: string; signature: string }

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { LIMITS: '{"signInPerMinute":1000}' } }); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

async function getUserInfo(person: string, device?: string): Promise<UserInfoAnswer> {
  const answer = await world.phone<UserInfoAnswer & Record<string, unknown>>(person, 'getUserInfo', { args: { withCredentials: true }, ...(device === undefined ? {} : { device }) });
  if (!answer.ok) throw new Error(answer.error.errMsg);
  return answer.result;
}

const signInByCode = async (person: string) => world.ask(person, 'session', { action: 'sign-in', code: await world.loginCode(person) });
const importing = (accessToken: string, data: object) => ({ action: 'import-user-info' as const, accessToken, ...data });
const byCloudId = (id: string) => ({ cloudID: { $cloudID: id } });
const bySessionKey = ({ encryptedData, iv, rawData, signature }: UserInfoAnswer) => ({ encryptedData, iv, rawData, signature });
const judge = (person: string, accessToken: string, data: object) => world.judge(person, 'profile', importing(accessToken, data));

test('[PR-1] nickname and picture come by cloudID, and the profile shows them', async () => {
  await world.control('POST', '/emulator/people', { name: 'alice', nickname: '爱丽丝 🌸' });
  const { accessToken } = await signInByCode('alice');
  const { cloudID } = await getUserInfo('alice');
  expect(await world.ask('alice', 'profile', importing(accessToken, byCloudId(cloudID)) as never)).toMatchObject({ user: { nickname: '爱丽丝 🌸' }, freshCodeWanted: false });
  expect((await world.ask('alice', 'profile', { action: 'get', accessToken })).user).toMatchObject({ nickname: '爱丽丝 🌸', avatarUrl: expect.stringMatching(/^http/) });
});

test('[PR-1] nickname and picture come by encryptedData under the sealed session_key', async () => {
  const { accessToken } = await signInByCode('alice');
  expect(await judge('alice', accessToken, bySessionKey(await getUserInfo('alice')))).toBe('ok');
});

test('[PR-7] a plain cloudID, which the platform has not replaced, is fetched by cloud.getOpenData', async () => {
  const { accessToken } = await signInByCode('alice');
  const { cloudID } = await getUserInfo('alice');
  expect(await judge('alice', accessToken, { cloudID })).toBe('ok');
});

test('[PR-7] where WeChat does not answer for the cloudID it is internal, and costs no attempt', async () => {
  const { accessToken } = await signInByCode('alice');
  await world.setFault({ target: 'wechat', call: 'wx.openApi', kind: 'drop-before', times: 6 });
  for (let count = 0; count < 6; count += 1) expect(await judge('alice', accessToken, { cloudID: (await getUserInfo('alice')).cloudID })).toBe('internal');
  expect(await judge('alice', accessToken, { cloudID: (await getUserInfo('alice')).cloudID })).toBe('ok');
});

test('[SEC-21] an object that only looks like replaced open data is decrypt-failed', async () => {
  const { accessToken, user } = await signInByCode('alice');
  const { cloudID } = await getUserInfo('alice');
  const forged = { cloudID, data: { nickName: 'mallory', avatarUrl: 'https://a.example/a', watermark: { appid: 'wxfa4e000000000001', timestamp: Math.floor(Date.now() / 1000) } } };
  expect(await judge('alice', accessToken, { cloudID: forged })).toBe('decrypt-failed');
  expect((await world.ask('alice', 'profile', { action: 'get', accessToken })).user).toEqual(user);
});

test('[PR-5] data sealed under the previous key still opens after one rotation; under an unknown key it does not', async () => {
  await world.control('POST', '/emulator/apps', { appid: 'wxfa4e000000000001', sessionKeyRotation: 'always' });
  const { accessToken } = await signInByCode('alice');
  const old = await getUserInfo('alice');
  const fresh = await signInByCode('alice');
  expect(await judge('alice', fresh.accessToken, bySessionKey(old))).toBe('ok');
  await world.loginCode('alice'); // rotates; the code is never exchanged
  expect(await judge('alice', accessToken, bySessionKey(await getUserInfo('alice')))).toBe('decrypt-failed');
});

test('[SEC-19] another person’s data is decrypt-failed by either way, and stale data too', async () => {
  const { accessToken } = await signInByCode('alice');
  await signInByCode('bob');
  const bobs = await getUserInfo('bob');
  expect(await judge('alice', accessToken, byCloudId(bobs.cloudID))).toBe('decrypt-failed');
  expect(await judge('alice', accessToken, bySessionKey(bobs))).toBe('decrypt-failed');
  const own = await getUserInfo('alice');
  await world.advance(301);
  expect(await judge('alice', accessToken, bySessionKey(own))).toBe('decrypt-failed');
  expect(await judge('alice', accessToken, byCloudId(own.cloudID))).toBe('decrypt-failed');
});

test('[SEC-20] five failures in ten minutes, then rate-limited until the first is ten minutes old', async () => {
  const { accessToken } = await signInByCode('alice');
  const own = await getUserInfo('alice');
  const garbage = (count: number) => ({ ...bySessionKey(own), encryptedData: Buffer.alloc(64, count).toString('base64') });
  for (let count = 1; count <= 5; count += 1) expect(await judge('alice', accessToken, garbage(count))).toBe('decrypt-failed');
  const { reply } = await world.call('alice', 'profile', importing(accessToken, garbage(6)) as never);
  expect(reply).toMatchObject({ ok: false, refusal: { code: 'rate-limited', retry: 'later', retryAt: expect.any(Number) } });
  await world.advance(601);
  const again = await signInByCode('alice');
  expect(await judge('alice', again.accessToken, bySessionKey(await getUserInfo('alice')))).toBe('ok');
});

test('[SEC-20] cloudIDs that WeChat does not know, and values that are none, count too', async () => {
  for (const [person, garbage] of [['alice', (count: number) => ({ cloudID: { $cloudID: `27_unknown-${count}` } })], ['bob', (count: number) => ({ cloudID: [null, 1, {}, '', true, []][count] })]] as const) {
    const { accessToken } = await signInByCode(person);
    const codes = [];
    for (let count = 0; count < 6; count += 1) codes.push(await judge(person, accessToken, garbage(count)));
    expect(codes).toEqual([...Array<string>(5).fill('decrypt-failed'), 'rate-limited']);
  }
});

test('[SEC-18] letters outside base64, a short iv, a signature of another length: all decrypt-failed', async () => {
  const { accessToken } = await signInByCode('alice');
  const own = bySessionKey(await getUserInfo('alice'));
  for (const change of [{ iv: 'AAAA' }, { signature: 'x' }, { encryptedData: '***' }, { rawData: '' }]) expect(await judge('alice', accessToken, { ...own, ...change })).toBe('decrypt-failed');
});

test('[PR-2] what WeChat gives everyone today, “微信用户” and the grey picture, overwrites nothing', async () => {
  const { accessToken } = await signInByCode('alice');
  await judge('alice', accessToken, byCloudId((await getUserInfo('alice')).cloudID));
  const before = (await world.ask('alice', 'profile', { action: 'get', accessToken })).user;
  await world.control('POST', '/emulator/people', { name: 'alice', nickname: '微信用户' });
  expect(await judge('alice', accessToken, byCloudId((await getUserInfo('alice')).cloudID))).toBe('ok');
  expect((await world.ask('alice', 'profile', { action: 'get', accessToken })).user).toEqual(before);
});

test('[PR-3] a unionid that only the data holds asks for a fresh code, which then binds it', async () => {
  await world.control('POST', '/emulator/people', { name: 'dora', unionid: false });
  const { accessToken } = await signInByCode('dora');
  await world.control('POST', '/emulator/people', { name: 'dora', unionid: true });
  const { cloudID } = await getUserInfo('dora');
  expect(await world.ask('dora', 'profile', importing(accessToken, byCloudId(cloudID)) as never)).toMatchObject({ freshCodeWanted: true });
  expect((await world.database())['unions']).toEqual([]);
  await signInByCode('dora');
  expect((await world.database())['unions']).toHaveLength(1);
});

test('[PR-8] a chosen nickname is stored as the content check let it pass, and a later import by her own wish replaces it', async () => {
  const { accessToken } = await signInByCode('alice');
  const update = (nickname: string) => world.call('alice', 'profile', { action: 'update', accessToken, nickname });
  expect((await update('  爱丽丝 🌸 ')).reply).toMatchObject({ ok: true, value: { user: { nickname: '爱丽丝 🌸' } } });
  expect((await world.database())['users']).toMatchObject([{ nickname: '爱丽丝 🌸' }]);
  expect((await update('违禁')).reply).toMatchObject({ ok: false, refusal: { code: 'declined', retry: 'now' } });
  await world.setFault({ target: 'wechat', call: 'security.msgSecCheck', kind: 'errcode', errcode: -1 });
  expect((await update('Alice')).reply).toMatchObject({ ok: false, refusal: { code: 'wechat-unavailable', retry: 'later' } });
  expect((await world.ask('alice', 'profile', { action: 'get', accessToken })).user.nickname).toBe('爱丽丝 🌸');
});

test('[PR-8] a text under check stands in no log line', async () => {
  const { accessToken } = await signInByCode('alice');
  await world.setFault({ target: 'wechat', call: 'security.msgSecCheck', kind: 'drop-before' });
  for (const nickname of ['canary-nickname', 'canary-nickname-2']) await world.call('alice', 'profile', { action: 'update', accessToken, nickname });
  expect(JSON.stringify(await world.logs())).not.toContain('canary-nickname');
});
