// cgi-bin/token: a new access_token at every call, and what becomes of the former ones.
import { DAY, HOUR, MINUTE, plain, stable, tokenOf, worth } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, NOON, OFFICIAL_ACCOUNT } from './local-wechat';

let world: LocalWeChat;
beforeEach(async () => { world = await aLocalWeChat(); });
afterEach(() => world.close());

test('[WX-77] a mini program and an official account get a token and its life, and no errcode', async () => {
  for (const appid of [MINI_PROGRAM, OFFICIAL_ACCOUNT]) {
    expect(await plain(world, appid)).toEqual({ access_token: expect.stringMatching(/^[0-9]{2}_FAKE[A-Za-z0-9_-]{129}$/) as unknown, expires_in: 7200 });
  }
});

test.each([32, 136, 512, 2048, 4096])('[WX-77] a token has the %i characters that were set', async (tokenLength) => {
  world.wechat.credentials.change(MINI_PROGRAM, { tokenLength });
  const token = await plain(world);
  expect(tokenOf(token)).toMatch(/^[0-9]{2}_FAKE[A-Za-z0-9_-]+$/);
  expect(tokenOf(token)).toHaveLength(tokenLength);
  expect(await worth(world, token)).toEqual(['good']);
});

test('[WX-78] every call gives another token; the former stays good for five minutes', async () => {
  const [former, latest] = [await plain(world), await plain(world)];
  expect(tokenOf(former)).not.toBe(tokenOf(latest));
  world.advance(5 * MINUTE - 1);
  expect(await worth(world, former, latest)).toEqual(['good', 'good']);
  world.advance(1);
  expect(await worth(world, former, latest)).toEqual([40001, 'good']);
});

test('[WX-78] the one before the former is not latest at once', async () => {
  const [first, second, third] = [await plain(world), await plain(world), await plain(world)];
  expect(await worth(world, first, second, third)).toEqual([40001, 'good', 'good']);
});

test('[WX-78] the former does not outlive its own end, of which it then died', async () => {
  const former = await plain(world);
  world.advance(2 * HOUR - MINUTE);
  const latest = await plain(world);
  world.advance(MINUTE - 1);
  expect(await worth(world, former, latest)).toEqual(['good', 'good']);
  world.advance(1);
  expect(await worth(world, former, latest)).toEqual([42001, 'good']);
  world.advance(5 * MINUTE);
  expect(await worth(world, former, latest)).toEqual([42001, 'good']);
});

test.each([7200, 600, 301])('[WX-78] a life of %i seconds is told and kept to the millisecond', async (lifetimeSeconds) => {
  world.wechat.credentials.change(MINI_PROGRAM, { lifetimeSeconds });
  const token = await plain(world);
  expect(token['expires_in']).toBe(lifetimeSeconds);
  world.advance(lifetimeSeconds * 1000 - 1);
  expect(await worth(world, token)).toEqual(['good']);
  world.advance(1);
  expect(await worth(world, token)).toEqual([42001]);
});

test('[WX-81] the two endpoints and two apps do not disturb each other', async () => {
  const others = [await stable(world), await plain(world, OFFICIAL_ACCOUNT), await stable(world, OFFICIAL_ACCOUNT)];
  for (let call = 0; call < 3; call += 1) await plain(world);
  world.advance(10 * MINUTE);
  expect(await worth(world, ...others)).toEqual(['good', 'good', 'good']);
});

test('[WX-85] the 2,001st call of a day is 45009 and leaves the token good; midnight is that of China', async () => {
  let latest = await plain(world);
  for (let call = 1; call < 2000; call += 1) latest = await plain(world);
  expect(await plain(world)).toMatchObject({ errcode: 45009, errmsg: expect.stringMatching(/^reach max api daily quota limit rid: /) as unknown });
  expect(await worth(world, latest)).toEqual(['good']);
  expect(await plain(world, OFFICIAL_ACCOUNT)).toHaveProperty('access_token');
  const midnight = Date.UTC(2026, 10, 20, 16);
  world.advance(midnight - NOON - 1);
  expect(await plain(world)).toMatchObject({ errcode: 45009 });
  world.advance(1);
  expect(await plain(world)).toHaveProperty('access_token');
});

test('[WX-87] a dead token is told from a made-up one until a day after its natural end, and then leaves the shelf', async () => {
  const [voided, former, latest] = [await plain(world), await plain(world), await plain(world)];
  world.advance(2 * HOUR + DAY - 1);
  expect(await worth(world, voided, former, latest)).toEqual([40001, 40001, 42001]);
  await plain(world, OFFICIAL_ACCOUNT);
  expect(world.shelf.entries('wechat/access-token/')).toHaveLength(4);
  world.advance(MINUTE);
  await plain(world, OFFICIAL_ACCOUNT);
  expect(world.shelf.entries('wechat/access-token/')).toHaveLength(2);
  expect(await worth(world, voided, former, latest)).toEqual([40014, 40014, 40014]);
});

test('[WX-95] a clock that goes back revives no token that a newer one took the place of', async () => {
  const first = await plain(world);
  world.advance(MINUTE);
  const rest = [await plain(world), await plain(world)];
  world.advance(-HOUR);
  expect(await worth(world, first, ...rest)).toEqual([40001, 'good', 'good']);
});
