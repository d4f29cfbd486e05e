// One suite for what merging writes, two implementations: in memory, and the collections on the real wx-server-sdk.
import type { Belongings } from '../../auth/account/ports';
import { undoHold } from '../../auth/ids';
import type { AppId, IdentityKey, MergeId, PhoneKey, UnionKey, UserId } from '../../auth/ids';
import type { Gift, Journal, Links, Merge } from '../../auth/merge/ports';
import type { Identities, Identity, Unions, UserRecord, Users } from '../../auth/ports';
import { UNMERGED } from '../../auth/merge/unmerged';
import { KEEP } from '../../auth/session/limits';
import { ALICE, NEW_YEAR } from '../auth/a-world';
import { startCloudStore } from './cloud-store';
import type { CloudStore } from './cloud-store';
import { memoryStore } from './memory';
import { memoryBelongings } from './memory-account';
import { memoryJournal } from './memory-journal';
import { memoryLinks } from './memory-links';

interface Stores { identities: Identities; users: Users; unions: Unions; journal: Journal; links: Links; belongings: Belongings }

const id = (name: string) => name.padEnd(22, '0');
const [WINNER, LOSER, THIRD] = [id('winner'), id('loser'), id('third')] as [UserId, UserId, UserId];
const [MERGE, OTHER] = [id('merge'), id('other')] as [MergeId, MergeId];
const OLD = NEW_YEAR - 1;
const aUser = (change: Partial<UserRecord> = {}): UserRecord => ({
  id: WINNER, status: 'active', generation: 0, nickname: null, avatarUrl: null, avatarFile: null, phone: null, consents: [], closing: null, pending: [], ...UNMERGED, invitedBy: null,
  createdAt: NEW_YEAR, indexKey: 'f', ...change,
});
const anIdentity = (name: string, change: Partial<Identity> = {}): Identity => ({
  key: id(name) as IdentityKey, kind: 'mini-program', appId: ALICE.appId, openId: ALICE.openId, unionId: null, union: null, userId: LOSER, mergedFrom: null, leavingAt: null, status: 'active', generation: 0, linkedAt: NEW_YEAR, lastSignInAt: NEW_YEAR,
  sessionKeys: [{ kid: 's1', box: 'b', at: NEW_YEAR }], sessions: [{ sid: id('s') as never, n: 0, createdAt: NEW_YEAR, usedAt: NEW_YEAR, endsAt: NEW_YEAR + 1, door: 'mini-program', device: null, ipPrefix: null }],
  events: [], signIns: [NEW_YEAR], renewals: [], decryptAttempts: [], seenPackets: [], profile: null, wechatTokens: null, ...change,
});
const consent = (policy: string) => ({ policy, at: NEW_YEAR, appId: ALICE.appId, action: 'a', ipPrefix: null });
const phone = (key: string) => ({ sealed: { kid: 's1', box: `box-${key}` }, key: key as PhoneKey, masked: '+86', boundAt: NEW_YEAR });
const gift = (change: Partial<Gift> = {}): Gift => ({ nickname: { text: 'Given', from: LOSER }, avatar: { url: 'https://a/b.png', file: null, from: THIRD }, phone: { record: phone('given'), from: LOSER }, consents: [consent('v1'), consent('v2')], aliases: [LOSER, THIRD], ...change });
const aMerge = (change: Partial<Merge> = {}): Merge => ({ id: MERGE, state: 'open', winner: WINNER, loser: LOSER, winners: [WINNER], losers: [LOSER, THIRD], evidence: { identity: id('identity') as IdentityKey, appId: ALICE.appId as AppId, by: 'unionid' }, at: NEW_YEAR, doneAt: null, undo: null, isTold: false, ...change });

let cloud: CloudStore;
beforeAll(async () => { cloud = await startCloudStore(); });
afterAll(() => cloud.close());

