// The gate, as a table: every path a person can take, in every state her account can be in.
import { getProfile } from '../../../auth/profile/get';
import { importUserInfo } from '../../../auth/profile/import-user-info';
import type { Status } from '../../../auth/ports';
import { checkCache, checkForReading } from '../../../auth/session/cached-check';
import { list } from '../../../auth/session/list';
import { renew } from '../../../auth/session/renew';
import { revoke } from '../../../auth/session/revoke';
import { signOut } from '../../../auth/session/sign-out';
import { signOutEverywhere } from '../../../auth/session/sign-out-everywhere';
import { sidOf } from '../../../auth/session/verify';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

interface Holding { accessToken: string; refreshToken: string; sessionId: string }
type Path = (world: RuleWorld, holding: Holding) => Promise<Parameters<typeof codeOf>[0]>;

const PATHS: Record<string, Path> = {
  'sign-in': (world) => signIn(world, APP, ALICE, A_TAP),
  renew: (world, { refreshToken }) => renew(world, APP, ALICE, refreshToken),
  list: (world, { accessToken }) => list(world, APP, ALICE, accessToken),
  revoke: (world, { accessToken, sessionId }) => revoke(world, APP, ALICE, accessToken, sessionId),
  'sign-out': (world, { accessToken }) => signOut(world, APP, ALICE, accessToken),
  'sign-out-everywhere': (world, { accessToken }) => signOutEverywhere(world, APP, ALICE, accessToken),
  'profile get': (world, { accessToken }) => getProfile(world, APP, ALICE, accessToken),
  'profile import': (world, { accessToken }) => importUserInfo(world, APP, ALICE, accessToken, { hash: 'p', open: async () => null }, null),
  'a cached read, first of its minute': (world, { accessToken }) => checkForReading({ ...world, checks: checkCache() }, APP, ALICE, accessToken),
};
const STATES: [Status, string][] = [['banned', 'user-blocked'], ['closing', 'account-closed'], ['erased', 'account-closed']];

async function holding(world: RuleWorld): Promise<Holding> {
  const { accessToken, refreshToken } = granted(await signIn(world, APP, ALICE, A_TAP));
  const [identity] = world.rows.identities.values();
  const [session] = identity?.sessions ?? [];
  if (identity === undefined || session === undefined) throw new Error('nobody signed in');
  return { accessToken, refreshToken, sessionId: sidOf(identity.key, session.sid) };
}

/** As a ban does: the user first, then each of her identities. */
function setState(world: RuleWorld, status: Status): void {
  for (const user of world.rows.users.values()) world.rows.users.set(user.id, { ...user, status });
  for (const identity of world.rows.identities.values()) identity.status = status;
}

describe.each(Object.entries(PATHS))('%s', (path, take) => {
  // Whoever was erased is nobody's any more: signing in makes somebody new (erase.test.ts).
  test.each(STATES.filter(([status]) => !(path === 'sign-in' && status === 'erased')))('[SEC-44] a user who is %s is refused with %s, and nothing changes', async (status, code) => {
    const world = aWorld();
    const held = await holding(world);
    setState(world, status);
    const before = structuredClone(world.rows);
    expect(codeOf(await take(world, held))).toBe(code);
    expect(world.rows).toEqual(before);
  });

  test('[SEC-44] once the ban is lifted the same path is open again', async () => {
    const world = aWorld();
    const held = await holding(world);
    setState(world, 'banned');
    setState(world, 'active');
    expect(['ok', 'decrypt-failed']).toContain(codeOf(await take(world, held)));
  });
});

test('[SEC-31] an access token is no refresh token, and a refresh token no access token', async () => {
  const world = aWorld();
  const { accessToken, refreshToken } = await holding(world);
  expect(codeOf(await renew(world, APP, ALICE, accessToken))).toBe('token-invalid');
  for (const path of [list, signOut, signOutEverywhere, getProfile]) expect(codeOf(await path(world, APP, ALICE, refreshToken))).toBe('token-invalid');
});
