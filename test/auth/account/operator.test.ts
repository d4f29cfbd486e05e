// Operators: whose key is good, and how they find a user.
import { asFound } from '../../../auth/account/as-found';
import { authorise } from '../../../auth/account/authorise';
import { find, readSearch } from '../../../auth/account/find';
import { bindPhone } from '../../../auth/profile/bind-phone';
import { signIn } from '../../../auth/sign-in/sign-in';
import { APP, A_TAP, BOB, NEW_YEAR, aPerson, aWorld, granted } from '../a-world';

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
    const found = (await find(world, readSearch(by))).map(asFound);
    expect(found).toMatchObject([{ userId: user.id, status: 'active', phone: '+86*******0001', isOfThisIndexKey: true, identities: [{ appId: APP.appId, openId: alice.openId, unionId: 'oFAKE_U_alice', sessions: [{ door: 'mini-program' }] }] }]);
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
