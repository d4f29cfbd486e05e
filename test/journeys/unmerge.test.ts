// A merge taken back by an operator, a way in given up and a unionid bound, through real phones and processes: to the letter, cut anywhere, and against everything else at once.
import type { FoundUser } from '../../contract/operator';
import type { Journey } from './a-journey';
import { aPicture, betweenTimers, chosenPicture, keepHouse, operate, operated, operatorJudge, phoneCode, storedFiles } from './a-life';
import { apart, CUT_STEP, CUTS, FIRST, LONG_ROUNDS, met, openIds, SECOND, standing, startMergeJourney, startOver, tellUnion, THIRD } from './a-merge';

const POLICY = '2026-11';
const consent = { policyVersion: POLICY };
/** An undo wants a merge that is at least a minute old. */
const SETTLED_SECONDS = 61;

let world: Journey;
beforeAll(async () => {
  world = await startMergeJourney({ POLICY_VERSION: POLICY });
  await betweenTimers(world);
});
afterAll(() => world.stop());

type Rows = Record<string, Record<string, unknown>[]>;
const agree = (name: string, app: string) => world.ask(name, 'session', { action: 'sign-in', consent }, { app });
const mergesOf = async (userId: string) => (await operated<{ users: FoundUser[] }>(world, { action: 'find', by: { id: userId } })).users[0]?.journal ?? [];

/** What a sign-in writes, and what a merge ends. */
const FLEETING = ['sessions', 'sealed', 'lastSignInAt', 'signIns', 'events'];

/** Each document without its fleeting fields, under its collection and id. `journal` and `audit` tell what happened; `app_tokens` is the timer's. */
function kept(rows: Rows, isKept: (row: Record<string, unknown>) => boolean = () => true): Record<string, unknown> {
  const collections = Object.entries(rows).filter(([name]) => !['journal', 'audit', 'app_tokens'].includes(name));
  const lasting = (row: Record<string, unknown>) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, FLEETING.includes(key) ? null : value]));
  return Object.fromEntries(collections.flatMap(([name, all]) => all.filter(isKept).map((row) => [`${name} ${String(row['_id'])}`, lasting(row)])));
}

interface Pair { name: string; older: string; younger: string }

/** Two users who are one person; the unionid is bound to the older one, and the next sign-in through the second app merges them. A note is the younger one's. */
async function aPair(): Promise<Pair> {
  const { name, users: [older = '', younger = ''] } = await apart(world, [FIRST, SECOND]);
  const { accessToken } = await agree(name, SECOND);
  await world.ask(name, 'notes', { action: 'add', accessToken, text: `of ${name}` }, { app: SECOND });
  await tellUnion(world, name);
  await world.signIn(name, { app: FIRST });
  return { name, older, younger };
}

/** So many, merged more than a minute ago; and what stood of each before. */
async function mergedPairs(count: number): Promise<(Pair & { mergeId: string; before: Record<string, unknown> })[]> {
  await betweenTimers(world);
  const pairs: Pair[] = [];
  while (pairs.length < count) pairs.push(...await Promise.all(Array.from({ length: Math.min(10, count - pairs.length) }, aPair)));
  const rows = await world.database();
  await Promise.all(pairs.map(({ name }) => world.signIn(name, { app: SECOND })));
  await world.advance(SETTLED_SECONDS);
  const { journal = [] } = await world.database();
  const merges = journal as { _id: string; loser: string }[];
  return pairs.map((pair) => ({ ...pair, mergeId: merges.find(({ loser }) => loser === pair.younger)?._id ?? '', before: ofPair(rows, pair) }));
}

function ofPair(rows: Rows, { older, younger }: Pair): Record<string, unknown> {
  const hers = [older, younger];
  return kept(rows, ({ _id, userId }) => hers.includes(String(_id)) || hers.includes(String(userId)));
}

