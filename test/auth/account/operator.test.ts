// Operators: whose key is good, and how they find a user.
import { asFound } from '../../../auth/account/as-found';
import { authorise } from '../../../auth/account/authorise';
import { find, readSearch } from '../../../auth/account/find';
import { bindPhone } from '../../../auth/profile/bind-phone';
import { signIn } from '../../../auth/sign-in/sign-in';
import type { UserId } from '../../../auth/ids';
import { ban, lift } from '../../../auth/account/ban';
import { undoMerge } from '../../../auth/merge/undo';
import { SETTLED, UNION, aPair, app, enter, keyOf } from '../merge/a-pair';
import { APP, A_TAP, BOB, NEW_YEAR, aPerson, aWorld, codeOf, granted } from '../a-world';

const secret = Buffer.alloc(32, 1);
const OPERATORS = [{ caller: 'ops', secret, retiredAt: null }, { caller: 'old', secret: Buffer.alloc(32, 2), retiredAt: NEW_YEAR }];

test.each<[string, { caller: string; secret: string }, number, string | null]>([
  ['the right key', { caller: 'ops', secret: secret.toString('base64url') }, NEW_YEAR, 'ops'],
  ['another’s key', { caller: 'old', secret: secret.toString('base64url') }, NEW_YEAR - 1, null],
  ['a wrong key', { caller: 'ops', secret: Buffer.alloc(32, 9).toString('base64url') }, NEW_YEAR, null],
  ['no key', { caller: 'ops', secret: '' }, NEW_YEAR, null],
  ['a key before its end', { caller: 'old', secret: Buffer.alloc(32, 2).toString('base64url') }, NEW_YEAR - 1, 'old'],
  ['a key after its end', { caller: 'old', secret: Buffer.alloc(32, 2).toString('base64url') }, NEW_YEAR, null],
])('[OP-3] with %s an operator is who she says, or nobody', (_what, given, now, who) => {
  expect(authorise(OPERATORS, given, now)).toBe(who);
});

test('[OP-1] one user is found by id, openid, unionid or number, with her openids for messages and payment, and no secret', async () => {
  const alice = aPerson('alice', 'oFAKE_U_alice');
  const world = aWorld({ kind: 'exchanged', openId: alice.openId, unionId: alice.unionId, sessionKey: 'session-key-canary' });
  await signIn(world, APP, BOB, A_TAP);
  const { user, accessToken } = granted(await signIn(world, APP, alice, { ...A_TAP, code: 'c' }));
  await bindPhone(world, APP, alice, accessToken, { code: 'c', policyVersion: null });
  for (const by of [{ id: user.id }, { openId: alice.openId }, { unionId: 'oFAKE_U_alice' }, { phone: '+8613800000001' }]) {
    const found = (await find(world, readSearch(by))).map((each) => asFound(each, NEW_YEAR));
    expect(found).toMatchObject([{ userId: user.id, status: 'active', phone: '+86*******0001', isOfThisIndexKey: true, identities: [{ appId: APP.appId, openId: alice.openId, unionId: 'oFAKE_U_alice', mergedFrom: null, sessions: [{ door: 'mini-program' }] }], links: [{ unionId: 'oFAKE_U_alice', identityIds: [expect.any(String)], isGuarded: true }], journal: [] }]);
    expect(JSON.stringify(found)).not.toMatch(/box|kid|canary|13800000001/);
  }
  for (const by of [{ id: 'no-id' }, { openId: 'oFAKE_nobody' }, { unionId: 'oFAKE_nobody' }, { phone: '+8613800000009' }]) expect(await find(world, readSearch(by))).toEqual([]);
});

test('[OP-1] a user who was written under another INDEX_KEY is marked', async () => {
  const world = aWorld();
  const { user } = granted(await signIn(world, APP, BOB, A_TAP));
  const [found] = await find({ ...world, indexKey: Buffer.alloc(32, 9) }, readSearch({ id: user.id }));
  expect(found?.isOfThisIndexKey).toBe(false);
});

test('[OP-1] of one who was merged is told into whom, of the other what held them together, by which merge, and until when it can be undone', async () => {
  const { world, older, younger } = await aPair();
  granted(await enter(world, 'alice', 2, true));
  const at = world.clock.now();
  const seen = async (id: UserId) => (await find(world, readSearch({ id }))).map((each) => asFound(each, world.clock.now()))[0];
  const [merge] = [...world.journal.rows.values()];
  const told = { mergeId: merge?.id, state: 'done', winner: older, loser: younger, by: 'unionid', appId: app(2).appId, at, doneAt: at, undoableUntil: at + 30 * 86_400_000, undone: null };
  expect(await seen(younger)).toMatchObject({ status: 'merged', mergedInto: older, identities: [], links: [], journal: [told] });
  expect(await seen(older)).toMatchObject({
    aliases: [younger], journal: [told], links: [{ unionId: UNION, identityIds: [keyOf('alice', 1), keyOf('alice', 2)], isGuarded: true }], identities: [{ mergedFrom: null }, { mergedFrom: younger }],
  });
  world.clock.advance(SETTLED);
  if (merge === undefined) throw new Error('no merge');
  granted(await undoMerge(world, 'ops', merge.id));
  expect((await seen(younger))?.journal).toMatchObject([{ state: 'undone', undoableUntil: null, undone: { by: 'ops', at: at + SETTLED } }]);
  world.rows.unions.clear();
  expect((await seen(older))?.links).toEqual([{ unionId: UNION, identityIds: [keyOf('alice', 1)], isGuarded: false }]);
});

test('[OP-2] the id of one who was merged stands for whom she became: both are banned, and lifted', async () => {
  const { world, older, younger } = await aPair();
  granted(await enter(world, 'alice', 2, true));
  granted(await ban(world, 'ops', younger));
  expect([world.rows.users.get(older)?.status, codeOf(await enter(world, 'alice', 2, true))]).toEqual(['banned', 'user-blocked']);
  granted(await lift(world, 'ops', younger));
  expect([world.rows.users.get(older)?.status, codeOf(await enter(world, 'alice', 2, true))]).toEqual(['active', 'ok']);
});
