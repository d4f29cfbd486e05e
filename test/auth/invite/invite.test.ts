// Invitations: a code that names nobody, counts once for somebody who never was here, and keeps nobody out.
import fc from 'fast-check';
import { eraseUser } from '../../../auth/account/erase';
import { exportAccount } from '../../../auth/account/export';
import { keepHouse } from '../../../auth/account/housekeeping';
import { closeAccount } from '../../../auth/account/close';
import { inviteKey } from '../../../auth/ids';
import type { MergeId, UserId } from '../../../auth/ids';
import { inviteOf, readInvite } from '../../../auth/invite/code';
import { invitations } from '../../../auth/invite/invitations';
import { invite } from '../../../auth/invite/invite';
import { finishLink, startLink } from '../../../auth/merge/link';
import { undoMerge } from '../../../auth/merge/undo';
import { unlink } from '../../../auth/merge/unlink';
import { identities } from '../../../auth/account/identities';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, APP, BOB, ALICE, NEW_YEAR, aPerson, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const DAY = 86_400_000;
const enter = async (world: RuleWorld, caller = ALICE, code: string | null = null) => granted(await signIn(world, APP, caller, { ...A_TAP, invite: code }));
const codeOfHers = async (world: RuleWorld, accessToken: string, caller = ALICE) => granted(await invite(world, APP, caller, accessToken)).inviteCode;
const seen = async (world: RuleWorld, accessToken: string, caller = ALICE) => granted(await invitations(world, APP, caller, accessToken));
const named = (world: RuleWorld, id: string, nickname: string) => { const user = world.rows.users.get(id as UserId); if (user) world.rows.users.set(user.id, { ...user, nickname }); };
/** Alice, her code, and bob who came by it. */
async function invited(world = aWorld()) {
  const alice = await enter(world);
  named(world, alice.user.id, '爱丽丝');
  const code = await codeOfHers(world, alice.accessToken);
  return { world, alice, code, bob: await enter(world, BOB, code) };
}

test('[IV-1] whoever registers by a shared link was brought by who shared it, and each is told of it', async () => {
  const { world, alice, bob } = await invited();
  expect(bob.isNew).toBe(true);
  expect(await seen(world, bob.accessToken, BOB)).toEqual({ invitedBy: { nickname: '爱丽丝', avatarUrl: null }, invited: 0 });
  expect(await seen(world, alice.accessToken)).toEqual({ invitedBy: null, invited: 1 });
});

test('[IV-2] the code is 16 letters and digits, the same one whenever it is asked for, another for everybody and after a month, and good for thirty days at least', async () => {
  const world = aWorld();
  const [alice, bob] = [await enter(world), await enter(world, BOB)];
  const first = granted(await invite(world, APP, ALICE, alice.accessToken));
  expect(first.inviteCode).toMatch(/^[a-z2-7]{16}$/);
  expect([granted(await invite(world, APP, ALICE, alice.accessToken)), world.invites.held.size]).toEqual([first, 1]);
  expect(await codeOfHers(world, bob.accessToken, BOB)).not.toBe(first.inviteCode);
  fc.assert(fc.property(fc.integer({ min: 0, max: 200 * 365 * DAY }), (now) => {
    const { inviteCode, expiresAt } = inviteOf(world.indexKey, alice.user.id as UserId, now);
    const later = inviteOf(world.indexKey, alice.user.id as UserId, now + 30 * DAY);
    expect([/^[a-z2-7]{16}$/.test(inviteCode), expiresAt - now >= 30 * DAY, expiresAt - now <= 60 * DAY, later.inviteCode === inviteCode]).toEqual([true, true, true, false]);
  }));
});

test('[SEC-54] a code says nothing of whose it is, and a dump of the database does not tell it', async () => {
  const { alice, code, world } = await invited();
  const names = [alice.user.id, ALICE.openId, APP.appId].map((text) => text.toLowerCase());
  expect(names.some((name) => name.includes(code) || code.includes(name.slice(0, 6)))).toBe(false);
  expect(JSON.stringify([[...world.rows.users], [...world.rows.identities], [...world.invites.held]])).not.toContain(code);
});