test('[MG11] a merge taken back: every document is again as it was before, field by field, but for sessions and what sign-ins wrote since; her phones sign in as two', async () => {
  const { name, users: [older = '', younger = ''] } = await apart(world, [FIRST, SECOND]);
  const { accessToken } = await agree(name, SECOND);
  const avatarFileId = await chosenPicture(world, name, younger, aPicture('younger'));
  await world.ask(name, 'profile', { action: 'update', accessToken, nickname: '小红', avatarFileId }, { app: SECOND });
  await world.ask(name, 'profile', { action: 'bind-phone', accessToken, code: await phoneCode(world, name, { app: SECOND }) }, { app: SECOND });
  await world.ask(name, 'notes', { action: 'add', accessToken, text: 'hers' }, { app: SECOND });
  await tellUnion(world, name);
  await world.signIn(name, { app: FIRST });
  const [before, files] = [kept(await world.database()), await storedFiles(world)];
  const merged = await world.signIn(name, { app: SECOND });
  expect(merged.user).toMatchObject({ id: older, nickname: '小红', phone: '+86*******0001' });
  const [merge] = await mergesOf(younger);
  expect(merge).toMatchObject({ winner: older, loser: younger, state: 'done', by: 'unionid', undone: null });
  expect(await operatorJudge(world, { action: 'undo-merge', mergeId: merge?.mergeId ?? '' })).toBe('conflict-retry');
  await world.advance(SETTLED_SECONDS);
  expect(await operated(world, { action: 'undo-merge', mergeId: merge?.mergeId ?? '' })).toEqual({ winner: older, loser: younger });
  expect(kept(await world.database())).toStrictEqual(before);
  expect(await storedFiles(world)).toEqual(files);
  expect(await world.judge(name, 'session', { action: 'renew', refreshToken: merged.refreshToken }, { app: SECOND })).toBe('session-revoked');
  expect((await world.signIn(name, { app: FIRST })).user).toMatchObject({ id: older, nickname: null, avatarUrl: null, phone: null });
  const back = await world.signIn(name, { app: SECOND });
  expect(back).toMatchObject({ isNew: false, user: { id: younger, nickname: '小红', phone: '+86*******0001' } });
  expect(await world.ask(name, 'notes', { action: 'list', accessToken: back.accessToken }, { app: SECOND })).toMatchObject({ notes: [{ text: 'hers' }] });
  expect(kept(await world.database())).toStrictEqual(before);
  expect(await standing(world, name)).toEqual({ users: { [older]: 'active', [younger]: 'active' }, owners: expect.arrayContaining([older, younger]), faults: [] });
});

/** What goes on with an undo that was cut, in turns. */
const HEALERS = ['asked again', 'a sign-in of the one', 'a sign-in of the other', 'housekeeping'] as const;

test.each(CUTS)('[REL-05] an undo whose process meets %s at any of its database calls ends as one that does not: asked again, touched by a sign-in, or found by housekeeping', async (kind) => {
  const undo = ({ mergeId }: { mergeId: string }) => operate(world, { action: 'undo-merge', mergeId });
  const [whole] = await mergedPairs(1);
  const calls = whole === undefined ? 0 : (await world.cost((await undo(whole)).invocation)).all;
  expect(calls).toBeGreaterThan(20);
  const pairs = await mergedPairs(Math.ceil(calls / CUT_STEP));
  const left: typeof pairs = [];
  for (const [index, pair] of pairs.entries()) {
    const healer = HEALERS[index % HEALERS.length];
    expect([index, await met(world, { kind, nth: 1 + index * CUT_STEP }, () => undo(pair))]).toEqual([index, true]);
    if (healer === 'housekeeping') left.push(pair);
    if (healer === 'a sign-in of the one') expect((await world.signIn(pair.name, { app: FIRST })).user.id).toBe(pair.older);
    if (healer === 'a sign-in of the other') expect([pair.older, pair.younger]).toContain((await world.signIn(pair.name, { app: SECOND })).user.id);
    if (healer !== 'housekeeping') expect([index, (await undo(pair)).reply.ok]).toEqual([index, true]);
  }
  await healedByHousekeeping(left);
  for (const { name, older, younger } of pairs) {
    expect([name, (await world.signIn(name, { app: FIRST })).user.id, (await world.signIn(name, { app: SECOND })).user.id]).toEqual([name, older, younger]);
  }
  const rows = await world.database();
  for (const pair of pairs) expect([pair.name, ofPair(rows, pair)]).toStrictEqual([pair.name, pair.before]);
  const states = pairs.map(({ mergeId }) => rows['journal']?.find(({ _id }) => _id === mergeId)?.['state']);
  expect(states.filter((state) => state !== 'undone' && state !== 'apart')).toEqual([]);
}, 600_000);

