// One suite for what keeps and drops WeChat's tokens of a person, two implementations: in memory, and the collections on the real wx-server-sdk.
import type { IdentityKey, SessionId, UserId } from '../../auth/ids';
import type { Identities, Identity, Opening, SecurityEvent, WeChatProfile } from '../../auth/ports';
import type { SealedWeChatTokens } from '../../auth/profile/ports';
import { KEEP } from '../../auth/session/limits';
import { ALICE, NEW_YEAR } from '../auth/a-world';
import { startCloudStore } from './cloud-store';
import type { CloudStore } from './cloud-store';
import { memoryStore } from './memory';

const KEY = 'identity-of-alice-0000' as IdentityKey;
const USER = 'user-of-alice-00000000' as UserId;
const BOB = 'user-of-bob-0000000000' as UserId;
const SID = 'session-first000000000' as SessionId;
const OTHER_SID = 'session-other000000000' as SessionId;
const tokens = (box: string, at = NEW_YEAR): SealedWeChatTokens => ({ kid: 's1', box, at });
const SHOWN: WeChatProfile = { nickname: 'Alice', sex: 0, province: '', city: '', country: '', headimgurl: '', privilege: ['p'], at: NEW_YEAR };
const RATE = { most: 3, since: NEW_YEAR - 100, until: NEW_YEAR + 60 };

const event = (kind: SecurityEvent['kind'], sid = SID): SecurityEvent => ({ at: NEW_YEAR, kind, sid, device: null, ipPrefix: null, by: null });
const session = (sid = SID) => ({ sid, n: 0, createdAt: NEW_YEAR, usedAt: NEW_YEAR, endsAt: NEW_YEAR + 1000, door: 'website' as const, device: null, ipPrefix: null });
const anIdentity = (change: Partial<Identity> = {}): Identity => ({
  key: KEY, kind: 'website', appId: ALICE.appId, openId: ALICE.openId, unionId: null, union: null, userId: USER, mergedFrom: null, leavingAt: null, status: 'active', generation: 0, linkedAt: NEW_YEAR, lastSignInAt: NEW_YEAR,
  sessionKeys: [], sessions: [session()], events: [], signIns: [], renewals: [], decryptAttempts: [], seenPackets: [], profile: null, wechatTokens: tokens('first'), ...change,
});
const opening = (wechatTokens: SealedWeChatTokens | null): Opening => ({ session: session(OTHER_SID), event: event('sign-in', OTHER_SID), sessionKey: null, profile: null, wechatTokens, staleKeysBefore: 0, keep: KEEP, rate: { ...RATE, most: 100 } });

/** Every way in which a person's sessions end, or she is somebody's no more. */
const ENDINGS: [string, (identities: Identities) => Promise<unknown>][] = [
  ['signing out', (identities) => identities.signOut(KEY, event('sign-out'), KEEP, true)], ['signing out everywhere', (identities) => identities.endAll(USER, event('sign-out-everywhere'), KEEP)],
  ['a ban', (identities) => identities.setStatusAndEnd(USER, 'banned')], ['closing', (identities) => identities.setStatus(USER, 'closing')], ['erasure', (identities) => identities.bury(KEY, USER)], ['unlinking', (identities) => identities.leave(KEY, USER)],
  ['a merge', (identities) => identities.moveAll(USER, BOB)], ['moving to another', (identities) => identities.move(KEY, USER, BOB)], ['a merge undone', async (identities) => { await identities.moveAll(USER, BOB); await identities.giveBack(USER, []); }],
];

let cloud: CloudStore;
beforeAll(async () => { cloud = await startCloudStore(); });
afterAll(() => cloud.close());

