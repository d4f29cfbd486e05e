// Closing an account, keeping it, and what an operator's ban does beside.
import { ban, lift } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { keepHouse } from '../../../auth/account/housekeeping';
import { keep } from '../../../auth/account/keep';
import { getProfile } from '../../../auth/profile/get';
import { renew } from '../../../auth/session/renew';
import { signIn } from '../../../auth/sign-in/sign-in';
import type { UserId } from '../../../auth/ids';
import { crashingAt } from '../crashing';
import { ALICE, APP, A_TAP, NEW_YEAR, aPerson, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const DAY = 86_400_000;
const enter = async (world: RuleWorld, caller = ALICE) => granted(await signIn(world, APP, caller, A_TAP));
const close = (world: RuleWorld, accessToken: string) => closeAccount(world, APP, ALICE, accessToken);
const states = (world: RuleWorld) => [...world.rows.users.values(), ...world.rows.identities.values()].map(({ status }) => status);
const chained = (world: RuleWorld) => [...world.audit.rows.values()].map(({ kind, personal }) => [kind, personal?.by ?? null]);
const pending = (world: RuleWorld) => [...world.rows.users.values()].flatMap((user) => user.pending);

test('[AC-2] a closed account waits fifteen days; asked again it says the same day', async () => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  expect(granted(await close(world, accessToken))).toEqual({ erasedAt: NEW_YEAR + 15 * DAY });
  world.clock.advance(60_000);
  expect(granted(await close(world, accessToken))).toEqual({ erasedAt: NEW_YEAR + 15 * DAY });
  expect([states(world), chained(world), pending(world)]).toEqual([['closing', 'closing'], [['close', null]], []]);
});

test('[AC-3] while it waits nothing works but keeping it, and keeping it opens everything again', async () => {
  const world = aWorld();
  const { accessToken, refreshToken } = await enter(world);
  await close(world, accessToken);
  expect([codeOf(await getProfile(world, APP, ALICE, accessToken)), codeOf(await renew(world, APP, ALICE, refreshToken)), codeOf(await signIn(world, APP, ALICE, A_TAP))]).toEqual(Array(3).fill('account-closed'));
  expect(codeOf(await keep(world, APP, ALICE, accessToken))).toBe('ok');
  expect([codeOf(await getProfile(world, APP, ALICE, accessToken)), codeOf(await renew(world, APP, ALICE, refreshToken)), codeOf(await keep(world, APP, ALICE, accessToken))]).toEqual(Array(3).fill('ok'));
  expect([states(world), chained(world), pending(world)]).toEqual([['active', 'active'], [['close', null], ['keep', null]], []]);
});

test('[AC-4] signing in and saying so keeps the account; once its time is over nothing does', async () => {
  const world = aWorld();
  const { accessToken, user } = await enter(world);
  await close(world, accessToken);
  world.clock.advance(15 * DAY - 1);
  expect(granted(await signIn(world, APP, ALICE, { ...A_TAP, wish: 'keep-account' })).user.id).toBe(user.id);
  const again = await enter(world);
  await close(world, again.accessToken);
  world.clock.advance(15 * DAY);
  expect(codeOf(await signIn(world, APP, ALICE, { ...A_TAP, wish: 'keep-account' }))).toBe('account-closed');
});

test('[AC-4] it is kept from another app of hers too, though she was never in it before', async () => {
  const world = aWorld();
  const alice = aPerson('alice', 'oFAKE_U_alice');
  const { accessToken, user } = granted(await signIn(world, APP, alice, A_TAP));
  granted(await closeAccount(world, APP, alice, accessToken));
  const second = { ...APP, appId: 'wxfa4e000000000009' as typeof APP.appId };
  const inSecond = { ...alice, appId: second.appId, openId: aPerson('alice-2').openId };
  expect(codeOf(await signIn(world, second, inSecond, A_TAP))).toBe('account-closed');
  expect(granted(await signIn(world, second, inSecond, { ...A_TAP, wish: 'keep-account' })).user.id).toBe(user.id);
  expect(states(world)).toEqual(['active', 'active', 'active']);
});

