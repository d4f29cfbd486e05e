// Rows that contradict themselves or what stands: each is told with its reason, and nothing of it is written.
import { identityKey, newMergeId, unionKey } from '../../../auth/ids';
import type { MergeId, UnionId, UserId } from '../../../auth/ids';
import { keepHouse } from '../../../auth/account/housekeeping';
import { importRows } from '../../../auth/import/import-rows';
import { tryRows } from '../../../auth/import/try-rows';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import { unlink } from '../../../auth/merge/unlink';
import { signIn } from '../../../auth/sign-in/sign-in';
import type { ImportConflict, ImportRow } from '../../../contract/operator';
import { A_TAP, granted } from '../a-world';
import { faultsOf } from '../merge/a-pair';
import { ACCOUNT, aRow, anImportingWorld, callerOf, ELSEWHERE, everything, meetingAt, MINI, SITE, UNBOUND } from './an-import';

const identity = (change: object): ImportRow => ({ line: 9, identities: [{ appId: MINI.appId, openId: 'oFAKE_new', ...change }] });

/** Two users stand: one of app 1, with a unionid and without; one of app 2. */
async function aWorldOfTwo() {
  const world = anImportingWorld();
  await importRows(world, [aRow(1, [[MINI, 'oFAKE_first', 'uFAKE_first']]), aRow(2, [[ACCOUNT, 'oFAKE_second']])]);
  return world;
}

const CASES: [why: ImportConflict, what: string, row: ImportRow][] = [
  ['malformed-appid', 'wxFA4e…', identity({ appId: 'wxFA4e000000000001' })],
  ['malformed-openid', 'o?FAKE…', identity({ openId: 'o FAKE_new' })],
  ['malformed-openid', 'oFAKE_…', identity({ openId: 'oFAKE_new ' })],
  ['malformed-unionid', 'u$', identity({ unionId: 'u$' })],
  ['unknown-app', 'wxfa4e0000000000ff', identity({ appId: 'wxfa4e0000000000ff' })],
  ['other-kind', MINI.appId, identity({ kind: 'website' })],
  ['two-unionids', 'uFAKE_…', aRow(9, [[MINI, 'oFAKE_new', 'uFAKE_a'], [SITE, 'oFAKE_site', 'uFAKE_b']])],
  ['unionid-of-two-platforms', 'uFAKE_…', aRow(9, [[MINI, 'oFAKE_new', 'uFAKE_a'], [ELSEWHERE, 'oFAKE_else', 'uFAKE_a']])],
  ['identity-of-another-user', 'oFAKE_…', aRow(9, [[MINI, 'oFAKE_first'], [ACCOUNT, 'oFAKE_second'], [SITE, 'oFAKE_site']])],
  ['unionid-of-another-user', 'uFAKE_…', aRow(9, [[ACCOUNT, 'oFAKE_second', 'uFAKE_first'], [SITE, 'oFAKE_site']])],
  ['unionid-of-another-user', 'uFAKE_…', aRow(9, [[MINI, 'oFAKE_stranger', 'uFAKE_first'], [SITE, 'oFAKE_site', 'uFAKE_first']])],
  ['unionid-of-another-user', 'uFAKE_…', aRow(9, [[MINI, 'oFAKE_a', 'uFAKE_a'], [MINI, 'oFAKE_b', 'uFAKE_a']])],
  ['unionid-changed', 'oFAKE_…', aRow(9, [[MINI, 'oFAKE_first', 'uFAKE_other'], [SITE, 'oFAKE_site']])],
  ['banned-there-not-here', 'oFAKE_…', aRow(9, [[ACCOUNT, 'oFAKE_second'], [SITE, 'oFAKE_site']], { banned: true })],
];

test.each(CASES)('[IM-10] %s is told of %s, and nothing of the row is written', async (why, what, row) => {
  const world = await aWorldOfTwo();
  const before = everything(world);
  expect(await tryRows(world, [row])).toEqual([{ line: 9, did: 'conflict', why, what }]);
  expect(await importRows(world, [row])).toEqual([{ line: 9, did: 'conflict', why, what }]);
  expect(everything(world)).toEqual(before);
});

