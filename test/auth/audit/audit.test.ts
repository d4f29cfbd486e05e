// The audit chain: it grows by one recorder's or many recorders' hands, and shows whatever was changed in it.
import fc from 'fast-check';
import { keepHouse } from '../../../auth/account/housekeeping';
import { link } from '../../../auth/audit/chain';
import type { Entry } from '../../../auth/audit/chain';
import type { AuditRow } from '../../../auth/audit/ports';
import { ChainBusy, record } from '../../../auth/audit/record';
import { verifyChain } from '../../../auth/audit/verify-chain';
import { verifyPage } from '../../../auth/audit/verify-page';
import type { IdentityKey, UserId } from '../../../auth/ids';
import { signOut } from '../../../auth/session/sign-out';
import { signOutEverywhere } from '../../../auth/session/sign-out-everywhere';
import { signIn } from '../../../auth/sign-in/sign-in';
import { countingRandom } from '../../ports/memory';
import { memoryAudit } from '../../ports/memory-account';
import { sealWith } from '../../../cloudbase/secrets';
import { bindPhone } from '../../../auth/profile/bind-phone';
import { ALICE, APP, A_TAP, NEW_YEAR, aPerson, aWorld, granted } from '../a-world';

const entry = (id: string): Entry => ({
  id: id as Entry['id'], at: NEW_YEAR, kind: 'sign-in',
  personal: { userId: 'user-of-alice-00000000' as UserId, identity: 'identity-of-alice-0000' as IdentityKey, appId: APP.appId, sid: null, device: { platform: 'ios', model: 'x' }, ipPrefix: '203.0.113.*', by: null },
});

function chainOf(length: number): AuditRow[] {
  const random = countingRandom();
  const rows: AuditRow[] = [];
  for (let count = 0; count < length; count += 1) rows.push(link(rows.at(-1) ?? null, entry(`e${count}`), random));
  return rows;
}

test('[AU-3] a chain that nobody touched holds, also where names were taken out of it', () => {
  const rows = chainOf(5);
  expect(verifyChain(null, rows)).toEqual({ head: { seq: 5, hash: rows[4]?.hash }, broken: null });
  expect(verifyChain(null, rows.map((row) => (row.seq === 2 ? { ...row, salt: null, personal: null } : row))).broken).toBeNull();
});

test('[AU-3] any field of any row that is changed is found, and so is a row that is missing or put in', () => {
  const rows = chainOf(6);
  const changes: [keyof AuditRow, unknown][] = [
    ['at', 1], ['kind', 'ban'], ['id', 'other'], ['hash', 'x'], ['previous', 'x'], ['commitment', 'x'], ['seq', 9], ['salt', 'x'], ['personal', { ...entry('e').personal, ipPrefix: '198.51.100.*' }],
  ];
  fc.assert(fc.property(fc.integer({ min: 0, max: 5 }), fc.constantFrom(...changes), (at, [field, value]) => {
    expect(verifyChain(null, rows.map((row, index) => (index === at ? { ...row, [field]: value } : row))).broken?.seq).toBeDefined();
  }));
  const forged = { ...entry('e').personal, by: 'somebody' } as AuditRow['personal'];
  expect(verifyChain(null, rows.map((row) => (row.seq === 4 ? { ...row, salt: null, personal: forged } : row))).broken).toEqual({ seq: 4, what: 'personal' });
  expect(verifyChain(null, rows.filter(({ seq }) => seq !== 3)).broken).toEqual({ seq: 4, what: 'gap' });
  expect(verifyChain(null, [...rows.slice(0, 3), ...chainOf(1), ...rows.slice(3)]).broken).toEqual({ seq: 1, what: 'gap' });
});

test('[AU-3] an end that was cut off is found by the head that the log keeps', async () => {
  const audit = memoryAudit();
  for (const row of chainOf(4).slice(0, 3)) await audit.add(row);
  const logged = chainOf(4)[3];
  expect(await verifyPage({ audit }, null, logged?.hash ?? '')).toMatchObject({ rows: 3, broken: null, isSought: false, isWhole: true });
  if (logged) await audit.add(logged);
  expect(await verifyPage({ audit }, null, logged?.hash ?? '')).toMatchObject({ rows: 4, broken: null, isSought: true });
});

test('[AU-4] any number of recorders at once make one chain without a gap, each event once', async () => {
  const audit = memoryAudit();
  const entries = Array.from({ length: 12 }, (_each, count) => entry(`e${count}`));
  const slow = { ...audit, add: async (row: AuditRow) => { await Promise.resolve(); return audit.add(row); } };
  await Promise.all([1, 2, 3].map(() => record({ audit: slow, random: countingRandom() }, entries)));
  const rows = await audit.after(0, 100);
  expect([rows.length, verifyChain(null, rows).broken, new Set(rows.map(({ id }) => id)).size]).toEqual([12, null, 12]);
});

test('[AU-4] a recorder that loses every place gives up, and what it held is not lost', async () => {
  const audit = { ...memoryAudit(), add: async () => false, has: async () => false };
  await expect(record({ audit, random: countingRandom() }, [entry('e')])).rejects.toThrow(ChainBusy);
});

