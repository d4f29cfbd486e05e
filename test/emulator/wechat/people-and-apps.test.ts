// Who and what exists in the local WeChat, and under which identifiers.
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, OFFICIAL_ACCOUNT, traded, UNBOUND } from './local-wechat';

describe('people and apps', () => {
  let world: LocalWeChat;
  beforeEach(async () => { world = await aLocalWeChat(); });
  afterEach(() => world.close());

  it('[WX-1] a new person is named by her name, has a unionid, a local picture, and is neither blocked nor virtual', () => {
    expect(world.wechat.people.put({ name: 'dora' })).toMatchObject({
      name: 'dora', nickname: 'dora', avatarUrl: 'http://127.0.0.1:4000/emulator/avatars/dora.svg', phone: null, unionid: true, blocked: false, snapshot: false,
    });
  });

  it('[WX-1] a change keeps what it leaves out', () => {
    world.wechat.people.put({ name: 'alice', nickname: 'Alice L', phone: '+8613800000001' });
    expect(world.wechat.people.put({ name: 'alice', blocked: true })).toMatchObject({ nickname: 'Alice L', phone: '+8613800000001', blocked: true });
    expect(world.person('alice').nickname).toBe('Alice L');
  });

  it('[WX-1] people are listed in the order they joined', () => {
    world.wechat.people.put({ name: 'aaron' });
    world.wechat.people.put({ name: 'bob', nickname: 'Bobby' });
    expect(world.wechat.people.list().map(({ name }) => name)).toEqual(['alice', 'bob', 'carol', 'aaron']);
  });

  it('[WX-1] a name outside [a-z][a-z0-9-]{0,30} is no person', () => {
    for (const name of ['', 'Alice', '1st', 'a/b', 'a'.repeat(32)]) expect(() => world.wechat.people.put({ name })).toThrow(TypeError);
    expect(world.wechat.people.find('nobody')).toBeNull();
  });

  it('[WX-2] a new app is a mini program of its own with a secret, and a change keeps what it leaves out', () => {
    const appid = 'wxfa4e0000000000aa';
    const app = world.wechat.apps.put({ appid });
    expect(app).toEqual({ appid, kind: 'mini-program', name: appid, openPlatform: null, secret: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, sessionKeyRotation: 'min-interval' });
    expect(world.wechat.apps.put({ appid, openPlatform: 'op2' })).toEqual({ ...app, openPlatform: 'op2' });
    expect(world.wechat.apps.list().map((listed) => listed.appid)).toEqual([MINI_PROGRAM, OFFICIAL_ACCOUNT, UNBOUND, appid]);
  });

  it('[WX-2] an appid WeChat could not have given is no app', () => {
    for (const appid of ['', 'wx', 'wxFA4E000000000001', 'gh_0000000000000001']) expect(() => world.wechat.apps.put({ appid })).toThrow(TypeError);
  });

  it('[WX-48] a nickname of more than 64 characters and a picture that is no http(s) URL are refused, and nothing is changed', () => {
    const alice = world.person('alice');
    for (const change of [{ nickname: '🙂'.repeat(65) }, { avatarUrl: 'javascript:alert(1)' }, { avatarUrl: 'http:' }]) expect(() => world.wechat.people.put({ name: 'alice', ...change })).toThrow(TypeError);
    expect(world.person('alice')).toEqual(alice);
    expect(world.wechat.people.put({ name: 'alice', nickname: '🙂'.repeat(64), avatarUrl: '' })).toMatchObject({ avatarUrl: '' });
  });

  it('[WX-49] a secret is 8 to 128 printable signs of ASCII and no placeholder', () => {
    for (const secret of ['1234567', 'x y z 1 2 3 4', 'x1'.repeat(65), '********', 'xYour-Secret1', 'é12345678']) expect(() => world.wechat.apps.put({ appid: UNBOUND, secret })).toThrow(TypeError);
    expect(world.wechat.apps.put({ appid: UNBOUND, secret: '1234567!' }).secret).toBe('1234567!');
  });

  it('[WX-3] a person has one 28-character openid for every app, visited or not, stable and unlike any other', () => {
    const alice = world.person('alice');
    expect(Object.keys(alice.openids)).toEqual([MINI_PROGRAM, OFFICIAL_ACCOUNT, UNBOUND]);
    const all = world.wechat.people.list().flatMap((person) => Object.values(person.openids));
    expect(new Set(all).size).toBe(9);
    for (const openid of all) expect(openid).toMatch(/^oFAKE_[A-Za-z0-9_-]{22}$/);
    world.wechat.reset();
    world.wechat.apps.put({ appid: MINI_PROGRAM });
    expect(world.wechat.people.put({ name: 'alice' }).openids).toEqual({ [MINI_PROGRAM]: alice.openids[MINI_PROGRAM] });
  });

  it('[WX-3] a new app gives everyone an openid', () => {
    world.wechat.apps.put({ appid: 'wxfa4e0000000000bb', openPlatform: 'op2' });
    expect(world.person('bob').openids['wxfa4e0000000000bb']).toHaveLength(28);
    expect(Object.keys(world.person('bob').unionids)).toEqual(['op1', 'op2']);
  });

  it('[WX-4] a person has one 28-character unionid for each open platform, and none where WeChat gives her none', () => {
    expect(world.person('alice').unionids).toEqual({ op1: expect.stringMatching(/^oFAKE_[A-Za-z0-9_-]{22}$/) as unknown });
    expect(world.person('alice').unionids).not.toEqual(world.person('bob').unionids);
    world.wechat.people.put({ name: 'alice', unionid: false });
    expect(world.person('alice').unionids).toEqual({});
  });

  it('[WX-5] people, apps, codes, keys and cloudIDs outlive the process', async () => {
    const { appid, secret } = world.app(MINI_PROGRAM);
    const code = world.login('alice');
    const told = world.call('getUserInfo', 'alice', { args: { withCredentials: true } });
    const restarted = world.restart();
    const info = { $cloudID: told.ok ? told.result['cloudID'] : null };
    expect(restarted.replaceCloudIds({ info }, { person: world.person('alice'), app: world.app(appid) }).keys).toEqual(['info']);
    expect(await traded(world, code)).toHaveProperty('session_key');
    expect(restarted.apps.find(appid)?.secret).toBe(secret);
    expect(restarted.people.list()).toHaveLength(3);
    expect(world.call('checkSession', 'alice')).toEqual({ ok: true, result: { errMsg: 'checkSession:ok' } });
  });

  it('[WX-5] a reset forgets all of it and nothing else on the shelf', () => {
    world.shelf.put('clock/offset', 5);
    world.login('alice');
    world.wechat.reset();
    expect(world.wechat.people.list()).toEqual([]);
    expect(world.wechat.apps.list()).toEqual([]);
    expect(world.shelf.entries('')).toEqual([{ key: 'clock/offset', value: 5 }]);
  });
});
