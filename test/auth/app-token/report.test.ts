// Passive renewal: a caller that WeChat refused reports the very value, and compare comes before renew (REL-13).
import fc from 'fast-check';
import { accessTokens, readCredential, reportCredential } from '../../../auth/app-token/read';
import { codeOf, granted } from '../a-world';
import { APP } from '../a-world';
import { TOKEN, aCentre } from './a-centre';
import type { CentreWorld } from './a-centre';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const read = (world: CentreWorld) => world.run(readCredential(world.aReader(), TOKEN, 'f'));
const report = (world: CentreWorld, failed: string, by = 'f') => world.run(reportCredential(world.aReader(), TOKEN, failed, by));
const rowOf = (world: CentreWorld) => [...world.credentials.rows.values()][0];

test('[REL-13] ten thousand reports of one dead token cause one renewal, and all get the same token', async () => {
  const world = aCentre();
  const dead = granted(await read(world)).value;
  world.wechat.forceBehind(TOKEN.appId);
  const reports = Array.from({ length: 10_000 }, (_each, n) => world.pause(n).then(() => reportCredential(world.aReader(), TOKEN, dead, `server:s${n % 40}`)));
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
  const other = granted(await world.run(tokens.instead(APP, dead)));
  const reads = world.credentials.calls.reads;
  expect([granted(await world.run(tokens.current(APP))), world.credentials.calls.reads]).toEqual([other, reads]);
});
