// cgi-bin/stable_token: the same access_token until its last five minutes, and a new one by force.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openShelves } from '../../../emulator/world/shelf';
import type { Reply } from './access-tokens';
import { DAY, forced, HOUR, MINUTE, plain, post, clientOf, SECOND, stable, tokenOf, worth } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, NOON, OFFICIAL_ACCOUNT } from './local-wechat';

let world: LocalWeChat;
beforeEach(async () => { world = await aLocalWeChat(); });
afterEach(() => world.close());

const lifetime = (lifetimeSeconds: number) => world.wechat.credentials.change(MINI_PROGRAM, { lifetimeSeconds });
const isSame = (one: Reply, other: Reply) => tokenOf(one) === tokenOf(other);

test('[WX-79] calls far apart give the same token and the rest of its life', async () => {
  const first = await stable(world);
  expect(first).toEqual({ access_token: expect.stringMatching(/^[0-9]{2}_FAKE[A-Za-z0-9_-]{129}$/) as unknown, expires_in: 7200 });
  world.advance(HOUR);
  expect(await stable(world)).toEqual({ ...first, expires_in: 3600 });
  expect(await post(world, 'cgi-bin/stable_token', { ...clientOf(world), force_refresh: false })).toEqual({ ...first, expires_in: 3600 });
});

test('[WX-79] twenty calls at once give one token', async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, () => stable(world)));
  expect(new Set(replies.map(tokenOf)).size).toBe(1);
});

test.each([7200, 600, 301])('[WX-79] of %i seconds the last five minutes are an overlap: a new token is handed out, and both are good', async (lifetimeSeconds) => {
  lifetime(lifetimeSeconds);
  const former = await stable(world);
  expect(former['expires_in']).toBe(lifetimeSeconds);
  world.advance(lifetimeSeconds * SECOND - 5 * MINUTE - 1);
  expect(await stable(world)).toEqual({ ...former, expires_in: 300 });
  world.advance(1);
  const latest = await stable(world);
  expect([isSame(former, latest), latest['expires_in']]).toEqual([false, lifetimeSeconds]);
  expect(isSame(await stable(world), latest)).toBe(true);
  expect(await worth(world, former, latest)).toEqual(['good', 'good']);
});

test('[WX-79] the overlap ends with the former\'s own life', async () => {
  lifetime(600);
  const former = await stable(world);
  world.advance(400 * SECOND);
  const latest = await stable(world);
  world.advance(200 * SECOND - 1);
  expect(await worth(world, former, latest)).toEqual(['good', 'good']);
  expect(isSame(await stable(world), latest)).toBe(true);
  world.advance(1);
  expect(await worth(world, former, latest)).toEqual([42001, 'good']);
});

test('[WX-79] nobody asking in the last five minutes, the token ages out and the next call gives a new one', async () => {
  const former = await stable(world);
  world.advance(2 * HOUR);
  expect(await worth(world, former)).toEqual([42001]);
  const latest = await stable(world);
  expect(latest['expires_in']).toBe(7200);
  expect(await worth(world, former, latest)).toEqual([42001, 'good']);
});

test('[WX-79] a token keeps the life and the text it was handed out with', async () => {
  const first = await stable(world);
  world.wechat.credentials.change(MINI_PROGRAM, { lifetimeSeconds: 301, tokenLength: 2048 });
  expect(await stable(world)).toEqual(first);
  expect(tokenOf(await plain(world))).toHaveLength(2048);
});

test('[WX-80] force_refresh gives a new token and voids every other of the endpoint at once', async () => {
  lifetime(301);
  const elder = await stable(world);
  world.advance(SECOND);
  const former = await stable(world);
  const others = [await plain(world), await stable(world, OFFICIAL_ACCOUNT)];
  const latest = await forced(world);
  expect(latest).toEqual({ access_token: expect.any(String) as unknown, expires_in: 301 });
  expect(await worth(world, elder, former, latest, ...others)).toEqual([40001, 40001, 'good', 'good', 'good']);
  expect(isSame(await stable(world), latest)).toBe(true);
});

test('[WX-80] within 30 seconds of the last one, force_refresh gives the present token and is not counted', async () => {
  const first = await forced(world);
  world.advance(30 * SECOND - 1);
  expect(await forced(world)).toEqual({ ...first, expires_in: 7170 });
  world.advance(1);
  const second = await forced(world);
  expect([isSame(first, second), await worth(world, first, second)]).toEqual([false, [40001, 'good']]);
  expect(world.wechat.credentials.list()[0]?.calls).toMatchObject({ forced: 2, stableToken: 3 });
});

test('[WX-80] within 30 seconds, a token that is in its last five minutes is renewed as without force', async () => {
  lifetime(301);
  const first = await forced(world);
  world.advance(SECOND);
  const second = await forced(world);
  expect([isSame(first, second), await worth(world, first, second)]).toEqual([false, ['good', 'good']]);
  expect(isSame(await forced(world), second)).toBe(true);
});

