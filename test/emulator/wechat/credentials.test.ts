// What the control plane sees and sets of the apps' credentials.
import { DAY, forced, MINUTE, plain, SECOND, stable, tokenOf, worth } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, NOON, OFFICIAL_ACCOUNT, UNBOUND, WEBSITE } from './local-wechat';

const AT_FIRST = { lifetimeSeconds: 7200, tokenLength: 136, ipWhitelist: null, secretFrozen: false, tokens: [], calls: { token: 0, stableToken: 0, forced: 0, getticket: 0 } };
const LIFETIME = 7200 * SECOND;

let world: LocalWeChat;
beforeEach(async () => { world = await aLocalWeChat(); });
afterEach(() => world.close());

const read = () => world.wechat.credentials.list()[0];

test('[WX-93] every app that can have an access_token is listed, in the order of apps', () => {
  world.wechat.apps.put({ appid: WEBSITE, kind: 'website' });
  expect(world.wechat.credentials.list()).toEqual([MINI_PROGRAM, OFFICIAL_ACCOUNT, UNBOUND].map((appid) => ({ appid, ...AT_FIRST })));
});

test('[WX-93] a change keeps what it leaves out and concerns one app', () => {
  world.wechat.credentials.change(MINI_PROGRAM, { lifetimeSeconds: 600, ipWhitelist: ['10.0.0.1'] });
  const changed = world.wechat.credentials.change(MINI_PROGRAM, { tokenLength: 512, secretFrozen: true });
  expect(changed).toEqual({ appid: MINI_PROGRAM, ...AT_FIRST, lifetimeSeconds: 600, ipWhitelist: ['10.0.0.1'], tokenLength: 512, secretFrozen: true });
  expect(world.wechat.credentials.list()).toEqual([changed, { appid: OFFICIAL_ACCOUNT, ...AT_FIRST }, { appid: UNBOUND, ...AT_FIRST }]);
});

test('[WX-93] there is nothing to change of an unknown app and of a website', () => {
  world.wechat.apps.put({ appid: WEBSITE, kind: 'website' });
  expect([world.wechat.credentials.change('wxfa4e0000000000ff', {}), world.wechat.credentials.change(WEBSITE, {})]).toEqual([null, null]);
});

test.each([{ lifetimeSeconds: 0 }, { lifetimeSeconds: 7201 }, { lifetimeSeconds: 1.5 }, { tokenLength: 31 }, { tokenLength: 4097 }, { ipWhitelist: ['localhost'] }, { ipWhitelist: ['10.0.0.0/8'] }])('[WX-93] %j cannot be, and nothing is changed', (change) => {
  expect(() => world.wechat.credentials.change(MINI_PROGRAM, { secretFrozen: true, ...change })).toThrow(TypeError);
  expect(read()).toEqual({ appid: MINI_PROGRAM, ...AT_FIRST });
});

test('[WX-93] the good tokens of both endpoints are told with their ends, without their values', async () => {
  await plain(world);
  await stable(world);
  world.advance(LIFETIME - 2 * MINUTE);
  const now = world.now();
  const values = [await plain(world), await stable(world)].map(tokenOf);
  expect(read()?.tokens).toEqual([
    { endpoint: 'token', state: 'current', expiresAt: now + LIFETIME }, { endpoint: 'token', state: 'overlap', expiresAt: NOON + LIFETIME },
    { endpoint: 'stable_token', state: 'current', expiresAt: now + LIFETIME }, { endpoint: 'stable_token', state: 'overlap', expiresAt: NOON + LIFETIME },
  ]);
  for (const value of values) expect(JSON.stringify(world.wechat.credentials.list())).not.toContain(value);
  world.advance(2 * MINUTE);
  expect(read()?.tokens.map(({ state }) => state)).toEqual(['current', 'current']);
});

test('[WX-93] a former token of cgi-bin/token is told with the end of its five minutes', async () => {
  await plain(world);
  await plain(world);
  expect(read()?.tokens.map(({ expiresAt }) => expiresAt - NOON)).toEqual([LIFETIME, 5 * MINUTE]);
});

test('[WX-93] the calls of today are told, and begin anew at midnight in China', async () => {
  await plain(world);
  await stable(world);
  await forced(world);
  expect(read()?.calls).toEqual({ token: 1, stableToken: 2, forced: 1, getticket: 0 });
  world.advance(DAY);
  expect(read()?.calls).toEqual(AT_FIRST.calls);
});

test('[WX-94] settings and calls outlive the process; a reset forgets them with the tokens', async () => {
  world.wechat.credentials.change(MINI_PROGRAM, { lifetimeSeconds: 600 });
  const token = await stable(world);
  const before = read();
  world.restart();
  expect(read()).toEqual(before);
  world.wechat.reset();
  expect(world.shelf.entries('wechat/')).toEqual([]);
  world.wechat.apps.put({ appid: MINI_PROGRAM });
  expect(read()).toEqual({ appid: MINI_PROGRAM, ...AT_FIRST });
  expect(await worth(world, token)).toEqual([40014]);
});
