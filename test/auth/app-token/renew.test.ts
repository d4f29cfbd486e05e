// Renewing: one question to WeChat however many ask, whoever holds the lease and whatever becomes of the holder.
import { REMEMBERED_MS, forcedFreeAt, forcedLeft, renewAt } from '../../../auth/app-token/lifetime';
import { readCredential } from '../../../auth/app-token/read';
import { renew } from '../../../auth/app-token/renew';
import { open } from '../../../auth/app-token/sealed';
import { NEW_YEAR, codeOf, granted } from '../a-world';
import { DOWN } from './a-wechat';
import { OFFICIAL, SITE, TOKEN, aCentre } from './a-centre';
import type { CentreWorld } from './a-centre';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const read = (world: CentreWorld, reader = world.reader) => world.run(readCredential(reader, TOKEN, 'f'));
const rowOf = (world: CentreWorld) => [...world.credentials.rows.values()][0];

test('[REL-12] a thousand callers with an expired token cause one question to WeChat, and all get the same new token', async () => {
  const world = aCentre();
  const first = granted(await read(world)).value;
  world.advance(3 * 60 * MINUTE);
  const callers = Array.from({ length: 1000 }, () => readCredential(world.aReader(), TOKEN, 'f'));
  const got = (await world.run(Promise.all(callers))).map((one) => granted(one).value);
  expect(new Set(got).size).toBe(1);
  expect(got[0]).not.toBe(first);
  expect(world.wechat.accepts(got[0] ?? '')).toBe(true);
  expect(world.wechat.calls).toEqual({ normal: 2, forced: 0 });
});

test('[AT1] a fresh token is read once by an instance, and then from its memory, without any call', async () => {
  const world = aCentre();
  const { value } = granted(await read(world));
  const another = world.aReader();
  const before = { ...world.credentials.calls };
  expect(granted(await read(world, another)).value).toBe(value);
  expect(world.credentials.calls).toEqual({ reads: before.reads + 1, writes: before.writes });
  for (let i = 0; i < 10; i += 1) expect(granted(await read(world, another)).value).toBe(value);
  expect(world.credentials.calls.reads).toBe(before.reads + 1);
  world.advance(REMEMBERED_MS);
  await read(world, another);
  expect([world.credentials.calls.reads, world.wechat.calls.normal]).toEqual([before.reads + 2, 1]);
});

test.each([7200, 600, 301])('[REL-15] a stable token of %i seconds is asked for from its last five minutes on, again every 30 seconds until it changes, and never served dead', async (lifetimeSeconds) => {
  const world = aCentre({ lifetimeSeconds });
  const asked: number[] = [];
  let last = granted(await read(world));
  for (let second = 0; second < 3 * lifetimeSeconds; second += 10) {
    world.advance(10 * SECOND);
    const calls = world.wechat.calls.normal;
    const left = last.expiresAt - world.clock.now();
    last = granted(await read(world, world.aReader()));
    expect(world.wechat.accepts(last.value)).toBe(true);
    if (world.wechat.calls.normal > calls) asked.push(left);
  }
  expect(asked.length).toBeGreaterThan(1);
  for (const left of asked) expect(left).toBeLessThanOrEqual(5 * MINUTE);
});

test('[REL-15] where WeChat hands out the same token in its last five minutes, that is normal: it is asked again half a minute later', async () => {
  const world = aCentre();
  const { value, expiresAt } = granted(await read(world));
  world.advance(expiresAt - world.clock.now() - 4 * MINUTE);
  for (const left of [240, 209, 178]) {
    world.wechat.next.push({ kind: 'issued', value, expiresInSeconds: left });
    expect(granted(await read(world, world.aReader()))).toMatchObject({ value });
    expect(rowOf(world)).toMatchObject({ failing: null, renewals: [{ by: 'f' }] });
    const calls = world.wechat.calls.normal;
    world.advance(29 * SECOND);
    expect(granted(await read(world, world.aReader())).value).toBe(value);
    expect(world.wechat.calls.normal).toBe(calls);
    world.advance(2 * SECOND);
  }
  expect(granted(await read(world, world.aReader())).value).not.toBe(value);
  expect(world.alarms).toEqual([]);
});