describe.each<[string, () => Stores]>([['in memory', () => ({ ...memoryStore(), journal: memoryJournal(), links: memoryLinks(), belongings: memoryBelongings() })], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores; }]])('the stores %s', (_name, make) => {
  let stores: Stores;
  beforeEach(() => { stores = make(); });
  const user = async (which: UserId) => (await stores.users.findWithIdentities(which))?.user;

  test('[ST-32] an active user is one merge’s at a time: of any number that take her at once one has her, until it lets go', async () => {
    await stores.users.add(aUser());
    const merges = Array.from({ length: 10 }, (_each, n) => id(`m${n}`) as MergeId);
    const taken = await Promise.all(merges.map((merge) => stores.users.lock(WINNER, merge)));
    const holder = merges[taken.indexOf(true)] as MergeId;
    expect([taken.filter(Boolean).length, (await user(WINNER))?.merging, await stores.users.lock(WINNER, holder)]).toEqual([1, holder, true]);
    await stores.users.unlock(WINNER, id('none') as MergeId);
    expect(await stores.users.lock(WINNER, OTHER)).toBe(false);
    await stores.users.unlock(WINNER, holder);
    expect(await stores.users.lock(WINNER, OTHER)).toBe(true);
    await stores.users.add(aUser({ id: LOSER, status: 'banned' }));
    expect(await stores.users.lock(LOSER, OTHER)).toBe(false);
  });

  test('[ST-33] only an active user whom the merge has becomes an alias; aliases of hers move on, and she can be erased with whom she became', async () => {
    await stores.users.add(aUser({ id: LOSER, nickname: 'Alice', merging: MERGE }));
    await stores.users.add(aUser({ id: THIRD, status: 'merged', mergedInto: LOSER }));
    expect([await stores.users.alias(LOSER, OTHER, WINNER), await stores.users.alias(LOSER, MERGE, WINNER), await stores.users.alias(LOSER, MERGE, WINNER)]).toEqual([false, true, false]);
    await stores.users.moveAliases(LOSER, WINNER);
    expect([await user(LOSER), await user(THIRD)]).toMatchObject([{ status: 'merged', mergedInto: WINNER, nickname: 'Alice', merging: MERGE }, { mergedInto: WINNER }]);
    await stores.users.eraseAlias(LOSER);
    expect(await user(LOSER)).toMatchObject({ status: 'erased', nickname: null, mergedInto: null, consents: [], aliases: [] });
    await stores.users.add(aUser());
    await stores.users.eraseAlias(WINNER);
    expect((await user(WINNER))?.status).toBe('active');
  });

  test('[ST-34] what is adopted fills gaps and never overwrites, is adopted once however often, and only by whom the merge has', async () => {
    await stores.users.add(aUser({ merging: MERGE }));
    await stores.users.adopt(WINNER, OTHER, gift());
    expect(await user(WINNER)).toEqual(aUser({ merging: MERGE }));
    for (let twice = 0; twice < 2; twice += 1) await stores.users.adopt(WINNER, MERGE, gift());
    const given = aUser({ merging: MERGE, nickname: 'Given', avatarUrl: 'https://a/b.png', phone: phone('given'), consents: [consent('v1'), consent('v2')], aliases: [LOSER, THIRD], adopted: { nickname: LOSER, avatar: THIRD, phone: LOSER } });
    expect(await user(WINNER)).toEqual(given);
    await stores.users.adopt(WINNER, MERGE, gift({ nickname: { text: 'Later', from: THIRD }, avatar: { url: 'https://a/c.png', file: null, from: THIRD }, phone: { record: phone('later'), from: THIRD }, consents: [consent('v2')], aliases: [] }));
    expect(await user(WINNER)).toEqual(given);
    await stores.users.adopt(WINNER, MERGE, { nickname: null, avatar: null, phone: null, consents: [], aliases: [] });
    expect(await user(WINNER)).toEqual(given);
  });

  test('[ST-35] identities and unions of one user are another’s, without their sessions; tombstones stay', async () => {
    for (const each of [anIdentity('one'), anIdentity('two', { status: 'banned' }), anIdentity('grave', { status: 'erased' }), anIdentity('foreign', { userId: THIRD })]) await stores.identities.add(each);
    for (const [key, userId] of [['u1', LOSER], ['u2', LOSER], ['u3', THIRD]] as const) await stores.unions.add({ key: id(key) as UnionKey, userId });
    await stores.unions.moveAll(LOSER, WINNER);
    expect(await Promise.all(['u1', 'u2', 'u3'].map((key) => stores.unions.owner(id(key) as UnionKey)))).toEqual([WINNER, WINNER, THIRD]);
    await stores.identities.moveAll(LOSER, WINNER);
    const found = async (name: string) => (await stores.identities.find(id(name) as IdentityKey))?.identity;
    expect(await Promise.all(['one', 'two', 'grave', 'foreign'].map(found))).toMatchObject([
      { userId: WINNER, sessions: [], sessionKeys: [], status: 'active' }, { userId: WINNER, status: 'banned' }, { userId: LOSER }, { userId: THIRD, sessions: [{}] },
    ]);
  });

  test('[ST-39] identities and unions that followed a user go back to her, and those of her aliases, wherever they are by then; what came since stays', async () => {
    for (const each of [anIdentity('own'), anIdentity('alias', { userId: THIRD }), anIdentity('grave', { status: 'erased' }), anIdentity('winner', { userId: WINNER })]) await stores.identities.add(each);
    for (const [key, userId] of [['u-own', LOSER], ['u-alias', THIRD], ['u-winner', WINNER]] as const) await stores.unions.add({ key: id(key) as UnionKey, userId });
    for (const owned of [stores.identities, stores.unions]) {
      await owned.moveAll(THIRD, LOSER);
      for (let twice = 0; twice < 2; twice += 1) await owned.moveAll(LOSER, WINNER);
    }
    await stores.identities.add(anIdentity('since', { userId: WINNER }));
    const standing = async () => {
      const found = await Promise.all(['own', 'alias', 'grave', 'winner', 'since'].map(async (name) => (await stores.identities.find(id(name) as IdentityKey))?.identity));
      const owners = await Promise.all(['u-own', 'u-alias', 'u-winner'].map((key) => stores.unions.owner(id(key) as UnionKey)));
      return [found.map((each) => [each?.userId, each?.mergedFrom]), owners];
    };
    expect(await standing()).toEqual([[[WINNER, LOSER], [WINNER, THIRD], [LOSER, null], [WINNER, null], [WINNER, null]], [WINNER, WINNER, WINNER]]);
    expect(await stores.unions.of(WINNER)).toEqual(['u-alias', 'u-own', 'u-winner'].map(id));
    for (let twice = 0; twice < 2; twice += 1) for (const owned of [stores.identities, stores.unions]) await owned.giveBack(LOSER, [THIRD]);
    expect(await standing()).toEqual([[[LOSER, null], [LOSER, THIRD], [LOSER, null], [WINNER, null], [WINNER, null]], [LOSER, LOSER, WINNER]]);
    for (const owned of [stores.identities, stores.unions]) await owned.giveBack(THIRD, []);
    expect(await standing()).toEqual([[[LOSER, null], [THIRD, null], [LOSER, null], [WINNER, null], [WINNER, null]], [LOSER, THIRD, WINNER]]);
    expect([await stores.unions.move(id('u-own') as UnionKey, WINNER, THIRD), await stores.unions.move(id('u-own') as UnionKey, LOSER, WINNER), await stores.unions.owner(id('u-own') as UnionKey)]).toEqual([false, true, WINNER]);
  });

  test('[ST-40] a user is parted by the merge that made her an alias alone; what was adopted of her and hers is hers again, and nobody’s alias is she', async () => {
    await stores.users.add(aUser({ aliases: [LOSER, THIRD], nickname: 'Given', avatarUrl: 'https://a/own.png', phone: phone('given'), consents: [consent('v1'), { ...consent('v2'), at: NEW_YEAR + 1 }], adopted: { nickname: THIRD, avatar: null, phone: LOSER } }));
    await stores.users.add(aUser({ id: LOSER, status: 'merged', mergedInto: WINNER, mergedBy: MERGE, aliases: [THIRD], nickname: 'Given', adopted: { nickname: THIRD, avatar: null, phone: null } }));
    await stores.users.add(aUser({ id: THIRD, status: 'merged', mergedInto: WINNER, mergedBy: OTHER }));
    expect([await stores.users.unalias(LOSER, OTHER, WINNER), await stores.users.unalias(LOSER, MERGE, THIRD), await stores.users.unalias(LOSER, MERGE, WINNER), await stores.users.unalias(LOSER, MERGE, WINNER)]).toEqual([false, false, true, false]);
    await stores.users.moveAliasesBack([THIRD], WINNER, LOSER);
    for (let twice = 0; twice < 2; twice += 1) await stores.users.disown(LOSER, [THIRD], [consent('v1'), consent('v2')]);
    expect(await user(WINNER)).toEqual(aUser({ avatarUrl: 'https://a/own.png', consents: [{ ...consent('v2'), at: NEW_YEAR + 1 }] }));
    expect(await user(LOSER)).toEqual(aUser({ id: LOSER, merging: undoHold(MERGE), aliases: [THIRD], nickname: 'Given', adopted: { nickname: THIRD, avatar: null, phone: null } }));
    expect(await user(THIRD)).toMatchObject({ status: 'merged', mergedInto: LOSER });
  });

  test('[ST-40] what she gives herself in the place of what filled a gap is her own', async () => {
    await stores.users.add(aUser({ nickname: 'Given', avatarUrl: 'https://a/b.png', phone: phone('given'), adopted: { nickname: LOSER, avatar: LOSER, phone: LOSER } }));
    const store = (change: object) => stores.users.store(WINNER, { change, over: {}, consent: null, policy: null }, KEEP);
    expect(await store({ nickname: 'Own' })).toBe(true);
    expect((await user(WINNER))?.adopted).toEqual({ nickname: null, avatar: LOSER, phone: LOSER });
    expect([await store({ avatarUrl: 'https://a/own.png', avatarFile: null }), await store({ phone: phone('own') })]).toEqual([true, true]);
    expect(await user(WINNER)).toEqual(aUser({ nickname: 'Own', avatarUrl: 'https://a/own.png', phone: phone('own') }));
  });

  test('[ST-41] a way in that is given up is marked and then left by its own user alone: a tombstone of the next generation', async () => {
    await stores.identities.add(anIdentity('one', { mergedFrom: THIRD, unionId: 'u' as never, union: id('union') as UnionKey }));
    const key = id('one') as IdentityKey;
    const found = async () => (await stores.identities.find(key))?.identity;
    expect([await stores.identities.markLeaving(key, THIRD, NEW_YEAR), await stores.identities.markLeaving(key, LOSER, NEW_YEAR), (await found())?.leavingAt]).toEqual([false, true, NEW_YEAR]);
    expect([await stores.identities.markLeaving(key, LOSER, null), (await found())?.leavingAt]).toEqual([true, null]);
    await stores.identities.markLeaving(key, LOSER, NEW_YEAR);
    expect([await stores.identities.leave(key, THIRD), await stores.identities.leave(key, LOSER), await stores.identities.leave(key, LOSER)]).toEqual([false, true, false]);
    expect(await found()).toMatchObject({ userId: LOSER, status: 'erased', generation: 1, openId: 'erased', unionId: null, union: id('union'), mergedFrom: null, leavingAt: null, sessions: [], sessionKeys: [], events: [] });
    expect([await stores.identities.markLeaving(key, LOSER, NEW_YEAR), await stores.identities.bury(key, LOSER)]).toEqual([false, false]);
  });

  test('[ST-41] of several tombstones in a union the one of the latest generation is found, and any that lives before them', async () => {
    const union = id('union') as UnionKey;
    for (const [name, generation] of [['early', 1], ['late', 3], ['middle', 2]] as const) await stores.identities.add(anIdentity(name, { union, generation, status: 'erased' }));
    const sibling = async () => (await stores.identities.lookUp(id('own') as IdentityKey, union)).sibling?.identity.key;
    expect(await sibling()).toBe(id('late'));
    await stores.identities.add(anIdentity('alive', { union }));
    expect(await sibling()).toBe(id('alive'));
    await stores.identities.unbind(id('alive') as IdentityKey, id('other') as UnionKey);
    expect(await sibling()).toBe(id('alive'));
    await stores.identities.unbind(id('alive') as IdentityKey, union);
    expect([await sibling(), (await stores.identities.find(id('alive') as IdentityKey))?.identity]).toMatchObject([id('late'), { union: null, unionId: null }]);
  });

  test('[ST-38] a link code is taken by the first identity of any number at once, again by the same one, and by nobody after its time', async () => {
    const from = { userId: WINNER, identity: id('from') as IdentityKey, sid: id('session') as never };
    await stores.links.open('hash', from, NEW_YEAR + 10);
    const identities = Array.from({ length: 8 }, (_each, n) => id(`i${n}`) as IdentityKey);
    const taken = await Promise.all(identities.map((identity) => stores.links.take('hash', identity, NEW_YEAR)));
    const first = identities[taken.findIndex((each) => each !== null)] as IdentityKey;
    expect([await stores.links.find('hash', NEW_YEAR), await stores.links.find('hash', NEW_YEAR + 10), await stores.links.find('other', NEW_YEAR)]).toEqual([{ ...from, takenBy: first }, null, null]);
    expect([taken.filter((each) => each !== null), await stores.links.take('hash', first, NEW_YEAR + 9), await stores.links.take('hash', first, NEW_YEAR + 10), await stores.links.take('other', first, NEW_YEAR)]).toEqual([[from], from, null, null]);
  });

  test('[ST-36] a merge stands in the journal once, goes from state to state by one hand, and is found while it is not over', async () => {
    expect([await stores.journal.add(aMerge()), await stores.journal.add(aMerge()), await stores.journal.find(OTHER)]).toEqual([true, false, null]);
    expect(await stores.journal.find(MERGE)).toEqual(aMerge());
    const unfinished = async (before: number) => (await stores.journal.unfinished(before, OLD, 10)).map(({ state }) => state);
    expect([await unfinished(NEW_YEAR), await unfinished(NEW_YEAR + 1)]).toEqual([[], ['open']]);
    expect((await Promise.all(Array.from({ length: 5 }, () => stores.journal.advance(MERGE, 'open', 'running', NEW_YEAR)))).filter(Boolean)).toHaveLength(1);
    expect([await stores.journal.advance(MERGE, 'open', 'void', NEW_YEAR), await unfinished(NEW_YEAR + 1)]).toEqual([false, ['running']]);
    await stores.journal.advance(MERGE, 'running', 'done', NEW_YEAR + 5);
    expect([await stores.journal.find(MERGE), await unfinished(NEW_YEAR + 5), await unfinished(NEW_YEAR + 6)]).toEqual([aMerge({ state: 'done', doneAt: NEW_YEAR + 5 }), [], ['done']]);
    await stores.journal.advance(MERGE, 'done', 'settled', NEW_YEAR + 9);
    expect(await unfinished(NEW_YEAR * 2)).toEqual([]);
    expect((await stores.journal.unfinished(NEW_YEAR * 2, NEW_YEAR + 6, 10)).map(({ state }) => state)).toEqual(['settled']);
  });

  test('[ST-42] a merge is taken back once, keeps those of both sides apart, and is told and forgotten in the states for it alone', async () => {
    await stores.journal.add(aMerge());
    expect(await stores.journal.takeBack(MERGE, { by: 'ops', at: NEW_YEAR })).toBe(false);
    await stores.journal.advance(MERGE, 'open', 'done', NEW_YEAR);
    await stores.journal.markTold(MERGE, ['undone']);
    expect((await stores.journal.find(MERGE))?.isTold).toBe(false);
    await stores.journal.markTold(MERGE, ['done', 'settled']);
    expect(await stores.journal.find(MERGE)).toEqual(aMerge({ state: 'done', doneAt: NEW_YEAR, isTold: true }));
    const isApart = (these: UserId[], those: UserId[]) => stores.journal.isKeptApart(these, those);
    expect(await isApart([WINNER], [LOSER])).toBe(false);
    const taken = await Promise.all(Array.from({ length: 4 }, () => stores.journal.takeBack(MERGE, { by: 'ops', at: NEW_YEAR + 7 })));
    expect([taken.filter(Boolean).length, await stores.journal.find(MERGE)]).toEqual([1, aMerge({ state: 'undoing', doneAt: NEW_YEAR, undo: { by: 'ops', at: NEW_YEAR + 7 }, isTold: false })]);
    expect([await isApart([WINNER], [LOSER]), await isApart([id('none') as UserId, THIRD], [WINNER]), await isApart([LOSER], [THIRD]), await isApart([WINNER], [])]).toEqual([true, true, false, false]);
    expect([(await stores.journal.unfinished(NEW_YEAR + 7, OLD, 9)).length, (await stores.journal.unfinished(NEW_YEAR + 8, OLD, 9)).length]).toEqual([0, 1]);
    await stores.journal.forget(MERGE);
    expect([(await stores.journal.of([LOSER], 9)).length, (await stores.journal.of([THIRD, WINNER], 9)).length, (await stores.journal.of([THIRD], 9)).length]).toEqual([1, 1, 0]);
    for (const state of ['void', 'settled'] as const) {
      const gone = id(state) as MergeId;
      await stores.journal.add(aMerge({ id: gone, state }));
      await stores.journal.forget(gone);
      expect(await stores.journal.find(gone)).toBeNull();
    }
  });
});

test('[ST-37] notes of one user are another’s, and hers again; what was written since stays', async () => {
  cloud.clear();
  const { notes } = await import('../../cloudbase/collections/notes');
  await notes.write(LOSER, 'one', NEW_YEAR);
  await notes.write(WINNER, 'two', NEW_YEAR + 1);
  await cloud.stores.belongings.move(LOSER, WINNER);
  expect([(await notes.ofUser(WINNER)).map(({ text }) => text), await notes.ofUser(LOSER)]).toEqual([['two', 'one'], []]);
  await notes.write(WINNER, 'since', NEW_YEAR + 2);
  await cloud.stores.belongings.giveBack(LOSER, []);
  expect([(await notes.ofUser(WINNER)).map(({ text }) => text), (await notes.ofUser(LOSER)).map(({ text }) => text)]).toEqual([['since', 'two'], ['one']]);
});
