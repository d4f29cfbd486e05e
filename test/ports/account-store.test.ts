// The stores of an account's life, one suite for both implementations: in memory, and the collections on the real wx-server-sdk.
import type { AppId, FileId, IdentityKey, PhoneKey, SessionId, UserId } from '../../auth/ids';
import type { ConsentRecord, Identity, SecurityEvent, StateChange, UserRecord } from '../../auth/ports';
import { link } from '../../auth/audit/chain';
import type { Entry } from '../../auth/audit/chain';
import { UNMERGED } from '../../auth/merge/unmerged';
import { KEEP } from '../../auth/session/limits';
import { ALICE, NEW_YEAR } from '../auth/a-world';
import { startCloudStore } from './cloud-store';
import type { AccountStores, CloudStore } from './cloud-store';
import { countingRandom, memoryStore } from './memory';
import { whole } from './whole';
import { memoryAudit, memoryBudget } from './memory-account';

const DAY = 86_400_000;
const USER = 'user-of-alice-00000000' as UserId;
const BOB = 'user-of-bob-0000000000' as UserId;
const KEY = 'identity-of-alice-0000' as IdentityKey;
const OTHER = 'identity-of-other-0000' as IdentityKey;
const SID = 'session-first000000000' as SessionId;
const PHONE = { sealed: { kid: 's1', box: 'box' }, key: 'hash-of-the-number' as PhoneKey, masked: '+86*******0001', boundAt: NEW_YEAR };

const consent = (policy: string): ConsentRecord => ({ policy, at: NEW_YEAR, appId: ALICE.appId, action: 'profile/update', ipPrefix: null });
const aUser = (change: Partial<UserRecord> = {}): UserRecord => ({
  id: USER, status: 'active', generation: 0, nickname: null, avatarUrl: null, avatarFile: null, phone: null, consents: [], closing: null, pending: [], ...UNMERGED, invitedBy: null, createdAt: NEW_YEAR, indexKey: 'f', ...change,
});
const event = (kind: SecurityEvent['kind'], at: number): SecurityEvent => ({ at, kind, sid: SID, device: { platform: 'ios', model: 'x' }, ipPrefix: '203.0.113.*', by: null });
const by = (kind: SecurityEvent['kind'], at = NEW_YEAR): StateChange => ({ event: { ...event(kind, at), by: 'ops' }, identity: KEY, appId: ALICE.appId });
const anIdentity = (change: Partial<Identity> = {}): Identity => ({
  key: KEY, kind: 'mini-program', appId: ALICE.appId, openId: ALICE.openId, unionId: null, union: null, userId: USER, mergedFrom: null, leavingAt: null, status: 'active', generation: 0, linkedAt: NEW_YEAR, lastSignInAt: NEW_YEAR,
  sessionKeys: [{ kid: 's1', box: 'k', at: NEW_YEAR }], sessions: [{ sid: SID, n: 0, createdAt: NEW_YEAR, usedAt: NEW_YEAR, endsAt: NEW_YEAR + DAY, door: 'mini-program', device: null, ipPrefix: null }],
  events: [event('sign-in', NEW_YEAR)], signIns: [], renewals: [], decryptAttempts: [], seenPackets: [], profile: null, wechatTokens: null, ...change,
});
const entry = (id: string, userId = USER): Entry => ({ id: id as Entry['id'], at: NEW_YEAR + Number(id), kind: 'sign-in', personal: { userId, identity: KEY, appId: ALICE.appId, sid: SID, device: { platform: 'ios', model: 'x' }, ipPrefix: null, by: null } });

let cloud: CloudStore;
beforeAll(async () => { cloud = await startCloudStore(); });
afterAll(() => cloud.close());

function inMemory(): AccountStores {
  const budget = memoryBudget();
  return { ...memoryStore(), audit: memoryAudit(), phoneBudget: budget, expiring: budget };
}

