// A unionid that shows up late and belongs to another user: the two are one person, and one user from then on.
import fc from 'fast-check';
import { ban } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { history } from '../../../auth/account/history';
import { identitiesOf } from '../../../auth/account/identities';
import { keepHouse } from '../../../auth/account/housekeeping';
import { mergeUsers } from '../../../auth/merge/merge';
import type { FileId, PhoneKey, UserId } from '../../../auth/ids';
import { phoneBinding } from '../../../auth/profile/phone-number';
import { authenticate } from '../../../auth/session/authenticate';
import { renew } from '../../../auth/session/renew';
import { ALICE, NEW_YEAR, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { crashingAt } from '../crashing';
import { SETTLED, aPair, app, byUnionid, caller, enter, faultsOf, keyOf, scheduled } from './a-pair';

/** `npm run proof` asks for a hundred times as many. */
const RUNS = process.env['PROOF_RUNS'] === undefined ? 300 : 30_000;
const must = <T>(value: T | undefined): T => { if (value === undefined) throw new Error('nothing there'); return value; };
const userOf = (world: RuleWorld, id: UserId) => must(world.rows.users.get(id));
const houseKept = (world: RuleWorld) => keepHouse(world, () => true);

test('[MG1] two users who turn out to be one person are one: the older stays, the other is her alias, and both apps sign in as her', async () => {
  const { world, older, younger } = await aPair();
  expect(older).not.toBe(younger);
  expect(granted(await enter(world, 'alice', 2, true))).toMatchObject({ user: { id: older }, isNew: false });
  expect(granted(await enter(world, 'alice', 1, true)).user.id).toBe(older);
  expect([userOf(world, younger), userOf(world, older)]).toMatchObject([{ status: 'merged', mergedInto: older, merging: null }, { status: 'active', aliases: [younger], merging: null }]);
  expect([...world.rows.identities.values()].map(({ userId, union }) => [userId, union !== null])).toEqual([[older, true], [older, true]]);
  expect([faultsOf(world), world.alarms]).toEqual([[], []]);
});

test('[MG2] of two who came at the same moment the smaller id stays, whoever asks first', async () => {
  for (const turned of [false, true]) {
    const { world, older, younger } = await aPair();
    for (const user of world.rows.users.values()) user.createdAt = NEW_YEAR;
    const pair: [UserId, UserId] = turned ? [younger, older] : [older, younger];
    expect(await mergeUsers(world, pair, byUnionid('alice', 1))).toBe('one');
    expect([...world.rows.users.values()].find(({ status }) => status === 'active')?.id).toBe([older, younger].sort()[0]);
  }
});

test('[MG3] what the older lacks she is given, what she has is never written over; what is kept under the other’s id is hers', async () => {
  const { world, older, younger } = await aPair();
  const phone = (id: UserId) => ({ sealed: world.phoneSeal.close('+8613800000001', phoneBinding(id)), key: 'k' as PhoneKey, masked: '+86*******0001', boundAt: NEW_YEAR });
  const consent = (policy: string) => ({ policy, at: NEW_YEAR, appId: ALICE.appId, action: 'a', ipPrefix: null });
  Object.assign(userOf(world, older), { nickname: 'Alice', consents: [consent('v1')] });
  Object.assign(userOf(world, younger), { nickname: 'Other', avatarUrl: 'https://a/b.png', avatarFile: 'cloud://e.b/avatars/x' as FileId, phone: phone(younger), consents: [consent('v1'), consent('v2')] });
  world.belongings.held.set(younger, [{ text: 'one' }]);
  world.belongings.held.set(older, [{ text: 'two' }]);
  await enter(world, 'alice', 2, true);
  const her = userOf(world, older);
  expect(her).toMatchObject({ nickname: 'Alice', avatarUrl: 'https://a/b.png', avatarFile: 'cloud://e.b/avatars/x', phone: { masked: '+86*******0001' }, consents: [{ policy: 'v1' }, { policy: 'v2' }] });
  expect(her.phone === null ? null : world.phoneSeal.open(her.phone.sealed, phoneBinding(older))).toBe('+8613800000001');
  expect([...world.belongings.held]).toEqual([[older, [{ text: 'two' }, { text: 'one' }]]]);
});

test('[MG4] the other’s sessions are over, and their tokens say that she signs in again by herself, not that she was revoked', async () => {
  const { world, younger } = await aPair();
  const before = granted(await enter(world, 'alice', 2, false));
  expect(before.user.id).toBe(younger);
  const elsewhere = granted(await enter(world, 'alice', 1, true));
  await enter(world, 'alice', 2, true);
  expect(codeOf(await authenticate(world, app(2), caller('alice', 2, true), before.accessToken))).toBe('token-invalid');
  expect(codeOf(await renew(world, app(2), caller('alice', 2, true), before.refreshToken))).toBe('token-invalid');
  expect(codeOf(await authenticate(world, app(1), caller('alice', 1, true), elsewhere.accessToken))).toBe('ok');
});

test('[MG1] server code that kept the id of the one who was merged finds whom she became', async () => {
  const { world, older, younger } = await aPair();
  await enter(world, 'alice', 2, true);
  const found = await identitiesOf(world, younger, 'mini-program');
  expect([found.length, found]).toEqual([2, await identitiesOf(world, older, 'mini-program')]);
});

test('[MG9] an identity that joined the other at the moment of her merge is found and moved by its next sign-in', async () => {
  const { world, older, younger } = await aPair();
  await enter(world, 'alice', 2, true);
  const key = keyOf('alice', 2);
  Object.assign(must(world.rows.identities.get(key)), { userId: younger });
  expect(granted(await enter(world, 'alice', 2, true)).user.id).toBe(older);
  expect(faultsOf(world)).toEqual([]);
});

test('[MG9] where the one that stays is banned while the merge runs, what she was given is banned too', async () => {
  const { world, older, younger } = await aPair();
  const { adopt } = world.users;
  world.users.adopt = async (...args) => { await ban(world, 'ops', older); return adopt(...args); };
  expect(codeOf(await enter(world, 'alice', 2, true))).toBe('user-blocked');
  expect([userOf(world, younger).status, [...world.rows.identities.values()].map(({ userId, status }) => [userId, status])]).toEqual(['merged', [[older, 'banned'], [older, 'banned']]]);
});

test('[MG4] while a merge lies cut, the other’s tokens say the same', async () => {
  const { world, younger } = await aPair();
  const before = granted(await enter(world, 'alice', 2, false));
  Object.assign(userOf(world, younger), { status: 'merged', mergedInto: userOf(world, younger).id });
  expect(codeOf(await authenticate(world, app(2), caller('alice', 2, true), before.accessToken))).toBe('token-invalid');
  expect(codeOf(await renew({ ...world, identities: { ...world.identities, advance: async () => false } }, app(2), caller('alice', 2, true), before.refreshToken))).toBe('token-invalid');
});

test('[MG9] a guard that was written for the other at the moment of her merge is moved by the next sign-in that meets it, or by housekeeping', async () => {
  for (const healer of ['sign-in', 'housekeeping'] as const) {
    const { world, older, younger } = await aPair();
    await enter(world, 'alice', 2, true);
    const [guard] = [...world.rows.unions.keys()];
    if (guard === undefined) throw new Error('no guard');
    world.rows.unions.set(guard, younger);
    if (healer === 'housekeeping') { world.clock.advance(SETTLED); await houseKept(world); }
    else expect(granted(await enter(world, 'alice', 1, true)).user.id).toBe(older);
    expect([healer, world.rows.unions.get(guard)]).toEqual([healer, older]);
  }
});

test('[REL-07] a user that a merge took after it was over is let go by whoever meets her', async () => {
  const { world, older } = await aPair();
  await enter(world, 'alice', 2, true);
  world.clock.advance(SETTLED);
  await houseKept(world);
  const [merge] = [...world.journal.rows.keys()];
  if (merge === undefined) throw new Error('no merge');
  expect(await world.users.lock(older, merge)).toBe(true);
  expect(granted(await enter(world, 'alice', 1, true)).user.id).toBe(older);
  expect(faultsOf(world)).toEqual([]);
});

test('[MG3] what was written for the other a moment late is hers who stayed at the end of a chain, in whatever order merges are settled', async () => {
  const { world, younger } = await aPair();
  await enter(world, 'alice', 2, true);
  const [first] = [...world.journal.rows.values()];
  if (first === undefined) throw new Error('no merge');
  const last = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
  userOf(world, last).createdAt = 0;
  expect(await mergeUsers(world, [first.winner, last], byUnionid('alice', 1))).toBe('one');
  world.belongings.held.set(younger, [{ text: 'late' }]);
  world.clock.advance(SETTLED);
  const unordered = { ...world, journal: { ...world.journal, unfinished: async (...args: [number, number, number]) => (await world.journal.unfinished(...args)).reverse() } };
  await keepHouse(unordered, () => true);
  expect([...world.belongings.held]).toEqual([[last, [{ text: 'late' }]]]);
});

test('[MG5] the history of both is hers, and the merge stands in the audit once', async () => {
  const { world, older, younger } = await aPair();
  world.clock.advance(SETTLED);
  await houseKept(world);
  world.clock.advance(1000);
  await enter(world, 'alice', 2, true);
  const { accessToken } = granted(await enter(world, 'alice', 1, true));
  const { events } = granted(await history(world, app(1), caller('alice', 1, true), accessToken, null));
  expect(events.filter(({ kind }) => kind === 'sign-in').map(({ appId }) => appId).sort()).toEqual([app(1), app(1), app(1), app(2), app(2)].map(({ appId }) => appId));
  expect([...world.audit.rows.values()].filter(({ kind }) => kind === 'merge').map(({ personal }) => personal?.userId)).toEqual([older]);
  expect([...world.audit.rows.values()].some(({ personal }) => personal?.userId === younger)).toBe(true);
});

test('[MG6] where one of the two is banned or closing nothing moves, the person signs in as who she is, and an alarm tells', async () => {
  for (const state of ['banned', 'closing'] as const) {
    const { world, older, younger } = await aPair();
    if (state === 'banned') await ban(world, 'ops', older);
    else granted(await closeAccount(world, app(1), caller('alice', 1, true), granted(await enter(world, 'alice', 1, true)).accessToken));
    const answer = await enter(world, 'alice', 2, true);
    if (answer.ok) expect(answer.value.user.id).toBe(younger);
    expect(userOf(world, younger).status).toBe('active');
    expect([userOf(world, older).status, faultsOf(world)]).toEqual([state, []]);
  }
});

test('[MG6] a unionid that an erased user left is the person’s own who comes with it: a tombstone holds nothing', async () => {
  const { world, older } = await aPair();
  granted(await closeAccount(world, app(1), caller('alice', 1, true), granted(await enter(world, 'alice', 1, true)).accessToken));
  world.clock.advance(16 * 86_400_000);
  await houseKept(world);
  const { user } = granted(await enter(world, 'alice', 2, true));
  expect([user.id === older, userOf(world, older).status, [...world.rows.unions.values()], world.alarms]).toEqual([false, 'erased', [user.id], []]);
});

test('[MG7] erasing the one that stayed leaves nothing of the other either', async () => {
  const { world, older, younger } = await aPair();
  Object.assign(userOf(world, older), { avatarUrl: 'https://a/o.png', avatarFile: 'cloud://e.b/avatars/older' as FileId });
  Object.assign(userOf(world, younger), { nickname: 'Other', avatarUrl: 'https://a/y.png', avatarFile: 'cloud://e.b/avatars/younger' as FileId });
  const removed: string[] = [];
  world.files.remove = async (files) => { removed.push(...files); return true; };
  await enter(world, 'alice', 2, true);
  const { accessToken } = granted(await enter(world, 'alice', 1, true));
  granted(await closeAccount(world, app(1), caller('alice', 1, true), accessToken));
  world.clock.advance(16 * 86_400_000);
  await houseKept(world);
  expect([userOf(world, older), userOf(world, younger)]).toMatchObject([{ status: 'erased', nickname: null }, { status: 'erased', nickname: null, mergedInto: null }]);
  expect([...world.audit.rows.values()].every(({ personal }) => personal === null)).toBe(true);
  expect(removed.sort()).toEqual(['cloud://e.b/avatars/older', 'cloud://e.b/avatars/younger']);
  const again = granted(await enter(world, 'alice', 2, true));
  expect([again.isNew, [older, younger].includes(again.user.id as UserId), faultsOf(world)]).toEqual([true, false, []]);
});

/** Everything that a merge decides, without what differs from run to run. */
function standing(world: RuleWorld): object {
  return {
    users: [...world.rows.users.values()].map(({ id, status, mergedInto, nickname, aliases }) => [id, status, mergedInto, nickname, aliases]),
    identities: [...world.rows.identities.values()].map(({ key, userId, union, status }) => [key, userId, union, status]).sort(), unions: [...world.rows.unions], belongings: [...world.belongings.held],
    merges: [...world.audit.rows.values()].filter(({ kind }) => kind === 'merge').length,
  };
}

async function aRichPair(): Promise<Awaited<ReturnType<typeof aPair>>> {
  const pair = await aPair();
  Object.assign(userOf(pair.world, pair.younger), { nickname: 'Alice' });
  pair.world.belongings.held.set(pair.younger, [{ text: 'one' }]);
  return pair;
}

test.each(['before', 'after'] as const)('[REL-05] a merge cut %s any of its calls ends as one that was not: by the next sign-in of either, or by housekeeping', async (when) => {
  const uncut = await aRichPair();
  granted(await enter(uncut.world, 'alice', 2, true));
  for (const healer of ['the same', 'the other', 'housekeeping'] as const) {
    for (let nth = 1; nth < 80; nth += 1) {
      const { world, older } = await aRichPair();
      const cut = await enter(crashingAt(world, nth, when), 'alice', 2, true).then(() => false, () => true);
      world.clock.advance(SETTLED);
      if (healer === 'housekeeping') { await houseKept(world); await houseKept(world); }
      if (healer === 'the other') {
        granted(await enter(world, 'alice', 1, true));
        expect([nth, userOf(world, older).merging]).toEqual([nth, null]);
      }
      expect([nth, granted(await enter(world, 'alice', 2, true)).user.id]).toEqual([nth, older]);
      world.clock.advance(SETTLED);
      await houseKept(world);
      expect([nth, healer, faultsOf(world)]).toEqual([nth, healer, []]);
      expect([nth, standing(world)]).toEqual([nth, standing(uncut.world)]);
      if (!cut) break;
    }
  }
});

test('[REL-08] merges that race with each other, with sign-ins and with a ban, in any order, leave no cycle, no alias of an alias and nothing lost', async () => {
  await fc.assert(fc.asyncProperty(fc.scheduler(), fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }), fc.boolean(), async (s, order, isBanned) => {
    const { aWorld } = await import('../a-world');
    const world = aWorld();
    const ids: UserId[] = [];
    for (const n of [1, 2, 3, 4]) {
      ids.push(granted(await enter(world, 'alice', n, false)).user.id as UserId);
      world.belongings.held.set(ids.at(-1) as UserId, [{ n }]);
      world.clock.advance(1000);
    }
    const racing = scheduled(world, s);
    const evidence = byUnionid('alice', 1);
    const works: Promise<unknown>[] = order.map((n) => enter(racing, 'alice', n, true));
    works.push(mergeUsers(racing, [ids[0], ids[1]] as [UserId, UserId], evidence), mergeUsers(racing, [ids[1], ids[0]] as [UserId, UserId], evidence), mergeUsers(racing, [ids[2], ids[1]] as [UserId, UserId], evidence));
    if (isBanned) works.push(ban(racing, 'ops', ids[3] as UserId));
    await s.waitFor(Promise.all(works));
    for (let round = 0; round < 3; round += 1) {
      for (const n of [1, 2, 3, 4]) await enter(world, 'alice', n, true);
      world.clock.advance(SETTLED);
      await houseKept(world);
    }
    expect(faultsOf(world)).toEqual([]);
    expect(world.rows.identities.size).toBe(4);
    expect([...world.belongings.held.values()].flat().map((each) => (each as { n: number }).n).sort()).toEqual([1, 2, 3, 4]);
    const living = [...world.rows.users.values()].filter(({ status }) => status === 'active' || status === 'banned');
    // Where the union is the banned one's, the others stay who they are.
    if (!isBanned) expect(living.map(({ id }) => id)).toEqual([ids[0]]);
    expect(living.some(({ id }) => id === ids[0])).toBe(true);
  }), { numRuns: RUNS, endOnFailure: true });
}, 120_000);