test('[IM-10] a unionid whose guard alone stands is of its user too', async () => {
  const world = await aWorldOfTwo();
  const [first] = [...world.rows.users.keys()];
  world.rows.unions.set(unionKey('op1', 'uFAKE_guarded' as UnionId), first as UserId);
  expect(await importRows(world, [aRow(9, [[ACCOUNT, 'oFAKE_second', 'uFAKE_guarded']])])).toMatchObject([{ why: 'unionid-of-another-user' }]);
  expect(await importRows(world, [aRow(9, [[SITE, 'oFAKE_site', 'uFAKE_guarded']])])).toMatchObject([{ did: 'linked' }]);
  expect([...world.rows.identities.values()].at(-1)).toMatchObject({ openId: 'oFAKE_site', userId: first });
});

test('[IM-10] one bad row stops no other; the same identity twice in a row is one', async () => {
  const world = anImportingWorld();
  const outcomes = await importRows(world, [identity({ openId: '' }), aRow(2, [[MINI, 'oFAKE_a'], [MINI, 'oFAKE_a', 'uFAKE_a'], [MINI, 'oFAKE_a']]), aRow(3, [[UNBOUND, 'oFAKE_b', 'uFAKE_a'], [ELSEWHERE, 'oFAKE_c', 'uFAKE_c']])]);
  expect(outcomes).toMatchObject([{ did: 'conflict', why: 'malformed-openid' }, { did: 'created' }, { did: 'created' }]);
  expect([...world.rows.identities.values()]).toMatchObject([{ openId: 'oFAKE_a', unionId: 'uFAKE_a' }, { openId: 'oFAKE_b', unionId: null }, { openId: 'oFAKE_c', unionId: 'uFAKE_c' }]);
  expect(world.rows.unions.size).toBe(2);
});

test('[IM-10] a user who is being merged at this moment is told where something would join her, and so is a row that loses every race', async () => {
  const world = await aWorldOfTwo();
  for (const user of world.rows.users.values()) user.merging = newMergeId(world.random);
  const before = everything(world);
  expect(await importRows(world, [aRow(9, [[ACCOUNT, 'oFAKE_second'], [SITE, 'oFAKE_site']]), aRow(10, [[ACCOUNT, 'oFAKE_second']])])).toMatchObject([{ did: 'conflict', why: 'merging' }, { did: 'already-there' }]);
  expect(everything(world)).toEqual(before);
  const slow = anImportingWorld();
  const outcomes = await importRows({ ...slow, identities: { ...slow.identities, add: async () => false } }, [identity({})]);
  expect(outcomes).toEqual([{ line: 9, did: 'conflict', why: 'changing', what: 'oFAKE_…' }]);
});

test('[IM-20] what belongs to two users who were merged, or are half way, belongs to the one that stays', async () => {
  const world = anImportingWorld();
  await importRows(world, [aRow(1, [[MINI, 'oFAKE_a', 'uFAKE_a']]), aRow(2, [[ACCOUNT, 'oFAKE_b']], { registeredAt: 1 })]);
  const [loser, winner] = [...world.rows.users.keys()];
  const row = aRow(3, [[MINI, 'oFAKE_a', 'uFAKE_a'], [ACCOUNT, 'oFAKE_b', 'uFAKE_a']]);
  expect(await importRows(world, [row])).toMatchObject([{ did: 'conflict', why: 'identity-of-another-user' }]);
  Object.assign(world.rows.users.get(loser as UserId) ?? {}, { status: 'merged', mergedInto: winner });
  expect(await importRows(world, [row, aRow(4, [[SITE, 'oFAKE_site', 'uFAKE_a']])])).toMatchObject([{ did: 'already-there' }, { did: 'linked' }]);
  expect([...world.rows.identities.values()].at(-1)).toMatchObject({ openId: 'oFAKE_site', userId: winner });
  expect(world.rows.users.size).toBe(2);
});

