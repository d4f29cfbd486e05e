// Consent at the web door: what a page says that the person agreed to travels with the flow, and only with it WeChat's profile is asked for and kept.
import { claimTicket } from '../../../auth/web/claim';
import { enterByCode } from '../../../auth/web/mini-program';
import { signIn } from '../../../auth/sign-in/sign-in';
import { A_TAP, APP, NEW_YEAR, aPerson, codeOf, granted } from '../a-world';
import { crashingAt } from '../crashing';
import { ALLOWED, UNION, WEBSITE, aPage, aWebWorld, begun, cameBack } from './a-browser';

const SHOWN = { nickname: 'Alice of WeChat', sex: 0, province: '', city: '', country: '', headimgurl: 'https://thirdwx.qlogo.cn/a/132', privilege: [], at: 1 };
const claim = (world: ReturnType<typeof aWebWorld>, ticket: string) => claimTicket(world, { ticket, verifier: aPage().verifier }, '203.0.113.*');

function aPolicyWorld(policyVersion: string | null = 'v2') {
  const world = aWebWorld();
  // WeChat shows her only to who asks for it.
  world.wechatOAuth = { exchange: async (_app, code, wantsProfile) => { world.asked.push(`${code} ${wantsProfile}`); return { ...ALLOWED, profile: wantsProfile ? SHOWN : null }; } };
  return Object.assign(world, { policyVersion });
}
async function returned(world: ReturnType<typeof aWebWorld>, policyVersion: string | null) {
  const { state, browser } = await begun(world, 'qr', { policyVersion });
  return (await cameBack(world, { state, browser })).ticket;
}
const her = (world: ReturnType<typeof aWebWorld>) => [...world.rows.users.values()][0];
const keptOf = (world: ReturnType<typeof aWebWorld>) => [...world.rows.identities.values()].find(({ kind }) => kind === 'website')?.profile ?? null;
const RECORD = { policy: 'v2', at: NEW_YEAR, appId: WEBSITE.appId, action: 'session/sign-in', ipPrefix: '203.0.113.*' };

test('[WE-14] with what is in force her consent is recorded with the sign-in, as a mini program’s is, and WeChat’s profile is asked for, kept and fills the gaps', async () => {
  const world = aPolicyWorld();
  const { user } = granted(await claim(world, await returned(world, 'v2')));
  expect([user.nickname, user.avatarUrl, her(world)?.consents, keptOf(world), world.asked]).toEqual(['Alice of WeChat', 'https://thirdwx.qlogo.cn/a/132', [RECORD], SHOWN, ['c true']]);
});

test('[WE-14] of someone who was here before it is recorded once, however often she comes in', async () => {
  const world = aPolicyWorld();
  granted(await signIn(world, APP, aPerson('alice', UNION), A_TAP));
  for (let twice = 0; twice < 2; twice += 1) granted(await claim(world, await returned(world, 'v2')));
  expect([her(world)?.consents, her(world)?.nickname, keptOf(world)]).toEqual([[RECORD], 'Alice of WeChat', SHOWN]);
});

test.each([null, 'v1', 'v3', ''])('[SEC-75] with %j, which is not in force, she comes in all the same; WeChat is not asked, nothing is kept and nothing recorded', async (policyVersion) => {
  const world = aPolicyWorld();
  const { user } = granted(await claim(world, await returned(world, policyVersion)));
  expect([user.nickname, her(world)?.consents, keptOf(world), world.asked]).toEqual([null, [], null, ['c false']]);
});

test('[SEC-75] what comes into force between the callback and the page counts: the profile that was shown before it is not kept', async () => {
  const world = aPolicyWorld();
  const ticket = await returned(world, 'v2');
  world.policyVersion = 'v3';
  expect([granted(await claim(world, ticket)).user.nickname, her(world)?.consents, keptOf(world)]).toEqual([null, [], null]);
});

test('[WE-14] where no policy is in force, what the page says is recorded as a sign-in of a mini program records it, and keeps nothing back', async () => {
  const world = aPolicyWorld(null);
  granted(await claim(world, await returned(world, 'v9')));
  expect([her(world)?.consents, her(world)?.nickname]).toEqual([[{ ...RECORD, policy: 'v9' }], 'Alice of WeChat']);
});

test.each([[{ policyVersion: 'v2' }, 1], [{ policyVersion: 'v1' }, 0], [undefined, 0]])('[WE-14] a mini program without cloud functions says %j', async (consent, recorded) => {
  const world = aPolicyWorld();
  world.wechat = { exchange: async () => ({ kind: 'exchanged', openId: aPerson('alice').openId, unionId: UNION, sessionKey: 'k' }) };
  granted(await enterByCode(world, { code: 'c', ...(consent === undefined ? {} : { consent }) }, { ipPrefix: null, address: null, appHint: null }));
  expect(her(world)?.consents.map(({ policy, action }) => [policy, action])).toEqual(Array.from({ length: recorded }, () => ['v2', 'session/sign-in']));
});

test.each(['before', 'after'] as const)('[SEC-75] cut %s any call, a sign-in has kept nothing of her profile without the record that she agreed, and is whole once its page asks again or begins again', async (when) => {
  let cuts = 0;
  // A call whose failing changes nothing, such as marking the ticket as claimed, cuts nothing: on to the next.
  for (let nth = 1; nth < 16; nth += 1) {
    const world = aPolicyWorld();
    granted(await signIn(world, APP, aPerson('alice', UNION), A_TAP));
    const ticket = await returned(world, 'v2');
    if (await claim({ ...world, ...crashingAt(world, nth, when) } as typeof world, ticket).then(() => false, () => true)) cuts += 1;
    const stands = her(world)?.nickname !== null || keptOf(world) !== null;
    expect([nth, stands && her(world)?.consents.length === 0]).toEqual([nth, false]);
    expect([nth, ['ok', 'ticket-invalid'].includes(codeOf(await claim(world, ticket)))]).toEqual([nth, true]);
    granted(await claim(world, await returned(world, 'v2')));
    expect([nth, her(world)?.consents.length, her(world)?.nickname, keptOf(world)]).toEqual([nth, 1, 'Alice of WeChat', SHOWN]);
  }
  expect(cuts).toBe(8);
});