test('[WX-80] a normal call is never too soon after another, nor a force_refresh after a normal call', async () => {
  const first = await stable(world);
  expect(isSame(first, await forced(world))).toBe(false);
});

test('[WX-80] the 21st force_refresh of a day is 45009 and voids nothing; midnight is that of China', async () => {
  let latest = await forced(world);
  for (let call = 1; call < 20; call += 1) {
    world.advance(30 * SECOND);
    latest = await forced(world);
  }
  expect(await forced(world)).toEqual(latest);
  world.advance(30 * SECOND);
  expect(await forced(world)).toMatchObject({ errcode: 45009 });
  expect(await worth(world, latest)).toEqual(['good']);
  expect(isSame(await stable(world), latest)).toBe(true);
  world.advance(Date.UTC(2026, 10, 20, 16) - world.now() - 1);
  expect(await forced(world)).toMatchObject({ errcode: 45009 });
  world.advance(1);
  expect(await forced(world)).toHaveProperty('access_token');
});

test('[WX-94] tokens, their ends, the forced ones and their number outlive the process', async () => {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'wechat-shelf-'));
  let shelves = openShelves({ directory, sync: false });
  const durable = await aLocalWeChat(shelves.shelf('wechat'));
  const reopen = async () => {
    await shelves.close();
    shelves = openShelves({ directory, sync: false });
    durable.restart(shelves.shelf('wechat'));
  };
  durable.wechat.credentials.change(MINI_PROGRAM, { tokenLength: 4096 });
  const [voided, former] = [await stable(durable), await plain(durable)];
  await plain(durable);
  let latest = await forced(durable);
  await reopen();
  expect(await worth(durable, voided, former, latest)).toEqual([40001, 'good', 'good']);
  expect(await forced(durable)).toEqual(latest);
  for (let call = 1; call < 20; call += 1) {
    durable.advance(30 * SECOND);
    latest = await forced(durable);
  }
  durable.advance(30 * SECOND);
  await reopen();
  expect(await forced(durable)).toMatchObject({ errcode: 45009 });
  expect(isSame(await stable(durable), latest)).toBe(true);
  expect(tokenOf(await plain(durable))).toHaveLength(4096);
  await durable.close();
  await shelves.close();
  await fs.rm(directory, { recursive: true });
});

/** As if so many calls of today had been made. */
function pretendCalls(change: (row: { counts: Record<string, number>; minute: Record<string, number> }) => object): void {
  const [row] = world.shelf.entries(`wechat/credential-calls/${MINI_PROGRAM}/`);
  if (!row) throw new Error('no call was counted');
  world.shelf.put(row.key, { ...row.value as object, ...change(row.value as { counts: Record<string, number>; minute: Record<string, number> }) });
}

test('[WX-85] the 10,001st stable_token of a minute is 45011 until the next minute', async () => {
  const first = await stable(world);
  pretendCalls(({ minute }) => ({ minute: { ...minute, count: 9999 } }));
  expect(await stable(world)).toEqual(first);
  expect(await stable(world)).toMatchObject({ errcode: 45011, errmsg: expect.stringMatching(/^api minute-quota reach limit, must slower, retry next minute rid: /) as unknown });
  expect(await stable(world, OFFICIAL_ACCOUNT)).toHaveProperty('access_token');
  world.advance(MINUTE - 1);
  expect(await stable(world)).toMatchObject({ errcode: 45011 });
  world.advance(1);
  expect(isSame(await stable(world), first)).toBe(true);
});

test('[WX-85] the 500,001st stable_token of a day is 45009, by force too', async () => {
  const first = await stable(world);
  pretendCalls(({ counts }) => ({ counts: { ...counts, stableToken: 499_999 } }));
  expect(await stable(world)).toEqual(first);
  expect([await stable(world), await forced(world)]).toMatchObject([{ errcode: 45009 }, { errcode: 45009 }]);
  expect(await worth(world, first)).toEqual(['good']);
  world.advance(Date.UTC(2026, 10, 20, 16) - NOON);
  expect(await stable(world)).toHaveProperty('access_token');
});

test('[WX-85] the counts of former days leave the shelf', async () => {
  await stable(world);
  world.advance(2 * DAY);
  await stable(world);
  expect(world.shelf.entries('wechat/credential-calls/')).toHaveLength(1);
});

test('[WX-95] a clock that goes back never makes a life longer than a whole one, nor a void token good, nor a force_refresh impossible', async () => {
  const voided = await stable(world);
  world.advance(MINUTE);
  const latest = await forced(world);
  world.advance(-HOUR);
  expect(await stable(world)).toEqual(latest);
  expect(await worth(world, voided, latest)).toEqual([40001, 'good']);
  expect(isSame(await forced(world), latest)).toBe(false);
});
