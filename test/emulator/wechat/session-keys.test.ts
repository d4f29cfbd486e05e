// When session_key changes, and what each phone knows of it.
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, OFFICIAL_ACCOUNT, traded } from './local-wechat';

const OK = { ok: true, result: { errMsg: 'checkSession:ok' } };
const VOID = { ok: false, error: { errMsg: 'checkSession:fail 系统错误，错误码：-13001,session time out, need relogin' } };
const DAY = 86_400_000;

describe('session keys', () => {
  let world: LocalWeChat;
  beforeEach(async () => { world = await aLocalWeChat(); });
  afterEach(() => world.close());

  async function keyOf(code: string): Promise<unknown> {
    return (await traded(world, code))['session_key'];
  }

  it('[WX-18] under "always" each wx.login makes a new key, and a trade makes none', async () => {
    const [first, second] = [await keyOf(world.login('alice')), await keyOf(world.login('alice'))];
    expect(first).not.toBe(second);
    expect(Buffer.from(String(first), 'base64')).toHaveLength(16);
  });

  it('[WX-18] under "min-interval" the key changes at the first wx.login a minute after it was made', async () => {
    world.wechat.apps.put({ appid: MINI_PROGRAM, sessionKeyRotation: 'min-interval' });
    const first = await keyOf(world.login('alice'));
    world.advance(59_999);
    expect(await keyOf(world.login('alice'))).toBe(first);
    world.advance(1);
    expect(await keyOf(world.login('alice'))).not.toBe(first);
  });

  it('[WX-18] under "never" the key stays, unless three days without use have voided it', async () => {
    world.wechat.apps.put({ appid: MINI_PROGRAM, sessionKeyRotation: 'never' });
    const first = await keyOf(world.login('alice'));
    world.advance(2 * DAY);
    expect(await keyOf(world.login('alice'))).toBe(first);
    world.advance(3 * DAY);
    expect(await keyOf(world.login('alice'))).not.toBe(first);
  });

  it('[WX-18] keys differ between people and between apps', async () => {
    world.wechat.apps.put({ appid: MINI_PROGRAM, sessionKeyRotation: 'never' });
    expect(await keyOf(world.login('alice'))).not.toBe(await keyOf(world.login('bob')));
  });

  it('[WX-19] an older code traded last hands out the older key', async () => {
    const older = world.login('alice');
    const newer = await keyOf(world.login('alice'));
    expect(await keyOf(older)).not.toBe(newer);
  });

  it('[WX-20] checkSession fails before any wx.login on the device and holds after it, whether or not the code was traded', () => {
    expect(world.call('checkSession', 'alice')).toEqual(VOID);
    world.login('alice');
    expect(world.call('checkSession', 'alice')).toEqual(OK);
    expect(world.call('checkSession', 'alice', { device: 'phone-2' })).toEqual(VOID);
    expect(world.call('checkSession', 'bob')).toEqual(VOID);
  });

  it('[WX-20] checkSession fails after another device rotated the key, until the next wx.login', () => {
    world.login('alice', { device: 'phone-1' });
    world.login('alice', { device: 'phone-2' });
    expect(world.call('checkSession', 'alice', { device: 'phone-1' })).toEqual(VOID);
    expect(world.call('checkSession', 'alice', { device: 'phone-2' })).toEqual(OK);
    world.login('alice', { device: 'phone-1' });
    expect(world.call('checkSession', 'alice', { device: 'phone-1' })).toEqual(OK);
  });

  it('[WX-20] another device that did not rotate the key leaves the first one valid', () => {
    world.wechat.apps.put({ appid: MINI_PROGRAM, sessionKeyRotation: 'never' });
    world.login('alice', { device: 'phone-1' });
    world.login('alice', { device: 'phone-2' });
    expect(world.call('checkSession', 'alice', { device: 'phone-1' })).toEqual(OK);
  });

  it('[WX-21] use prolongs the key; three days without any void it', () => {
    world.login('alice');
    for (let day = 0; day < 6; day += 2) {
      world.advance(2 * DAY);
      expect(world.call('checkSession', 'alice')).toEqual(OK);
    }
    world.advance(3 * DAY - 1);
    expect(world.call('checkSession', 'alice')).toEqual(OK);
    world.advance(3 * DAY);
    expect(world.call('checkSession', 'alice')).toEqual(VOID);
  });

  it('[WX-22] a wx API that is not built is refused by name', () => {
    for (const api of ['getUserProfile', 'chooseMedia', 'constructor', 'toString']) {
      expect(() => world.call(api, 'alice')).toThrow(`NotEmulated: wx.${api}`);
    }
  });

  it('[WX-22] wx APIs fail in an app that is no mini program', () => {
    expect(world.call('login', 'alice', { appid: OFFICIAL_ACCOUNT })).toEqual({ ok: false, error: { errMsg: 'login:fail invalid appid' } });
  });
});