test.each([7200, 600, 301])('[REL-15] a plain token of %i seconds is renewed ahead, at most once in half its life, and is never served dead', async (lifetimeSeconds) => {
  const world = aCentre({ endpoint: 'token', lifetimeSeconds });
  const leads: number[] = [];
  let last = granted(await read(world));
  for (let second = 0; second < 3 * lifetimeSeconds; second += 5) {
    world.advance(5 * SECOND);
    const calls = world.wechat.calls.normal;
    const left = last.expiresAt - world.clock.now();
    last = granted(await read(world, world.aReader()));
    expect(world.wechat.accepts(last.value)).toBe(true);
    if (world.wechat.calls.normal > calls) leads.push(left);
  }
  const [least, most] = lifetimeSeconds === 7200 ? [5 * MINUTE - 6 * SECOND, 10 * MINUTE] : [lifetimeSeconds * SECOND * 0.4, lifetimeSeconds * SECOND / 2];
  for (const lead of leads) expect([lead >= least, lead <= most, lead]).toEqual([true, true, lead]);
  expect(leads.length).toBeGreaterThan(1);
});

test('[AT2] while one renews a living token, the others are served it at once', async () => {
  const world = aCentre();
  const { value } = granted(await read(world));
  world.advance(7200 * SECOND - 4 * MINUTE);
  world.wechat.next.push('hang');
  const holder = readCredential(world.aReader(), TOKEN, 'f');
  await world.run(world.pause(10));
  const others = await world.run(Promise.all(Array.from({ length: 50 }, () => readCredential(world.aReader(), TOKEN, 'f'))));
  expect(new Set(others.map((one) => granted(one).value))).toEqual(new Set([value]));
  world.wechat.release();
  expect(granted(await world.run(holder)).value).not.toBe(value);
  expect(world.wechat.calls.normal).toBe(2);
});

test('[REL-14] a holder that dies is taken over within its lease and a second, and nobody waits longer than twelve', async () => {
  const world = aCentre();
  world.wechat.next.push('hang');
  void renew(world.core, TOKEN, { why: 'due', by: 'dead' });
  await world.run(world.pause(10));
  const from = world.time.now;
  const got = await world.run(Promise.all(Array.from({ length: 100 }, () => readCredential(world.aReader(), TOKEN, 'f'))));
  expect(new Set(got.map((one) => granted(one).value)).size).toBe(1);
  expect(world.time.now - from).toBeLessThanOrEqual(11 * SECOND);
  expect(world.wechat.calls.normal).toBe(2);
});

test.each(['stable_token', 'token'] as const)('[REL-14] a holder that wakes late loses by its fence, and what is served stays alive: %s', async (endpoint) => {
  const world = aCentre({ endpoint });
  world.wechat.next.push('hang-then-work');
  const late = renew(world.core, TOKEN, { why: 'due', by: 'late' });
  await world.run(world.pause(15 * SECOND));
  const { value } = granted(await read(world));
  const fence = rowOf(world)?.fence;
  world.wechat.release();
  expect(codeOf(await world.run(late))).toBe('ok');
  if (endpoint === 'stable_token') expect(rowOf(world)?.renewals.map(({ by }) => by)).not.toContain('late');
  if (endpoint === 'stable_token') expect([granted(await read(world, world.aReader())).value, rowOf(world)?.fence]).toEqual([value, fence]);
  for (let second = 0; second < 600; second += 20) {
    expect(world.wechat.accepts(granted(await read(world, world.aReader())).value)).toBe(true);
    world.advance(20 * SECOND);
  }
});