/** One that was cut before it began is a merge that holds, and is asked for again. */
async function healedByHousekeeping(pairs: (Pair & { mergeId: string; before: object })[]): Promise<void> {
  await world.advance(SETTLED_SECONDS);
  const { journal = [] } = await world.database();
  const begun = pairs.filter(({ mergeId }) => ['undoing', 'undone'].includes(String(journal.find(({ _id }) => _id === mergeId)?.['state'])));
  expect(begun.length).toBeGreaterThan(pairs.length / 2);
  await keepHouse(world);
  const rows = await world.database();
  for (const pair of begun) expect([pair.name, ofPair(rows, pair)]).toStrictEqual([pair.name, pair.before]);
  for (const pair of pairs) expect(await operatorJudge(world, { action: 'undo-merge', mergeId: pair.mergeId })).toBe('ok');
}

test.each(CUTS)('[REL-05] a late unionid whose binding meets %s at any of its database calls is bound after one more try, once', async (kind) => {
  for (let nth = 1; nth < 20; nth += 1) {
    const { name, users } = await apart(world, [FIRST]);
    await tellUnion(world, name);
    const isMet = await met(world, { kind, nth, person: name }, () => world.call(name, 'session', { action: 'sign-in' }, { app: FIRST }));
    expect([nth, (await world.signIn(name, { app: FIRST })).user.id, (await world.signIn(name, { app: SECOND })).user.id]).toEqual([nth, users[0], users[0]]);
    const { unions = [], identities = [] } = await world.database();
    const bound = identities.filter(({ userId }) => userId === users[0]).map(({ union }) => union);
    expect([nth, bound.length, new Set(bound).size, unions.filter(({ userId }) => userId === users[0]).map(({ _id }) => _id)]).toEqual([nth, 2, 1, [bound[0]]]);
    if (!isMet) return expect(nth).toBeGreaterThan(3);
  }
  throw new Error('it never ended');
}, 600_000);

const UNBOUND_APP = 'wxfa4e000000000004';
const ELSEWHERE = { app: UNBOUND_APP };

/** One user, as another system knew her: signed in in an app of no open platform, with another way in that has a unionid. */
async function linkedUser(): Promise<{ name: string; userId: string; identityId: string; accessToken: string }> {
  const { name, users: [userId = ''] } = await apart(world, [UNBOUND_APP]);
  const openids = await openIds(world, name);
  const identities = [UNBOUND_APP, FIRST].map((appId) => ({ appId, openId: openids[appId] ?? '' }));
  expect(await operated(world, { action: 'import', dryRun: false, rows: [{ line: 1, identities }] })).toMatchObject({ outcomes: [{ did: 'linked' }] });
  await tellUnion(world, name);
  expect((await world.signIn(name, { app: FIRST })).user.id).toBe(userId);
  const { accessToken } = await world.signIn(name, ELSEWHERE);
  const ways = (await world.ask(name, 'account', { action: 'identities', accessToken }, ELSEWHERE)).identities;
  return { name, userId, accessToken, identityId: ways.find(({ appId }) => appId === FIRST)?.identityId ?? '' };
}

test.each(CUTS)('[REL-05] giving up a way in that meets %s at any of its database calls is done after one more try, once', async (kind) => {
  for (let nth = 1; nth < 30; nth += CUT_STEP) {
    const { name, userId, identityId, accessToken } = await linkedUser();
    const unlink = () => world.judge(name, 'account', { action: 'unlink', accessToken, identityId }, ELSEWHERE);
    const isMet = await met(world, { kind, nth, person: name }, unlink);
    expect([nth, await unlink(), await unlink()]).toEqual([nth, 'ok', 'ok']);
    const there = await world.signIn(name, { app: FIRST });
    expect([nth, there.isNew, there.user.id === userId, (await world.signIn(name, ELSEWHERE)).user.id]).toEqual([nth, true, false, userId]);
    const { identities = [], unions = [], audit = [] } = await world.database();
    expect([nth, identities.filter((each) => each['userId'] === userId).map((each) => ['leavingAt' in each, each['status']])]).toEqual([nth, [[false, 'active']]]);
    expect([nth, [userId, there.user.id].map((id) => unions.filter((each) => each['userId'] === id).length)]).toEqual([nth, [0, 1]]);
    expect([nth, audit.filter((row) => row['userId'] === userId && row['kind'] === 'unlink').length, (await standing(world, name)).faults]).toEqual([nth, 1, []]);
    if (!isMet) return expect(nth).toBeGreaterThan(5);
  }
  throw new Error('it never ended');
}, 600_000);