describe.each<[string, () => AccountStores]>([['in memory', inMemory], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores; }]])('the stores %s', (_name, make) => {
  let stores: AccountStores;
  beforeEach(() => { stores = make(); });
  const user = async () => (await stores.users.findWithIdentities(USER))?.user;
  const identity = (key = KEY) => whole(stores, key);

  test('[SEC-75] what a person gives is stored in an active user only, and only with a consent now or before', async () => {
    await stores.users.add(aUser());
    const change = { nickname: 'Alice', avatarUrl: 'https://x.example/a.png', avatarFile: 'cloud://env.b/avatars/a.png' as FileId, phone: PHONE };
    expect(await stores.users.store(USER, { change, over: {}, consent: null, policy: 'v2' }, KEEP)).toBe(false);
    expect(await user()).toEqual(aUser());
    expect(await stores.users.store(USER, { change, over: {}, consent: consent('v2'), policy: null }, KEEP)).toBe(true);
    expect(await user()).toEqual(aUser({ ...change, consents: [consent('v2')] }));
    expect(await stores.users.store(USER, { change: { phone: { ...PHONE, masked: '+86*******0002' } }, over: {}, consent: null, policy: 'v2' }, KEEP)).toBe(true);
    expect((await user())?.phone?.masked).toBe('+86*******0002');
    expect(await stores.users.store(BOB, { change, over: {}, consent: null, policy: null }, KEEP)).toBe(false);
    await stores.users.ban(USER, by('ban'));
    expect(await stores.users.store(USER, { change: { nickname: 'x' }, over: {}, consent: null, policy: null }, KEEP)).toBe(false);
  });

  test('[SEC-75] a consent is recorded once for each version, and twenty stay', async () => {
    await stores.users.add(aUser());
    expect([await stores.users.consent(USER, consent('v1'), KEEP), await stores.users.consent(USER, consent('v1'), KEEP)]).toEqual([true, false]);
    for (let count = 2; count < 25; count += 1) await stores.users.consent(USER, consent(`v${count}`), KEEP);
    expect((await user())?.consents.map(({ policy }) => policy)).toEqual(Array.from({ length: 20 }, (_each, index) => `v${index + 5}`));
  });

  test('[AC-1] a state changes only from those it may be left for', async () => {
    await stores.users.add(aUser());
    const closing = { at: NEW_YEAR, erasesAt: NEW_YEAR + 15 * DAY };
    expect([await stores.users.keep(USER, by('keep')), await stores.users.lift(USER, 'active', by('lift'))]).toEqual([false, false]);
    expect([await stores.users.close(USER, closing.erasesAt, by('close')), await stores.users.close(USER, closing.erasesAt, by('close'))]).toEqual([true, false]);
    expect(await user()).toEqual(aUser({ status: 'closing', closing, pending: [by('close')] }));
    expect([await stores.users.keep(USER, by('keep', closing.erasesAt)), await stores.users.keep(USER, by('keep', closing.erasesAt - 1))]).toEqual([false, true]);
    expect(await user()).toEqual(aUser({ pending: [by('close'), by('keep', closing.erasesAt - 1)] }));
    expect([await stores.users.unsettled(NEW_YEAR, 10), await stores.users.unsettled(NEW_YEAR + 1, 10)]).toEqual([[], [USER]]);
    await stores.users.settle(USER, NEW_YEAR);
    await stores.users.settle(USER, closing.erasesAt - 1);
    expect(await user()).toEqual(aUser());
    expect([await stores.users.ban(USER, by('ban')), await stores.users.ban(USER, by('ban')), await stores.users.close(USER, closing.erasesAt, by('close'))]).toEqual([true, false, false]);
    expect([await stores.users.lift(USER, 'active', by('lift')), (await user())?.status]).toEqual([true, 'active']);
  });

  test('[SEC-75] an erasure begins when it is due, takes what names the person in that write, and is found until it has ended', async () => {
    const closing = { at: NEW_YEAR, erasesAt: NEW_YEAR + DAY };
    await stores.users.add(aUser({ nickname: 'Alice', phone: PHONE, consents: [consent('v1')], avatarFile: 'cloud://env.b/avatars/a.png' as FileId }));
    await stores.users.close(USER, closing.erasesAt, by('close'));
    expect(await stores.users.dueForErasure(NEW_YEAR + DAY - 1, 10)).toEqual([]);
    expect(await stores.users.beginErasure(USER, NEW_YEAR + DAY - 1)).toBe(false);
    expect((await stores.users.dueForErasure(NEW_YEAR + DAY, 10)).map(({ id }) => id)).toEqual([USER]);
    expect([await stores.users.beginErasure(USER, NEW_YEAR + DAY), await stores.users.beginErasure(USER, NEW_YEAR + DAY)]).toEqual([true, false]);
    expect(await stores.users.dueForErasure(NEW_YEAR + DAY, 10)).toEqual([aUser({ status: 'erased', closing, createdAt: 0, avatarFile: 'cloud://env.b/avatars/a.png' as FileId })]);
    await stores.users.endErasure(USER);
    expect([await user(), await stores.users.dueForErasure(NEW_YEAR + DAY, 10)]).toEqual([aUser({ status: 'erased', createdAt: 0 }), []]);
  });

  test('[SEC-44] a state is copied to the identities that are in another one; ending the sessions goes to all; a tombstone stays one', async () => {
    await stores.identities.add(anIdentity());
    await stores.identities.add(anIdentity({ key: OTHER, status: 'erased' }));
    await stores.identities.setStatus(USER, 'banned');
    expect([await identity(), (await identity(OTHER))?.status]).toMatchObject([{ status: 'banned', sessions: [{ sid: SID }], sessionKeys: [] }, 'erased']);
    await stores.identities.setStatus(USER, 'active');
    expect(await identity()).toMatchObject({ status: 'active', sessions: [{ sid: SID }] });
    await stores.identities.setStatusAndEnd(USER, 'active');
    expect([await identity(), (await identity(OTHER))?.status]).toMatchObject([{ status: 'active', sessions: [], sessionKeys: [] }, 'erased']);
  });

  test('[SEC-14] session keys and sessions from long ago are found and dropped, and nothing younger', async () => {
    await stores.identities.add(anIdentity());
    const stale = (keys: number, used: number) => ({ keys: NEW_YEAR + keys, tokens: 0, used: NEW_YEAR + used });
    expect(await stores.identities.withStale(stale(0, 0), 10)).toEqual([]);
    expect([await stores.identities.withStale(stale(1, 0), 10), await stores.identities.withStale(stale(0, 1), 10)]).toEqual([[KEY], [KEY]]);
    await stores.identities.dropStale(KEY, stale(1, 0));
    expect(await identity()).toMatchObject({ sessionKeys: [], sessions: [{ sid: SID }] });
    await stores.identities.dropStale(KEY, stale(1, 1));
    expect(await identity()).toMatchObject({ sessions: [] });
  });

  test('[SEC-22] numbers under another seal are found, and put under a new one unless they changed', async () => {
    await stores.users.add(aUser({ phone: PHONE }));
    await stores.users.add(aUser({ id: BOB }));
    expect([(await stores.users.sealedUnderOther('s1', 10)).length, (await stores.users.sealedUnderOther('s2', 10)).map(({ id }) => id)]).toEqual([0, [USER]]);
    const next = { kid: 's2', box: 'next' };
    expect([await stores.users.reseal(USER, next, next), await stores.users.reseal(USER, PHONE.sealed, next), (await user())?.phone]).toEqual([false, true, { ...PHONE, sealed: next }]);
  });

  test('[PR-9] what is written over must still stand there', async () => {
    await stores.users.add(aUser());
    const store = (nickname: string, over: object) => stores.users.store(USER, { change: { nickname, avatarFile: 'cloud://env.b/a.png' as FileId, phone: PHONE }, over, consent: null, policy: null }, KEEP);
    expect([await store('a', { avatarFile: null, phone: null }), await store('b', { avatarFile: null }), await store('b', { phone: null })]).toEqual([true, false, false]);
    expect([await store('c', { avatarFile: 'cloud://env.b/a.png', phone: PHONE.key }), (await user())?.nickname]).toEqual([true, 'c']);
  });

  test('[SEC-75] an identity is buried and a union forgotten only while they are the erased user’s; a tombstone is revived once', async () => {
    await stores.identities.add(anIdentity({ unionId: 'oFAKE_union' as never, union: 'union-of-alice-0000000' as never }));
    await stores.unions.add({ key: 'union-of-alice-0000000' as never, userId: USER });
    expect([await stores.identities.bury(KEY, BOB), await stores.unions.forget('union-of-alice-0000000' as never, BOB)]).toEqual([false, false]);
    expect([await stores.identities.bury(KEY, USER), await stores.unions.forget('union-of-alice-0000000' as never, USER)]).toEqual([true, true]);
    expect(await stores.unions.owner('union-of-alice-0000000' as never)).toBeNull();
    expect(await identity()).toEqual(anIdentity({ status: 'erased', openId: 'erased' as never, linkedAt: 0, lastSignInAt: 0, union: 'union-of-alice-0000000' as never, sessionKeys: [], sessions: [], events: [] }));
    const back = anIdentity({ userId: BOB, generation: 1 });
    expect([await stores.identities.bury(KEY, USER), await stores.identities.revive(back, BOB), await stores.identities.revive(back, USER), await stores.identities.revive(back, USER)]).toEqual([false, false, true, false]);
    expect(await identity()).toEqual(back);
  });

  test('[AU-1] settled events are found and dropped by their moments; younger ones stay', async () => {
    await stores.identities.add(anIdentity({ events: [event('sign-in', NEW_YEAR), event('revoke', NEW_YEAR + 5), event('sign-in', NEW_YEAR + 50)] }));
    expect(await stores.identities.withEvents(NEW_YEAR, 10)).toEqual([]);
    const eventsNow = async () => (await stores.identities.withEvents(NEW_YEAR * 2, 10))[0]?.events;
    const [found] = await stores.identities.withEvents(NEW_YEAR + 10, 10);
    expect(found?.events[0]).toEqual(event('sign-in', NEW_YEAR));
    await stores.identities.dropEvents(KEY, [NEW_YEAR, NEW_YEAR + 5]);
    expect((await eventsNow())?.map(({ at }) => at)).toEqual([NEW_YEAR + 50]);
  });

  test('[OP-1] identities are found by openid or unionid, users by the hash of a number and by another index key', async () => {
    await stores.identities.add(anIdentity({ unionId: 'oFAKE_union' as never }));
    await stores.users.add(aUser({ phone: PHONE }));
    expect((await stores.identities.search({ openId: ALICE.openId }, 5)).map(({ key }) => key)).toEqual([KEY]);
    expect((await stores.identities.search({ unionId: 'oFAKE_union' as never }, 5)).map(({ key }) => key)).toEqual([KEY]);
    expect([await stores.identities.search({ openId: 'oFAKE_nobody' as never }, 5), await stores.users.search('other' as PhoneKey, 5)]).toEqual([[], []]);
    expect((await stores.users.search(PHONE.key, 5)).map(({ id }) => id)).toEqual([USER]);
    expect([await stores.users.ofAnotherIndexKey('f'), await stores.users.ofAnotherIndexKey('g')]).toEqual([null, USER]);
  });

  test('[AU-2] the audit takes each event and each number once, pages a user newest first, and forgets who it was', async () => {
    const random = countingRandom();
    const first = link(null, entry('1'), random);
    const second = link(first, entry('2', BOB), random);
    expect([await stores.audit.head(), await stores.audit.add(first), await stores.audit.add({ ...second, id: first.id }), await stores.audit.add({ ...second, seq: 1 })]).toEqual([null, true, false, false]);
    expect([await stores.audit.add(second), await stores.audit.add(link(second, entry('3'), random))]).toEqual([true, true]);
    expect([await stores.audit.has(second.id), await stores.audit.has('9' as never)]).toEqual([true, false]);
    expect((await stores.audit.head())?.seq).toBe(3);
    expect((await stores.audit.after(1, 1))).toEqual([second]);
    expect((await stores.audit.ofUser(USER, Number.MAX_SAFE_INTEGER, 10)).map(({ seq }) => seq)).toEqual([3, 1]);
    expect((await stores.audit.ofUser(USER, NEW_YEAR + 3, 10)).map(({ seq }) => seq)).toEqual([1]);
    await stores.audit.forget(USER);
    expect(await stores.audit.after(0, 10)).toMatchObject([{ seq: 1, hash: first.hash, salt: null, personal: null }, { salt: second.salt, personal: { userId: BOB } }, { personal: null }]);
  });

  test('[SEC-22] a day’s budget is taken up to the user’s and the app’s limit by any number at once, given back, and swept', async () => {
    const day = { appId: ALICE.appId as AppId, number: 20_000, endsAt: NEW_YEAR };
    const take = (who: UserId) => stores.phoneBudget.take(day, who, { phonePerDay: 3, phonePerAppPerDay: 5 });
    expect([await take(USER), await stores.phoneBudget.open(day, USER), await stores.phoneBudget.open(day, BOB)]).toEqual([false, true, false]);
    expect((await Promise.all(Array.from({ length: 10 }, () => take(USER)))).filter(Boolean)).toHaveLength(2);
    expect((await Promise.all(Array.from({ length: 10 }, () => take(BOB)))).filter(Boolean)).toHaveLength(2);
    await stores.phoneBudget.giveBack(day, USER);
    expect([await take(BOB), await take(BOB)]).toEqual([true, false]);
    expect(await stores.expiring.sweep(NEW_YEAR)).toBe(0);
    expect(await stores.expiring.sweep(NEW_YEAR + 2 * DAY)).toBe(1);
    expect(await stores.expiring.sweep(NEW_YEAR + 2 * DAY)).toBe(0);
  });

  test('[SEC-20] a packet that was not looked at is given back whole', async () => {
    await stores.identities.add(anIdentity());
    const take = () => stores.identities.reserveDecrypt(KEY, { sid: SID, packet: 'p', now: NEW_YEAR, rate: { most: 5, since: 0, until: NEW_YEAR * 2 }, staleKeysBefore: 0, keep: KEEP });
    expect([await take(), await take()]).toEqual([true, false]);
    await stores.identities.returnPacket(KEY, 'p');
    expect(await take()).toBe(true);
  });
});

test('[SEC-07] every write but the copying of a state, the forgetting of a name and the sweeping of what is over goes to one document by its _id', () => {
  const multi = cloud.bodies.filter(({ action, multi: all }) => /modify|remove/.test(String(action)) && all !== false);
  const byUser = multi.filter(({ collectionName }) => collectionName !== 'flows');
  for (const { query } of byUser) expect(Object.keys(JSON.parse(String(query)) as object).sort()).toEqual(expect.arrayContaining(['userId']));
  for (const { query, action } of multi.filter((each) => !byUser.includes(each))) expect([action, Object.keys(JSON.parse(String(query)) as object)]).toEqual(['database.removeDocument', ['expiresAt']]);
  expect(new Set(multi.map(({ collectionName }) => collectionName))).toEqual(new Set(['identities', 'audit', 'flows']));
});