test('[SEC-54] whatever a link brings in the place of a code, she comes in as without it', async () => {
  const world = aWorld();
  await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.stringMatching(/^[a-z2-7]{16}$/), fc.constant('<script>alert(1)</script>'), fc.constant('../../etc')), fc.integer({ min: 0, max: 1e9 }), async (text, who) => {
    const { user, isNew } = await enter(world, aPerson(`visitor${who}`), text);
    expect([isNew || who >= 0, world.rows.users.get(user.id as UserId)?.invitedBy]).toEqual([true, null]);
  }));
  expect([readInvite('A'.repeat(16)), readInvite('a'.repeat(17)), readInvite(null)]).toEqual([null, null, null]);
});

test('[SEC-54] it counts at the first registration alone: not for who is here, not when she comes back, not after its time', async () => {
  const { world, alice, code } = await invited();
  await enter(world, BOB, code);
  await enter(world, ALICE, code);
  const carol = aPerson('carol');
  await enter(world, carol);
  await enter(world, carol, code);
  world.clock.set(granted(await invite(world, APP, ALICE, alice.accessToken)).expiresAt);
  await enter(world, aPerson('dan'), code);
  expect((await seen(world, (await enter(world)).accessToken)).invited).toBe(1);
  expect(await seen(world, (await enter(world, carol)).accessToken, carol)).toEqual({ invitedBy: null, invited: 0 });
});

test('[SEC-54] taps of the same person at the same moment count once, and her own code brings nobody', async () => {
  const world = aWorld();
  const alice = await enter(world);
  const code = await codeOfHers(world, alice.accessToken);
  const taps = await Promise.all(Array.from({ length: 20 }, () => signIn(world, APP, BOB, { ...A_TAP, invite: code })));
  expect([taps.map(codeOf).every((each) => each === 'ok'), (await seen(world, alice.accessToken)).invited]).toEqual([true, 1]);
});

test('[SEC-54] two of her own users who turn out to be one person brought nobody; taken back, they did', async () => {
  const world = aWorld();
  const alice = await enter(world);
  world.clock.advance(1000);
  const alias = aPerson('alice-elsewhere');
  const other = await enter(world, alias, await codeOfHers(world, alice.accessToken));
  const { linkCode } = granted(await startLink(world, APP, ALICE, alice.accessToken));
  granted(await finishLink(world, APP, alias, { accessToken: other.accessToken, linkCode }));
  const one = await enter(world);
  expect(await seen(world, one.accessToken)).toEqual({ invitedBy: null, invited: 0 });
  const [merge] = [...world.journal.rows.values()];
  world.clock.advance(60_000);
  granted(await undoMerge(world, 'ops', merge?.id ?? ('' as MergeId)));
  const apart = await enter(world, alias);
  expect([await seen(world, (await enter(world)).accessToken), (await seen(world, apart.accessToken, alias)).invitedBy]).toEqual([{ invitedBy: null, invited: 1 }, { nickname: null, avatarUrl: null }]);
});

test('[SEC-54] nor where the one who was brought turns out to be the older of the two', async () => {
  const { world, alice, bob } = await invited();
  const user = world.rows.users.get(bob.user.id as UserId);
  if (user === undefined) throw new Error('bob is gone');
  world.rows.users.set(user.id, { ...user, createdAt: NEW_YEAR - DAY });
  const { linkCode } = granted(await startLink(world, APP, ALICE, alice.accessToken));
  granted(await finishLink(world, APP, BOB, { accessToken: bob.accessToken, linkCode }));
  const one = await enter(world, BOB);
  expect([one.user.id, await seen(world, one.accessToken, BOB)]).toEqual([bob.user.id, { invitedBy: null, invited: 0 }]);
});

test('[IV-3] whom she was before a merge brought, she brought', async () => {
  const world = aWorld();
  const alice = await enter(world);
  world.clock.advance(1000);
  const second = aPerson('alice-elsewhere');
  const other = await enter(world, second);
  const bob = await enter(world, BOB, await codeOfHers(world, other.accessToken, second));
  const { linkCode } = granted(await startLink(world, APP, ALICE, alice.accessToken));
  granted(await finishLink(world, APP, second, { accessToken: other.accessToken, linkCode }));
  named(world, alice.user.id, '爱丽丝');
  expect([(await seen(world, (await enter(world)).accessToken)).invited, (await seen(world, bob.accessToken, BOB)).invitedBy]).toEqual([1, { nickname: '爱丽丝', avatarUrl: null }]);
});

