// What a row becomes, and that a second run, a cut one and one that meets a sign-in come to the same.
import { ban, lift } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { keepHouse } from '../../../auth/account/housekeeping';
import { identityKey, indexKeyFingerprint, newUserId, phoneKey, unionKey } from '../../../auth/ids';
import type { UnionId, UserId } from '../../../auth/ids';
import { importRows } from '../../../auth/import/import-rows';
import { tryRows } from '../../../auth/import/try-rows';
import { phoneBinding } from '../../../auth/profile/phone-number';
import { signIn } from '../../../auth/sign-in/sign-in';
import type { ImportRow } from '../../../contract/operator';
import { A_TAP, codeOf, granted, NEW_YEAR } from '../a-world';
import { ACCOUNT, aRow, anImportingWorld, callerOf, cutAt, ELSEWHERE, everything, inSubstance, meetingAt, MINI, SITE, UNBOUND } from './an-import';
import type { ImportingWorld } from './an-import';

const DAY = 86_400_000;
const SINCE = NEW_YEAR - 900 * DAY;
const ALICE = aRow(1, [[MINI, 'oFAKE_alice', 'uFAKE_alice'], [ACCOUNT, 'oFAKE_alice_h5', 'uFAKE_alice']], { nickname: ' 爱丽丝 ', avatarUrl: 'https://example.com/a.png', phone: '13800000001', registeredAt: SINCE });
const BOB = aRow(2, [[MINI, 'oFAKE_bob']]);
const did = (outcomes: { did: string }[]): string[] => outcomes.map((each) => each.did);

test('[IM-8] a row is one user under the id that a first sign-in derives, since she registered, with identities that have no session', async () => {
  const world = anImportingWorld();
  for (const row of [ALICE, BOB]) expect(await importRows(world, [row])).toEqual([{ line: row.line, did: 'created', left: [] }]);
  const [alice, bob] = [...world.rows.users.values()];
  const union = unionKey('op1', 'uFAKE_alice' as UnionId);
  expect(alice).toMatchObject({ id: newUserId(world.indexKey, union, 0), status: 'active', nickname: '爱丽丝', avatarUrl: 'https://example.com/a.png', createdAt: SINCE, indexKey: indexKeyFingerprint(world.indexKey), consents: [] });
  expect(bob).toMatchObject({ id: newUserId(world.indexKey, identityKey('mini-program', MINI.appId, callerOf(MINI, 'oFAKE_bob').openId), 0), nickname: null, createdAt: NEW_YEAR });
  expect([...world.rows.identities.values()]).toMatchObject([
    { kind: 'mini-program', userId: alice?.id, union, unionId: 'uFAKE_alice', linkedAt: SINCE, lastSignInAt: SINCE, sessions: [], sessionKeys: [], events: [], signIns: [] },
    { kind: 'official-account', userId: alice?.id, union }, { kind: 'mini-program', userId: bob?.id, union: null, unionId: null, linkedAt: NEW_YEAR },
  ]);
  expect([...world.rows.unions]).toEqual([[union, alice?.id]]);
});

test('[IM-8] through any of her apps, one that the file does not name too, she signs in as the user who was brought in', async () => {
  const world = anImportingWorld();
  await importRows(world, [ALICE]);
  for (const caller of [callerOf(MINI, 'oFAKE_alice'), callerOf(MINI, 'oFAKE_alice', 'uFAKE_alice')]) {
    expect(granted(await signIn(world, MINI, caller, A_TAP))).toMatchObject({ isNew: false, user: { nickname: '爱丽丝', phone: '+86*******0001' } });
  }
  expect(granted(await signIn(world, SITE, callerOf(SITE, 'oFAKE_alice_site', 'uFAKE_alice'), A_TAP))).toMatchObject({ isNew: false, user: { nickname: '爱丽丝' } });
  expect([world.rows.users.size, world.rows.identities.size]).toEqual([1, 3]);
});

test('[IM-8] who registered in the future registered now; an app of no open platform has no unionid', async () => {
  const world = anImportingWorld();
  await importRows(world, [aRow(1, [[UNBOUND, 'oFAKE_carol', 'uFAKE_carol']], { registeredAt: NEW_YEAR + DAY })]);
  expect([...world.rows.users.values()]).toMatchObject([{ createdAt: NEW_YEAR }]);
  expect([...world.rows.identities.values()]).toMatchObject([{ union: null, unionId: null, linkedAt: NEW_YEAR }]);
  expect(world.rows.unions.size).toBe(0);
});