test('[IM-20] users whom a sign-in merged after an import are there in the next one', async () => {
  const world = anImportingWorld();
  const rows = [aRow(1, [[MINI, 'oFAKE_a']], { registeredAt: 1 }), aRow(2, [[ACCOUNT, 'oFAKE_b']], { registeredAt: 2 })];
  await importRows(world, rows);
  for (const [app, person] of [[MINI, 'oFAKE_a'], [ACCOUNT, 'oFAKE_b']] as const) granted(await signIn(world, app, callerOf(app, person, 'uFAKE_a'), A_TAP));
  expect([...world.rows.users.values()].map(({ status }) => status)).toEqual(['active', 'merged']);
  const before = everything(world);
  expect(await importRows(world, [...rows, aRow(3, [[MINI, 'oFAKE_a'], [ACCOUNT, 'oFAKE_b']])])).toMatchObject([{ did: 'already-there' }, { did: 'already-there' }, { did: 'already-there' }]);
  expect(everything(world)).toEqual(before);
});

/** Two users of one row's identities, and the row. */
async function aPairOfRow() {
  const world = anImportingWorld();
  await importRows(world, [aRow(1, [[MINI, 'oFAKE_a', 'uFAKE_a']], { registeredAt: 1 }), aRow(2, [[ACCOUNT, 'oFAKE_b']], { registeredAt: 2 })]);
  const [winner, loser] = [...world.rows.users.keys()] as [UserId, UserId];
  const evidence = { identity: identityKey('mini-program', MINI.appId, callerOf(MINI, 'oFAKE_a').openId), appId: MINI.appId, by: 'link' as const };
  return { world, winner, loser, merge: () => mergeUsers(world, [winner, loser], evidence) };
}

const OF_BOTH = aRow(3, [[MINI, 'oFAKE_a', 'uFAKE_a'], [ACCOUNT, 'oFAKE_b'], [SITE, 'oFAKE_site']]);

test('[IM-20] users whom an undo parts are two again: what each has is there, what a row claims of both is a conflict, also what joined them while they were one', async () => {
  const { world, winner, loser, merge } = await aPairOfRow();
  await merge();
  expect(await importRows(world, [OF_BOTH])).toMatchObject([{ did: 'linked' }]);
  expect([...world.rows.identities.values()].map(({ userId }) => userId)).toEqual([winner, winner, winner]);
  world.clock.advance(120_000);
  granted(await undoMerge(world, 'op', [...world.journal.rows.keys()][0] as MergeId));
  const before = everything(world);
  expect(await importRows(world, [aRow(1, [[MINI, 'oFAKE_a', 'uFAKE_a'], [SITE, 'oFAKE_site']]), aRow(2, [[ACCOUNT, 'oFAKE_b']]), OF_BOTH])).toMatchObject([
    { did: 'already-there' }, { did: 'already-there' }, { did: 'conflict', why: 'identity-of-another-user' },
  ]);
  expect(everything(world)).toEqual(before);
  expect(await importRows(world, [aRow(5, [[ACCOUNT, 'oFAKE_b'], [SITE, 'oFAKE_other', 'uFAKE_b']])])).toMatchObject([{ did: 'linked' }]);
  expect([...world.rows.identities.values()].at(-1)).toMatchObject({ openId: 'oFAKE_other', userId: loser });
});

