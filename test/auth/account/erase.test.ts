// Erasure: when its time has come nothing of the person is left, and she comes back as somebody new.
import { closeAccount } from '../../../auth/account/close';
import { keepHouse } from '../../../auth/account/housekeeping';
import { verifyChain } from '../../../auth/audit/verify-chain';
import { bindPhone } from '../../../auth/profile/bind-phone';
import { updateProfile } from '../../../auth/profile/update';
import { renew } from '../../../auth/session/renew';
import { signIn } from '../../../auth/sign-in/sign-in';
import { auditKey, erasureKey } from '../../../auth/ids';
import type { FileId, IdentityKey, UserId } from '../../../auth/ids';
import { crashingAt } from '../crashing';
import { APP, A_TAP, NEW_YEAR, aPerson, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const DAY = 86_400_000;
const ALICE = aPerson('alice-canary', 'oFAKE_U_alice-canary');
const ALWAYS = () => true;
const enter = async (world: RuleWorld, caller = ALICE) => granted(await signIn(world, APP, caller, A_TAP));
const PNG = Buffer.from('89504e470d0a1a0a00', 'hex');

/** Everything that a person can leave behind. */
async function lived(world: RuleWorld) {
  const signedIn = await enter(world);
  const { accessToken, user } = signedIn;
  world.files.held.set('cloud://env.bucket/upload.png' as FileId, PNG);
  granted(await updateProfile(world, APP, ALICE, accessToken, { nickname: 'nickname-canary', avatarFileId: 'cloud://env.bucket/upload.png', policyVersion: 'v1' }));
  granted(await bindPhone(world, APP, ALICE, accessToken, { code: 'c', policyVersion: null }));
  world.belongings.held.set(user.id as UserId, [{ text: 'note-canary' }]);
  world.files.held.delete('cloud://env.bucket/upload.png' as FileId); // the phone's own, not under her folder
  granted(await closeAccount(world, APP, ALICE, accessToken));
  return signedIn;
}

const dump = (world: RuleWorld): string => JSON.stringify([[...world.rows.users], [...world.rows.identities], [...world.rows.unions], [...world.audit.rows], [...world.files.held.keys()], [...world.belongings.held]]);

test('[SEC-75] before its time nothing is erased; at its time no name, id, number, file or note of hers is left', async () => {
  const world = aWorld();
  const { user } = await lived(world);
  world.clock.set(NEW_YEAR + 15 * DAY - 1);
  expect((await keepHouse(world, ALWAYS)).erased).toBe(0);
  expect(dump(world)).toContain('canary');
  world.clock.set(NEW_YEAR + 15 * DAY);
  expect((await keepHouse(world, ALWAYS)).erased).toBe(1);
  expect(dump(world)).not.toMatch(/canary|13800000001|203\.0\.113|avatars\//);
  expect([...world.rows.users.values()]).toEqual([{ ...world.rows.users.get(user.id as UserId), status: 'erased', nickname: null, avatarUrl: null, avatarFile: null, phone: null, consents: [], closing: null, createdAt: 0 }]);
  expect([[...world.rows.identities.values()].map(({ status }) => status), world.rows.unions.size, world.files.held.size]).toEqual([['erased'], 0, 0]);
});

test('[SEC-75] the chain still holds after an erasure, and says that there was one', async () => {
  const world = aWorld();
  await lived(world);
  world.clock.set(NEW_YEAR + 15 * DAY);
  const { head } = await keepHouse(world, ALWAYS);
  const rows = await world.audit.after(0, 100);
  expect(rows.map(({ kind }) => kind)).toEqual(['close', 'sign-in', 'erase']);
  expect(rows.every(({ personal }) => personal === null)).toBe(true);
  expect(verifyChain(null, rows)).toEqual({ head, broken: null });
});

test('[AC-7] whoever was erased comes back as a new user, again and again, through any number of taps at once', async () => {
  const world = aWorld();
  const ids = new Set<string>();
  for (let life = 0; life < 4; life += 1) {
    const taps = await Promise.all([enter(world), enter(world), enter(world)]);
    expect([new Set(taps.map(({ user }) => user.id)).size, taps.filter(({ isNew }) => isNew).length]).toEqual([1, 1]);
    const [{ user, accessToken }] = taps;
    expect(user).toMatchObject({ nickname: null, phone: null });
    ids.add(user.id);
    granted(await closeAccount(world, APP, ALICE, accessToken));
    world.clock.advance(15 * DAY);
    expect((await keepHouse(world, ALWAYS)).erased).toBe(1);
  }
  expect(ids.size).toBe(4);
  expect([...world.rows.users.values()].map(({ status, generation }) => [status, generation])).toEqual([['erased', 0], ['erased', 1], ['erased', 2], ['erased', 3]]);
});

test('[AC-7] tokens from before an erasure open nothing', async () => {
  const world = aWorld();
  const { refreshToken } = await lived(world);
  world.clock.set(NEW_YEAR + 15 * DAY);
  await keepHouse(world, ALWAYS);
  await enter(world);
  expect(codeOf(await renew(world, APP, ALICE, refreshToken))).toBe('session-revoked');
});

/** Whether the run reached its n-th call: a piece that fails is told, and the run itself goes on or ends with it. */
async function isCut(world: RuleWorld, nth: number): Promise<boolean> {
  const told = world.failures.length;
  const ended = await keepHouse(crashingAt(world, nth), ALWAYS).then(() => true, () => false);
  return !ended || world.failures.length > told;
}

test('[SEC-75] a user whose erasure fails is told, and keeps nobody else from her turn', async () => {
  const world = aWorld();
  await lived(world);
  const bob = aPerson('bob');
  const signedIn = await enter(world, bob);
  granted(await closeAccount(world, APP, bob, signedIn.accessToken));
  world.clock.set(NEW_YEAR + 15 * DAY);
  const { erase } = world.belongings;
  world.belongings.erase = async (id) => { if (id !== signedIn.user.id) throw new Error('no'); await erase(id); };
  expect([(await keepHouse(world, ALWAYS)).erased, world.failures]).toEqual([1, ['erasure']]);
  world.belongings.erase = erase;
  expect((await keepHouse(world, ALWAYS)).erased).toBe(1);
});

test('[SEC-75] an erasure does not end before the picture is gone', async () => {
  const world = aWorld();
  await lived(world);
  world.clock.set(NEW_YEAR + 15 * DAY);
  const { remove } = world.files;
  world.files.remove = async () => false;
  expect([(await keepHouse(world, ALWAYS)).erased, world.failures, world.files.held.size]).toEqual([0, ['erasure'], 1]);
  world.files.remove = remove;
  expect([(await keepHouse(world, ALWAYS)).erased, world.files.held.size]).toEqual([1, 0]);
});

test('[AU-3] what remains of an erased person does not lead from her tombstone to her rows', async () => {
  const world = aWorld();
  const { user } = await lived(world);
  world.clock.set(NEW_YEAR + 15 * DAY);
  await keepHouse(world, ALWAYS);
  const [tombstone] = world.rows.identities.values();
  const rows = await world.audit.after(0, 100);
  const guesses = rows.flatMap(({ at, kind }) => [auditKey(Buffer.alloc(32), tombstone?.key as IdentityKey, { at, kind, sid: null }), erasureKey(Buffer.alloc(32), user.id as UserId)]);
  expect(rows.filter(({ id }) => guesses.includes(id))).toEqual([]);
  expect([tombstone?.linkedAt, tombstone?.lastSignInAt, world.rows.users.get(user.id as UserId)?.createdAt]).toEqual([0, 0, 0]);
});

test('[REL-07] an erasure cut at any call is finished by the next run, and one that was finished changes nothing', async () => {
  let cuts = 0;
  for (let nth = 1; ; nth += 1) {
    const world = aWorld();
    await lived(world);
    world.clock.set(NEW_YEAR + 15 * DAY);
    if (!(await isCut(world, nth))) break;
    cuts += 1;
    await keepHouse(world, ALWAYS);
    expect([nth, dump(world).match(/canary|13800000001|avatars\//)?.[0] ?? null]).toEqual([nth, null]);
    const rows = await world.audit.after(0, 100);
    expect([rows.map(({ kind }) => kind), verifyChain(null, rows).broken]).toEqual([['close', 'sign-in', 'erase'], null]);
    const after = dump(world);
    await keepHouse(world, ALWAYS);
    expect(dump(world)).toBe(after);
  }
  expect(cuts).toBeGreaterThan(12);
});

test('[AC-7] a person who comes back in the middle of her erasure is somebody new, and the erasure goes on', async () => {
  let cuts = 0;
  for (let nth = 1; ; nth += 1) {
    const world = aWorld();
    const { user } = await lived(world);
    world.clock.set(NEW_YEAR + 15 * DAY);
    if (!(await isCut(world, nth))) break;
    if (world.rows.users.get(user.id as UserId)?.status !== 'erased') continue;
    cuts += 1;
    const back = await enter(world);
    expect([back.isNew, back.user.id === user.id]).toEqual([true, false]);
    await keepHouse(world, ALWAYS);
    expect((await enter(world)).user.id).toBe(back.user.id);
    expect([...world.rows.unions.values()]).toEqual([back.user.id]);
  }
  expect(cuts).toBeGreaterThan(6);
});