test('[AT3] while WeChat is down the old token is served as long as it lives, retries are spaced, and one line of level alarm says why', async () => {
  const world = aCentre();
  const { value, expiresAt } = granted(await read(world));
  world.wechat.down = true;
  world.advance(expiresAt - world.clock.now() - 5 * MINUTE + 31 * SECOND);
  while (world.clock.now() + 2 * SECOND < expiresAt) {
    expect(granted(await read(world, world.aReader())).value).toBe(value);
    world.advance(SECOND);
  }
  expect(world.wechat.calls.normal).toBeGreaterThan(3);
  expect(world.wechat.calls.normal).toBeLessThan(12);
  world.advance(3 * SECOND);
  const calls = world.wechat.calls.normal;
  for (let i = 0; i < 100; i += 1) expect(codeOf(await read(world, world.aReader()))).toBe('wechat-unavailable');
  expect(world.wechat.calls.normal - calls).toBeLessThanOrEqual(1);
  expect(world.alarms).toEqual([{ event: 'app-token-not-renewed', detail: { appid: TOKEN.appId, kind: 'access-token', reason: 'WeChat could not be reached.' } }]);
  world.wechat.down = false;
  world.advance(MINUTE);
  expect(world.wechat.accepts(granted(await read(world, world.aReader())).value)).toBe(true);
  expect(rowOf(world)?.failing).toBeNull();
});

test('[AT3] another reason is another line, with what an operator can do', async () => {
  const world = aCentre();
  world.wechat.next.push(DOWN, { kind: 'failed', code: 'wechat-unavailable', reason: 'errcode 40164', remedy: 'WeChat saw 203.0.113.9.' });
  expect(codeOf(await read(world))).toBe('wechat-unavailable');
  world.advance(MINUTE);
  expect(codeOf(await read(world))).toBe('wechat-unavailable');
  expect(world.alarms.map(({ detail }) => [detail['reason'], detail['sentence']])).toEqual([['WeChat could not be reached.', undefined], ['errcode 40164', 'WeChat saw 203.0.113.9.']]);
});

test.each([512, 2048])('[AT4] a token of %i characters is stored sealed and read unchanged', async (tokenLength) => {
  const world = aCentre({ tokenLength });
  const { value } = granted(await read(world));
  expect(value).toHaveLength(tokenLength);
  expect(world.wechat.accepts(value)).toBe(true);
  expect(JSON.stringify([...world.credentials.rows.values()])).not.toContain(value.slice(0, 20));
});

test('[AT5] an app that is not configured, or a website, has no token: not-found, without a question to WeChat', async () => {
  const world = aCentre({ apps: [SITE] });
  for (const { appId } of [SITE, OFFICIAL]) expect(codeOf(await world.run(readCredential(world.reader, { appId, kind: 'access-token' }, 'f')))).toBe('not-found');
  expect(world.wechat.calls).toEqual({ normal: 0, forced: 0 });
});

test('[AT21] a token sealed under keys that are gone is fetched again; keys that open it still do', async () => {
  const world = aCentre();
  const { value } = granted(await read(world));
  const row = rowOf(world);
  if (row?.current == null) throw new Error('no row');
  row.current.sealed = { kid: 'gone', box: 'x' };
  const calls = world.wechat.calls.normal;
  expect([granted(await read(world, world.aReader())).value, world.wechat.calls.normal - calls]).toEqual([value, 1]);
  expect([granted(await read(world, world.aReader())).value, world.wechat.calls.normal - calls]).toEqual([value, 1]);
});

test('[AT22] each renewal leaves one line: which app, by whom and why, and nothing of the token', async () => {
  const world = aCentre();
  const { value } = granted(await read(world));
  await read(world, world.aReader());
  expect(world.notes).toEqual([{ event: 'app-token-renewed', appid: TOKEN.appId, kind: 'access-token', by: 'f', why: 'due' }]);
  expect(JSON.stringify(world.notes)).not.toContain(value);
});

test('[REL-14] where a late holder’s question reached WeChat after the one that is stored, the row is renewed within the overlap, whichever writes first', async () => {
  const world = aCentre({ endpoint: 'token' });
  world.wechat.next.push('hang-then-work');
  const late = renew(world.core, TOKEN, { why: 'due', by: 'late' });
  await world.run(world.pause(5100));
  world.wechat.answersAfter = 800;
  const taker = renew(world.core, TOKEN, { why: 'due', by: 'taker' });
  await world.run(world.pause(300));
  world.wechat.release();
  await world.run(Promise.all([late, taker]));
  world.wechat.answersAfter = 120;
  for (let second = 0; second < 900; second += 20) {
    expect([second, world.wechat.accepts(granted(await read(world, world.aReader())).value)]).toEqual([second, true]);
    world.advance(20 * SECOND);
  }
});

