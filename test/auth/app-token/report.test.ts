// Passive renewal: a caller that WeChat refused reports the very value, and compare comes before renew (REL-13).
import fc from 'fast-check';
import { accessTokens, readCredential, reportCredential } from '../../../auth/app-token/read';
import { status } from '../../../auth/app-token/status';
import { codeOf, granted } from '../a-world';
import { APP } from '../a-world';
import { TOKEN, aCentre } from './a-centre';
import type { CentreWorld } from './a-centre';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const read = (world: CentreWorld) => world.run(readCredential(world.aReader(), TOKEN, 'f'));
/** As WeChat says it: not the latest. */
const notLatest = (value: string) => ({ value, errcode: 40001 as const });
const report = (world: CentreWorld, failed: string, by = 'f') => world.run(reportCredential(world.aReader(), TOKEN, notLatest(failed), by));
const rowOf = (world: CentreWorld) => [...world.credentials.rows.values()][0];

test('[REL-13] ten thousand reports of one dead token cause one renewal, and all get the same token', async () => {
  const world = aCentre();
  const dead = granted(await read(world)).value;
  world.wechat.forceBehind(TOKEN.appId);
  const reports = Array.from({ length: 10_000 }, (_each, n) => world.pause(n).then(() => reportCredential(world.aReader(), TOKEN, notLatest(dead), `server:s${n % 40}`)));
  const got = (await world.run(Promise.all(reports))).map((one) => granted(one).value);
  expect(new Set(got).size).toBe(1);
  expect(got[0]).not.toBe(dead);
  expect(world.wechat.calls).toEqual({ normal: 2, forced: 0 });
  expect(rowOf(world)).toMatchObject({ renewals: [{ why: 'reported' }, { why: 'due' }], overtaken: [expect.any(Number)] });
});

test('[REL-13] a value that the row does not hold causes nothing: the one before, a random one, one of another kind', async () => {
  const world = aCentre();
  const before = granted(await read(world)).value;
  world.advance(7200 * SECOND - 2 * MINUTE);
  const { value } = granted(await read(world));
  const calls = { ...world.wechat.calls };
  await fc.assert(fc.asyncProperty(fc.oneof(fc.constant(before), fc.string({ minLength: 1 }), fc.constant(value.slice(1)), fc.constant(`${value} `)), async (failed) => {
    expect(granted(await report(world, failed)).value).toBe(value);
    expect(world.wechat.calls).toEqual(calls);
  }), { numRuns: 100 });
});

test('[AT6] where WeChat gives the very value that it refuses, one renewal is forced; before that it is asked normally', async () => {
  const world = aCentre();
  const dead = granted(await read(world)).value;
  const other = granted(await report(world, dead)).value;
  expect(other).not.toBe(dead);
  expect(world.wechat.calls).toEqual({ normal: 2, forced: 1 });
  expect(rowOf(world)).toMatchObject({ renewals: [{ why: 'forced', by: 'f' }, { why: 'due' }], forced: [expect.any(Number)] });
});

test('[AT6] twenty renewals are forced in a day and none within thirty seconds of another; the count stands in the row, and outlives every instance', async () => {
  const world = aCentre();
  let forced = 0;
  for (let round = 0; round < 60; round += 1) {
    const answer = await report(world, granted(await read(world)).value, `server:s${round}`);
    if (answer.ok) forced += 1;
    else expect(answer.refused).toMatchObject({ code: 'rate-limited', retryAt: expect.any(Number) });
    world.advance(20 * SECOND);
  }
  expect([forced, world.wechat.calls.forced, rowOf(world)?.forced.length]).toEqual([20, 20, 20]);
  expect(world.alarms.some(({ event }) => event === 'app-token-not-forced')).toBe(true);
  expect(world.wechat.accepts(granted(await read(world)).value)).toBe(true);
  // Asked once for each that was forced, and again where half a minute had passed: no report is a question of its own.
  expect(world.wechat.calls.normal).toBeLessThanOrEqual(1 + 60);
  world.advance(DAY);
  expect(granted(await report(world, granted(await read(world)).value)).value).toEqual(expect.any(String));
});

