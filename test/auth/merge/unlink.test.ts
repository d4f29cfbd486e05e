// One way to sign in less: never the last, never one that would come back by itself.
import fc from 'fast-check';
import { history } from '../../../auth/account/history';
import { identities } from '../../../auth/account/identities';
import { closeAccount } from '../../../auth/account/close';
import { keepHouse } from '../../../auth/account/housekeeping';
import type { UserId } from '../../../auth/ids';
import { finishLink, startLink } from '../../../auth/merge/link';
import { unlink } from '../../../auth/merge/unlink';
import { authenticate } from '../../../auth/session/authenticate';
import { aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { crashingAt } from '../crashing';
import { SETTLED, app, caller, enter, faultsOf, keyOf, scheduled } from './a-pair';

const RUNS = process.env['PROOF_RUNS'] === undefined ? 200 : 20_000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** The way of app m is given up in the session of app n. */
const giveUp = (world: RuleWorld, n: number, accessToken: string, m: number) => unlink(world, app(n), caller('alice', n, false), { accessToken, identityId: keyOf('alice', m) });
const waysOf = async (world: RuleWorld, n: number, accessToken: string) => granted(await identities(world, app(n), caller('alice', n, false), accessToken)).identities.map(({ identityId }) => identityId);

/** One user with a way in through each of the apps, linked by choice so long ago that it cannot be undone; and a session in each. */
async function linkedUser(apps: readonly number[] = [1, 2]) {
  const world = aWorld();
  for (const n of apps) {
    granted(await enter(world, 'alice', n, false));
    world.clock.advance(1000);
  }
  for (const n of apps.slice(1)) {
    const [from, to] = [granted(await enter(world, 'alice', 1, false)), granted(await enter(world, 'alice', n, false))];
    const { linkCode } = granted(await startLink(world, app(1), caller('alice', 1, false), from.accessToken));
    granted(await finishLink(world, app(n), caller('alice', n, false), { accessToken: to.accessToken, linkCode }));
  }
  world.clock.advance(31 * DAY);
  await keepHouse(world, () => true);
  const sessions = new Map<number, string>();
  for (const n of apps) sessions.set(n, granted(await enter(world, 'alice', n, false)).accessToken);
  const userId = granted(await enter(world, 'alice', 1, false)).user.id as UserId;
  return { world, userId, tokenOf: (n: number) => sessions.get(n) ?? '' };
}

test('[MG19] what was given up is no way in any more: its session is over, and its app’s next sign-in is a user of its own, each time', async () => {
  const { world, userId, tokenOf } = await linkedUser();
  granted(await giveUp(world, 1, tokenOf(1), 2));
  expect(await waysOf(world, 1, tokenOf(1))).toEqual([keyOf('alice', 1)]);
  expect(codeOf(await authenticate(world, app(2), caller('alice', 2, false), tokenOf(2)))).toBe('session-revoked');
  const alone = granted(await enter(world, 'alice', 2, false));
  expect([alone.isNew, alone.user.id === userId, granted(await enter(world, 'alice', 2, false)).user.id]).toEqual([true, false, alone.user.id]);
  expect([...world.rows.identities.values()].map(({ generation, status }) => [generation, status])).toEqual([[0, 'active'], [1, 'active']]);
  world.clock.advance(SETTLED);
  await keepHouse(world, () => true);
  expect([granted(await enter(world, 'alice', 1, false)).user.id, granted(await enter(world, 'alice', 2, false)).user.id, faultsOf(world)]).toEqual([userId, alone.user.id, []]);
});

test('[MG19] of the one by which the account began, too: whoever comes back through it is somebody new', async () => {
  const { world, userId, tokenOf } = await linkedUser();
  granted(await giveUp(world, 2, tokenOf(2), 1));
  const alone = granted(await enter(world, 'alice', 1, false));
  expect([alone.isNew, alone.user.id === userId]).toEqual([true, false]);
  expect(granted(await enter(world, 'alice', 2, false)).user.id).toBe(userId);
});

test('[MG19] with a unionid too: its other apps are somebody new as well, and the same one', async () => {
  const world = aWorld();
  const first = granted(await enter(world, 'alice', 1, true));
  world.clock.advance(1000);
  const second = granted(await enter(world, 'bob', 2, false));
  const { linkCode } = granted(await startLink(world, app(1), caller('alice', 1, false), first.accessToken));
  granted(await finishLink(world, app(2), caller('bob', 2, false), { accessToken: second.accessToken, linkCode }));
  world.clock.advance(31 * DAY);
  await keepHouse(world, () => true);
  const { accessToken } = granted(await enter(world, 'bob', 2, false));
  granted(await unlink(world, app(2), caller('bob', 2, false), { accessToken, identityId: keyOf('alice', 1) }));
  expect(world.rows.unions.size).toBe(0);
  const [sibling, again] = [granted(await enter(world, 'alice', 3, true)), granted(await enter(world, 'alice', 1, true))];
  expect([sibling.user.id === first.user.id, again.user.id === sibling.user.id, [...world.rows.unions.values()]]).toEqual([false, true, [sibling.user.id]]);
});

test('[SEC-60] the last way in cannot be given up, nor one whose unionid another of hers has, nor by an old sign-in', async () => {
  const { world, tokenOf } = await linkedUser();
  granted(await giveUp(world, 1, tokenOf(1), 2));
  expect([codeOf(await giveUp(world, 1, tokenOf(1), 1)), codeOf(await giveUp(world, 1, tokenOf(1), 2)), codeOf(await giveUp(world, 1, tokenOf(1), 3))]).toEqual(['link-conflict', 'ok', 'not-found']);
  granted(await enter(world, 'alice', 1, true));
  const { accessToken } = granted(await enter(world, 'alice', 3, true));
  expect([codeOf(await giveUp(world, 3, accessToken, 1)), codeOf(await giveUp(world, 3, accessToken, 3))]).toEqual(['link-conflict', 'link-conflict']);
  expect(codeOf(await giveUp(world, 2, granted(await enter(world, 'bob', 2, false)).accessToken, 1))).not.toBe('ok');
  const other = await linkedUser();
  other.world.clock.advance(10 * MINUTE + 1000);
  expect([codeOf(await giveUp(other.world, 1, other.tokenOf(1), 2)), other.world.rows.identities.size]).toEqual(['recent-sign-in-required', 2]);
});

test('[MG19] what the way in did stays in the history, and giving it up stands there once', async () => {
  const { world, tokenOf } = await linkedUser();
  granted(await giveUp(world, 1, tokenOf(1), 2));
  const { events } = granted(await history(world, app(1), caller('alice', 1, false), tokenOf(1), null));
  expect(events.filter(({ appId }) => appId === app(2).appId).map(({ kind }) => kind).sort()).toEqual(['merge', 'sign-in', 'sign-in', 'sign-in', 'unlink']);
});

test('[MG19] an account that was left by one way is closed and erased like every other', async () => {
  const { world, userId, tokenOf } = await linkedUser([1, 2, 3]);
  granted(await giveUp(world, 1, tokenOf(1), 2));
  granted(await enter(world, 'alice', 2, false));
  granted(await closeAccount(world, app(1), caller('alice', 1, false), tokenOf(1)));
  expect([...world.rows.identities.values()].filter(({ userId: of }) => of === userId).map(({ status }) => status)).toEqual(['closing', 'closing']);
  world.clock.advance(16 * DAY);
  await keepHouse(world, () => true);
  expect(world.rows.users.get(userId)?.status).toBe('erased');
  expect([1, 3].map((n) => world.rows.identities.get(keyOf('alice', n))?.status)).toEqual(['erased', 'erased']);
  expect(granted(await enter(world, 'alice', 2, false)).isNew).toBe(false);
});

test('[REL-03] giving up what was given up is accepted again, and stands in the history once', async () => {
  const { world, tokenOf } = await linkedUser();
  for (let twice = 0; twice < 2; twice += 1) granted(await giveUp(world, 1, tokenOf(1), 2));
  expect([...world.audit.rows.values()].filter(({ kind }) => kind === 'unlink')).toHaveLength(1);
});

test('[SEC-60] two ways that are given up at the same moment, each through the other, leave one at least, in any order of their calls', async () => {
  await fc.assert(fc.asyncProperty(fc.scheduler(), fc.constantFrom([1, 2], [1, 2, 3]), async (s, apps) => {
    const { world, userId, tokenOf } = await linkedUser(apps);
    const racing = scheduled(world, s);
    const works = apps.map((n, index) => giveUp(racing, n, tokenOf(n), apps[(index + 1) % apps.length] ?? 0));
    const codes = (await s.waitFor(Promise.all(works))).map(codeOf);
    const left = [...world.rows.identities.values()].filter((each) => each.userId === userId && each.status === 'active');
    expect([left.length > 0, left.length, codes.every((code) => ['ok', 'conflict-retry', 'link-conflict', 'session-revoked'].includes(code))]).toEqual([true, apps.length - codes.filter((code) => code === 'ok').length, true]);
    expect(left.every(({ leavingAt }) => leavingAt === null)).toBe(true);
  }), { numRuns: RUNS, endOnFailure: true });
}, 120_000);

test.each(['before', 'after'] as const)('[REL-05] giving up cut %s any of its calls is done, or was not: asked again it is done, and nobody is kept from anything', async (when) => {
  for (let nth = 1; nth < 40; nth += 1) {
    const { world, userId, tokenOf } = await linkedUser();
    const cut = await giveUp(crashingAt(world, nth, when), 1, tokenOf(1), 2).then(() => false, () => true);
    world.clock.advance(MINUTE + 1000);
    // In between the other one may want to go: a mark that was left behind is no hindrance.
    expect(codeOf(await giveUp(world, 1, tokenOf(1), 2))).toBe('ok');
    const alone = granted(await enter(world, 'alice', 2, false));
    await keepHouse(world, () => true);
    expect([nth, alone.user.id === userId, granted(await enter(world, 'alice', 1, false)).user.id, faultsOf(world)]).toEqual([nth, false, userId, []]);
    expect([nth, [...world.audit.rows.values()].filter(({ kind }) => kind === 'unlink').length]).toEqual([nth, 1]);
    if (!cut) return;
  }
  throw new Error('it never ended');
});

test('[SEC-60] a mark that a cut run left keeps the other way from going for a minute, not for ever', async () => {
  const { world, userId, tokenOf } = await linkedUser();
  expect(await world.identities.markLeaving(keyOf('alice', 2), userId, world.clock.now())).toBe(true);
  expect(codeOf(await giveUp(world, 2, tokenOf(2), 1))).toBe('conflict-retry');
  world.clock.advance(MINUTE + 1);
  expect(codeOf(await giveUp(world, 2, tokenOf(2), 1))).toBe('ok');
});
