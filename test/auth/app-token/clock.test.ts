// Clocks that jump: the functions' clock is moved against WeChat's, which goes on as it was.
import fc from 'fast-check';
import { keepWarm } from '../../../auth/app-token/keep-warm';
import { isLeased } from '../../../auth/app-token/lifetime';
import { readCredential, reportCredential } from '../../../auth/app-token/read';
import { renew } from '../../../auth/app-token/renew';
import { granted } from '../a-world';
import { TOKEN, aCentre } from './a-centre';
import type { CentreWorld } from './a-centre';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const rowOf = (world: CentreWorld) => [...world.credentials.rows.values()][0];

/** A minute passes; the timer runs, from an instance that may be a fresh one. */
async function aMinute(world: CentreWorld): Promise<void> {
  world.advance(MINUTE);
  await world.run(keepWarm({ ...world.core, watch: { lookedAt: 0, lookAt: 0 } }));
}

const JUMPS = [['one hour on', HOUR], ['one hour back', -HOUR], ['ten minutes back', -10 * MINUTE]] as const;
const CASES = (['stable_token', 'token'] as const).flatMap((endpoint) => JUMPS.map(([what, jump]) => [what, endpoint, jump] as const));

test.each(CASES)('[REL-14] a clock that jumps %s serves no dead token of %s, at any moment of its life and by an instance cold or warm', async (_what, endpoint, jump) => {
  for (let minute = 0; minute < 130; minute += 7) {
    const world = aCentre({ endpoint });
    const warm = world.aReader();
    granted(await world.run(readCredential(warm, TOKEN, 'f')));
    for (let passed = 0; passed < minute; passed += 1) await aMinute(world);
    granted(await world.run(readCredential(warm, TOKEN, 'f')));
    world.time.offset += jump;
    for (let passed = 0; passed < 140; passed += 1) {
      for (const reader of [warm, world.aReader()]) expect([minute, passed, world.wechat.accepts(granted(await world.run(readCredential(reader, TOKEN, 'f'))).value)]).toEqual([minute, passed, true]);
      await aMinute(world);
    }
  }
});

test.each([-HOUR, -10 * MINUTE])('[REL-14] a lease taken before the clock went back by %i ms is not held for longer than a lease', async (jump) => {
  const world = aCentre();
  world.wechat.next.push('hang');
  void renew(world.core, TOKEN, { why: 'due', by: 'dead' });
  await world.run(world.pause(10));
  world.time.offset += jump;
  expect(isLeased(rowOf(world) as NonNullable<ReturnType<typeof rowOf>>, world.clock.now())).toBe(false);
  const from = world.time.now;
  granted(await world.run(readCredential(world.aReader(), TOKEN, 'f')));
  expect(world.time.now - from).toBeLessThanOrEqual(11 * SECOND);
});

test('[REL-15] whatever the jumps, failures, voided and reported tokens: each caller causes at most one question and one force, twenty are forced a day, and it heals', async () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }), fc.record({ what: fc.constant('jump' as const), minutes: fc.integer({ min: -70, max: 70 }) }),
    fc.constant({ what: 'void' as const }), fc.constant({ what: 'down' as const }), fc.constant({ what: 'up' as const }), fc.record({ what: fc.constant('report' as const), by: fc.integer({ min: 0, max: 5 }) }),
  );
  await fc.assert(fc.asyncProperty(fc.constantFrom('stable_token' as const, 'token' as const), fc.array(step, { minLength: 5, maxLength: 40 }), async (endpoint, steps) => {
    const world = aCentre({ endpoint });
    for (const one of steps) {
      if (one.what === 'wait') for (let minute = 0; minute < one.minutes; minute += 5) { world.advance(4 * MINUTE); await aMinute(world); }
      if (one.what === 'jump') world.time.offset += one.minutes * MINUTE;
      if (one.what === 'void') world.wechat.forceBehind(TOKEN.appId);
      if (one.what === 'down' || one.what === 'up') world.wechat.down = one.what === 'down';
      const before = { ...world.wechat.calls };
      const held = await world.run(readCredential(world.aReader(), TOKEN, 'f'));
      expect([world.wechat.calls.normal - before.normal <= 1, world.wechat.calls.forced - before.forced]).toEqual([true, 0]);
      if (one.what === 'report' && held.ok) await world.run(reportCredential(world.aReader(), TOKEN, { value: held.value.value, errcode: 40001 }, `server:${one.by}`));
      expect(world.wechat.calls.normal - before.normal).toBeLessThanOrEqual(2);
      expect(world.wechat.calls.forced - before.forced).toBeLessThanOrEqual(1);
    }
    expect(world.wechat.calls.forced).toBeLessThanOrEqual(20 * (1 + Math.floor(world.time.now / (24 * HOUR))));
    world.wechat.down = false;
    for (let minute = 0; minute < 3; minute += 1) await aMinute(world);
    const served = granted(await world.run(readCredential(world.aReader(), TOKEN, 'f')));
    const healed = world.wechat.accepts(served.value) ? served : granted(await world.run(reportCredential(world.aReader(), TOKEN, { value: served.value, errcode: 40001 }, 'server:last')));
    expect(world.wechat.accepts(healed.value)).toBe(true);
  }), { numRuns: 60 });
});