test('[IM-9] a second run finds all of it there and writes nothing, also after she has signed in', async () => {
  const world = anImportingWorld();
  await importRows(world, [ALICE, BOB]);
  const before = everything(world);
  world.clock.advance(DAY);
  expect(did(await importRows(world, [BOB, ALICE]))).toEqual(['already-there', 'already-there']);
  expect(everything(world)).toEqual(before);
  granted(await signIn(world, MINI, callerOf(MINI, 'oFAKE_alice', 'uFAKE_alice'), A_TAP));
  const signedIn = everything(world);
  expect(did(await importRows(world, [ALICE]))).toEqual(['already-there']);
  expect(everything(world)).toEqual(signedIn);
});

test('[IM-9] who signed in before keeps what is hers: an identity that is missing joins her, and nothing of the file’s profile', async () => {
  const world = anImportingWorld();
  const { user } = granted(await signIn(world, MINI, callerOf(MINI, 'oFAKE_alice', 'uFAKE_alice'), A_TAP));
  expect(await importRows(world, [{ ...ALICE, phone: 'none' }])).toEqual([{ line: 1, did: 'linked', left: [] }]);
  expect([...world.rows.users.values()]).toMatchObject([{ id: user.id, nickname: null, phone: null }]);
  expect([...world.rows.identities.values()].map(({ userId }) => userId)).toEqual([user.id, user.id]);
  expect(did(await importRows(world, [ALICE]))).toEqual(['already-there']);
});

test('[IM-9] an identity that stands without its unionid is left to her next sign-in, and the unionid to whom it is bound', async () => {
  const world = anImportingWorld();
  granted(await signIn(world, MINI, callerOf(MINI, 'oFAKE_alice'), A_TAP));
  const before = everything(world);
  expect(did(await importRows(world, [aRow(1, [[MINI, 'oFAKE_alice', 'uFAKE_alice']])]))).toEqual(['already-there']);
  expect(everything(world)).toEqual(before);
});

test('[IM-11] a trial run tells the same and writes nothing', async () => {
  const rows = [ALICE, BOB, aRow(3, [[MINI, 'oFAKE_carol']], { nickname: '\u200b' }), aRow(4, [[MINI, 'not an id']])];
  const world = anImportingWorld();
  const empty = everything(world);
  const told = await tryRows(world, rows);
  expect(everything(world)).toEqual(empty);
  expect(await importRows(world, rows)).toEqual(told);
  expect(did(told)).toEqual(['created', 'created', 'created', 'conflict']);
  const before = everything(world);
  expect(did(await tryRows(world, rows))).toEqual(['already-there', 'already-there', 'already-there', 'conflict']);
  expect(everything(world)).toEqual(before);
});

describe.each(['before', 'after'] as const)('cut %s a call', (when) => {
  test('[IM-12] run again, it ends as if it had not been cut', async () => {
    const inTurn = async (world: ImportingWorld) => { for (const row of [ALICE, BOB]) await importRows(world, [row]); };
    const whole = anImportingWorld();
    await inTurn(whole);
    let cuts = 0;
    for (; ; cuts += 1) {
      const world = anImportingWorld();
      if ((await inTurn(cutAt(world, cuts + 1, when)).catch(() => 'cut')) !== 'cut') break;
      await inTurn(world);
      expect([cuts, inSubstance(world)]).toEqual([cuts, inSubstance(whole)]);
    }
    expect(cuts).toBeGreaterThan(10);
  });

  test('[IM-12] who signs in between a cut and the next run is the user of the file, with what the file says of her', async () => {
    for (let cut = 1; ; cut += 1) {
      const world = anImportingWorld();
      if ((await importRows(cutAt(world, cut, when), [ALICE]).catch(() => 'cut')) !== 'cut') break;
      const wasThere = world.rows.users.size === 1;
      const { user } = granted(await signIn(world, SITE, callerOf(SITE, 'oFAKE_alice_site', 'uFAKE_alice'), A_TAP));
      expect(await importRows(world, [ALICE])).toMatchObject([{ did: expect.stringMatching(/linked|already-there/) }]);
      expect([...world.rows.users.values()]).toMatchObject([{ id: user.id, nickname: wasThere ? '爱丽丝' : null }]);
      expect([...world.rows.identities.values()].map(({ userId }) => userId)).toEqual([user.id, user.id, user.id]);
      expect([...world.rows.unions.values()]).toEqual([user.id]);
    }
  });
});

