// What wx.getUserInfo tells a page, and what it seals for a server.
import { createDecipheriv, createHash } from 'node:crypto';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, NOON, traded, UNBOUND } from './local-wechat';

const GREY = 'https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132';

describe('wx.getUserInfo', () => {
  let world: LocalWeChat;
  beforeEach(async () => { world = await aLocalWeChat(); });
  afterEach(() => world.close());

  function userInfo(args: Record<string, unknown> = { withCredentials: true }, appid = MINI_PROGRAM, device = 'phone-1'): Record<string, unknown> {
    const answer = world.call('getUserInfo', 'alice', { args, appid, device });
    if (!answer.ok) throw new Error(answer.error.errMsg);
    return answer.result;
  }

  function opened(result: Record<string, unknown>, sessionKey: unknown): Record<string, unknown> {
    const decipher = createDecipheriv('aes-128-cbc', Buffer.from(String(sessionKey), 'base64'), Buffer.from(String(result['iv']), 'base64'));
    return JSON.parse(decipher.update(String(result['encryptedData']), 'base64', 'utf8') + decipher.final('utf8')) as Record<string, unknown>;
  }

  it('[WX-23] a person with a nickname of her own is told by it, her picture, and nothing of gender or region', () => {
    world.wechat.people.put({ name: 'alice', nickname: '小爱 🌸' });
    const { userInfo: told } = userInfo({ withCredentials: false });
    expect(JSON.stringify(told)).toBe('{"nickName":"小爱 🌸","gender":0,"language":"zh_CN","city":"","province":"","country":"","avatarUrl":"http://127.0.0.1:4000/emulator/avatars/alice.svg"}');
  });

  it('[WX-24] a person called 微信用户 is anonymous: the captured payload with the grey picture, marked is_demote outside rawData', () => {
    world.wechat.people.put({ name: 'alice', nickname: '微信用户' });
    const told = userInfo({ withCredentials: false });
    const payload = `{"nickName":"微信用户","gender":0,"language":"","city":"","province":"","country":"","avatarUrl":"${GREY}"`;
    expect(told['rawData']).toBe(`${payload}}`);
    expect(JSON.stringify(told['userInfo'])).toBe(`${payload},"is_demote":true}`);
  });

  it('[WX-25] with credentials the sealed data opens under the traded session_key and names openId, unionId and a watermark', async () => {
    const { session_key } = await traded(world, world.login('alice'));
    const result = userInfo();
    const alice = world.person('alice');
    expect(opened(result, session_key)).toEqual({
      openId: alice.openids[MINI_PROGRAM], ...result['userInfo'] as object, unionId: alice.unionids['op1'], watermark: { timestamp: NOON / 1000, appid: MINI_PROGRAM },
    });
    expect(result['signature']).toBe(createHash('sha1').update(`${String(result['rawData'])}${String(session_key)}`).digest('hex'));
    expect(result['errMsg']).toBe('getUserInfo:ok');
  });

  it('[WX-25] the sealed data of an app without an open platform names no unionId', async () => {
    const { session_key } = await traded(world, world.login('alice', { appid: UNBOUND }), UNBOUND);
    expect(opened(userInfo({ withCredentials: true }, UNBOUND), session_key)).not.toHaveProperty('unionId');
  });

  it('[WX-25] each call seals under an iv of its own', () => {
    world.login('alice');
    const [one, other] = [userInfo(), userInfo()];
    expect(one['iv']).not.toBe(other['iv']);
    expect(one['encryptedData']).not.toBe(other['encryptedData']);
  });

  it('[WX-26] data is sealed with the current key: one traded before the last rotation opens nothing', async () => {
    const { session_key: stale } = await traded(world, world.login('alice', { device: 'phone-1' }));
    const { session_key: current } = await traded(world, world.login('alice', { device: 'phone-2' }));
    const result = userInfo({ withCredentials: true }, MINI_PROGRAM, 'phone-1');
    expect(opened(result, current)['openId']).toBe(world.person('alice').openids[MINI_PROGRAM]);
    expect(result['signature']).not.toBe(createHash('sha1').update(`${String(result['rawData'])}${String(stale)}`).digest('hex'));
  });

  it('[WX-27] withCredentials true needs an unexpired wx.login on this device', () => {
    const refused = { ok: false, error: { errMsg: expect.stringMatching(/^getUserInfo:fail /) as unknown } };
    const ask = (device: string) => world.call('getUserInfo', 'alice', { args: { withCredentials: true }, device });
    expect(ask('phone-1')).toEqual(refused);
    world.login('alice', { device: 'phone-1' });
    expect(ask('phone-2')).toEqual(refused);
    expect(ask('phone-1')).toMatchObject({ ok: true });
    world.advance(3 * 86_400_000);
    expect(ask('phone-1')).toEqual(refused);
  });

  it('[WX-28] withCredentials false gives the plain part only; left out, the sealed part comes when there is a login', () => {
    const plain = ['errMsg', 'rawData', 'userInfo'];
    const full = ['cloudID', 'encryptedData', 'errMsg', 'iv', 'rawData', 'signature', 'userInfo'];
    expect(Object.keys(userInfo({})).sort()).toEqual(plain);
    world.login('alice');
    expect(Object.keys(userInfo({ withCredentials: false })).sort()).toEqual(plain);
    expect(Object.keys(userInfo({})).sort()).toEqual(full);
    expect(Object.keys(userInfo({ withCredentials: true, lang: 'en' })).sort()).toEqual(full);
  });
});