test('[AU-5] settled events move into the chain once; those of the last minute stay', async () => {
  const world = aWorld();
  await signIn(world, APP, ALICE, A_TAP);
  expect((await keepHouse(world, () => true)).chained).toBe(0);
  world.clock.advance(60_001);
  await signIn(world, APP, ALICE, A_TAP);
  expect((await keepHouse(world, () => true)).chained).toBe(1);
  const [identity] = world.rows.identities.values();
  expect([identity?.events.map(({ at }) => at), (await world.audit.after(0, 10)).map(({ at, personal }) => [at, personal?.ipPrefix])]).toEqual([[NEW_YEAR + 60_001], [[NEW_YEAR, '203.0.113.*']]]);
});

test('[AU-5] without time left a run does nothing, and an INDEX_KEY that is not the users’ is an alarm', async () => {
  const world = aWorld();
  await signIn(world, APP, ALICE, A_TAP);
  world.clock.advance(60_001);
  expect(await keepHouse({ ...world, indexKey: Buffer.alloc(32, 8) }, () => false)).toEqual({ chained: 0, erased: 0, settled: 0, merged: 0, swept: 0, resealed: 0, told: 0, head: null });
  expect(world.alarms).toMatchObject([{ event: 'index-key-changed', detail: { sentence: expect.stringContaining('never rotated') } }]);
});

test('[AU-5] one run moves the events of any number of identities', async () => {
  const world = aWorld();
  for (let count = 0; count < 120; count += 1) await signIn(world, APP, aPerson(`p${count}`), A_TAP);
  world.clock.advance(60_001);
  expect((await keepHouse(world, () => true)).chained).toBe(120);
});

test('[AU-5] an identity whose events cannot be moved is told, and keeps nobody else from her turn', async () => {
  const world = aWorld();
  for (const person of [ALICE, aPerson('broken'), aPerson('carol')]) await signIn(world, APP, person, A_TAP);
  world.clock.advance(60_001);
  const { dropEvents } = world.identities;
  world.identities.dropEvents = async (key, at) => { if (world.rows.identities.get(key)?.openId.includes('broken')) throw new Error('no'); await dropEvents(key, at); };
  expect([(await keepHouse(world, () => true)).chained, world.failures]).toEqual([2, ['audit']]);
});

test('[SEC-14] housekeeping drops session keys of three days and sessions of thirty', async () => {
  const world = aWorld({ kind: 'exchanged', openId: ALICE.openId, unionId: null, sessionKey: 'key' });
  await signIn(world, APP, ALICE, { ...A_TAP, code: 'c' });
  const [identity] = world.rows.identities.values();
  world.clock.advance(3 * 86_400_000 + 1);
  await keepHouse(world, () => true);
  expect([identity?.sessionKeys.length, identity?.sessions.length]).toEqual([0, 1]);
  world.clock.advance(27 * 86_400_000);
  await keepHouse(world, () => true);
  expect(identity?.sessions).toEqual([]);
});

test('[SEC-22] housekeeping puts numbers under the key that seals now, and says which it cannot open', async () => {
  const world = aWorld();
  const { accessToken } = granted(await signIn(world, APP, ALICE, A_TAP));
  await bindPhone(world, APP, ALICE, accessToken, { code: 'c', policyVersion: null });
  const [first, second] = [{ kid: 's1', secret: Buffer.alloc(32, 1) }, { kid: 's2', secret: Buffer.alloc(32, 2) }];
  const [user] = world.rows.users.values();
  if (!user?.phone) throw new Error('no phone');
  user.phone.sealed = sealWith([first], 'phone').close('+8613800000001', `phone:${user.id}`);
  expect((await keepHouse({ ...world, phoneSeal: sealWith([second], 'phone') }, () => true)).resealed).toBe(0);
  expect(world.failures).toEqual(['seal']);
  expect((await keepHouse({ ...world, phoneSeal: sealWith([second, first], 'phone') }, () => true)).resealed).toBe(1);
  const now = [...world.rows.users.values()][0]?.phone?.sealed;
  expect([now?.kid, sealWith([second], 'phone').open(now ?? { kid: '', box: '' }, `phone:${user.id}`)]).toEqual(['s2', '+8613800000001']);
});

test('[AU-5] nothing a person does within the limits between two runs is pushed out', async () => {
  const world = aWorld();
  const first = granted(await signIn(world, APP, ALICE, A_TAP));
  await signOutEverywhere(world, APP, ALICE, first.accessToken);
  for (let minute = 0; minute < 12; minute += 1) {
    for (let count = 0; count < 20; count += 1) {
      const { accessToken } = granted(await signIn(world, APP, ALICE, A_TAP));
      await signOut(world, APP, ALICE, accessToken);
    }
    world.clock.advance(60_000);
  }
  await keepHouse(world, () => true);
  const kinds = (await world.audit.after(0, 1000)).map(({ kind }) => kind);
  expect([kinds.length, kinds.filter((kind) => kind === 'sign-out-everywhere').length]).toEqual([442, 1]); // what the last minute brought has not settled
});
