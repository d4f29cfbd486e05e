// An operator takes a merge back: the two are two again, with all that was each one's.
import fc from 'fast-check';
import { ban, lift } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { history } from '../../../auth/account/history';
import { keepHouse } from '../../../auth/account/housekeeping';
import type { FileId, MergeId, PhoneKey, UserId } from '../../../auth/ids';
import { finishLink, startLink } from '../../../auth/merge/link';
import { mergeUsers } from '../../../auth/merge/merge';
import { undoMerge } from '../../../auth/merge/undo';
import { phoneBinding } from '../../../auth/profile/phone-number';
import { updateProfile } from '../../../auth/profile/update';
import { NEW_YEAR, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';
import { crashingAt } from '../crashing';
import { SETTLED, UNION, aPair, app, byUnionid, caller, enter, faultsOf, keyOf, scheduled } from './a-pair';

const RUNS = process.env['PROOF_RUNS'] === undefined ? 200 : 20_000;
const DAY = 86_400_000;
const must = <T>(value: T | null | undefined): T => { if (value === undefined || value === null) throw new Error('nothing there'); return value; };
const userOf = (world: RuleWorld, id: UserId) => must(world.rows.users.get(id));
const houseKept = (world: RuleWorld) => keepHouse(world, () => true);
const mergeOf = (world: RuleWorld, loser: UserId): MergeId => must([...world.journal.rows.values()].reverse().find((each) => each.loser === loser && each.state !== 'void')).id;
const undo = (world: RuleWorld, loser: UserId) => undoMerge(world, 'ops', mergeOf(world, loser));
const phoneOf = (world: RuleWorld, id: UserId, number: string) => ({ sealed: world.phoneSeal.close(number, phoneBinding(id)), key: `hash-of-${number}` as PhoneKey, masked: '+86*******', boundAt: NEW_YEAR });
const consent = (world: RuleWorld, policy: string) => ({ policy, at: world.clock.now(), appId: app(1).appId, action: 'a', ipPrefix: null });

/** All that is kept, but for journal, audit and sessions. Lists whose order says nothing are sorted. */
function kept(world: RuleWorld): object {
  const byId = <T extends { id?: string; key?: string }>(rows: Iterable<T>) => [...structuredClone([...rows])].sort((a, b) => ((a.id ?? a.key ?? '') < (b.id ?? b.key ?? '') ? -1 : 1));
  return {
    users: byId(world.rows.users.values()), identities: byId([...world.rows.identities.values()].map((each) => ({ ...each, sessions: [], sessionKeys: [] }))),
    unions: [...world.rows.unions].sort(), belongings: [...world.belongings.held].sort(), files: [...world.files.held.keys()].sort(),
  };
}

/** Without what signing in writes, and what housekeeping takes into the audit. */
function timeless(what: object): object {
  return JSON.parse(JSON.stringify(what, (key, value: unknown) => (['lastSignInAt', 'signIns', 'events'].includes(key) ? null : value))) as object;
}

/** Alice of app 1 lacks all that alice of app 2 has; both have notes. */
async function aRichPair() {
  const pair = await aPair();
  const { world, older, younger } = pair;
  world.files.held.set('cloud://e.b/avatars/younger' as FileId, Buffer.from('x'));
  Object.assign(userOf(world, younger), { nickname: 'Alice', avatarUrl: 'https://f/younger', avatarFile: 'cloud://e.b/avatars/younger' as FileId, phone: phoneOf(world, younger, '1'), consents: [consent(world, 'v1')] });
  Object.assign(userOf(world, older), { consents: [consent(world, 'v0')] });
  world.belongings.held.set(older, [{ text: 'of older' }]);
  world.belongings.held.set(younger, [{ text: 'of younger' }]);
  return pair;
}

async function merged(world: RuleWorld, ...pair: [UserId, UserId]): Promise<void> {
  expect(await mergeUsers(world, pair, byUnionid('alice', 1))).toBe('one');
  world.clock.advance(SETTLED);
}

test('[MG11] after an undo everything is as before the merge but journal, audit and ended sessions', async () => {
  const { world, older, younger } = await aRichPair();
  const before = kept(world);
  await merged(world, older, younger);
  expect(kept(world)).not.toEqual(before);
  expect(granted(await undo(world, younger))).toEqual({ winner: older, loser: younger });
  expect(kept(world)).toEqual(before);
  expect(must(world.rows.identities.get(keyOf('alice', 2))).sessions).toEqual([]);
  expect(must(world.rows.identities.get(keyOf('alice', 1))).sessions).toHaveLength(2);
  await houseKept(world);
  world.clock.advance(SETTLED);
  await houseKept(world);
  expect([timeless(kept(world)), faultsOf(world)]).toEqual([timeless(before), []]);
});

test('[MG11] a unionid that was bound by the sign-in that merged them is unbound again where its guard is the other’s', async () => {
  const { world, older, younger } = await aPair();
  granted(await enter(world, 'alice', 2, true));
  world.clock.advance(SETTLED);
  granted(await undo(world, younger));
  const bound = [1, 2].map((n) => must(world.rows.identities.get(keyOf('alice', n)))).map(({ userId, union, unionId }) => [userId, union !== null, unionId]);
  expect([bound, [...world.rows.unions.values()]]).toEqual([[[older, true, UNION], [younger, false, null]], [older]]);
});

test('[MG11] a union that was told after the merge goes with the identity that is in it', async () => {
  const world = aWorld();
  const older = granted(await enter(world, 'alice', 1, false)).user.id as UserId;
  world.clock.advance(1000);
  const younger = granted(await enter(world, 'alice', 2, false)).user.id as UserId;
  await merged(world, older, younger);
  granted(await enter(world, 'alice', 2, true));
  expect([...world.rows.unions.values()]).toEqual([older]);
  granted(await undo(world, younger));
  expect([[...world.rows.unions.values()], must(world.rows.identities.get(keyOf('alice', 2))).unionId]).toEqual([[younger], UNION]);
  expect([granted(await enter(world, 'alice', 2, true)).user.id, faultsOf(world)]).toEqual([younger, []]);
});

test('[MG12] after an undo a unionid merges the two no more: each signs in as who she is', async () => {
  const { world, older, younger } = await aRichPair();
  granted(await enter(world, 'alice', 2, true));
  world.clock.advance(SETTLED);
  granted(await undo(world, younger));
  for (let round = 0; round < 3; round += 1) {
    expect([granted(await enter(world, 'alice', 1, true)).user.id, granted(await enter(world, 'alice', 2, true)).user.id]).toEqual([older, younger]);
    world.clock.advance(SETTLED);
    await houseKept(world);
  }
  expect([world.alarms, faultsOf(world)]).toEqual([[], []]);
  const third = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
  expect(await mergeUsers(world, [third, older], byUnionid('bob', 3))).toBe('one');
  expect(await mergeUsers(world, [third, younger], byUnionid('bob', 3))).toBe('kept-apart');
});

test('[MG12] she herself can link them again by choice, and that can be undone as well', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  granted(await undo(world, younger));
  const before = kept(world);
  const [first, second] = [granted(await enter(world, 'alice', 1, true)), granted(await enter(world, 'alice', 2, false))];
  const { linkCode } = granted(await startLink(world, app(1), caller('alice', 1, true), first.accessToken));
  expect(granted(await finishLink(world, app(2), caller('alice', 2, false), { accessToken: second.accessToken, linkCode })).user.id).toBe(older);
  world.clock.advance(SETTLED);
  granted(await undo(world, younger));
  expect([timeless(kept(world)), faultsOf(world)]).toEqual([timeless(before), []]);
});

