// Signing in by the rules alone: who is written, what the code's testimony changes, and what races leave behind.
import fc from 'fast-check';
import { identityKey, unionKey } from '../../../auth/ids';
import type { Caller } from '../../../auth/ports';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, BOB, NEW_YEAR, aPerson, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import type { Exchange } from '../../../auth/sign-in/ports';

const KEY = 'tiihtNczf5v6AKRyjwEUhQ==';
const exchanged = (caller: Caller, more: object = {}): Exchange => ({ kind: 'exchanged', openId: caller.openId, unionId: caller.unionId, sessionKey: KEY, ...more });
const enter = (world: RuleWorld, caller: Caller, code: string | null = null, app = APP) => signIn(world, app, caller, { ...A_TAP, code });
const identityOf = (world: RuleWorld, caller: Caller) => world.rows.identities.get(identityKey('mini-program', caller.appId, caller.openId));

test('[SI-1] a first sign-in writes one user, one identity and, with a unionid, its guard', async () => {
  const world = aWorld();
  const alice = aPerson('alice', 'oFAKE_U_alice');
  const { user, isNew } = granted(await enter(world, alice));
  expect(isNew).toBe(true);
  expect([...world.rows.users.keys()]).toEqual([user.id]);
  expect([...world.rows.unions.values()]).toEqual([user.id]);
  expect(identityOf(world, alice)).toMatchObject({ userId: user.id, unionId: 'oFAKE_U_alice', status: 'active', linkedAt: NEW_YEAR });
});

test('[REL-01] a hundred first sign-ins at once make one user, exactly one of them new, and leave twenty sessions', async () => {
  const world = aWorld();
  const answers = (await Promise.all(Array.from({ length: 100 }, () => enter(world, ALICE)))).map(granted);
  expect(new Set(answers.map(({ user }) => user.id)).size).toBe(1);
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(identityOf(world, ALICE)?.sessions).toHaveLength(20);
});

test('[SEC-43] each sign-in opens a session of its own, and the 21st ends the oldest', async () => {
  const world = aWorld();
  const sids: string[] = [];
  for (let count = 0; count < 21; count += 1) {
    await enter(world, ALICE);
    sids.push(identityOf(world, ALICE)?.sessions.at(-1)?.sid ?? '');
  }
  expect(new Set(sids).size).toBe(21);
  expect(identityOf(world, ALICE)?.sessions.map(({ sid }) => sid)).toEqual(sids.slice(1));
});

test.each(['code-invalid', 'code-used', 'user-blocked'] as const)('[SI-2] a code that WeChat answers with %s refuses the sign-in and writes nothing', async (code) => {
  const world = aWorld({ kind: 'refused', code });
  expect(codeOf(await enter(world, ALICE, 'code'))).toBe(code);
  expect([world.rows.identities.size, world.rows.users.size]).toEqual([0, 0]);
});

test('[SI-3] a code of another person is code-invalid and writes nothing', async () => {
  const world = aWorld(exchanged(BOB));
  expect(codeOf(await enter(world, ALICE, 'code'))).toBe('code-invalid');
  expect(world.rows.identities.size).toBe(0);
  const twins = aWorld(exchanged(ALICE, { unionId: 'oFAKE_U_bob' }));
  expect(codeOf(await enter(twins, aPerson('alice', 'oFAKE_U_alice'), 'code'))).toBe('code-invalid');
});

test('[SI-4] with WeChat unavailable the context alone signs in', async () => {
  const world = aWorld({ kind: 'unavailable', reason: 'WeChat did not answer in time.' });
  expect(codeOf(await enter(world, ALICE, 'code'))).toBe('ok');
  expect(identityOf(world, ALICE)?.sessionKeys).toEqual([]);
});

test('[SEC-14] a session_key is kept sealed, two at most, and one older than three days goes with the next write', async () => {
  const world = aWorld(exchanged(ALICE));
  for (let count = 0; count < 3; count += 1) await enter(world, ALICE, 'code');
  expect(identityOf(world, ALICE)?.sessionKeys).toHaveLength(2);
  expect(JSON.stringify(identityOf(world, ALICE))).not.toContain(KEY);
  world.clock.advance(3 * 86_400_000 + 1);
  await enter(world, ALICE);
  expect(identityOf(world, ALICE)?.sessionKeys).toEqual([]);
});

test('[SI-5] a unionid that shows up late is bound to the identity and its guard written', async () => {
  const world = aWorld();
  const { user } = granted(await enter(world, ALICE));
  const later = aPerson('alice', 'oFAKE_U_alice');
  expect(granted(await enter(world, later)).user.id).toBe(user.id);
  expect(identityOf(world, ALICE)).toMatchObject({ unionId: 'oFAKE_U_alice' });
  expect([...world.rows.unions.values()]).toEqual([user.id]);
  expect(identityOf(world, ALICE)?.sessions).toHaveLength(2);
});

test('[SEC-57] another unionid than before is link-conflict: an alarm, and nothing moves', async () => {
  const world = aWorld();
  await enter(world, aPerson('alice', 'oFAKE_U_alice'));
  const before = structuredClone(identityOf(world, ALICE));
  expect(codeOf(await enter(world, aPerson('alice', 'oFAKE_U_other')))).toBe('link-conflict');
  expect(identityOf(world, ALICE)).toEqual(before);
  expect(world.alarms.map(({ event }) => event)).toEqual(['unionid-changed']);
});