test('[AT7] one caller’s reports renew five times in ten minutes at most; another’s still do', async () => {
  const world = aCentre();
  const dies = async (by: string) => {
    const { value } = granted(await read(world));
    world.wechat.forceBehind(TOKEN.appId);
    return report(world, value, by);
  };
  for (let round = 0; round < 5; round += 1) expect(codeOf(await dies('server:a'))).toBe('ok');
  const sixth = await dies('server:a');
  expect(sixth.ok ? null : sixth.refused).toMatchObject({ code: 'rate-limited', retryAt: world.clock.now() + 10 * MINUTE - 5 * 120 });
  expect(codeOf(await dies('server:b'))).toBe('ok');
  world.advance(10 * MINUTE);
  expect(codeOf(await dies('server:a'))).toBe('ok');
});

test('[AT8] a caller of WeChat gets the token to use in place of a dead one, and its instance remembers that one', async () => {
  const world = aCentre();
  const reader = world.aReader();
  const tokens = accessTokens(reader, 'f');
  const dead = granted(await world.run(tokens.current(APP)));
  world.wechat.forceBehind(TOKEN.appId);
  const other = granted(await world.run(tokens.instead(APP, dead, 40001)));
  expect([other === dead, world.wechat.accepts(other)]).toEqual([false, true]);
  const reads = world.credentials.calls.reads;
  expect([granted(await world.run(tokens.current(APP))), world.credentials.calls.reads]).toEqual([other, reads]);
});

test('[REL-13] reports that cannot be forced cause one question and one alarm in half a minute: a thousand at once, and in a row', async () => {
  const world = aCentre();
  const second = granted(await report(world, granted(await read(world)).value)).value;
  const [calls, alarms] = [world.wechat.calls.normal, world.alarms.length];
  const many = await world.run(Promise.all(Array.from({ length: 1000 }, (_each, n) => reportCredential(world.aReader(), TOKEN, notLatest(second), `server:m${n}`))));
  expect(new Set(many.map(codeOf))).toEqual(new Set(['rate-limited']));
  for (let i = 0; i < 100; i += 1) expect(codeOf(await report(world, second, `server:s${i}`))).toBe('rate-limited');
  expect([world.wechat.calls.normal - calls, world.alarms.length - alarms]).toEqual([1, 1]);
  world.advance(31 * SECOND);
  expect(granted(await report(world, second)).value).not.toBe(second);
});

test('[AT7] one caller’s reports force five times a day at most, so that the day’s budget is not one server’s', async () => {
  const world = aCentre();
  for (let round = 0; round < 200; round += 1) {
    await report(world, granted(await read(world)).value, 'server:confused');
    world.advance(5 * MINUTE);
  }
  expect(world.wechat.calls.forced).toBe(5);
  // A token that really died is renewed for this caller too: WeChat is asked, only not forced.
  const dead = granted(await read(world)).value;
  world.wechat.forceBehind(TOKEN.appId);
  const healed = granted(await report(world, dead, 'server:confused')).value;
  expect([healed === dead, world.wechat.accepts(healed), world.wechat.calls.forced]).toEqual([false, true, 5]);
  const refused = await report(world, healed, 'server:confused');
  expect(refused.ok ? null : refused.refused).toMatchObject({ code: 'rate-limited', retryAt: expect.any(Number) });
  expect(refused.ok ? 0 : (refused.refused.retryAt ?? 0) - world.clock.now()).toBeLessThanOrEqual(30 * SECOND);
  expect((await status(world))[0]?.warning).toMatch(/server:confused forced 5/);
  expect(granted(await report(world, granted(await read(world)).value, 'server:other')).value).toEqual(expect.any(String));
  expect(world.wechat.calls.forced).toBe(6);
});

