// Consent: nothing a person gives of herself is stored without it, and a new version of the policy asks again.
import { importUserInfo } from '../../../auth/profile/import-user-info';
import { updateProfile } from '../../../auth/profile/update';
import { signIn } from '../../../auth/sign-in/sign-in';
import { ALICE, APP, A_TAP, NEW_YEAR, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

const DATA = { openId: ALICE.openId, unionIdPresent: false, nickname: 'From WeChat', avatarUrl: null, anonymous: false, appId: APP.appId, timestamp: NEW_YEAR };

async function under(policyVersion: string | null, agreedAtSignIn: string | null = null) {
  const world: RuleWorld = { ...aWorld(), policyVersion };
  const { accessToken } = granted(await signIn(world, APP, ALICE, { ...A_TAP, policyVersion: agreedAtSignIn }));
  return {
    world, user: () => [...world.rows.users.values()][0],
    rename: (nickname: string, given: string | null = null) => updateProfile(world, APP, ALICE, accessToken, { nickname, avatarFileId: null, policyVersion: given }),
    take: (given: string | null, hash = 'p') => importUserInfo(world, APP, ALICE, accessToken, { hash, open: async () => DATA }, given),
    signInAgain: (given: string) => signIn(world, APP, ALICE, { ...A_TAP, policyVersion: given }),
  };
}

test('[SEC-75] without consent to the version in force nothing is stored; with it, it is recorded with time and place in that write', async () => {
  const { rename, user } = await under('v2');
  expect([codeOf(await rename('Alice')), codeOf(await rename('Alice', 'v1')), user()?.nickname]).toEqual(['consent-required', 'consent-required', null]);
  expect(granted(await rename('Alice', 'v2')).user.nickname).toBe('Alice');
  expect(user()?.consents).toEqual([{ policy: 'v2', at: NEW_YEAR, appId: APP.appId, action: 'profile/update', ipPrefix: '203.0.113.*' }]);
  expect([codeOf(await rename('Alice B.')), codeOf(await rename('Alice C.', 'v2')), user()?.consents.length]).toEqual(['ok', 'ok', 1]);
});

test('[SEC-75] a new version asks again, and both stand in the record', async () => {
  const { rename, world, user } = await under('v1');
  await rename('Alice', 'v1');
  world.policyVersion = 'v2';
  expect([codeOf(await rename('Alicia')), codeOf(await rename('Alicia', 'v2'))]).toEqual(['consent-required', 'ok']);
  expect(user()?.consents.map(({ policy }) => policy)).toEqual(['v1', 'v2']);
});

test('[SEC-75] a consent given with the sign-in counts, of the first and of a later one; one to another version is not recorded', async () => {
  const { rename, user } = await under('v1', 'v1');
  expect([codeOf(await rename('Alice')), user()?.consents[0]?.action]).toEqual(['ok', 'session/sign-in']);
  const later = await under('v2', 'v1');
  expect([codeOf(await later.rename('Alice')), later.user()?.consents]).toEqual(['consent-required', []]);
  expect([codeOf(await later.signInAgain('v2')), codeOf(await later.rename('Alice')), codeOf(await later.signInAgain('v2')), later.user()?.consents.length]).toEqual(['ok', 'ok', 'ok', 1]);
});

test('[SEC-75] what WeChat knows wants consent too; the packet that was refused for it opens afterwards and costs no attempt', async () => {
  const { take, user } = await under('v1');
  for (let count = 0; count < 8; count += 1) expect(codeOf(await take(null))).toBe('consent-required');
  expect(granted(await take('v1')).user.nickname).toBe('From WeChat');
  expect(user()?.consents.map(({ action }) => action)).toEqual(['profile/import-user-info']);
});

test('[SEC-75] where no policy is in force none is asked for, and one that is given is recorded', async () => {
  const { rename, user } = await under(null);
  expect([codeOf(await rename('Alice')), user()?.consents]).toEqual(['ok', []]);
  await rename('Alicia', 'v7');
  expect(user()?.consents.map(({ policy }) => policy)).toEqual(['v7']);
});