test('[SI-6] a unionid that belongs to another user leaves the person signed in as who she is, and an alarm', async () => {
  const world = aWorld();
  const { user } = granted(await enter(world, ALICE));
  const guard = unionKey('op1', aPerson('x', 'oFAKE_U_alice').unionId ?? ('' as never));
  world.rows.unions.set(guard, 'someone-else-0000000000' as never);
  expect(granted(await enter(world, aPerson('alice', 'oFAKE_U_alice'))).user.id).toBe(user.id);
  expect(identityOf(world, ALICE)?.union).toBeNull();
  expect(world.alarms.map(({ event }) => event)).toEqual(['union-of-another-user']);
});

test('[SI-7] two apps of one open platform meet in one user, also when they sign in at the same moment', async () => {
  const other = { ...APP, appId: 'wxfa4e0000000000aa' as typeof APP.appId };
  const alice = aPerson('alice', 'oFAKE_U_alice');
  const elsewhere: Caller = { ...alice, appId: other.appId, openId: aPerson('alice2').openId };
  const world = aWorld();
  const [first, second] = await Promise.all([enter(world, alice), enter(world, elsewhere, null, other)]);
  expect(granted(first).user.id).toBe(granted(second).user.id);
  expect([granted(first), granted(second)].filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(world.rows.users.size).toBe(1);
  expect(world.rows.identities.size).toBe(2);
});

test('[SEC-56] an openid and a unionid of the same letters are two keys', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), (text) => {
    expect(identityKey('mini-program', APP.appId, text as never)).not.toBe(unionKey('op1', text as never));
  }));
});

test('[REL-07] a first sign-in cut between its writes is completed by the next one', async () => {
  const alice = aPerson('alice', 'oFAKE_U_alice');
  const world = aWorld();
  const { user } = granted(await enter(world, alice));
  world.rows.users.clear();
  world.rows.unions.clear();
  const again = granted(await enter(world, alice));
  expect(again).toMatchObject({ isNew: true, user: { id: user.id } });
  expect([...world.rows.unions.values()]).toEqual([user.id]);
});

test.each([['banned', 'user-blocked'], ['closing', 'account-closed']] as const)('[SEC-44] signing in as a user who is %s is refused with %s', async (status, code) => {
  const world = aWorld();
  await enter(world, ALICE);
  for (const user of world.rows.users.values()) world.rows.users.set(user.id, { ...user, status });
  for (const identity of world.rows.identities.values()) identity.status = status;
  expect(codeOf(await enter(world, ALICE))).toBe(code);
  expect(identityOf(world, ALICE)?.sessions).toHaveLength(1);
});

test.each([['banned', 'user-blocked'], ['closing', 'account-closed']] as const)('[SEC-44] a user who is %s does not come in through a second app either', async (status, code) => {
  const other = { ...APP, appId: 'wxfa4e0000000000aa' as typeof APP.appId };
  const alice = aPerson('alice', 'oFAKE_U_alice');
  const world = aWorld();
  const { user } = granted(await enter(world, alice));
  for (const record of world.rows.users.values()) world.rows.users.set(record.id, { ...record, status });
  expect(codeOf(await enter(world, { ...alice, appId: other.appId }, null, other))).toBe(code);
  expect([...world.rows.identities.values()].map(({ userId }) => userId)).toEqual([user.id]);
});

test('[REL-01] of two racers who write one half each, the one who wrote the user is new', async () => {
  const world = aWorld();
  const { users } = world;
  // The first racer's identity stands before the second racer's, the second racer's user before the first one's.
  let turn = 0;
  const late = { ...users, add: async (...args: Parameters<typeof users.add>) => { turn += 1; if (turn === 1) await new Promise((resolve) => { setTimeout(resolve, 5); }); return users.add(...args); } };
  const answers = await Promise.all([signIn({ ...world, users: late }, APP, ALICE, A_TAP), signIn({ ...world, users: late }, APP, ALICE, A_TAP)]);
  expect(answers.map((answer) => granted(answer).isNew).filter(Boolean)).toHaveLength(1);
});

test('[SI-6] an identity of another user in the union counts, also where a crash kept its guard from being written', async () => {
  const other = { ...APP, appId: 'wxfa4e0000000000aa' as typeof APP.appId };
  const world = aWorld();
  const first = granted(await enter(world, aPerson('alice', 'oFAKE_U_alice')));
  world.rows.unions.clear();
  const elsewhere = { ...aPerson('alice2'), appId: other.appId };
  const second = granted(await enter(world, elsewhere, null, other));
  expect(second.user.id).not.toBe(first.user.id);
  const { user } = granted(await enter(world, { ...elsewhere, unionId: aPerson('x', 'oFAKE_U_alice').unionId }, null, other));
  expect([first.user.id, second.user.id]).toContain(user.id);
  expect([...world.rows.unions.values()]).toEqual([user.id]);
  expect([...world.rows.identities.values()].map(({ userId }) => userId)).toEqual([user.id, user.id]);
});
