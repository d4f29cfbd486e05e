// The ways in which a user signs in: what she is shown of them, and what code on the server is given.
import { ban } from '../../../auth/account/ban';
import { identities, identitiesOf } from '../../../auth/account/identities';
import type { IdentityKind, UserId } from '../../../auth/ids';
import type { AppSettings, Caller, Status } from '../../../auth/ports';
import { signOutEverywhere } from '../../../auth/session/sign-out-everywhere';
import { signIn } from '../../../auth/sign-in/sign-in';
import { APP, A_TAP, BOB, NEW_YEAR, aPerson, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const anApp = (end: string, kind: IdentityKind): AppSettings => ({ ...APP, appId: `wxfa4e0000000000${end}` as AppSettings['appId'], kind });
const ACCOUNT = anApp('02', 'official-account');
const SITE = anApp('03', 'website');
/** alice as an app knows her: another openid in each. */
const aliceIn = ({ appId }: AppSettings): Caller => ({ ...aPerson(`alice_${appId.slice(-2)}`, 'oFAKE_U_alice'), appId });

const enter = async (world: RuleWorld, app: AppSettings) => {
  world.clock.advance(1000);
  return granted(await signIn(world, app, aliceIn(app), A_TAP));
};

/** Signed in through three apps, the website last. */
async function aliceInThree(world: RuleWorld) {
  await signIn(world, APP, BOB, A_TAP);
  const { accessToken, user } = await enter(world, APP);
  await enter(world, ACCOUNT);
  await enter(world, SITE);
  return { accessToken, id: user.id as UserId };
}

function setStatus(world: RuleWorld, kind: IdentityKind, status: Status): void {
  for (const [key, identity] of world.rows.identities) if (identity.kind === kind) world.rows.identities.set(key, { ...identity, status });
}

test('[AC-10] the caller sees her own ways to sign in, this one first, then the one used last', async () => {
  const world = aWorld();
  const { accessToken } = await aliceInThree(world);
  const shown = granted(await identities(world, APP, aliceIn(APP), accessToken)).identities;
  expect(shown).toEqual([
    { identityId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/), kind: 'mini-program', appId: APP.appId, linkedAt: NEW_YEAR + 1000, lastSignInAt: NEW_YEAR + 1000, current: true },
    { identityId: expect.any(String), kind: 'website', appId: SITE.appId, linkedAt: NEW_YEAR + 3000, lastSignInAt: NEW_YEAR + 3000, current: false },
    { identityId: expect.any(String), kind: 'official-account', appId: ACCOUNT.appId, linkedAt: NEW_YEAR + 2000, lastSignInAt: NEW_YEAR + 2000, current: false },
  ]);
  expect(new Set(shown.map(({ identityId }) => identityId)).size).toBe(3);
});

test('[AC-10] a later sign-in moves its way up and leaves the day it was linked', async () => {
  const world = aWorld();
  const { accessToken } = await aliceInThree(world);
  await enter(world, ACCOUNT);
  const [, second] = granted(await identities(world, APP, aliceIn(APP), accessToken)).identities;
  expect(second).toMatchObject({ kind: 'official-account', linkedAt: NEW_YEAR + 2000, lastSignInAt: NEW_YEAR + 4000 });
});

test('[AC-10] no openid and no unionid is in it', async () => {
  const world = aWorld();
  const { accessToken } = await aliceInThree(world);
  expect(JSON.stringify(granted(await identities(world, APP, aliceIn(APP), accessToken)))).not.toContain('oFAKE');
});

test('[AC-10] a tombstone is no way in; one whose copy of her state lags behind is', async () => {
  const world = aWorld();
  const { accessToken } = await aliceInThree(world);
  setStatus(world, 'website', 'erased');
  setStatus(world, 'official-account', 'closing');
  expect(granted(await identities(world, APP, aliceIn(APP), accessToken)).identities.map(({ kind }) => kind)).toEqual(['mini-program', 'official-account']);
});

test('[AC-10] it is refused to another caller, after the token’s time, to an ended session and to a banned user', async () => {
  const world = aWorld();
  const { accessToken, id } = await aliceInThree(world);
  const judge = async (caller: Caller) => codeOf(await identities(world, APP, caller, accessToken));
  expect([await judge(BOB), await judge({ ...aliceIn(SITE), appId: APP.appId })]).toEqual(['token-invalid', 'token-invalid']);
  await ban(world, 'ops', id);
  expect(await judge(aliceIn(APP))).toBe('user-blocked');

  const other = aWorld();
  const ended = await aliceInThree(other);
  await signOutEverywhere(other, APP, aliceIn(APP), ended.accessToken);
  expect(codeOf(await identities(other, APP, aliceIn(APP), ended.accessToken))).toBe('session-revoked');
  other.clock.advance(1_000_000);
  expect(codeOf(await identities(other, APP, aliceIn(APP), ended.accessToken))).toBe('token-expired');
});

test('[AC-11] code on the server gets the identities of one kind with their openids, the one used last first', async () => {
  const world = aWorld();
  const { id } = await aliceInThree(world);
  const second = anApp('aa', 'mini-program');
  await enter(world, second);
  const ofAlice = ({ appId }: AppSettings, at: number) => ({ appId, openId: aliceIn({ ...APP, appId }).openId, unionId: 'oFAKE_U_alice', linkedAt: NEW_YEAR + at, lastSignInAt: NEW_YEAR + at });
  expect(await identitiesOf(world, id, 'mini-program')).toEqual([ofAlice(second, 4000), ofAlice(APP, 1000)]);
  expect(await identitiesOf(world, id, 'official-account')).toEqual([ofAlice(ACCOUNT, 2000)]);
});

test('[AC-11] nobody is written to who is unknown, banned or gone', async () => {
  const world = aWorld();
  const { id } = await aliceInThree(world);
  expect(await identitiesOf(world, 'nobody-000000000000000' as UserId, 'mini-program')).toEqual([]);
  setStatus(world, 'website', 'erased');
  expect([(await identitiesOf(world, id, 'website')).length, (await identitiesOf(world, id, 'mini-program')).length]).toEqual([0, 1]);
  await ban(world, 'ops', id);
  expect(await identitiesOf(world, id, 'mini-program')).toEqual([]);
});