test('[IM-18] a first sign-in at any call of an import comes to the same user, through an app of the file or another', async () => {
  for (const [row, app, caller] of [[ALICE, MINI, callerOf(MINI, 'oFAKE_alice', 'uFAKE_alice')], [ALICE, SITE, callerOf(SITE, 'oFAKE_alice_site', 'uFAKE_alice')], [BOB, MINI, callerOf(MINI, 'oFAKE_bob')]] as const) {
    let nth = 1;
    for (; ; nth += 1) {
      const world = anImportingWorld();
      const meeting = meetingAt(world, nth, async () => { granted(await signIn(world, app, caller, A_TAP)); });
      const [outcome] = await importRows(meeting.world, [row]);
      if (meeting.calls() < nth) break;
      expect(['created', 'linked', 'already-there']).toContain(outcome?.did);
      expect([nth, world.rows.users.size, new Set([...world.rows.identities.values()].map(({ userId }) => userId)).size]).toEqual([nth, 1, 1]);
      if (row === ALICE) expect([...world.rows.unions.values()]).toEqual([...world.rows.users.keys()]);
    }
    expect(nth).toBeGreaterThan(4);
  }
});

test('[IM-16] who is banned at any call while an identity joins her is banned with that identity too', async () => {
  let nth = 1;
  for (; ; nth += 1) {
    const world = anImportingWorld();
    await importRows(world, [aRow(1, [[MINI, 'oFAKE_alice', 'uFAKE_alice']])]);
    const meeting = meetingAt(world, nth, async () => { granted(await ban(world, 'op', [...world.rows.users.keys()][0] as UserId)); });
    await importRows(meeting.world, [ALICE]);
    if (meeting.calls() < nth) break;
    expect([nth, ...[...world.rows.users.values(), ...world.rows.identities.values()].map(({ status }) => status)]).toEqual([nth, 'banned', 'banned', 'banned']);
  }
  expect(nth).toBeGreaterThan(5);
});

test('[IM-13] who was banned there is banned here, with all her identities; lifted, she signs in', async () => {
  const world = anImportingWorld();
  const row = { ...ALICE, banned: true };
  expect(did(await importRows(world, [row]))).toEqual(['created']);
  expect([...world.rows.users.values(), ...world.rows.identities.values()].map(({ status }) => status)).toEqual(['banned', 'banned', 'banned']);
  const enter = () => signIn(world, SITE, callerOf(SITE, 'oFAKE_alice_site', 'uFAKE_alice'), A_TAP);
  expect(codeOf(await enter())).toBe('user-blocked');
  expect(did(await importRows(world, [row]))).toEqual(['already-there']);
  granted(await lift(world, 'op', [...world.rows.users.keys()][0] as UserId));
  expect(codeOf(await enter())).toBe('ok');
});

test('[IM-16] an identity joins the user of her unionid, whose guard is written where a crash kept it from being', async () => {
  const world = anImportingWorld();
  await importRows(world, [aRow(1, [[MINI, 'oFAKE_alice', 'uFAKE_alice'], [ACCOUNT, 'oFAKE_alice_h5']])]);
  const before = [...world.rows.unions];
  world.rows.unions.clear();
  expect(did(await importRows(world, [aRow(2, [[SITE, 'oFAKE_alice_site', 'uFAKE_alice'], [ACCOUNT, 'oFAKE_alice_h5']])]))).toEqual(['linked']);
  expect([...world.rows.unions]).toEqual(before);
  world.rows.unions.clear();
  await importRows(world, [aRow(3, [[ELSEWHERE, 'oFAKE_bob']])]);
  expect(await importRows(world, [aRow(4, [[SITE, 'oFAKE_other_site', 'uFAKE_alice'], [ELSEWHERE, 'oFAKE_bob']])])).toMatchObject([{ did: 'conflict', why: 'unionid-of-another-user' }]);
});

test('[IM-16] an identity that joins a user who is banned here is banned with her', async () => {
  const world = anImportingWorld();
  await importRows(world, [aRow(1, [[MINI, 'oFAKE_alice', 'uFAKE_alice']], { banned: true })]);
  expect(did(await importRows(world, [ALICE]))).toEqual(['linked']);
  expect([...world.rows.identities.values()].map(({ status }) => status)).toEqual(['banned', 'banned']);
});