test('[AT7] what the timer renewed, and what a clock ahead wrote, does not count against a caller', async () => {
  const world = aCentre();
  await read(world);
  const row = rowOf(world);
  if (row === undefined) throw new Error('no row');
  const at = world.clock.now();
  row.renewals = [...Array.from({ length: 6 }, () => ({ fence: 1, at, by: 'f', why: 'due' as const })), ...Array.from({ length: 6 }, () => ({ fence: 1, at: at + 5 * MINUTE, by: 'f', why: 'reported' as const }))];
  world.wechat.forceBehind(TOKEN.appId);
  expect(codeOf(await report(world, granted(await read(world)).value))).toBe('ok');
});

test('[REL-13] one passing failure while a report is handled costs seconds: what WeChat refuses is not rested on', async () => {
  const world = aCentre();
  const dead = granted(await read(world)).value;
  world.wechat.forceBehind(TOKEN.appId);
  world.wechat.next.push({ kind: 'failed', code: 'wechat-busy', reason: 'errcode -1', remedy: null });
  expect(codeOf(await report(world, dead))).toBe('wechat-busy');
  world.advance(2 * SECOND);
  expect(granted(await report(world, dead)).value).not.toBe(dead);
});

test('[REL-13] a report is never answered with the value that it reports, though another of the instance reads meanwhile', async () => {
  const world = aCentre();
  const reader = world.aReader();
  const dead = granted(await world.run(readCredential(reader, TOKEN, 'f'))).value;
  world.wechat.forceBehind(TOKEN.appId);
  const reported = reportCredential(reader, TOKEN, notLatest(dead), 'f');
  await world.run(world.pause(20));
  const [answer] = await world.run(Promise.all([reported, readCredential(reader, TOKEN, 'f')]));
  expect(granted(answer).value).not.toBe(dead);
});

test('[AT11] only “not latest” with another value in WeChat’s hands counts as overtaken: not an expired one, not a forced one', async () => {
  const world = aCentre();
  const first = granted(await read(world)).value;
  const second = granted(await report(world, first)).value;
  world.wechat.forceBehind(TOKEN.appId);
  granted(await world.run(reportCredential(world.aReader(), TOKEN, { value: second, errcode: 42001 }, 'g')));
  expect(rowOf(world)?.overtaken).toEqual([]);
  const third = granted(await read(world)).value;
  world.wechat.forceBehind(TOKEN.appId);
  await report(world, third, 'h');
  expect(rowOf(world)?.overtaken).toHaveLength(1);
});

test('[REL-14] a holder that is stopped before it forces, and forces late, leaves no dead token behind', async () => {
  const world = aCentre();
  const one = granted(await read(world)).value;
  world.advance(MINUTE);
  world.wechat.next.push({ kind: 'issued', value: one, expiresInSeconds: 7000 }, 'hang-then-work');
  const late = reportCredential(world.aReader(), TOKEN, notLatest(one), 'late');
  await world.run(world.pause(40 * SECOND));
  const two = granted(await report(world, one, 'other')).value;
  world.advance(31 * SECOND);
  world.wechat.release();
  await world.run(late);
  expect(world.wechat.accepts(two)).toBe(false);
  expect(world.wechat.accepts(granted(await read(world)).value)).toBe(true);
});

test('[REL-14] whoever forces has its lease to itself from then on', async () => {
  const world = aCentre();
  const one = granted(await read(world)).value;
  world.wechat.next.push('hang-then-work');
  const holder = reportCredential(world.aReader(), TOKEN, notLatest(one), 'slow');
  await world.run(world.pause(4500));
  world.wechat.release();
  await world.run(world.pause(60));
  const until = rowOf(world)?.leasedUntil ?? 0;
  expect([until - world.clock.now() > 4000, codeOf(await world.run(holder)), world.wechat.calls.forced]).toEqual([true, 'ok', 1]);
});