test('[MG13] what came since stays with whom she became: a name of her own, a new way in, a note', async () => {
  const { world, older, younger } = await aRichPair();
  await merged(world, older, younger);
  const { accessToken } = granted(await enter(world, 'alice', 1, true));
  granted(await updateProfile(world, app(1), caller('alice', 1, true), accessToken, { nickname: 'Since', avatarFileId: null, policyVersion: null }));
  world.belongings.held.get(older)?.push({ text: 'since' });
  granted(await enter(world, 'alice', 3, true));
  granted(await undo(world, younger));
  expect([userOf(world, older), userOf(world, younger)]).toMatchObject([{ nickname: 'Since', phone: null, avatarUrl: null, aliases: [] }, { nickname: 'Alice', phone: { key: 'hash-of-1' }, avatarUrl: 'https://f/younger', status: 'active', mergedInto: null }]);
  expect([...world.belongings.held]).toEqual([[older, [{ text: 'of older' }, { text: 'since' }]], [younger, [{ text: 'of younger' }]]]);
  expect(must(world.rows.identities.get(keyOf('alice', 3))).userId).toBe(older);
});

test('[MG13] a picture that filled a gap is not thrown away when she who has it takes another', async () => {
  const { world, older, younger } = await aRichPair();
  await merged(world, older, younger);
  const { accessToken } = granted(await enter(world, 'alice', 1, true));
  const upload = 'cloud://e.b/avatar-uploads/x.png' as FileId;
  world.files.held.set(upload, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  granted(await updateProfile(world, app(1), caller('alice', 1, true), accessToken, { nickname: null, avatarFileId: upload, policyVersion: null }));
  expect([...world.files.held.keys()]).toContain('cloud://e.b/avatars/younger');
  granted(await undo(world, younger));
  expect([userOf(world, younger).avatarFile, userOf(world, older).avatarFile === null]).toEqual(['cloud://e.b/avatars/younger', false]);
});

test('[MG14] merges of a chain are undone one by one, in any order, to the same end', async () => {
  for (const order of [['b', 'c'], ['c', 'b']] as const) {
    const { world, older: b, younger: c } = await aRichPair();
    const a = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
    userOf(world, a).createdAt = 0;
    const before = kept(world);
    await merged(world, b, c);
    await merged(world, a, b);
    expect(userOf(world, c)).toMatchObject({ status: 'merged', mergedInto: a });
    expect(userOf(world, a)).toMatchObject({ nickname: 'Alice', adopted: { nickname: c, phone: c } });
    for (const each of order) granted(await undo(world, each === 'b' ? b : c));
    expect([order, kept(world), faultsOf(world)]).toEqual([order, before, []]);
  }
});

test('[MG15] a merge is undone from a minute after it until 30 days; twice it is undone once; and nobody who is banned, closing or erased is parted', async () => {
  const { world, older, younger } = await aPair();
  granted(await enter(world, 'alice', 2, true));
  expect([codeOf(await undoMerge(world, 'ops', 'unknown'.padEnd(22, '0') as MergeId)), codeOf(await undo(world, younger))]).toEqual(['not-found', 'conflict-retry']);
  world.clock.advance(SETTLED);
  granted(await ban(world, 'ops', older));
  expect([codeOf(await undo(world, younger)), userOf(world, younger).status]).toEqual(['link-conflict', 'merged']);
  userOf(world, older).status = 'active';
  expect([codeOf(await undo(world, younger)), codeOf(await undo(world, younger))]).toEqual(['ok', 'ok']);
  expect([...world.audit.rows.values()].filter(({ kind }) => kind === 'unmerge').map(({ personal }) => [personal?.userId, personal?.by])).toEqual([[younger, 'ops']]);
  const late = await aPair();
  granted(await enter(late.world, 'alice', 2, true));
  late.world.clock.advance(30 * DAY + 1);
  expect(codeOf(await undo(late.world, late.younger))).toBe('not-found');
  const gone = await aPair();
  granted(await enter(gone.world, 'alice', 2, true));
  granted(await closeAccount(gone.world, app(1), caller('alice', 1, true), granted(await enter(gone.world, 'alice', 1, true)).accessToken));
  gone.world.clock.advance(SETTLED);
  expect(codeOf(await undo(gone.world, gone.younger))).toBe('link-conflict');
  gone.world.clock.advance(16 * DAY);
  await houseKept(gone.world);
  expect(codeOf(await undo(gone.world, gone.younger))).toBe('not-found');
});

test('[MG15] where she is banned after it was asked for it waits, and goes on by itself once she is not', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  const id = mergeOf(world, younger);
  expect(await world.journal.takeBack(id, { by: 'ops', at: world.clock.now() })).toBe(true);
  granted(await ban(world, 'ops', older));
  world.clock.advance(SETTLED);
  await houseKept(world);
  expect([world.journal.rows.get(id)?.state, userOf(world, younger).status, codeOf(await undoMerge(world, 'ops', id))]).toEqual(['undoing', 'merged', 'link-conflict']);
  granted(await lift(world, 'ops', older));
  await houseKept(world);
  expect([world.journal.rows.get(id)?.state, userOf(world, younger).status, faultsOf(world)]).toEqual(['undone', 'active', []]);
});