test('[AC-2] any number of closings at once answer one day', async () => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  const { identities } = world;
  const slow = { ...world, identities: { ...identities, find: async (key: Parameters<typeof identities.find>[0]) => { const found = await identities.find(key); await Promise.resolve(); return found; } } };
  const answers = await Promise.all(Array.from({ length: 10 }, () => closeAccount(slow, APP, ALICE, accessToken)));
  expect(new Set(answers.map((answer) => granted(answer).erasedAt)).size).toBe(1);
});

test('[AC-5] a wish to keep does nothing to an account that is not waiting, and lifts no ban', async () => {
  const world = aWorld();
  const { user } = await enter(world);
  expect(codeOf(await signIn(world, APP, ALICE, { ...A_TAP, wish: 'keep-account' }))).toBe('ok');
  await ban(world, 'ops', user.id as UserId);
  expect(codeOf(await signIn(world, APP, ALICE, { ...A_TAP, wish: 'keep-account' }))).toBe('user-blocked');
});

test('[OP-2] a ban refuses every path at once and keeps the record; lifting it ends the sessions from before', async () => {
  const world = aWorld();
  const { accessToken, refreshToken, user } = await enter(world);
  const id = user.id as UserId;
  expect([codeOf(await ban(world, 'ops', id)), codeOf(await ban(world, 'ops', id))]).toEqual(['ok', 'ok']);
  expect([codeOf(await getProfile(world, APP, ALICE, accessToken)), codeOf(await renew(world, APP, ALICE, refreshToken)), codeOf(await signIn(world, APP, ALICE, A_TAP))]).toEqual(Array(3).fill('user-blocked'));
  expect([codeOf(await lift(world, 'ops', id)), codeOf(await lift(world, 'ops', id))]).toEqual(['ok', 'ok']);
  expect(codeOf(await getProfile(world, APP, ALICE, accessToken))).toBe('session-revoked');
  expect((await enter(world)).user.id).toBe(user.id);
  expect([chained(world), pending(world)]).toEqual([[['ban', 'ops'], ['lift', 'ops']], []]);
});

test('[OP-2] a ban of an account that waits goes back to waiting when it is lifted', async () => {
  const world = aWorld();
  const { accessToken, user } = await enter(world);
  await close(world, accessToken);
  await ban(world, 'ops', user.id as UserId);
  expect(codeOf(await keep(world, APP, ALICE, accessToken))).toBe('user-blocked');
  await lift(world, 'ops', user.id as UserId);
  expect(states(world)).toEqual(['closing', 'closing']);
});

test('[OP-2] nobody is banned who is not there', async () => {
  const world = aWorld();
  expect([codeOf(await ban(world, 'ops', 'nobody-000000000000000' as UserId)), codeOf(await lift(world, 'ops', 'nobody-000000000000000' as UserId))]).toEqual(['not-found', 'not-found']);
});

test.each([['banned', ban], ['closing', null]] as const)('[SEC-44] an app that joins while its user becomes %s is refused, and its identity is told', async (status, act) => {
  const world = aWorld();
  const inFirst = aPerson('alice', 'oFAKE_U_alice');
  const { user, accessToken } = await granted(await signIn(world, APP, inFirst, A_TAP));
  const secondApp = { ...APP, appId: 'wxfa4e000000000009' as typeof APP.appId };
  const inSecond = { ...inFirst, appId: secondApp.appId, openId: aPerson('alice-2').openId };
  // The ban or closing falls between the joining app's read and its write.
  const add = world.identities.add;
  world.identities.add = async (identity) => {
    world.identities.add = add;
    if (act) await act(world, 'ops', user.id as UserId);
    else await closeAccount(world, APP, inFirst, accessToken);
    return add(identity);
  };
  expect(codeOf(await signIn(world, secondApp, inSecond, A_TAP))).toBe(status === 'banned' ? 'user-blocked' : 'account-closed');
  expect(states(world)).toEqual([status, status, status]);
});

