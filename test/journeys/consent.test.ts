// With a privacy policy in force: nothing a person gives is stored before she agreed to that version, and her agreement is recorded with it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { chosenPicture, phoneCode } from './a-life';

const POLICY = '2026-11';
const OTHERS = ['2026-10', '2026-11 ', '', 'none', '2026-110'];

interface UserInfo { cloudID: string; encryptedData: string; iv: string; rawData: string; signature: string }
type Stored = { nickname: string | null; avatarUrl: string | null; phone: string | null };

let world: Journey;
beforeAll(async () => { world = await startJourney({ env: { POLICY_VERSION: POLICY } }); });
beforeEach(async () => {
  await world.reset();
  await world.control('POST', '/emulator/people', { name: 'alice', phone: '+8613800000001', nickname: '爱丽丝' });
});
afterAll(() => world.stop());

async function userInfo(on: Journey): Promise<UserInfo> {
  const answer = await on.phone<UserInfo & Record<string, unknown>>('alice', 'getUserInfo', { args: { withCredentials: true } });
  if (!answer.ok) throw new Error(answer.error.errMsg);
  return answer.result;
}

const signInByCode = async (on: Journey, consent?: string) => on.ask('alice', 'session', { action: 'sign-in', code: await on.loginCode('alice'), ...(consent === undefined ? {} : { consent: { policyVersion: consent } }) });
const storedBy = async (on: Journey): Promise<Stored & { consents: unknown[] }> => ((await on.database())['users'] ?? [])[0] as unknown as Stored & { consents: unknown[] };

/** Every way in which something of hers is stored. */
const PATHS: [string, string, (on: Journey, userId: string) => Promise<object>, keyof Stored][] = [
  ['a nickname', 'update', async () => ({ nickname: 'Alice' }), 'nickname'],
  ['a picture', 'update', async (on, userId) => ({ avatarFileId: await chosenPicture(on, 'alice', userId) }), 'avatarUrl'],
  ['a phone number', 'bind-phone', async (on) => ({ code: await phoneCode(on, 'alice') }), 'phone'],
  ['her WeChat profile by cloudID', 'import-user-info', async (on) => ({ cloudID: { $cloudID: (await userInfo(on)).cloudID } }), 'nickname'],
  ['her WeChat profile by encrypted data', 'import-user-info', async (on) => { const { encryptedData, iv, rawData, signature } = await userInfo(on); return { encryptedData, iv, rawData, signature }; }, 'nickname'],
];

test.each(PATHS)('[SEC-75] %s is not stored without consent to the version in force, and WeChat is not asked for it; with it both are written together', async (_what, action, input, field) => {
  const { accessToken, user } = await signInByCode(world);
  const given = await input(world, user.id);
  const send = (more: object) => world.callFunction<{ ok: boolean; refusal?: { code: string; retry: string } }>('alice', 'profile', { action, accessToken, ...given, ...more });
  for (const more of [{}, { consent: { policyVersion: '2026-10' } }]) {
    const { result, requestID } = await send(more);
    expect(result).toMatchObject({ ok: false, refusal: { code: 'consent-required' } });
    expect(await world.cost(requestID, 'wechat')).toEqual({ deep: 0, all: 0 });
    expect(await storedBy(world)).toMatchObject({ [field]: null, consents: [] });
  }
  const { result, requestID } = await send({ consent: { policyVersion: POLICY } });
  expect(result.ok).toBe(true);
  const stored = await storedBy(world);
  expect(stored[field]).not.toBeNull();
  expect(stored.consents).toEqual([{ policy: POLICY, at: expect.anything(), appid: 'wxfa4e000000000001', action: `profile/${action}`, ipPrefix: '203.0.113.*' }]);
  expect((await world.entriesOf(requestID, 'database')).filter(({ name }) => name === 'database.modifyDocument users')).toHaveLength(1);
});

test('[SEC-75] consent once given holds for everything after it, and is recorded once', async () => {
  const { accessToken, user } = await signInByCode(world, POLICY);
  expect((await storedBy(world)).consents).toMatchObject([{ policy: POLICY, action: 'session/sign-in' }]);
  for (const [what, action, input] of PATHS) {
    const { result } = await world.callFunction<{ ok: boolean }>('alice', 'profile', { action, accessToken, ...(await input(world, user.id)), consent: { policyVersion: POLICY } });
    expect([what, result.ok]).toEqual([what, true]);
  }
  expect((await storedBy(world)).consents).toHaveLength(1);
});

test('[SEC-75] consent to a version that is not in force signs in and is not recorded; a malformed one is refused', async () => {
  for (const other of OTHERS) expect([other, await world.judge('alice', 'session', { action: 'sign-in', consent: { policyVersion: other } })]).toEqual([other, /^[A-Za-z0-9._-]{1,32}$/.test(other) ? 'ok' : 'bad-request']);
  expect((await storedBy(world)).consents).toEqual([]);
});

test('[SEC-75] what needs nothing of hers needs no consent', async () => {
  const { accessToken } = await world.signIn('alice');
  expect([await world.judge('alice', 'profile', { action: 'get', accessToken }), await world.judge('alice', 'session', { action: 'list', accessToken }), await world.judge('alice', 'account', { action: 'export', accessToken }), await world.judge('alice', 'account', { action: 'close', accessToken })]).toEqual(['ok', 'ok', 'ok', 'ok']);
});

test('[SEC-75] a new version asks again, for what is stored from then on; both stand in the record', async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-'));
  try {
    const first = await startJourney({ data, env: { POLICY_VERSION: 'v1' } });
    const { accessToken } = await first.signIn('alice');
    expect(await first.judge('alice', 'profile', { action: 'update', accessToken, nickname: 'Alice', consent: { policyVersion: 'v1' } })).toBe('ok');
    await first.stop();
    const second = await startJourney({ data, env: { POLICY_VERSION: 'v2' } });
    try {
      const again = await second.signIn('alice');
      expect(again.user.nickname).toBe('Alice');
      const rename = (consent: object) => second.judge('alice', 'profile', { action: 'update', accessToken: again.accessToken, nickname: 'Alicia', ...consent });
      expect([await rename({}), await rename({ consent: { policyVersion: 'v1' } }), await rename({ consent: { policyVersion: 'v2' } }), await rename({})]).toEqual(['consent-required', 'consent-required', 'ok', 'ok']);
      expect((await storedBy(second)).consents).toMatchObject([{ policy: 'v1' }, { policy: 'v2' }]);
    } finally {
      await second.stop();
    }
  } finally {
    fs.rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }
});
