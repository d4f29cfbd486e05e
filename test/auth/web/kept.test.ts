// A session whose refresh token the door keeps in a cookie.
import { signIn } from '../../../auth/sign-in/sign-in';
import { enterByCode } from '../../../auth/web/mini-program';
import { renewKept, signOutKept } from '../../../auth/web/kept';
import { A_TAP, APP, ALICE, codeOf, granted } from '../a-world';
import { aWebWorld } from './a-browser';

const MINUTE = 60_000;
async function kept() {
  const world = { ...aWebWorld(), wechat: { exchange: async () => ({ kind: 'exchanged' as const, openId: ALICE.openId, unionId: null, sessionKey: 'c2Vzc2lvbi1rZXktMTIzNDU2Nw==' }) } };
  const signedIn = granted(await enterByCode(world, { code: 'c' }, { ipPrefix: null, address: '203.0.113.7', appHint: null }));
  return { world, signedIn, renew: (token: string) => renewKept(world, token, null) };
}

test('[WE-21] for ten minutes every load of a page gets an access token and leaves the refresh token as it is; then it is changed', async () => {
  const { world, signedIn, renew } = await kept();
  const young = await Promise.all(Array.from({ length: 5 }, () => renew(signedIn.refreshToken)));
  expect(new Set(young.map((each) => granted(each).refreshToken))).toEqual(new Set([signedIn.refreshToken]));
  world.clock.advance(10 * MINUTE);
  const changed = granted(await renew(signedIn.refreshToken));
  expect(changed.refreshToken).not.toBe(signedIn.refreshToken);
  world.clock.advance(11_000);
  expect([granted(await renew(changed.refreshToken)).refreshToken === changed.refreshToken, codeOf(await renew(signedIn.refreshToken)), codeOf(await renew(changed.refreshToken))]).toEqual([true, 'session-revoked', 'session-revoked']);
});

test('[WE-21] a banned person’s, a made-up one and one of a mini program’s context renew nothing', async () => {
  const { world, signedIn, renew } = await kept();
  const inside = granted(await signIn(world, APP, ALICE, A_TAP));
  expect([codeOf(await renew('r1.x')), codeOf(await renew(inside.refreshToken))]).toEqual(['token-invalid', 'token-invalid']);
  for (const identity of world.rows.identities.values()) world.rows.identities.set(identity.key, { ...identity, status: 'banned' });
  expect(codeOf(await renew(signedIn.refreshToken))).toBe('user-blocked');
});

test('[WE-21] by the cookie alone she signs out, also an hour later, and again', async () => {
  const { world, signedIn, renew } = await kept();
  world.clock.advance(60 * MINUTE);
  expect([codeOf(await signOutKept(world, signedIn.refreshToken, null)), codeOf(await signOutKept(world, signedIn.refreshToken, null)), codeOf(await signOutKept(world, 'h1.none', null))]).toEqual(['ok', 'ok', 'ok']);
  expect([codeOf(await renew(signedIn.refreshToken)), [...world.rows.identities.values()].flatMap(({ sessions }) => sessions)]).toEqual(['session-revoked', []]);
});