test('[AC-6] whoever changes the state in between is copied too', async () => {
  const world = aWorld();
  const { accessToken, user } = await enter(world);
  const { setStatus } = world.identities;
  world.identities.setStatus = async (...args) => {
    world.identities.setStatus = setStatus;
    await ban(world, 'ops', user.id as UserId);
    await setStatus(...args);
  };
  await close(world, accessToken);
  expect([states(world), chained(world), pending(world)]).toEqual([['banned', 'banned'], [['close', null], ['ban', 'ops']], []]);
});

type Change = (world: RuleWorld, held: { accessToken: string; user: { id: string } }) => Promise<Parameters<typeof codeOf>[0]>;
const CHANGES: Record<string, { before: Change[]; change: Change; after: string; signIn: string; token: string; chained: string[] }> = {
  close: { before: [], change: (world, { accessToken }) => close(world, accessToken), after: 'closing', signIn: 'account-closed', token: 'account-closed', chained: ['close'] },
  keep: { before: [(world, { accessToken }) => close(world, accessToken)], change: (world, { accessToken }) => keep(world, APP, ALICE, accessToken), after: 'active', signIn: 'ok', token: 'ok', chained: ['close', 'keep'] },
  ban: { before: [], change: (world, { user }) => ban(world, 'ops', user.id as UserId), after: 'banned', signIn: 'user-blocked', token: 'user-blocked', chained: ['ban'] },
  lift: { before: [(world, { user }) => ban(world, 'ops', user.id as UserId)], change: (world, { user }) => lift(world, 'ops', user.id as UserId), after: 'active', signIn: 'ok', token: 'session-revoked', chained: ['ban', 'lift'] },
};
/** Who finishes what was cut: whoever asked asks again; the person taps; or the timer comes by. */
const FINISHERS = ['the same call again', 'a tap', 'housekeeping'] as const;

describe.each(Object.entries(CHANGES))('%s', (_name, { before, change, after, signIn: tapped, token, chained: inChain }) => {
  test.each(FINISHERS)('[REL-07] cut at any call is finished by %s: state, sessions and audit are as if nothing had happened', async (finisher) => {
    let cuts = 0;
    for (let nth = 1; ; nth += 1) {
      const world = aWorld();
      const held = await enter(world);
      for (const step of before) expect(codeOf(await step(world, held))).toBe('ok');
      const started = structuredClone(world.rows.users);
      world.clock.advance(1000);
      const cut = await change(crashingAt(world, nth), held).then(() => false, () => true);
      if (!cut) break;
      const begun = JSON.stringify([...started]) !== JSON.stringify([...world.rows.users]);
      if (!begun && finisher !== 'the same call again') continue; // it had not begun: nothing is to be finished
      cuts += 1;
      world.clock.advance(61_000);
      if (finisher === 'the same call again') expect(codeOf(await change(world, held))).toBe('ok');
      if (finisher === 'housekeeping') await keepHouse(world, () => true);
      const signedIn = await signIn(world, APP, ALICE, A_TAP);
      expect([nth, codeOf(signedIn), states(world), codeOf(await getProfile(world, APP, ALICE, held.accessToken))]).toEqual([nth, tapped, [after, after], token]);
      if (finisher !== 'a tap' || after !== 'active') expect([nth, chained(world).map(([kind]) => kind).filter((kind) => kind !== 'sign-in')]).toEqual([nth, inChain]);
      if (finisher === 'a tap') await keepHouse(world, () => true);
      expect([nth, pending(world)]).toEqual([nth, []]);
    }
    expect(cuts).toBeGreaterThan(3);
  });
});
