// Renewal by the rules alone: generations, grace, reuse, and what changes nothing.
import fc from 'fast-check';
import { IDLE_MS } from '../../../auth/session/limits';
import { makeRefreshToken, readRefreshToken } from '../../../auth/session/refresh-token';
import { renew } from '../../../auth/session/renew';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, BOB, NEW_YEAR, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

async function signedIn(world: RuleWorld) {
  return granted(await signIn(world, APP, ALICE, A_TAP));
}

const sessionsOf = (world: RuleWorld) => [...world.rows.identities.values()].flatMap((identity) => identity.sessions);

test('[SEC-36] twenty renewals at once answer with one successor', async () => {
  const world = aWorld();
  const { refreshToken } = await signedIn(world);
  const answers = await Promise.all(Array.from({ length: 20 }, () => renew(world, APP, ALICE, refreshToken)));
  expect(new Set(answers.map((answer) => granted(answer).refreshToken)).size).toBe(1);
  expect(sessionsOf(world).map(({ n }) => n)).toEqual([1]);
});

test('[SEC-37] the predecessor answers for ten seconds and its use does not lengthen them', async () => {
  const world = aWorld();
  const { refreshToken } = await signedIn(world);
  const successor = granted(await renew(world, APP, ALICE, refreshToken)).refreshToken;
  world.clock.advance(10_000);
  expect(granted(await renew(world, APP, ALICE, refreshToken)).refreshToken).toBe(successor);
  world.clock.advance(1);
  expect(codeOf(await renew(world, APP, ALICE, refreshToken))).toBe('session-revoked');
});

test('[REL-16] a clock that went back neither lengthens the grace nor ends the session', async () => {
  const world = aWorld();
  const { refreshToken } = await signedIn(world);
  const successor = granted(await renew(world, APP, ALICE, refreshToken)).refreshToken;
  world.clock.advance(-3_600_000);
  expect(codeOf(await renew(world, APP, ALICE, refreshToken))).toBe('session-revoked');
  expect(codeOf(await renew(world, APP, ALICE, successor))).toBe('ok');
});

test('[SEC-38] a reused older generation ends the session for whoever holds it', async () => {
  const world = aWorld();
  const { refreshToken: first } = await signedIn(world);
  const second = granted(await renew(world, APP, ALICE, first)).refreshToken;
  const third = granted(await renew(world, APP, ALICE, second)).refreshToken;
  expect(codeOf(await renew(world, APP, ALICE, first))).toBe('session-revoked');
  expect(sessionsOf(world)).toEqual([]);
  expect(codeOf(await renew(world, APP, ALICE, third))).toBe('session-revoked');
  expect([...world.rows.identities.values()][0]?.events.map(({ kind }) => kind)).toEqual(['sign-in', 'refresh-reuse']);
});

test('[SEC-39] a forged token, and one ahead of the record, are token-invalid and change nothing', async () => {
  const world = aWorld();
  const { refreshToken } = await signedIn(world);
  const before = structuredClone(sessionsOf(world));
  const facts = readRefreshToken(world.mint.macKeys, refreshToken);
  if (facts === null) throw new Error('our own token does not read');
  expect(codeOf(await renew(world, APP, ALICE, makeRefreshToken(world.mint.macKeys, { ...facts, n: 5 })))).toBe('token-invalid');
  await fc.assert(fc.asyncProperty(fc.nat(refreshToken.length - 1), fc.constantFrom('A', 'b', '-', '.'), async (at, letter) => {
    fc.pre(refreshToken[at] !== letter);
    const forged = refreshToken.slice(0, at) + letter + refreshToken.slice(at + 1);
    // The last of 43 characters carries two bits that no byte holds; every other change must be refused.
    fc.pre(at !== refreshToken.length - 1);
    expect(codeOf(await renew(world, APP, ALICE, forged))).toBe('token-invalid');
  }));
  expect(sessionsOf(world)).toEqual(before);
});

test('[SE-1] a refresh token presented by another person is token-invalid and changes nothing', async () => {
  const world = aWorld();
  const { refreshToken } = await signedIn(world);
  expect(codeOf(await renew(world, APP, BOB, refreshToken))).toBe('token-invalid');
  expect(codeOf(await renew(world, APP, ALICE, refreshToken))).toBe('ok');
});

test('[SEC-40] a session ends after 30 idle days, and after 90 days however often it is renewed', async () => {
  const world = aWorld();
  const { refreshToken, refreshTokenExpiresAt } = await signedIn(world);
  expect(refreshTokenExpiresAt).toBe(NEW_YEAR + IDLE_MS);
  world.clock.set(NEW_YEAR + IDLE_MS);
  expect(codeOf(await renew(world, APP, ALICE, refreshToken))).toBe('session-revoked');
  const again = aWorld();
  let token = (await signedIn(again)).refreshToken;
  for (let days = 25; days <= 75; days += 25) {
    again.clock.set(NEW_YEAR + days * 86_400_000);
    token = granted(await renew(again, APP, ALICE, token)).refreshToken;
  }
  again.clock.set(NEW_YEAR + 90 * 86_400_000);
  expect(codeOf(await renew(again, APP, ALICE, token))).toBe('session-revoked');
});

test('[SEC-35] a refresh token cannot be made from what the database holds', async () => {
  const world = aWorld();
  const { refreshToken } = await signedIn(world);
  expect(JSON.stringify([...world.rows.identities.values()])).not.toContain(refreshToken.slice(refreshToken.lastIndexOf('.') + 1));
  const other = aWorld();
  const facts = readRefreshToken(world.mint.macKeys, refreshToken);
  expect(facts).not.toBeNull();
  expect(readRefreshToken({ ...other.mint.macKeys, find: () => Buffer.alloc(32, 1) }, refreshToken)).toBeNull();
});

test.each([['banned', 'user-blocked'], ['closing', 'account-closed'], ['erased', 'account-closed']] as const)('[SEC-44] renewing for a user who is %s is refused with %s', async (status, code) => {
  const world = aWorld();
  const { refreshToken } = await signedIn(world);
  for (const identity of world.rows.identities.values()) identity.status = status;
  expect(codeOf(await renew(world, APP, ALICE, refreshToken))).toBe(code);
});
