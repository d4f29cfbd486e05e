// One suite for the stores of auth/ports.ts, two implementations: in memory, and the collections on the real wx-server-sdk.
import { unionId } from '../../auth/ids';
import type { IdentityKey, SessionId, UnionKey, UserId } from '../../auth/ids';
import type { Identities, Identity, Opening, SecurityEvent, Unions, UserRecord, Users } from '../../auth/ports';
import { UNMERGED } from '../../auth/merge/unmerged';
import { KEEP } from '../../auth/session/limits';
import { ALICE, NEW_YEAR } from '../auth/a-world';
import { startCloudStore } from './cloud-store';
import type { CloudStore } from './cloud-store';
import { memoryStore } from './memory';
import { whole } from './whole';

interface Stores { identities: Identities; users: Users; unions: Unions }

const KEY = 'identity-of-alice-0000' as IdentityKey;
const USER = 'user-of-alice-00000000' as UserId;
const UNION = 'union-of-alice-0000000' as UnionKey;
const sid = (name: string) => `session-${name}`.padEnd(22, '0') as SessionId;

const event = (kind: SecurityEvent['kind'], session: SessionId | null, at = NEW_YEAR): SecurityEvent => ({ at, kind, sid: session, device: null, ipPrefix: '203.0.113.*', by: null });
const aUser: UserRecord = {
  id: USER, status: 'active', generation: 0, nickname: null, avatarUrl: null, avatarFile: null, phone: null, consents: [], closing: null, pending: [], ...UNMERGED, invitedBy: null, createdAt: NEW_YEAR, indexKey: 'f',
};
const opening = (name: string, at = NEW_YEAR, sessionKey: string | null = null): Opening => ({
  session: { sid: sid(name), n: 0, createdAt: at, usedAt: at, endsAt: at + 1000, door: 'mini-program', device: { platform: 'ios', model: 'x' }, ipPrefix: null },
  event: event('sign-in', sid(name), at), sessionKey: sessionKey === null ? null : { kid: 's1', box: sessionKey, at }, profile: null, wechatTokens: null, staleKeysBefore: at - 500, keep: KEEP, rate: { most: 1000, since: 0, until: Number.MAX_SAFE_INTEGER / 4 },
});
const anIdentity = (change: Partial<Identity> = {}): Identity => ({
  key: KEY, kind: 'mini-program', appId: ALICE.appId, openId: ALICE.openId, unionId: null, union: null, userId: USER, mergedFrom: null, leavingAt: null, status: 'active', generation: 0, linkedAt: NEW_YEAR, lastSignInAt: NEW_YEAR,
  sessionKeys: [], sessions: [opening('first').session], events: [opening('first').event], signIns: [NEW_YEAR], renewals: [], decryptAttempts: [], seenPackets: [], profile: null, wechatTokens: null, ...change,
});
const renewal = (change: object = {}) => ({ userId: USER, sid: sid('first'), n: 0, now: NEW_YEAR + 10, usedAfter: NEW_YEAR - 100, staleKeysBefore: NEW_YEAR, rate: { most: 30, since: 0, until: NEW_YEAR * 2 }, ...change });
const window = (since: number) => ({ most: 5, since, until: NEW_YEAR * 2 });
const attempt = (packet: string, change: object = {}) => ({ sid: sid('first'), packet, now: NEW_YEAR, rate: window(NEW_YEAR - 600), staleKeysBefore: NEW_YEAR - 500, keep: KEEP, ...change });

let cloud: CloudStore;
beforeAll(async () => { cloud = await startCloudStore(); });
afterAll(() => cloud.close());