describe.each<[string, () => { identities: Identities }]>([['in memory', memoryStore], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores; }]])('the stores %s', (_name, make) => {
  let identities: Identities;
  beforeEach(async () => { ({ identities } = make()); });
  const found = async () => (await identities.find(KEY))?.identity;
  const held = async () => (await found())?.wechatTokens ?? null;

  test('[WE-11] tokens come with the write that opens a session, and with a first identity; a sign-in without any leaves what stands', async () => {
    await identities.add(anIdentity());
    expect(await held()).toEqual(tokens('first'));
    expect([await identities.openSession(KEY, null, { ...opening(null), session: session('s2'.padEnd(22, '0') as SessionId) }), await held()]).toEqual([true, tokens('first')]);
    expect([await identities.openSession(KEY, null, opening(tokens('second', NEW_YEAR + 5))), await held()]).toEqual([true, tokens('second', NEW_YEAR + 5)]);
  });

  test.each(ENDINGS)('[WE-12] %s drops them', async (_what, end) => {
    await identities.add(anIdentity());
    await end(identities);
    expect([(await found())?.key, await held()]).toEqual([KEY, null]);
  });

  test('[WE-12] revoking another device leaves them, and so does a renewal', async () => {
    await identities.add(anIdentity({ sessions: [session(), session(OTHER_SID)] }));
    await identities.revoke(KEY, event('revoke', OTHER_SID), KEEP);
    await identities.advance(KEY, { userId: USER, sid: SID, n: 0, now: NEW_YEAR + 10, usedAfter: 0, staleKeysBefore: 0, rate: RATE });
    expect(await held()).toEqual(tokens('first'));
  });

  test('[WE-15] a sign-out that is to leave them waits where they stand, and goes through where none do', async () => {
    await identities.add(anIdentity({ sessions: [session(), session(OTHER_SID)] }));
    expect([await identities.signOut(KEY, event('sign-out'), KEEP, false), (await found())?.sessions.length, await held()]).toEqual([false, 2, tokens('first')]);
    await identities.add(anIdentity({ key: 'identity-of-bob-000000' as IdentityKey, wechatTokens: null, sessions: [session(), session(OTHER_SID)] }));
    expect(await identities.signOut('identity-of-bob-000000' as IdentityKey, event('sign-out'), KEEP, false)).toBe(true);
  });

  test('[WE-12] housekeeping finds and drops those from long ago, and nothing younger', async () => {
    await identities.add(anIdentity());
    const stale = (before: number) => ({ keys: 0, tokens: NEW_YEAR + before, used: 0 });
    expect([await identities.withStale(stale(0), 10), await identities.withStale(stale(1), 10)]).toEqual([[], [KEY]]);
    await identities.dropStale(KEY, stale(0));
    expect(await held()).toEqual(tokens('first'));
    await identities.dropStale(KEY, stale(1));
    expect([await held(), (await found())?.sessions.length]).toEqual([null, 1]);
  });

  test('[WE-13] what WeChat shows is kept for a living session alone, and renewed tokens in the place of the very ones that were renewed', async () => {
    await identities.add(anIdentity());
    const renewed = { over: 'first', tokens: tokens('second') };
    expect(await identities.keepShown(KEY, OTHER_SID, { profile: SHOWN, renewed: null })).toBe(false);
    expect(await identities.keepShown(KEY, SID, { profile: SHOWN, renewed: { ...renewed, over: 'another' } })).toBe(false);
    expect(await found()).toMatchObject({ profile: null, wechatTokens: tokens('first') });
    expect((await Promise.all([1, 2, 3].map(() => identities.keepShown(KEY, SID, { profile: SHOWN, renewed })))).filter(Boolean)).toHaveLength(1);
    expect(await found()).toMatchObject({ profile: SHOWN, wechatTokens: tokens('second') });
    expect([await identities.keepShown(KEY, SID, { profile: { ...SHOWN, nickname: '', privilege: [] }, renewed: null }), await found()]).toMatchObject([true, { profile: { nickname: '', privilege: [] }, wechatTokens: tokens('second') }]);
    await identities.dropTokens(KEY, 'first');
    expect(await held()).toEqual(tokens('second'));
    await identities.dropTokens(KEY, 'second');
    expect([await held(), await identities.keepShown(KEY, SID, { profile: null, renewed: { over: 'second', tokens: tokens('third') } })]).toEqual([null, false]);
  });

  test.each(['banned', 'closing', 'merged'] as const)('[SEC-44] an identity that is %s keeps nothing more and counts nothing', async (status) => {
    await identities.add(anIdentity({ status }));
    expect([await identities.keepShown(KEY, SID, { profile: SHOWN, renewed: null }), await identities.countRenewal(KEY, { sid: SID, now: NEW_YEAR, rate: RATE })]).toEqual([false, false]);
    expect(await found()).toEqual(anIdentity({ status }));
  });

  test('[SEC-73] asking for a profile counts with the renewals, in the write: so many of any number at once, and a session that is gone none', async () => {
    await identities.add(anIdentity());
    const count = (sid = SID, now = NEW_YEAR) => identities.countRenewal(KEY, { sid, now, rate: { ...RATE, since: now - 100, until: now + 60 } });
    expect(await count(OTHER_SID)).toBe(false);
    expect((await Promise.all(Array.from({ length: 8 }, () => count()))).filter(Boolean)).toHaveLength(3);
    expect([(await found())?.renewals, await count(SID, NEW_YEAR + 99), await count(SID, NEW_YEAR + 101)]).toEqual([[NEW_YEAR, NEW_YEAR, NEW_YEAR], false, true]);
  });
});