test('[MG15] where she is erased after it was asked for it is over', async () => {
  const { world, older, younger } = await aPair();
  granted(await enter(world, 'alice', 2, true));
  granted(await closeAccount(world, app(1), caller('alice', 1, true), granted(await enter(world, 'alice', 1, true)).accessToken));
  world.clock.advance(SETTLED);
  expect(await world.journal.takeBack(mergeOf(world, younger), { by: 'ops', at: world.clock.now() })).toBe(true);
  world.clock.advance(16 * DAY);
  for (let twice = 0; twice < 3; twice += 1) await houseKept(world);
  expect([userOf(world, older).status, userOf(world, younger).status, faultsOf(world)]).toEqual(['erased', 'erased', []]);
});

test('[MG16] the journal forgets a merge that began nowhere after a minute, one that holds after 30 days, and never one that was undone', async () => {
  const { world, older, younger } = await aPair();
  await merged(world, older, younger);
  await world.journal.add({ ...must(world.journal.rows.get(mergeOf(world, younger))), id: 'void'.padEnd(22, '0') as MergeId, state: 'void', at: world.clock.now() });
  const states = async () => { await houseKept(world); return [...world.journal.rows.values()].map(({ state }) => state); };
  expect(await states()).toEqual(['settled', 'void']);
  world.clock.advance(SETTLED);
  expect(await states()).toEqual(['settled']);
  world.clock.advance(29 * DAY);
  expect(await states()).toEqual(['settled']);
  world.clock.advance(DAY);
  expect(await states()).toEqual([]);
  const other = await aPair();
  await merged(other.world, other.older, other.younger);
  granted(await undo(other.world, other.younger));
  for (let month = 0; month < 3; month += 1) {
    other.world.clock.advance(30 * DAY);
    await houseKept(other.world);
  }
  expect([...other.world.journal.rows.values()].map(({ state }) => state)).toEqual(['apart']);
});

