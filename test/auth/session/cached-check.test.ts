// The middle level of the session checks: for reads, a minute behind at most.
import { checkCache, checkForReading } from '../../../auth/session/cached-check';
import { signOut } from '../../../auth/session/sign-out';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, ALICE, APP, BOB, aWorld, codeOf, granted } from '../a-world';

async function aReader() {
  const world = { ...aWorld(), checks: checkCache() };
  let asked = 0;
  const { identities } = world;
  const counting = { ...world, identities: { ...identities, find: (...args: Parameters<typeof identities.find>) => { asked += 1; return identities.find(...args); } } };
  const { accessToken } = granted(await signIn(world, APP, ALICE, A_TAP));
  return { world, read: (caller = ALICE) => checkForReading(counting, APP, caller, accessToken), end: () => signOut(world, APP, ALICE, accessToken), asked: () => asked };
}

test('[SEC-32] within sixty seconds a check asks nothing; after them it asks once and sees what was revoked', async () => {
  const { world, read, end, asked } = await aReader();
  expect([codeOf(await read()), codeOf(await read())]).toEqual(['ok', 'ok']);
  await end();
  world.clock.advance(60_000);
  expect([codeOf(await read()), asked()]).toEqual(['ok', 1]);
  world.clock.advance(1);
  expect([codeOf(await read()), codeOf(await read()), asked()]).toEqual(['session-revoked', 'session-revoked', 3]);
});

test('[SEC-32] what is remembered of one caller opens nothing for another, and nothing past the token’s own end', async () => {
  const { world, read } = await aReader();
  await read();
  expect(codeOf(await read(BOB))).toBe('token-invalid');
  world.clock.advance(961_000);
  expect(codeOf(await read())).toBe('token-expired');
});

test('[REL-16] a clock that went back asks the database', async () => {
  const { world, read, end } = await aReader();
  await read();
  await end();
  world.clock.advance(-10_000);
  expect(codeOf(await read())).toBe('session-revoked');
});