test('[SEC-54] who was erased, or gave this way in up, and comes back by a link, was here before', async () => {
  const { world, alice, code, bob } = await invited();
  granted(await closeAccount(world, APP, BOB, bob.accessToken));
  world.clock.set(NEW_YEAR + 16 * DAY);
  await keepHouse(world, () => true);
  const again = await enter(world, BOB, code);
  expect([again.isNew, again.user.id === bob.user.id, (await seen(world, (await enter(world)).accessToken)).invited]).toEqual([true, false, 0]);
  expect(alice.user.id).not.toBe(again.user.id);
  const second = aPerson('bob-elsewhere');
  const other = await enter(world, second);
  const mine = await enter(world, BOB);
  const { linkCode } = granted(await startLink(world, APP, BOB, mine.accessToken));
  granted(await finishLink(world, APP, second, { accessToken: other.accessToken, linkCode }));
  world.clock.advance(31 * DAY); // the merge cannot be taken back any more: this way in is given up for good
  await keepHouse(world, () => true);
  const one = await enter(world, BOB);
  const ways = granted(await identities(world, APP, BOB, one.accessToken)).identities;
  granted(await unlink(world, APP, BOB, { accessToken: one.accessToken, identityId: ways.find(({ current }) => !current)?.identityId ?? '' }));
  const fresh = await codeOfHers(world, (await enter(world)).accessToken);
  expect((await enter(world, second, fresh)).isNew).toBe(true);
  expect((await seen(world, (await enter(world)).accessToken)).invited).toBe(0);
});

test('[SEC-75] an erasure ends her codes and takes her name off whom she brought; what she was brought by goes with her', async () => {
  const { world, alice, code, bob } = await invited();
  granted(await closeAccount(world, APP, ALICE, alice.accessToken));
  world.clock.set(NEW_YEAR + 15 * DAY);
  await keepHouse(world, () => true);
  expect([world.invites.held.size, world.rows.users.get(bob.user.id as UserId)?.invitedBy]).toEqual([0, null]);
  await enter(world, aPerson('dan'), code);
  expect([...world.rows.users.values()].map(({ invitedBy }) => invitedBy)).toEqual([null, null, null]);
  const second = await invited();
  const user = second.world.rows.users.get(second.bob.user.id as UserId);
  if (user === undefined) throw new Error('bob is gone');
  second.world.rows.users.set(user.id, { ...user, status: 'closing', closing: { at: 0, erasesAt: NEW_YEAR } });
  await eraseUser(second.world, { ...user, status: 'closing', closing: { at: 0, erasesAt: NEW_YEAR } }, { head: null });
  expect([second.world.rows.users.get(user.id)?.invitedBy, await second.world.invites.inviter(inviteKey(second.code), NEW_YEAR)]).toEqual([null, second.alice.user.id]);
});

test('[IV-4] an export says that she was brought, and how many came by her; nobody’s id', async () => {
  const { world, alice, bob } = await invited();
  expect(granted(await exportAccount(world, APP, ALICE, alice.accessToken)).document).toMatchObject({ invitations: { wasInvited: false, invited: 1 } });
  const hers = granted(await exportAccount(world, APP, BOB, bob.accessToken)).document;
  expect(hers).toMatchObject({ invitations: { wasInvited: true, invited: 0 } });
  expect(JSON.stringify(hers)).not.toContain(alice.user.id);
});

test('[IV-1] an inviter who is banned is not shown, and one who is signed out gets no code', async () => {
  const { world, alice, bob } = await invited();
  const user = world.rows.users.get(alice.user.id as UserId);
  if (user === undefined) throw new Error('alice is gone');
  world.rows.users.set(user.id, { ...user, status: 'banned' });
  expect((await seen(world, bob.accessToken, BOB)).invitedBy).toBeNull();
  expect([codeOf(await invite(world, APP, ALICE, alice.accessToken)), codeOf(await invite(world, APP, BOB, alice.accessToken))]).toEqual(['user-blocked', 'token-invalid']);
});
