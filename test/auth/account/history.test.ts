// What a person can see of her account: its history, and everything that is held about her.
import { aPair, app, caller, enter as enterThrough, keyOf } from '../merge/a-pair';
import { exportAccount } from '../../../auth/account/export';
import { history } from '../../../auth/account/history';
import { keepHouse } from '../../../auth/account/housekeeping';
import { bindPhone } from '../../../auth/profile/bind-phone';
import { updateProfile } from '../../../auth/profile/update';
import { signOutEverywhere } from '../../../auth/session/sign-out-everywhere';
import { signIn } from '../../../auth/sign-in/sign-in';
import type { UserId } from '../../../auth/ids';
import { ALICE, APP, A_TAP, BOB, NEW_YEAR, aPerson, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const enter = async (world: RuleWorld, caller = ALICE) => granted(await signIn(world, APP, caller, { ...A_TAP, device: { platform: 'ios', model: `phone of ${caller.openId}` } }));
const page = async (world: RuleWorld, accessToken: string, before: number | null = null) => granted(await history(world, APP, ALICE, accessToken, before));

test('[AC-8] the history is newest first, tells device and masked address, and is the same before and after its events were moved', async () => {
  const world = aWorld();
  await enter(world, BOB);
  const first = await enter(world);
  world.clock.advance(1000);
  await signOutEverywhere(world, APP, ALICE, first.accessToken);
  world.clock.advance(1000);
  const { accessToken } = await enter(world);
  const { events, next } = await page(world, accessToken);
  expect(events.map(({ at, kind }) => [at - NEW_YEAR, kind])).toEqual([[2000, 'sign-in'], [1000, 'sign-out-everywhere'], [0, 'sign-in']]);
  expect(events.every(({ ipPrefix, appId, device }) => ipPrefix === '203.0.113.*' && appId === APP.appId && device?.model === `phone of ${ALICE.openId}`)).toBe(true);
  expect(next).toBeNull();
  world.clock.advance(120_000);
  expect((await keepHouse(world, () => true)).chained).toBe(4);
  expect(await page(world, accessToken)).toEqual({ events, next: null });
});

test('[AC-8] signing out everywhere is told once, through however many apps she had come', async () => {
  const world = aWorld();
  const alice = aPerson('alice', 'oFAKE_U_alice');
  const second = { ...APP, appId: 'wxfa4e000000000009' as typeof APP.appId };
  await signIn(world, second, { ...alice, appId: second.appId }, A_TAP);
  const { accessToken } = granted(await signIn(world, APP, alice, A_TAP));
  await signOutEverywhere(world, APP, alice, accessToken);
  const again = granted(await signIn(world, APP, alice, A_TAP));
  const kinds = granted(await history(world, APP, alice, again.accessToken, null)).events.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'sign-out-everywhere')).toHaveLength(1);
});

test('[AC-8] an event that stands in both places while it is moved is told once', async () => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  world.clock.advance(120_000);
  const { dropEvents } = world.identities;
  world.identities.dropEvents = async () => {};
  await keepHouse(world, () => true);
  world.identities.dropEvents = dropEvents;
  expect((await page(world, accessToken)).events).toHaveLength(1);
});

test('[AC-8] a long history comes in pages that miss and repeat nothing, also where many things happened in one moment', async () => {
  const world = aWorld();
  let accessToken = '';
  for (let count = 0; count < 120; count += 1) {
    ({ accessToken } = await enter(world));
    if (count % 3 === 0) world.clock.advance(1);
    if (count % 40 === 39) { world.clock.advance(120_000); await keepHouse(world, () => true); }
  }
  ({ accessToken } = await enter(world));
  const seen: number[] = [];
  let before: number | null = null;
  do {
    const { events, next } = await page(world, accessToken, before);
    expect(events.length).toBeGreaterThan(0);
    seen.push(...events.map(({ at }) => at));
    before = next;
  } while (before !== null);
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(seen).toHaveLength(121);
});

test('[AC-9] an export holds everything about the person, nothing of another’s and no secret', async () => {
  const world = aWorld({ kind: 'exchanged', openId: ALICE.openId, unionId: null, sessionKey: 'session-key-canary' });
  const bob = granted(await signIn(world, APP, BOB, A_TAP));
  await updateProfile(world, APP, BOB, bob.accessToken, { nickname: 'Bob', avatarFileId: null, policyVersion: null });
  const { accessToken, refreshToken, user } = granted(await signIn(world, APP, ALICE, { ...A_TAP, code: 'c' }));
  await updateProfile(world, APP, ALICE, accessToken, { nickname: 'Alice', avatarFileId: null, policyVersion: 'v1' });
  await bindPhone(world, APP, ALICE, accessToken, { code: 'c', policyVersion: null });
  world.belongings.held.set(user.id as UserId, [{ text: 'a note' }]);
  const { document } = granted(await exportAccount(world, APP, ALICE, accessToken));
  expect(document).toMatchObject({
    format: 1, exportedAt: NEW_YEAR, user: { id: user.id, nickname: 'Alice', phone: { number: '+8613800000001' }, consents: [{ policy: 'v1', action: 'profile/update' }] },
    identities: [{ appId: APP.appId, openId: ALICE.openId, sessions: [{ door: 'mini-program' }] }], history: [{ kind: 'sign-in' }], historyIsWhole: true, belongings: { notes: [{ text: 'a note' }] },
  });
  const text = JSON.stringify(document);
  for (const foreign of ['Bob', BOB.openId, bob.user.id, 'session-key-canary', accessToken, refreshToken, 'box', 'kid']) expect(text).not.toContain(foreign);
});

test('[AC-9] an export tells of those who were merged into her, and leaves out a way in that she gave up', async () => {
  const { world, older, younger } = await aPair();
  Object.assign(world.rows.users.get(younger) ?? {}, { nickname: 'Younger' });
  Object.assign(world.rows.users.get(older) ?? {}, { nickname: 'Older' });
  granted(await enterThrough(world, 'alice', 2, true));
  const { accessToken } = granted(await enterThrough(world, 'alice', 1, true));
  await world.identities.leave(keyOf('alice', 2), older);
  const { document } = granted(await exportAccount(world, app(1), caller('alice', 1, true), accessToken));
  expect(document).toMatchObject({ user: { id: older, nickname: 'Older' }, merged: [{ id: younger, nickname: 'Younger' }], identities: [{ appId: app(1).appId }] });
});

test('[SEC-60] an export wants a sign-in at most ten minutes old', async () => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  world.clock.advance(600_000);
  expect(codeOf(await exportAccount(world, APP, ALICE, accessToken))).toBe('ok');
  world.clock.advance(1);
  expect(codeOf(await exportAccount(world, APP, ALICE, accessToken))).toBe('recent-sign-in-required');
});
