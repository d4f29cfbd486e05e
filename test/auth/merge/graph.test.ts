// Any number of people and apps, in any order: who is one, is one in the end, and all that each had is hers.
import fc from 'fast-check';
import { keepHouse } from '../../../auth/account/housekeeping';
import { unionId } from '../../../auth/ids';
import type { UnionId, UserId } from '../../../auth/ids';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import type { AppSettings, Caller } from '../../../auth/ports';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, aPerson, aWorld, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { SETTLED, app, byUnionid, faultsOf } from './a-pair';

const RUNS = process.env['PROOF_RUNS'] === undefined ? 200 : 20_000;
const APPS = 6;

/** Somebody in an app of one of two platforms, and the unionid that WeChat has for her there, or none. */
interface Way { name: string; n: number; union: number | null }
/** What happens: she signs in before WeChat tells, or after; or two ways are linked by choice. */
type Step = { kind: 'silent' | 'told'; way: number } | { kind: 'link'; way: number; other: number };

const theWay = fc.record({ name: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: 1, max: APPS }), union: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }) });
const theWays = fc.uniqueArray(theWay, { minLength: 2, maxLength: 7, selector: ({ name, n }) => `${name}${n}` });
const theLinks = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 2 });

/** Odd apps are one platform's, even ones another's. */
const appOf = ({ n }: Way): AppSettings => ({ ...app(n), openPlatform: `op${n % 2}` });
const unionOf = ({ n, union }: Way): UnionId | null => (union === null ? null : unionId(`oFAKE_U_${union}_of_op${n % 2}`.padEnd(28, 'x')));
const callerOf = (way: Way, isTold: boolean): Caller => ({ ...aPerson(`${way.name}${way.n}`), appId: app(way.n).appId, unionId: isTold ? unionOf(way) : null });
const enterBy = (world: RuleWorld, way: Way, isTold: boolean) => signIn(world, appOf(way), callerOf(way, isTold), A_TAP);

async function take(world: RuleWorld, ways: readonly Way[], step: Step): Promise<void> {
  const way = ways[step.way % ways.length] as Way;
  if (step.kind !== 'link') return void granted(await enterBy(world, way, step.kind === 'told'));
  const pair = await Promise.all([way, ways[step.other % ways.length] as Way].map((each) => enterBy(world, each, false)));
  const [one, other] = pair.map((each) => granted(each).user.id) as [UserId, UserId];
  expect(await mergeUsers(world, [one, other], { ...byUnionid('x', 1), by: 'link' })).toBe('one');
}

/** A world after these steps, at the same moments whatever their order: who came first is no question of the order. */
async function after(ways: readonly Way[], steps: readonly Step[]): Promise<RuleWorld> {
  const world = aWorld();
  for (const [index, way] of ways.entries()) {
    const { user } = granted(await enterBy(world, way, false));
    world.belongings.held.set(user.id as UserId, [...(world.belongings.held.get(user.id as UserId) ?? []), { index }]);
    world.clock.advance(1000);
  }
  for (const step of steps) await take(world, ways, step);
  world.clock.advance(SETTLED);
  await keepHouse(world, () => true);
  return world;
}

/** Which ways are of one user, and who she is. */
async function partition(world: RuleWorld, ways: readonly Way[]): Promise<string[]> {
  const of = new Map<string, number[]>();
  for (const [index, way] of ways.entries()) {
    const { user } = granted(await enterBy(world, way, false));
    of.set(user.id, [...(of.get(user.id) ?? []), index]);
  }
  return [...of].map(([id, mine]) => `${id}:${mine.join()}`).sort();
}

/** The same by the definition: ways hang together by a unionid of one platform, or by a link. */
function components(ways: readonly Way[], links: readonly (readonly [number, number])[]): string[] {
  const group = ways.map((_way, index) => index);
  const join = (one: number, other: number) => { const [from, to] = [group[one], group[other]]; for (const [index, each] of group.entries()) if (each === from) group[index] = to as number; };
  for (const [one, way] of ways.entries()) for (const [other, each] of ways.entries()) if (unionOf(way) !== null && unionOf(way) === unionOf(each)) join(one, other);
  for (const [one, other] of links) join(one % ways.length, other % ways.length);
  const members = new Map<number, number[]>();
  for (const [index, each] of group.entries()) members.set(each, [...(members.get(each) ?? []), index]);
  return [...members.values()].map((mine) => mine.join()).sort();
}

/** The steps that make the graph, shuffled. */
const theGraph = fc.tuple(theWays, theLinks).chain(([ways, links]) => {
  const steps: Step[] = [...ways.map((_way, way): Step => ({ kind: 'told', way })), ...ways.map((_way, way): Step => ({ kind: 'silent', way })), ...links.map(([way, other]): Step => ({ kind: 'link', way, other }))];
  const shuffled = fc.shuffledSubarray(steps, { minLength: steps.length });
  return fc.record({ ways: fc.constant(ways), links: fc.constant(links), one: shuffled, other: shuffled });
});

test('[MG18] whoever hangs together by unionids and links is one user, in whatever order it showed: the same one, with all that each had', async () => {
  await fc.assert(fc.asyncProperty(theGraph, async ({ ways, links, one, other }) => {
    const [first, second] = await Promise.all([after(ways, one), after(ways, other)]);
    const parts = await partition(first, ways);
    expect(await partition(second, ways)).toEqual(parts);
    expect(parts.map((each) => each.slice(each.indexOf(':') + 1)).sort()).toEqual(components(ways, links));
    for (const world of [first, second]) {
      expect(faultsOf(world)).toEqual([]);
      const held = [...world.belongings.held].map(([owner, all]) => `${owner}:${all.map((each) => (each as { index: number }).index).sort().join()}`);
      expect(held.sort()).toEqual(parts);
    }
  }), { numRuns: RUNS, endOnFailure: true });
}, 120_000);

test('[MG14] undoing every merge of a graph, in any order, leaves as many users as there were, each with her own', async () => {
  await fc.assert(fc.asyncProperty(theGraph, fc.nat(), async ({ ways, one }, seed) => {
    const before = await after(ways, []);
    const world = await after(ways, one);
    world.clock.advance(SETTLED);
    const merges = [...world.journal.rows.values()].filter(({ state }) => state !== 'void');
    const order = merges.map((merge, index) => ({ merge, rank: (index * 7919 + seed) % 104_729 })).sort((a, b) => a.rank - b.rank);
    for (const { merge } of order) granted(await undoMerge(world, 'ops', merge.id));
    world.clock.advance(SETTLED);
    await keepHouse(world, () => true);
    const owners = (each: RuleWorld) => [...each.rows.identities.values()].map(({ key, userId, mergedFrom }) => `${key}:${userId}:${mergedFrom}`).sort();
    expect(owners(world)).toEqual(owners(before));
    expect([...world.belongings.held].sort()).toEqual([...before.belongings.held].sort());
    const users = (each: RuleWorld) => [...each.rows.users.values()].map(({ id, status, mergedInto, mergedBy, merging, aliases, adopted }) => ({ id, status, mergedInto, mergedBy, merging, aliases, adopted })).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(users(world)).toEqual(users(before));
    expect(await partition(world, ways)).toEqual(await partition(before, ways));
    for (const way of ways) granted(await enterBy(world, way, true));
    expect([faultsOf(world), await partition(world, ways)]).toEqual([[], await partition(before, ways)]);
  }), { numRuns: RUNS, endOnFailure: true });
}, 120_000);