test('[AT3] one failure near the end leaves no gap: WeChat is asked again when the token ends, not half a minute later', async () => {
  const world = aCentre();
  const { expiresAt } = granted(await read(world));
  world.advance(expiresAt - world.clock.now() - 3 * SECOND);
  world.wechat.next.push({ kind: 'failed', code: 'wechat-busy', reason: 'errcode -1', remedy: null });
  for (let second = 0; second < 10; second += 1) {
    expect([second, codeOf(await read(world, world.aReader()))]).toEqual([second, 'ok']);
    world.advance(SECOND);
  }
});

test('[AT3] reasons that take turns are told once each', async () => {
  const world = aCentre();
  for (let round = 0; round < 6; round += 1) {
    world.wechat.next.push(round % 2 === 0 ? DOWN : { kind: 'failed', code: 'wechat-busy', reason: 'errcode -1', remedy: null });
    await read(world, world.aReader());
    world.advance(61 * SECOND);
  }
  expect([world.alarms.map(({ detail }) => detail['reason']), rowOf(world)?.failing?.times]).toEqual([['WeChat could not be reached.', 'errcode -1'], 6]);
});

test('[REL-14] a lease taken just before the clock went back by less than a minute ends within eleven seconds', async () => {
  const world = aCentre();
  world.wechat.next.push('hang');
  void renew(world.core, TOKEN, { why: 'due', by: 'dead' });
  await world.run(world.pause(10));
  world.time.offset -= 55 * SECOND;
  const from = world.time.now;
  granted(await read(world, world.aReader()));
  expect(world.time.now - from).toBeLessThanOrEqual(11 * SECOND);
});

test('[AT2] a reader of a due token that lives asks the centre only where nobody is at it and WeChat is not left alone', async () => {
  const world = aCentre();
  const { expiresAt } = granted(await read(world));
  world.advance(expiresAt - world.clock.now() - MINUTE);
  const row = rowOf(world);
  if (row === undefined) throw new Error('no row');
  let asked = 0;
  const reader = { ...world.aReader(), centre: { ...world.centre, renew: async () => { asked += 1; return { ok: true as const, value: {} }; } } };
  row.leasedUntil = world.clock.now() + 3000;
  granted(await read(world, reader));
  row.leasedUntil = null;
  row.failing = { reason: 'x', remedy: null, times: 1, told: [] };
  row.renewAt = world.clock.now() + 10_000;
  granted(await read(world, reader));
  expect(asked).toBe(0);
  row.failing = null;
  row.renewAt = world.clock.now() - 1;
  granted(await read(world, { ...reader, memory: world.aReader().memory }));
  expect(asked).toBe(1);
});

test('[AT4] what is sealed for one app opens for no other, nor as another kind', async () => {
  const world = aCentre();
  await read(world);
  const row = rowOf(world);
  if (row === undefined) throw new Error('no row');
  expect(open(world.credentialSeal, TOKEN, row.current)).not.toBeNull();
  expect([open(world.credentialSeal, { ...TOKEN, appId: OFFICIAL.appId }, row.current), open(world.credentialSeal, { ...TOKEN, kind: 'jsapi-ticket' }, row.current)]).toEqual([null, null]);
});

test('[REL-15] not all apps are asked for in one moment', () => {
  const life = { obtainedAt: 0, expiresAt: 7_200_000 };
  for (const isStable of [true, false]) expect(renewAt({ isStable }, life, 0.9)).toBeGreaterThan(renewAt({ isStable }, life, 0.1));
});

test('[AT6] a force from a clock that has gone back since neither holds for hours nor is forgotten for the day', () => {
  expect([forcedFreeAt([NEW_YEAR + 3_600_000], NEW_YEAR), forcedLeft([NEW_YEAR + 3_600_000], NEW_YEAR)]).toEqual([null, 19]);
  expect(forcedFreeAt([NEW_YEAR - 1000], NEW_YEAR)).toBe(NEW_YEAR + 29_000);
});
