// A change of an account's state that is cut at any call, and asked for once more, ends as one that was not.
import { ban, lift } from '../../../auth/account/ban';
import { closeAccount } from '../../../auth/account/close';
import { keep } from '../../../auth/account/keep';
import type { UserId } from '../../../auth/ids';
import { signIn } from '../../../auth/sign-in/sign-in';
import { crashingAt } from '../crashing';
import { ALICE, APP, A_TAP, aWorld, codeOf, granted } from '../a-world';
import type { RuleWorld } from '../a-world';

interface Who { id: UserId; accessToken: string }
type Act = (world: RuleWorld, who: Who) => Promise<{ ok: true } | { ok: false; refused: { code: string } }>;

const doClose: Act = (world, { accessToken }) => closeAccount(world, APP, ALICE, accessToken);
const doBan: Act = (world, { id }) => ban(world, 'ops', id);
const FLOWS: [string, before: Act[], Act][] = [
  ['closing', [], doClose],
  ['keeping', [doClose], (world, { accessToken }) => keep(world, APP, ALICE, accessToken)],
  ['a ban', [], doBan],
  ['a ban of an account that waits', [doClose], doBan],
  ['lifting a ban', [doBan], (world, { id }) => lift(world, 'ops', id)],
];

async function outcome(before: Act[], act: Act, nth: number, when: 'before' | 'after') {
  const world = aWorld();
  const { user, accessToken } = granted(await signIn(world, APP, ALICE, A_TAP));
  const who = { id: user.id as UserId, accessToken };
  for (const each of before) expect(codeOf(await each(world, who))).toBe('ok');
  const isCut = await act(crashingAt(world, nth, when), who).then(() => false, () => true);
  expect(codeOf(await act(world, who))).toBe('ok');
  const identities = [...world.rows.identities.values()].map(({ status, sessions }) => [status, sessions.length]);
  return { isCut, left: { users: [...world.rows.users.values()].map(({ status, closing }) => [status, closing]), identities, kinds: kindsOf(world) } };
}

/** What was written of it, with the identity or in the audit already. */
function kindsOf(world: RuleWorld): string[] {
  return [...[...world.rows.identities.values()].flatMap(({ events }) => events), ...world.audit.rows.values()].map(({ kind }) => kind);
}

test.each(FLOWS)('[REL-07] %s cut at any call and asked for once more ends as one that was not, with its event and its sessions', async (_what, before, act) => {
  const { left: whole } = await outcome(before, act, Infinity, 'before');
  let cuts = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      const { isCut, left } = await outcome(before, act, nth, when);
      if (!isCut) break;
      cuts += 1;
      expect([when, nth, left]).toEqual([when, nth, whole]);
    }
  }
  expect(cuts).toBeGreaterThanOrEqual(6);
});

test('[REL-07] signing in to keep an account, cut at any call, signs in when it is asked for once more', async () => {
  let cuts = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      const world = aWorld();
      const { accessToken } = granted(await signIn(world, APP, ALICE, A_TAP));
      granted(await closeAccount(world, APP, ALICE, accessToken));
      const enter = (at: RuleWorld) => signIn(at, APP, ALICE, { ...A_TAP, wish: 'keep-account' });
      const isCut = await enter(crashingAt(world, nth, when)).then(() => false, () => true);
      if (!isCut) break;
      cuts += 1;
      expect([when, nth, codeOf(await enter(world))]).toEqual([when, nth, 'ok']);
      expect([...world.rows.users.values(), ...world.rows.identities.values()].map(({ status }) => status)).toEqual(['active', 'active']);
      expect(kindsOf(world).filter((kind) => kind === 'keep')).toEqual(['keep']);
    }
  }
  expect(cuts).toBeGreaterThanOrEqual(10);
});