interface Trio { name: string; first: string; second: string; third: string; mergeId: string; refreshToken: string }

/** Three users of one person, each with a note; the first two are one since more than a minute, the third is met in the race, and may be the oldest. */
async function trios(count: number): Promise<Trio[]> {
  await betweenTimers(world);
  const begun = await Promise.all(Array.from({ length: count }, async (_, index) => {
    const apps = index % 2 === 0 ? [FIRST, SECOND, THIRD] : [THIRD, FIRST, SECOND];
    const { name, users } = await apart(world, apps);
    const [first = '', second = '', third = ''] = [FIRST, SECOND, THIRD].map((app) => users[apps.indexOf(app)]);
    for (const app of apps) await world.ask(name, 'notes', { action: 'add', accessToken: (await agree(name, app)).accessToken, text: app }, { app });
    await tellUnion(world, name);
    await world.signIn(name, { app: FIRST });
    const { refreshToken } = await world.signIn(name, { app: SECOND });
    return { name, first, second, third, refreshToken };
  }));
  await world.advance(SETTLED_SECONDS);
  const merges = ((await world.database())['journal'] ?? []) as { _id: string; loser: string }[];
  return begun.map((each) => ({ ...each, mergeId: merges.find(({ loser }) => loser === each.second)?._id ?? '' }));
}

async function notesOf(users: string[]): Promise<Record<string, string[]>> {
  const notes = ((await world.database())['notes'] ?? []) as { userId: string; text: string }[];
  return Object.fromEntries(users.map((id) => [id, notes.filter(({ userId }) => userId === id).map(({ text }) => text).sort()]));
}

/** Everything that may meet an undo, begun at the same moment, in an order that each round turns by one; what each was refused by. */
async function race({ name, mergeId, refreshToken }: Trio, round: number): Promise<string[]> {
  const undo = ['undo', () => operatorJudge(world, { action: 'undo-merge', mergeId })] as const;
  const renew = ['renew', () => world.judge(name, 'session', { action: 'renew', refreshToken }, { app: SECOND })] as const;
  const signIns = [THIRD, SECOND, FIRST].map((app) => [`sign-in ${app}`, () => world.judge(name, 'session', { action: 'sign-in' }, { app })] as const);
  const works = [undo, ...signIns, undo, renew, renew];
  const turned = [...works.slice(round % works.length), ...works.slice(0, round % works.length)];
  const told = await Promise.all(turned.map(async ([what, run]) => `${what}: ${await run()}`));
  return told.filter((each) => !/: (ok|conflict-retry)$|^renew: (token-invalid|session-revoked)$/.test(each));
}

test(`[REL-08] ${LONG_ROUNDS} rounds of an undo against another, sign-ins through three apps, renewals and a second merge: nothing half, nothing lost`, async () => {
  const counted = async () => { const { identities = [], notes = [] } = await world.database(); return [identities.length, notes.length]; };
  for (let done = 0; done < LONG_ROUNDS; done += 10) {
    if (done % 100 === 0) {
      await startOver(world);
      await world.holdDatabase(2);
    }
    const rounds = await trios(Math.min(10, LONG_ROUNDS - done));
    const before = await counted();
    for (const [index, trio] of rounds.entries()) {
      const { name, first, second, third, mergeId } = trio;
      expect([index, await race(trio, done + index)]).toEqual([index, []]);
      expect(await operatorJudge(world, { action: 'undo-merge', mergeId })).toBe('ok');
      for (const app of [FIRST, SECOND, THIRD]) await world.signIn(name, { app });
      const [stays, goes] = index % 2 === 0 ? [first, third] : [third, first];
      const { users, owners, faults } = await standing(world, name);
      expect([users, owners.sort(), faults]).toEqual([{ [stays]: 'active', [goes]: 'merged', [second]: 'active' }, [stays, second].sort(), []]);
      expect(await notesOf([first, second, third])).toEqual({ [stays]: [FIRST, THIRD].sort(), [goes]: [], [second]: [SECOND] });
    }
    expect(await counted()).toEqual(before);
  }
}, 1_800_000);