describe.each<[string, () => Stores]>([['in memory', memoryStore], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores; }]])('the stores %s', (_name, make) => {
  let stores: Stores;
  const find = () => whole(stores, KEY);
  beforeEach(() => { stores = make(); });

  test('[ST-1] adding a taken key is false and changes nothing; what was added is found as it was', async () => {
    expect(await stores.identities.add(anIdentity())).toBe(true);
    expect(await stores.identities.add(anIdentity({ openId: 'oFAKE_other' as never }))).toBe(false);
    expect(await find()).toEqual(anIdentity());
    expect([await stores.users.add(aUser), await stores.users.add(aUser)]).toEqual([true, false]);
    expect([await stores.unions.add({ key: UNION, userId: USER }), await stores.unions.add({ key: UNION, userId: USER }), await stores.unions.owner(UNION)]).toEqual([true, false, USER]);
  });

  test('[ST-2] an identity is found with its user and its union’s owner, and a sibling by the union', async () => {
    await stores.identities.add(anIdentity({ union: UNION }));
    await stores.users.add(aUser);
    await stores.unions.add({ key: UNION, userId: USER });
    expect(await stores.identities.find(KEY)).toEqual({ identity: anIdentity({ union: UNION, events: [] }), user: aUser, unionOwner: USER });
    const other = 'identity-of-other-0000' as IdentityKey;
    expect(await stores.identities.lookUp(other, UNION)).toMatchObject({ known: null, sibling: { identity: { key: KEY }, user: { id: USER }, unionOwner: USER } });
    expect(await stores.identities.lookUp(other, null)).toEqual({ known: null, sibling: null });
    expect(await stores.users.findWithIdentities(USER)).toEqual({ user: aUser, identities: [anIdentity({ union: UNION })] });
    expect(await stores.users.findWithIdentities('nobody-000000000000000' as UserId)).toBeNull();
  });

  test('[ST-3] a session is opened only in an active identity of the union named', async () => {
    expect(await stores.identities.openSession(KEY, null, opening('second'))).toBe(false);
    await stores.identities.add(anIdentity());
    expect(await stores.identities.openSession(KEY, UNION, opening('second'))).toBe(false);
    expect(await stores.identities.openSession(KEY, null, opening('second', NEW_YEAR + 5))).toBe(true);
    expect((await find())?.sessions.map((each) => each.sid)).toEqual([sid('first'), sid('second')]);
    expect((await find())?.lastSignInAt).toBe(NEW_YEAR + 5);
  });

  test('[ST-4] a unionid is bound once, together with the session', async () => {
    await stores.identities.add(anIdentity());
    const union = unionId('oFAKE_U_alice');
    if (union === null) throw new Error('not a unionid');
    expect(await stores.identities.bindUnion(KEY, { id: union, key: UNION }, opening('second'))).toBe(true);
    expect(await find()).toMatchObject({ unionId: 'oFAKE_U_alice', union: UNION, sessions: [{}, {}] });
    expect(await stores.identities.bindUnion(KEY, { id: union, key: UNION }, opening('third'))).toBe(false);
  });

  test('[SEC-43] twenty sessions stay, the newest', async () => {
    await stores.identities.add(anIdentity());
    for (let count = 0; count < 22; count += 1) await stores.identities.openSession(KEY, null, opening(`s${count}-`, NEW_YEAR - count));
    const kept = (await find())?.sessions.map((each) => each.sid);
    expect([kept?.length, kept?.[0], kept?.at(-1)]).toEqual([20, sid('s2-'), sid('s21-')]);
  });

  test('[SEC-14] two session keys stay; a stale one goes with a sign-in without code, and with a renewal', async () => {
    await stores.identities.add(anIdentity());
    for (const box of ['a', 'b', 'c']) await stores.identities.openSession(KEY, null, opening(box, NEW_YEAR, box));
    expect((await find())?.sessionKeys.map(({ box }) => box)).toEqual(['b', 'c']);
    await stores.identities.openSession(KEY, null, opening('late', NEW_YEAR + 400));
    expect((await find())?.sessionKeys).toHaveLength(2);
    await stores.identities.advance(KEY, renewal({ staleKeysBefore: NEW_YEAR + 1 }));
    expect((await find())?.sessionKeys).toEqual([]);
  });

  test('[SEC-36] a generation advances once, and only for the user, session and generation named', async () => {
    await stores.identities.add(anIdentity());
    const refused = [{ userId: 'someone-else-000000000' }, { sid: sid('other') }, { n: 1 }, { now: NEW_YEAR + 1000 }, { usedAfter: NEW_YEAR }];
    for (const change of refused) expect(await stores.identities.advance(KEY, renewal(change))).toBe(false);
    await stores.identities.openSession(KEY, null, opening('second'));
    expect(await Promise.all([1, 2, 3].map(() => stores.identities.advance(KEY, renewal())))).toEqual(expect.arrayContaining([true, false, false]));
    expect((await find())?.sessions.map(({ n, usedAt }) => [n, usedAt])).toEqual([[1, NEW_YEAR + 10], [0, NEW_YEAR]]);
  });

  test('[SE-4] signing out removes one session and the session keys; ending for reuse keeps the keys', async () => {
    await stores.identities.add(anIdentity());
    await stores.identities.openSession(KEY, null, opening('second', NEW_YEAR, 'box'));
    expect(await stores.identities.endForReuse(KEY, event('refresh-reuse', sid('first'), NEW_YEAR), KEEP, NEW_YEAR)).toBe(true);
    expect(await find()).toMatchObject({ sessions: [{ sid: sid('second') }], sessionKeys: [{ box: 'box' }] });
    expect(await stores.identities.signOut(KEY, event('sign-out', sid('first'), NEW_YEAR), KEEP, false)).toBe(false);
    expect(await stores.identities.signOut(KEY, event('sign-out', sid('second'), NEW_YEAR), KEEP, false)).toBe(true);
    expect(await find()).toMatchObject({ sessions: [], sessionKeys: [], events: [{}, {}, { kind: 'refresh-reuse' }, { kind: 'sign-out' }] });
  });

  test('[SEC-73] a rate stands in the write itself: of any number at once so many are written, and those gone out of the window make room', async () => {
    await stores.identities.add(anIdentity({ signIns: [] }));
    const at = (now: number) => ({ ...opening(`at-${now}`, NEW_YEAR + now), rate: { most: 3, since: NEW_YEAR + now - 100, until: NEW_YEAR + now + 60 } });
    const opened = await Promise.all([1, 2, 3, 4, 5].map((now) => stores.identities.openSession(KEY, null, at(now))));
    expect(opened.filter(Boolean)).toHaveLength(3);
    expect((await find())?.signIns).toHaveLength(3);
    expect(await stores.identities.openSession(KEY, null, at(103))).toBe(true);
    expect(await stores.identities.openSession(KEY, null, at(-200))).toBe(true); // the clock went back: what lies ahead does not count
    const renewals = [0, 1, 2].map((n) => renewal({ sid: sid('first'), n, rate: { most: 2, since: NEW_YEAR - 100, until: NEW_YEAR + 60 } }));
    const advanced = [];
    for (const each of renewals) advanced.push(await stores.identities.advance(KEY, each));
    expect(advanced).toEqual([true, true, false]);
  });

  test('[SEC-42] ending all clears every identity of the user and no one else’s; revoking removes one session and keeps the keys', async () => {
    const other = 'identity-of-other-0000' as IdentityKey;
    const bobs = 'identity-of-bob-000000' as IdentityKey;
    await stores.identities.add(anIdentity({ sessionKeys: [{ kid: 's1', box: 'box', at: NEW_YEAR }] }));
    await stores.identities.add(anIdentity({ key: other }));
    await stores.identities.add(anIdentity({ key: bobs, userId: 'user-of-bob-0000000000' as UserId }));
    await stores.identities.openSession(KEY, null, opening('second'));
    expect(await stores.identities.revoke(KEY, event('revoke', sid('first'), NEW_YEAR), KEEP)).toBe(true);
    expect(await find()).toMatchObject({ sessions: [{ sid: sid('second') }], sessionKeys: [{ box: 'box' }] });
    await stores.identities.endAll(USER, event('sign-out-everywhere', sid('second'), NEW_YEAR), KEEP);
    expect([await find(), (await stores.identities.find(other))?.identity]).toMatchObject([{ sessions: [], sessionKeys: [] }, { sessions: [] }]);
    expect((await stores.identities.find(bobs))?.identity.sessions).toHaveLength(1);
  });

  test('[SEC-20] decrypt attempts are taken up to the limit within the window, a packet once, and given back', async () => {
    await stores.identities.add(anIdentity());
    const taken = await Promise.all(Array.from({ length: 8 }, (_each, at) => stores.identities.reserveDecrypt(KEY, attempt(`p${at}`, { now: NEW_YEAR + at }))));
    expect(taken.filter(Boolean)).toHaveLength(5);
    expect(await stores.identities.reserveDecrypt(KEY, attempt('later', { now: NEW_YEAR + 2000, rate: window(NEW_YEAR + 1400) }))).toBe(true);
    expect(await stores.identities.reserveDecrypt(KEY, attempt('later', { now: NEW_YEAR + 9000, rate: window(NEW_YEAR + 8000) }))).toBe(false);
    expect(await stores.identities.reserveDecrypt(KEY, attempt('x', { sid: sid('gone'), rate: window(NEW_YEAR + 9000) }))).toBe(false);
    await stores.identities.releaseDecrypt(KEY, 'later');
    expect((await find())?.decryptAttempts.map(({ hash }) => hash)).not.toContain('later');
  });

  test.each(['banned', 'closing', 'erased', 'merged'] as const)('[SEC-44] an identity that is %s takes no write', async (status) => {
    await stores.identities.add(anIdentity({ status }));
    const ended = event('sign-out', sid('first'), NEW_YEAR);
    expect(await stores.identities.openSession(KEY, null, opening('second'))).toBe(false);
    expect(await stores.identities.advance(KEY, renewal())).toBe(false);
    expect(await stores.identities.signOut(KEY, ended, KEEP, false)).toBe(false);
    expect(await stores.identities.endForReuse(KEY, ended, KEEP, NEW_YEAR)).toBe(false);
    expect(await stores.identities.reserveDecrypt(KEY, attempt('p'))).toBe(false);
    expect(await find()).toEqual(anIdentity({ status }));
  });
});

test('[SEC-07] every write goes to one document: multi is false and an _id stands in the query; signing out everywhere is the one exception', () => {
  const all = cloud.bodies.filter(({ action }) => action === 'database.modifyDocument');
  const writes = all.filter(({ multi }) => multi === false);
  expect(all.filter(({ multi }) => multi !== false).map(({ query }) => JSON.parse(String(query)) as object)).toEqual([{ userId: USER, status: 'active' }]);
  expect(writes.length).toBeGreaterThan(20);
  for (const body of writes) {
    expect(body).toMatchObject({ upsert: false });
    expect(JSON.parse(String(body['query']))).toMatchObject({ _id: expect.stringMatching(/^.{22}$/) });
  }
});
