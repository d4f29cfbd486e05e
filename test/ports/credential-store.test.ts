// One suite for the rows of the access_token centre, two implementations: in memory, and app_tokens on the real wx-server-sdk.
import type { CredentialId, Credentials } from '../../auth/app-token/ports';
import type { Nonces } from '../../auth/app-token/servers';
import { ALICE, NEW_YEAR } from '../auth/a-world';
import { startCloudStore } from './cloud-store';
import type { CloudStore } from './cloud-store';
import { memoryCredentials } from './memory-credentials';

const ID: CredentialId = { appId: ALICE.appId, kind: 'access-token' };
const TICKET: CredentialId = { appId: ALICE.appId, kind: 'jsapi-ticket' };
const LEASE = { until: NEW_YEAR + 5000, now: NEW_YEAR, endpoint: 'stable_token' } as const;
const CURRENT = { sealed: { kid: 's1', box: 'b'.repeat(4000) }, obtainedAt: NEW_YEAR, expiresAt: NEW_YEAR + 7_200_000 };

let cloud: CloudStore;
beforeAll(async () => { cloud = await startCloudStore(); });
afterAll(() => cloud.close());

describe.each<[string, () => Credentials]>([['in memory', memoryCredentials], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores.credentials; }]])('the credentials %s', (_name, make) => {
  let credentials: Credentials;
  beforeEach(() => { credentials = make(); });

  test('[ST-30] of any number that lease a row at once one gets the next fence, also where there was no row', async () => {
    const lease = (read: { fence: number; leasedUntil: number | null } | null) => Promise.all(Array.from({ length: 10 }, () => credentials.lease(ID, read, { ...LEASE, until: LEASE.until + (read?.fence ?? 0) })));
    expect((await lease(null)).filter((fence) => fence !== null)).toEqual([1]);
    expect((await lease({ fence: 1, leasedUntil: LEASE.until })).filter((fence) => fence !== null)).toEqual([2]);
    expect(await credentials.lease(ID, { fence: 1, leasedUntil: LEASE.until }, LEASE)).toBeNull();
    expect(await credentials.lease(TICKET, null, { ...LEASE, endpoint: 'getticket' })).toBe(1);
    expect((await credentials.all()).map(({ id, fence }) => [id.kind, fence]).sort()).toEqual([['access-token', 2], ['jsapi-ticket', 1]]);
    expect(await credentials.find(ID)).toEqual({ id: ID, endpoint: 'stable_token', fence: 2, leasedUntil: LEASE.until + 1, current: null, renewAt: NEW_YEAR, failing: null, seenAt: NEW_YEAR, forced: [], renewals: [], overtaken: [], chained: 0, hurriedAt: 0 });
  });

  test('[ST-31] what is written under a fence is found as it was, replaces lists and objects whole, and leaves the rest', async () => {
    await credentials.lease(ID, null, LEASE);
    const whole = { current: CURRENT, leasedUntil: null, renewAt: NEW_YEAR + 1, failing: { reason: 'errcode -1', remedy: null, times: 3, told: ['errcode -1'] }, seenAt: NEW_YEAR + 2, forced: [NEW_YEAR + 3, NEW_YEAR], overtaken: [NEW_YEAR + 4], renewals: [{ fence: 1, at: NEW_YEAR, by: 'timer', why: 'due' as const }], endpoint: 'token' as const };
    expect(await credentials.write(ID, 1, whole)).toBe(true);
    expect(await credentials.find(ID)).toEqual({ id: ID, fence: 1, chained: 0, hurriedAt: 0, ...whole });
    const next = { current: { ...CURRENT, sealed: { kid: 's2', box: 'c' } }, failing: null, forced: [], renewals: [] };
    expect(await credentials.write(ID, 1, next)).toBe(true);
    await credentials.touch(ID, NEW_YEAR + 10);
    await credentials.hurry(ID, NEW_YEAR + 11);
    await credentials.markChained(ID, 1);
    expect(await credentials.find(ID)).toEqual({ id: ID, fence: 1, ...whole, ...next, seenAt: NEW_YEAR + 10, hurriedAt: NEW_YEAR + 11, chained: 1 });
  });

  test('[REL-14] what comes under a fence that was taken over changes nothing', async () => {
    await credentials.lease(ID, null, LEASE);
    await credentials.lease(ID, { fence: 1, leasedUntil: LEASE.until }, { ...LEASE, until: NEW_YEAR + 9000 });
    const before = await credentials.find(ID);
    expect(await credentials.write(ID, 1, { current: CURRENT, leasedUntil: null })).toBe(false);
    expect(await credentials.find(ID)).toEqual(before);
    expect(await credentials.write(TICKET, 1, { current: CURRENT })).toBe(false);
  });
});

test.each<[string, () => Credentials]>([['in memory', memoryCredentials], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores.credentials; }]])('[REL-14] a row that its holder wrote after it was read is not leased on what was read: %s', async (_name, make) => {
  const credentials = make();
  await credentials.lease(ID, null, LEASE);
  const read = await credentials.find(ID);
  await credentials.write(ID, 1, { current: CURRENT, leasedUntil: null });
  expect(await credentials.lease(ID, read, LEASE)).toBeNull();
  expect(await credentials.lease(ID, await credentials.find(ID), LEASE)).toBe(2);
});

test('[SEC-79] a nonce is claimed once by any number at once, and swept when its time is over', async () => {
  cloud.clear();
  const nonces: Nonces = cloud.stores.nonces;
  expect((await Promise.all(Array.from({ length: 10 }, () => nonces.claim('n1', NEW_YEAR)))).filter(Boolean)).toHaveLength(1);
  expect(await nonces.claim('n2', NEW_YEAR + 1000)).toBe(true);
  expect([await cloud.stores.expiring.sweep(NEW_YEAR + 1), await cloud.stores.expiring.sweep(NEW_YEAR + 1)]).toEqual([1, 0]);
  expect([await nonces.claim('n1', NEW_YEAR), await nonces.claim('n2', NEW_YEAR)]).toEqual([true, false]);
});