test('[MG5] the history of each is her own again, and tells of the merge and of its end', async () => {
  const { world, older, younger } = await aPair();
  granted(await enter(world, 'alice', 2, true));
  world.clock.advance(SETTLED);
  granted(await undo(world, younger));
  const { accessToken } = granted(await enter(world, 'alice', 2, true));
  const { events } = granted(await history(world, app(2), caller('alice', 2, false), accessToken, null));
  expect(events.map(({ kind }) => kind)).toEqual(['sign-in', 'unmerge', 'sign-in', 'sign-in']);
  expect([...world.audit.rows.values()].filter(({ kind }) => kind === 'merge').map(({ personal }) => personal?.userId)).toEqual([older]);
});

test.each(['before', 'after'] as const)('[REL-05] an undoing cut %s any of its calls ends as one that was not: asked again, by a sign-in of either, or by housekeeping', async (when) => {
  const ready = async () => {
    const pair = await aRichPair();
    const before = timeless(kept(pair.world));
    await merged(pair.world, pair.older, pair.younger);
    return { ...pair, before };
  };
  for (const healer of ['asked again', 'the one', 'the other', 'housekeeping'] as const) {
    for (let nth = 1; nth < 120; nth += 1) {
      const { world, older, younger, before } = await ready();
      const cut = await undoMerge(crashingAt(world, nth, when), 'ops', mergeOf(world, younger)).then(() => false, () => true);
      const isBegun = ['undoing', 'undone'].includes(world.journal.rows.get(mergeOf(world, younger))?.state ?? '');
      world.clock.advance(SETTLED);
      if (healer === 'asked again' || !isBegun) granted(await undo(world, younger));
      if (healer === 'housekeeping') await houseKept(world);
      if (healer === 'the one') granted(await enter(world, 'alice', 1, true));
      if (healer === 'the other') expect([nth, [older, younger].includes(granted(await enter(world, 'alice', 2, false)).user.id as UserId)]).toEqual([nth, true]);
      world.clock.advance(SETTLED);
      await houseKept(world);
      await houseKept(world);
      expect([nth, healer, timeless(kept(world)), faultsOf(world)]).toEqual([nth, healer, before, []]);
      expect([nth, [...world.audit.rows.values()].filter(({ kind }) => kind === 'unmerge').length]).toEqual([nth, 1]);
      if (!cut) break;
    }
  }
});

test('[REL-08] undoings that race with sign-ins, merges, another undoing and a ban, in any order, lose nothing', async () => {
  await fc.assert(fc.asyncProperty(fc.scheduler(), fc.boolean(), fc.boolean(), async (s, isBanned, isMergedOn) => {
    const { world, older, younger } = await aRichPair();
    const third = granted(await enter(world, 'bob', 3, false)).user.id as UserId;
    world.belongings.held.set(third, [{ text: 'of third' }]);
    userOf(world, third).createdAt = 0;
    await merged(world, older, younger);
    const id = mergeOf(world, younger);
    const racing = scheduled(world, s);
    const works: Promise<unknown>[] = [undoMerge(racing, 'ops', id), undoMerge(racing, 'ops', id), enter(racing, 'alice', 1, true), enter(racing, 'alice', 2, false)];
    if (isBanned) works.push(ban(racing, 'ops', older));
    if (isMergedOn) works.push(mergeUsers(racing, [older, third], byUnionid('alice', 1)));
    await s.waitFor(Promise.all(works));
    if (isBanned) await lift(world, 'ops', older);
    for (let round = 0; round < 3; round += 1) {
      for (const [name, n] of [['alice', 1], ['alice', 2], ['bob', 3]] as const) await enter(world, name, n, false);
      world.clock.advance(SETTLED);
      await houseKept(world);
    }
    granted(await undoMerge(world, 'ops', id));
    expect([userOf(world, younger).status, faultsOf(world)]).toEqual(['active', []]);
    expect(world.belongings.held.get(younger)).toEqual([{ text: 'of younger' }]);
    expect([...world.belongings.held.values()].flat().length).toBe(3);
    expect(must(world.rows.identities.get(keyOf('alice', 2))).userId).toBe(younger);
  }), { numRuns: RUNS, endOnFailure: true });
}, 120_000);
