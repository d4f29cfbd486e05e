// The timer: every app's token is there before anybody asks, and a run with nothing to do costs nothing.
import { keepWarm, newWatch } from '../../../auth/app-token/keep-warm';
import { readCredential, reportCredential } from '../../../auth/app-token/read';
import { status } from '../../../auth/app-token/status';
import { verifyPage } from '../../../auth/audit/verify-page';
import { APP, granted } from '../a-world';
import { OFFICIAL, SITE, TOKEN, aCentre } from './a-centre';

const MINUTE = 60_000;

test('[AT9] every app that can have a token gets one by the timer; a website has none', async () => {
  const world = aCentre({ apps: [APP, OFFICIAL, SITE] });
  expect(await world.run(keepWarm(world.core))).toEqual({ looked: true, renewed: 2, chained: 0 });
  expect([...world.credentials.rows.keys()].sort()).toEqual([`${APP.appId}:access-token`, `${OFFICIAL.appId}:access-token`]);
  expect(world.wechat.calls.normal).toBe(2);
});

test('[AT9] a warm instance that knows of nothing due makes no call at all; in a day each app is asked for a dozen times', async () => {
  const world = aCentre();
  await world.run(keepWarm(world.core));
  await world.run(keepWarm(world.core));
  const before = { ...world.credentials.calls };
  await world.run(keepWarm(world.core));
  expect(world.credentials.calls).toEqual(before);
  let idle = 0;
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    world.advance(MINUTE);
    const { looked } = await world.run(keepWarm(world.core));
    if (!looked) idle += 1;
    const served = granted(await world.run(readCredential(world.aReader(), TOKEN, 'f')));
    expect(world.wechat.accepts(served.value)).toBe(true);
  }
  expect(idle).toBeGreaterThan(24 * 60 * 0.6);
  expect(world.wechat.calls.normal).toBeLessThanOrEqual(15);
  expect([...world.credentials.rows.values()][0]?.renewals.every(({ by }) => by === 'timer')).toBe(true);
});

test('[AT9] an app whose token fails does not keep the others from theirs', async () => {
  const world = aCentre({ apps: [APP, OFFICIAL] });
  const { find } = world.core.credentials;
  world.core.credentials.find = async (id) => { if (id.appId === APP.appId) throw new Error('the database is away'); return find(id); };
  expect(await world.run(keepWarm(world.core))).toMatchObject({ renewed: 1 });
  expect(world.failures).toEqual(['app token']);
});

test('[AT10] a renewal that a report caused stands once in the audit chain, with the app and who caused it; the timer’s own do not', async () => {
  const world = aCentre();
  const dead = granted(await world.run(readCredential(world.reader, TOKEN, 'f'))).value;
  granted(await world.run(reportCredential(world.aReader(), TOKEN, { value: dead, errcode: null }, 'server:shop')));
  const marks = world.core.credentials.markChained;
  world.core.credentials.markChained = async () => { throw new Error('cut off'); };
  await expect(world.run(keepWarm({ ...world.core, watch: newWatch() }))).rejects.toThrow('cut off');
  world.core.credentials.markChained = marks;
  await world.run(keepWarm({ ...world.core, watch: newWatch() }));
  expect(await world.run(keepWarm({ ...world.core, watch: newWatch() }))).toMatchObject({ chained: 0 });
  expect([...world.audit.rows.values()].map(({ kind, personal }) => [kind, personal])).toEqual([['token-forced', { userId: '', identity: '', appId: TOKEN.appId, sid: null, device: null, ipPrefix: null, by: 'server:shop' }]]);
  expect(await verifyPage(world, null, null)).toMatchObject({ rows: 1, broken: null, isWhole: true });
});

test('[AT11] operators see age, end, renewals by whom, what is left to force, and a warning where someone else renews too; never a value', async () => {
  const world = aCentre({ apps: [APP, OFFICIAL, SITE] });
  expect(await status(world)).toMatchObject([{ appId: APP.appId, obtainedAt: null, warning: expect.stringContaining('timer') }, { appId: OFFICIAL.appId, obtainedAt: null }]);
  await world.run(keepWarm(world.core));
  const now = world.clock.now();
  expect((await status(world))[0]).toMatchObject({ kind: 'access-token', endpoint: 'stable_token', expiresAt: now + 7200_000 - 120, failures: 0, forcedLeft: 20, renewals: [{ by: 'timer', why: 'due' }], overtaken: [], warning: null });
  for (const by of ['server:a', 'server:b']) {
    const { value } = granted(await world.run(readCredential(world.aReader(), TOKEN, 'f')));
    world.wechat.forceBehind(TOKEN.appId);
    granted(await world.run(reportCredential(world.aReader(), TOKEN, { value, errcode: 40001 }, by)));
  }
  const [own] = await status(world);
  expect(own).toMatchObject({ warning: expect.stringContaining('someone else'), overtaken: [expect.any(Number), expect.any(Number)] });
  expect(JSON.stringify(own)).not.toContain('FAKE_');
  world.wechat.down = true;
  world.advance(3 * 60 * MINUTE);
  await world.run(keepWarm({ ...world.core, watch: newWatch() }));
  expect((await status(world))[0]).toMatchObject({ failures: 1, warning: expect.stringContaining('could not be reached') });
});

test('[AT9] a warm instance whose clock went back looks again', async () => {
  const world = aCentre();
  for (let run = 0; run < 3; run += 1) await world.run(keepWarm(world.core));
  expect((await world.run(keepWarm(world.core))).looked).toBe(false);
  world.time.offset -= 2 * MINUTE;
  expect((await world.run(keepWarm(world.core))).looked).toBe(true);
});

test('[AT9] an app that is configured no more keeps no timer awake, and the status says so', async () => {
  const world = aCentre({ apps: [APP, OFFICIAL] });
  await world.run(keepWarm(world.core));
  const core = { ...world.core, apps: new Map([[APP.appId, APP]]), watch: newWatch() };
  world.advance(3 * 60 * MINUTE);
  let looked = 0;
  for (let minute = 0; minute < 60; minute += 1) {
    world.advance(MINUTE);
    if ((await world.run(keepWarm(core))).looked) looked += 1;
  }
  expect(looked).toBeLessThan(25);
  expect((await status(core)).map(({ appId, warning }) => [appId, warning])).toEqual([[APP.appId, null], [OFFICIAL.appId, expect.stringContaining('no more')]]);
});
