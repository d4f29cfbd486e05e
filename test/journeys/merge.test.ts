// One person, one user: unionids that show up late, users who turn out to be one, at once and cut anywhere, through real phones and processes.
import type { Journey } from './a-journey';
import { operatorJudge, phoneCode } from './a-life';
import { APPS, aPerson, apart, CUT_STEP, CUTS, FIRST, LONG_ROUNDS, met, ROUNDS, SECOND, standing, startMergeJourney, tellUnion, THIRD } from './a-merge';

let world: Journey;
beforeAll(async () => {
  world = await startMergeJourney();
  await world.holdDatabase(2);
});
afterAll(() => world.stop());

test('[MG1] a person who signed in through two apps before WeChat told her unionid is one user afterwards, with all that was hers', async () => {
  const { name, users: [older = '', younger = ''] } = await apart(world, [FIRST, SECOND]);
  expect(older).not.toBe(younger);
  const there = await world.signIn(name, { app: SECOND });
  await world.ask(name, 'profile', { action: 'update', accessToken: there.accessToken, nickname: '小红' }, { app: SECOND });
  await world.ask(name, 'profile', { action: 'bind-phone', accessToken: there.accessToken, code: await phoneCode(world, name, { app: SECOND }) }, { app: SECOND });
  await world.ask(name, 'notes', { action: 'add', accessToken: there.accessToken, text: 'hers' }, { app: SECOND });
  await tellUnion(world, name);
  expect((await world.signIn(name, { app: FIRST })).user).toMatchObject({ id: older, nickname: null, phone: null });
  const merged = await world.signIn(name, { app: SECOND });
  expect(merged).toMatchObject({ isNew: false, user: { id: older, nickname: '小红', phone: '+86*******0001' } });
  expect(await world.ask(name, 'notes', { action: 'list', accessToken: merged.accessToken }, { app: SECOND })).toMatchObject({ notes: [{ text: 'hers' }] });
  expect((await world.signIn(name, { app: FIRST })).user).toMatchObject({ id: older, nickname: '小红' });
  expect(await standing(world, name)).toEqual({ users: { [older]: 'active', [younger]: 'merged' }, owners: [older], faults: [] });
  // Her phone signs in again by itself: not as after a revocation.
  expect(await world.judge(name, 'session', { action: 'renew', refreshToken: there.refreshToken }, { app: SECOND })).toBe('token-invalid');
  expect(await world.judge(name, 'session', { action: 'list', accessToken: there.accessToken }, { app: SECOND })).toBe('token-invalid');
});

test('[MG10] a person links two of her users by a code from one app, typed in the other; her first app signs in again by itself', async () => {
  const { name, users: [older = ''] } = await apart(world, [FIRST, SECOND]);
  const here = await world.signIn(name, { app: SECOND });
  const there = await world.signIn(name, { app: FIRST });
  const { linkCode } = await world.ask(name, 'account', { action: 'link-start', accessToken: here.accessToken }, { app: SECOND });
  expect(await world.ask(name, 'account', { action: 'link-finish', accessToken: there.accessToken, linkCode }, { app: FIRST })).toMatchObject({ user: { id: older } });
  expect(await world.judge(name, 'session', { action: 'renew', refreshToken: here.refreshToken }, { app: SECOND })).toBe('token-invalid');
  const { accessToken } = await world.signIn(name, { app: SECOND });
  expect((await world.ask(name, 'account', { action: 'identities', accessToken }, { app: SECOND })).identities.map(({ appId }) => appId).sort()).toEqual([FIRST, SECOND].sort());
  expect((await standing(world, name)).faults).toEqual([]);
});

test(`[REL-02] ${ROUNDS} rounds of first sign-ins of one unionid through two to five apps at once: one user, one identity per app`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = await aPerson(world);
    await tellUnion(world, name);
    const apps = APPS.slice(0, 2 + (round % 4));
    const answers = await Promise.all(apps.map((app) => world.signIn(name, { app })));
    expect([new Set(answers.map(({ user }) => user.id)).size, answers.filter(({ isNew }) => isNew).length]).toEqual([1, 1]);
    const { users, owners, faults } = await standing(world, name);
    expect([Object.values(users), owners.length, faults]).toEqual([['active'], 1, []]);
  }
}, 1_200_000);

test(`[MG8] ${LONG_ROUNDS} rounds of users of two to five apps who meet at the same moment: one merged user, the oldest, whatever the order`, async () => {
  for (let round = 0; round < LONG_ROUNDS; round += 1) {
    const apps = APPS.slice(0, 2 + (round % 4));
    const { name, users: [oldest = '', ...others] } = await apart(world, apps);
    await tellUnion(world, name);
    await Promise.all([...apps].sort(() => (round % 3) - 1).map((app) => world.judge(name, 'session', { action: 'sign-in' }, { app })));
    const ids = await Promise.all(apps.map(async (app) => (await world.signIn(name, { app })).user.id));
    expect(new Set(ids)).toEqual(new Set([oldest]));
    expect(await standing(world, name)).toEqual({ users: { [oldest]: 'active', ...Object.fromEntries(others.map((id) => [id, 'merged'])) }, owners: [oldest], faults: [] });
  }
}, 1_200_000);

test(`[MG9] ${LONG_ROUNDS} rounds of merges against renewals, a number, a ban and each other leave nothing half`, async () => {
  for (let round = 0; round < LONG_ROUNDS; round += 1) {
    const { name, users } = await apart(world, [FIRST, SECOND, THIRD]);
    const there = await world.signIn(name, { app: SECOND });
    const code = await phoneCode(world, name, { app: SECOND });
    await tellUnion(world, name);
    const isBanned = round % 2 === 1;
    await Promise.all([
      ...[FIRST, SECOND, THIRD].map((app) => world.judge(name, 'session', { action: 'sign-in' }, { app })),
      ...Array.from({ length: 3 }, () => world.judge(name, 'session', { action: 'renew', refreshToken: there.refreshToken }, { app: SECOND })),
      world.judge(name, 'profile', { action: 'bind-phone', accessToken: there.accessToken, code }, { app: SECOND }),
      isBanned ? operatorJudge(world, { action: 'ban', userId: users[2] ?? '' }) : null,
    ]);
    for (let again = 0; again < 3; again += 1) for (const app of [FIRST, SECOND, THIRD]) await world.judge(name, 'session', { action: 'sign-in' }, { app });
    const { owners, faults } = await standing(world, name);
    expect(faults).toEqual([]);
    if (!isBanned) expect(owners).toEqual([users[0]]);
  }
}, 1_200_000);

test.each(CUTS)('[REL-05] a merge whose process meets %s at any of its database calls ends as one that does not', async (kind) => {
  for (let nth = 1; nth < 60; nth += CUT_STEP) {
    const { name, users: [older = '', younger = ''] } = await apart(world, [FIRST, SECOND]);
    await tellUnion(world, name);
    await world.signIn(name, { app: FIRST });
    const isMet = await met(world, { kind, nth, person: name }, () => world.call(name, 'session', { action: 'sign-in' }, { app: SECOND }));
    expect([nth, (await world.signIn(name, { app: SECOND })).user.id, (await world.signIn(name, { app: FIRST })).user.id]).toEqual([nth, older, older]);
    expect([nth, await standing(world, name)]).toEqual([nth, { users: { [older]: 'active', [younger]: 'merged' }, owners: [older], faults: [] }]);
    if (!isMet) break;
  }
}, 600_000);