test('[IM-16] at no moment is an identity that joins her a way in for somebody who is banned', async () => {
  let cut = 1;
  for (; ; cut += 1) {
    const world = anImportingWorld();
    await importRows(world, [aRow(1, [[MINI, 'oFAKE_alice', 'uFAKE_alice']], { banned: true })]);
    const ended = await importRows(cutAt(world, cut, 'after'), [ALICE]).catch(() => 'cut');
    expect([cut, [...new Set([...world.rows.identities.values()].map(({ status }) => status))]]).toEqual([cut, ['banned']]);
    if (ended !== 'cut') break;
  }
  expect(cut).toBeGreaterThan(4);
});

test('[IM-15] who had her account erased is not brought back, neither she nor another identity of hers', async () => {
  const world = anImportingWorld();
  await importRows(world, [ALICE]);
  const { accessToken } = granted(await signIn(world, MINI, callerOf(MINI, 'oFAKE_alice', 'uFAKE_alice'), A_TAP));
  granted(await closeAccount(world, MINI, callerOf(MINI, 'oFAKE_alice'), accessToken));
  world.clock.advance(16 * DAY);
  expect(await keepHouse(world, () => true)).toMatchObject({ erased: 1 });
  const before = everything(world);
  const other = aRow(2, [[SITE, 'oFAKE_alice_site', 'uFAKE_alice']]);
  expect(await importRows(world, [ALICE, other])).toEqual([{ line: 1, did: 'skipped', why: 'erased', what: 'oFAKE_…' }, { line: 2, did: 'skipped', why: 'erased', what: 'oFAKE_…' }]);
  expect(everything(world)).toEqual(before);
});

test('[IM-15] a tombstone of another identity in her union says that she was erased, under whatever id she stood', async () => {
  const world = anImportingWorld();
  granted(await signIn(world, MINI, callerOf(MINI, 'oFAKE_alice'), A_TAP));
  const { accessToken } = granted(await signIn(world, MINI, callerOf(MINI, 'oFAKE_alice', 'uFAKE_alice'), A_TAP));
  granted(await closeAccount(world, MINI, callerOf(MINI, 'oFAKE_alice'), accessToken));
  world.clock.advance(16 * DAY);
  await keepHouse(world, () => true);
  expect(await importRows(world, [aRow(2, [[SITE, 'oFAKE_alice_site', 'uFAKE_alice']])])).toMatchObject([{ did: 'skipped', why: 'erased' }]);
});

test.each([
  ['11 digits of China', '138 0000-0001', '+8613800000001', '+86*******0001'], ['a number with its country code', '+852 9123 4567', '+85291234567', '+852****4567'], ['one of one digit', '+12025550123', '+12025550123', '+1******0123'],
])('[IM-14] a phone number is sealed, keyed and masked: %s', async (_what, phone, number, masked) => {
  const world = anImportingWorld();
  expect(await importRows(world, [{ ...BOB, phone }])).toMatchObject([{ did: 'created', left: [] }]);
  const [user] = [...world.rows.users.values()];
  expect(user?.phone).toMatchObject({ key: phoneKey(world.indexKey, number), masked, boundAt: NEW_YEAR });
  expect(user?.phone && world.phoneSeal.open(user.phone.sealed, phoneBinding(user.id))).toBe(number);
});

const LEFT: [keyof ImportRow, string][] = [
  ['nickname', ' \u200b '], ['avatarUrl', 'http://example.com/a.png'], ['avatarUrl', 'cloud://env/a.png'], ['avatarUrl', ''], ['avatarUrl', 'https://a b'], ['avatarUrl', 'javascript:alert(1)//https://example.com'], ['avatarUrl', 'https://user@example.com/a.png'],
  ['phone', '12345'], ['phone', '+0123456789'], ['phone', '+8613800000001234567'], ['phone', '23800000001'],
];
test.each(LEFT)('[IM-14] of a profile, %s %j is not taken, which is told, and the rest of the row is', async (field, value) => {
  const world = anImportingWorld();
  expect(await importRows(world, [{ ...BOB, [field]: value }])).toEqual([{ line: 2, did: 'created', left: [field] }]);
  expect([...world.rows.users.values()]).toMatchObject([{ nickname: null, avatarUrl: null, phone: null }]);
});
