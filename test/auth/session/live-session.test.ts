// What a live session may do, and what ends it: list, profile, sign-out.
import { getProfile } from '../../../auth/profile/get';
import { list } from '../../../auth/session/list';
import { signOut } from '../../../auth/session/sign-out';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, BOB, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const enter = async (world: RuleWorld, caller = ALICE) => granted(await signIn(world, APP, caller, { ...A_TAP, device: { platform: 'ios', model: 'phone' } }));

test('[SEC-41] the list shows the caller’s own sessions, newest use first, without token material', async () => {
  const world = aWorld();
  await enter(world, BOB);
  await enter(world);
  world.clock.advance(1000);
  const { accessToken, refreshToken } = await enter(world);
  const { sessions } = granted(await list(world, APP, ALICE, accessToken));
  expect(sessions.map(({ current }) => current)).toEqual([true, false]);
  expect(Object.keys(sessions[0] ?? {}).sort()).toEqual(['appId', 'createdAt', 'current', 'device', 'door', 'expiresAt', 'ipPrefix', 'lastUsedAt', 'sessionId']);
  expect(JSON.stringify(sessions)).not.toContain(refreshToken.split('.').at(-1));
});

test('[SE-2] a signed-out session is refused at once, and signing it out again is accepted', async () => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  expect(codeOf(await signOut(world, APP, ALICE, accessToken))).toBe('ok');
  expect(codeOf(await getProfile(world, APP, ALICE, accessToken))).toBe('session-revoked');
  expect(codeOf(await list(world, APP, ALICE, accessToken))).toBe('session-revoked');
  expect(codeOf(await signOut(world, APP, ALICE, accessToken))).toBe('ok');
});

test('[SE-3] an access token is good only for the caller it was issued to', async () => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  await enter(world, BOB);
  for (const action of [getProfile, list, signOut]) expect(codeOf(await action(world, APP, BOB, accessToken))).toBe('token-invalid');
  expect(codeOf(await getProfile(world, APP, ALICE, accessToken))).toBe('ok');
});

test('[SE-3] a token of another caller is token-invalid also when it has expired', async () => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  world.clock.advance(1_000_000);
  expect([codeOf(await getProfile(world, APP, BOB, accessToken)), codeOf(await getProfile(world, APP, ALICE, accessToken))]).toEqual(['token-invalid', 'token-expired']);
});

test('[SE-4] signing out ends one session and leaves the others', async () => {
  const world = aWorld();
  const first = await enter(world);
  const second = await enter(world);
  await signOut(world, APP, ALICE, first.accessToken);
  expect(codeOf(await getProfile(world, APP, ALICE, second.accessToken))).toBe('ok');
});

test.each([['banned', 'user-blocked'], ['closing', 'account-closed'], ['erased', 'account-closed'], ['typed-by-hand' as never, 'account-closed']] as const)('[SEC-44] with a user who is %s every action answers %s', async (status, code) => {
  const world = aWorld();
  const { accessToken } = await enter(world);
  for (const identity of world.rows.identities.values()) identity.status = status;
  for (const action of [getProfile, list, signOut]) expect(codeOf(await action(world, APP, ALICE, accessToken))).toBe(code);
});
