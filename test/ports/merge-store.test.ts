// One suite for what merging writes, two implementations: in memory, and the collections on the real wx-server-sdk.
import type { Belongings } from '../../auth/account/ports';
import type { AppId, IdentityKey, MergeId, PhoneKey, UnionKey, UserId } from '../../auth/ids';
import type { Journal, Links, Merge } from '../../auth/merge/ports';
import type { Gift, Identities, Identity, Unions, UserRecord, Users } from '../../auth/ports';
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
const aUser = (change: Partial<UserRecord> = {}): UserRecord => ({
  id: WINNER, status: 'active', generation: 0, nickname: null, avatarUrl: null, avatarFile: null, phone: null, consents: [], closing: null, pending: [], mergedInto: null, merging: null, aliases: [],
  createdAt: NEW_YEAR, indexKey: 'f', ...change,
});
const anIdentity = (name: string, change: Partial<Identity> = {}): Identity => ({
  key: id(name) as IdentityKey, kind: 'mini-program', appId: ALICE.appId, openId: ALICE.openId, unionId: null, union: null, userId: LOSER, status: 'active', generation: 0, linkedAt: NEW_YEAR, lastSignInAt: NEW_YEAR,
  sessionKeys: [{ kid: 's1', box: 'b', at: NEW_YEAR }], sessions: [{ sid: id('s') as never, n: 0, createdAt: NEW_YEAR, usedAt: NEW_YEAR, endsAt: NEW_YEAR + 1, door: 'mini-program', device: null, ipPrefix: null }],
  events: [], signIns: [NEW_YEAR], renewals: [], decryptAttempts: [], seenPackets: [], ...change,
});
const consent = (policy: string) => ({ policy, at: NEW_YEAR, appId: ALICE.appId, action: 'a', ipPrefix: null });
const phone = (key: string) => ({ sealed: { kid: 's1', box: `box-${key}` }, key: key as PhoneKey, masked: '+86', boundAt: NEW_YEAR });
const gift = (change: Partial<Gift> = {}): Gift => ({ nickname: 'Given', avatar: { url: 'https://a/b.png', file: null }, phone: phone('given'), consents: [consent('v1'), consent('v2')], aliases: [LOSER, THIRD], ...change });
const aMerge = (change: Partial<Merge> = {}): Merge => ({ id: MERGE, state: 'open', winner: WINNER, loser: LOSER, evidence: { identity: id('identity') as IdentityKey, appId: ALICE.appId as AppId }, at: NEW_YEAR, doneAt: null, ...change });

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
    await stores.users.adopt(WINNER, OTHER, gift(), KEEP);
    expect(await user(WINNER)).toEqual(aUser({ merging: MERGE }));
    for (let twice = 0; twice < 2; twice += 1) await stores.users.adopt(WINNER, MERGE, gift(), KEEP);
    const given = aUser({ merging: MERGE, nickname: 'Given', avatarUrl: 'https://a/b.png', phone: phone('given'), consents: [consent('v1'), consent('v2')], aliases: [LOSER, THIRD] });
    expect(await user(WINNER)).toEqual(given);
    await stores.users.adopt(WINNER, MERGE, gift({ nickname: 'Later', avatar: { url: 'https://a/c.png', file: null }, phone: phone('later'), consents: [consent('v2')], aliases: [] }), KEEP);
    expect(await user(WINNER)).toEqual(given);
    await stores.users.adopt(WINNER, MERGE, { nickname: null, avatar: null, phone: null, consents: [], aliases: [] }, KEEP);
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
    expect([await stores.identities.move(id('foreign') as IdentityKey, LOSER, WINNER), await stores.identities.move(id('foreign') as IdentityKey, THIRD, WINNER)]).toEqual([false, true]);
    expect(await found('foreign')).toMatchObject({ userId: WINNER, sessions: [] });
  });

  test('[ST-38] a link code is taken by the first identity of any number at once, again by the same one, and by nobody after its time', async () => {
    const from = { userId: WINNER, identity: id('from') as IdentityKey, sid: id('session') as never };
    await stores.links.open('hash', from, NEW_YEAR + 10);
    const identities = Array.from({ length: 8 }, (_each, n) => id(`i${n}`) as IdentityKey);
    const taken = await Promise.all(identities.map((identity) => stores.links.take('hash', identity, NEW_YEAR)));
    const first = identities[taken.findIndex((each) => each !== null)] as IdentityKey;
    expect([taken.filter((each) => each !== null), await stores.links.take('hash', first, NEW_YEAR + 9), await stores.links.take('hash', first, NEW_YEAR + 10), await stores.links.take('other', first, NEW_YEAR)]).toEqual([[from], from, null, null]);
  });

  test('[ST-36] a merge stands in the journal once, goes from state to state by one hand, and is found while it is not over', async () => {
    expect([await stores.journal.add(aMerge()), await stores.journal.add(aMerge()), await stores.journal.find(OTHER)]).toEqual([true, false, null]);
    expect(await stores.journal.find(MERGE)).toEqual(aMerge());
    const unfinished = async (before: number) => (await stores.journal.unfinished(before, 10)).map(({ state }) => state);
    expect([await unfinished(NEW_YEAR), await unfinished(NEW_YEAR + 1)]).toEqual([[], ['open']]);
    expect((await Promise.all(Array.from({ length: 5 }, () => stores.journal.advance(MERGE, 'open', 'running', NEW_YEAR)))).filter(Boolean)).toHaveLength(1);
    expect([await stores.journal.advance(MERGE, 'open', 'void', NEW_YEAR), await unfinished(NEW_YEAR + 1)]).toEqual([false, ['running']]);
    await stores.journal.advance(MERGE, 'running', 'done', NEW_YEAR + 5);
    expect([await stores.journal.find(MERGE), await unfinished(NEW_YEAR + 5), await unfinished(NEW_YEAR + 6)]).toEqual([aMerge({ state: 'done', doneAt: NEW_YEAR + 5 }), [], ['done']]);
    await stores.journal.advance(MERGE, 'done', 'settled', NEW_YEAR + 9);
    expect(await unfinished(NEW_YEAR * 2)).toEqual([]);
  });
});

test('[ST-37] notes of one user are another’s', async () => {
  cloud.clear();
  const { notes } = await import('../../cloudbase/collections/notes');
  await notes.write(LOSER, 'one', NEW_YEAR);
  await notes.write(WINNER, 'two', NEW_YEAR + 1);
  await cloud.stores.belongings.move(LOSER, WINNER);
  expect([(await notes.ofUser(WINNER)).map(({ text }) => text), await notes.ofUser(LOSER)]).toEqual([['two', 'one'], []]);
});