test('[IM-20] at any call of a merge or of its undo that holds the two, a row of both is told as merging; afterwards it finds what stands', async () => {
  for (const isUndo of [false, true]) {
    let nth = 1;
    let held = 0;
    for (; ; nth += 1) {
      const { world, winner, loser, merge } = await aPairOfRow();
      const act = async (at: typeof world) => {
        if (!isUndo) await mergeUsers(at, [winner, loser], { identity: identityKey('mini-program', MINI.appId, callerOf(MINI, 'oFAKE_a').openId), appId: MINI.appId, by: 'link' });
        else granted(await undoMerge(at, 'op', [...world.journal.rows.keys()][0] as MergeId));
      };
      if (isUndo) { await merge(); world.clock.advance(120_000); }
      const meeting = meetingAt(world, nth, async () => {
        if (![...world.rows.users.values()].some(({ merging }) => merging !== null)) return;
        held += 1;
        const before = everything(world);
        expect([nth, await importRows(world, [OF_BOTH])]).toMatchObject([nth, [{ did: 'conflict', why: 'merging' }]]);
        expect(everything(world)).toEqual(before);
      });
      await act(meeting.world);
      if (meeting.calls() < nth) break;
      const living = [...world.rows.users.values()].filter(({ status }) => status === 'active').map(({ id }) => id);
      expect([nth, living.length]).toEqual([nth, isUndo ? 2 : 1]);
      for (const { userId } of world.rows.identities.values()) expect([nth, living.includes(userId)]).toEqual([nth, true]);
      for (const owner of world.rows.unions.values()) expect([nth, living.includes(owner)]).toEqual([nth, true]);
      expect([...world.rows.users.values()].filter(({ merging }) => merging !== null)).toEqual([]);
      expect(await importRows(world, [OF_BOTH])).toMatchObject([isUndo ? { why: 'identity-of-another-user' } : { did: expect.stringMatching(/linked|already-there/) }]);
    }
    expect(held).toBeGreaterThan(5);
  }
});

test('[IM-20] a merge or an undo at any call of an import loses nothing: after housekeeping each identity and unionid is with somebody who lives', async () => {
  for (const isUndo of [false, true]) {
    let nth = 1;
    for (; ; nth += 1) {
      const { world, merge } = await aPairOfRow();
      if (isUndo) { await merge(); world.clock.advance(120_000); }
      const meeting = meetingAt(world, nth, async () => { await (isUndo ? undoMerge(world, 'op', [...world.journal.rows.keys()][0] as MergeId) : merge()); });
      await importRows(meeting.world, [aRow(4, [[ACCOUNT, 'oFAKE_b'], [SITE, 'oFAKE_site', 'uFAKE_b']])]);
      if (meeting.calls() < nth) break;
      for (const _run of [1, 2]) {
        world.clock.advance(120_000);
        await keepHouse(world, () => true);
      }
      expect([nth, faultsOf(world), world.rows.identities.size, world.rows.unions.size]).toEqual([nth, [], 3, 2]);
    }
    expect(nth).toBeGreaterThan(4);
  }
});

test('[IM-15] a way to sign in that she gave up is not given back to her by a file', async () => {
  const world = anImportingWorld();
  const row = aRow(1, [[MINI, 'oFAKE_a', 'uFAKE_a'], [UNBOUND, 'oFAKE_b']]);
  await importRows(world, [row]);
  const { accessToken } = granted(await signIn(world, MINI, callerOf(MINI, 'oFAKE_a', 'uFAKE_a'), A_TAP));
  granted(await unlink(world, MINI, callerOf(MINI, 'oFAKE_a'), { accessToken, identityId: identityKey('mini-program', UNBOUND.appId, callerOf(UNBOUND, 'oFAKE_b').openId) }));
  const before = everything(world);
  expect(await importRows(world, [row, aRow(2, [[UNBOUND, 'oFAKE_b']])])).toMatchObject([{ did: 'skipped', why: 'erased' }, { did: 'skipped', why: 'erased' }]);
  expect(everything(world)).toEqual(before);
  // Who comes through it now is somebody of her own, and the row is of two.
  expect(granted(await signIn(world, UNBOUND, callerOf(UNBOUND, 'oFAKE_b'), A_TAP))).toMatchObject({ isNew: true });
  expect(await importRows(world, [row, aRow(2, [[UNBOUND, 'oFAKE_b']])])).toMatchObject([{ did: 'conflict', why: 'identity-of-another-user' }, { did: 'already-there' }]);
});
