// "从微信更新": what WeChat shows takes the place of what she chose, by tokens that are kept sealed and only where they may be.
import { closeAccount } from '../../../auth/account/close';
import { exportAccount } from '../../../auth/account/export';
import { keepHouse } from '../../../auth/account/housekeeping';
import type { FileId } from '../../../auth/ids';
import { openTokens, sealTokens } from '../../../auth/profile/wechat-tokens';
import { signOut } from '../../../auth/session/sign-out';
import { signIn } from '../../../auth/sign-in/sign-in';
import { bearerOf } from '../../../auth/web/bearer';
import { A_TAP, APP, BOB, NEW_YEAR, aPerson, codeOf, granted } from '../a-world';
import { crashingAt } from '../crashing';
import { ALLOWED, UNION, WEBSITE, begun, cameBack } from '../web/a-browser';
import { HOUR, OVER, SHOWN, aRefreshWorld, cameIn, identityOf, refreshed } from './a-refresh';
import type { RefreshRuleWorld } from './a-refresh';

const DAY = 24 * HOUR;
const ALWAYS = () => true;
const her = (world: RefreshRuleWorld) => [...world.rows.users.values()].find(({ status }) => status === 'active');
const dump = (world: RefreshRuleWorld) => JSON.stringify([[...world.rows.users], [...world.rows.identities], [...world.webFlows.rows]]);

test('[WE-10] by her explicit wish name and picture of WeChat take the place of hers, and what it sent is kept as sent', async () => {
  const world = aRefreshWorld();
  const { accessToken, key } = await cameIn(world);
  const own = 'cloud://env.b/avatars/own.png' as FileId;
  world.files.held.set(own, Buffer.from('x'));
  Object.assign(her(world) ?? {}, { nickname: 'Chosen', avatarUrl: 'https://files.example.com/own.png', avatarFile: own });
  world.clock.advance(5000);
  const { user } = granted(await refreshed(world, accessToken));
  expect(user).toMatchObject({ nickname: 'Alice of WeChat', avatarUrl: 'https://thirdwx.qlogo.cn/a/132' });
  expect([her(world)?.nickname, her(world)?.avatarFile, world.files.held.has(own), identityOf(world, key)?.profile]).toEqual(['Alice of WeChat', null, false, { ...SHOWN, at: NEW_YEAR + 5000 }]);
  expect(world.told).toEqual(['look access-canary']);
});

test.each([
  ['who shows nothing', { nickname: '微信用户', headimgurl: 'https://thirdwx.qlogo.cn/grey' }, ['Chosen', 'https://files.example.com/own.png']], ['no name', { nickname: '' }, ['Chosen', 'https://thirdwx.qlogo.cn/a/132']], ['a name in which nothing shows', { nickname: '\u200e \u3164' }, ['Chosen', 'https://thirdwx.qlogo.cn/a/132']],
  ['no picture', { headimgurl: '' }, ['Alice of WeChat', 'https://files.example.com/own.png']], ['no address', { headimgurl: 'javascript:alert(1)' }, ['Alice of WeChat', 'https://files.example.com/own.png']],
])('[WE-10] %s takes the place of nothing', async (_what, change, stands) => {
  const world = aRefreshWorld();
  const { accessToken, key } = await cameIn(world);
  Object.assign(her(world) ?? {}, { nickname: 'Chosen', avatarUrl: 'https://files.example.com/own.png' });
  world.says.profile = { ...SHOWN, ...change };
  const { user } = granted(await refreshed(world, accessToken));
  expect([[user.nickname, user.avatarUrl], [her(world)?.nickname, her(world)?.avatarUrl], identityOf(world, key)?.profile]).toEqual([stands, stands, { ...SHOWN, ...change }]);
});

test('[WE-11] where nothing says that they are kept, no token is in any row, WeChat is asked nothing, and the path is not there', async () => {
  const world = { ...aRefreshWorld(), keepsUserTokens: false };
  const { state, browser } = await begun(world);
  await cameBack(world, { state, browser });
  const { accessToken, key } = await cameIn(world);
  const [flow] = [...world.webFlows.rows.values()];
  const facts = flow?.outcome !== null && flow !== undefined && 'facts' in flow.outcome ? world.factsSeal.open(flow.outcome.facts, `web-facts:${flow.id}`) : null;
  expect([facts === null, facts?.includes('canary'), identityOf(world, key)?.wechatTokens, codeOf(await refreshed(world, accessToken)), world.told]).toEqual([false, false, null, 'not-found', []]);
});

test('[WE-11] where they are kept they lie sealed, from the callback on, and in no row, answer or export as they are', async () => {
  const world = aRefreshWorld();
  const { state, browser } = await begun(world);
  const { ticket } = await cameBack(world, { state, browser });
  const signedIn = await cameIn(world);
  const own = identityOf(world, signedIn.key);
  expect([own?.wechatTokens?.at, own === undefined ? null : openTokens(world.tokensSeal, own, NEW_YEAR)]).toEqual([NEW_YEAR, ALLOWED.tokens]);
  const answers = [ticket, signedIn, await refreshed(world, signedIn.accessToken)];
  const { accessToken } = granted(await signIn(world, APP, aPerson('alice', UNION), A_TAP));
  const { document } = granted(await exportAccount(world, APP, aPerson('alice', UNION), accessToken));
  expect(document).toMatchObject({ identities: expect.arrayContaining([expect.objectContaining({ kind: 'website', wechatTokensKept: true }), expect.objectContaining({ kind: 'mini-program', wechatTokensKept: false })]) });
  expect([/canary/.test(dump(world)), /canary/.test(JSON.stringify([answers, document])), JSON.stringify(document).includes(own?.wechatTokens?.box ?? '')]).toEqual([false, false, false]);
});

test('[WE-11] only tokens that WeChat shows a profile for are kept; by a silent page none', async () => {
  const world = aRefreshWorld();
  world.wechatOAuth = { exchange: async () => ({ ...ALLOWED, scopes: ['snsapi_base'] }) };
  const { state, browser } = await begun(world, 'h5');
  const flow = async () => [...world.webFlows.rows.values()].at(-1);
  await cameBack(world, { state, browser }, 'h5');
  const standing = await flow();
  const outcome = standing?.outcome;
  expect(outcome !== null && outcome !== undefined && 'facts' in outcome ? JSON.parse(world.factsSeal.open(outcome.facts, `web-facts:${standing?.id}`) ?? '{}') as object : null).toMatchObject({ tokens: null });
});

test('[SEC-14] tokens that were moved to another person’s row, or sealed by a key that is gone, open nothing: she signs in again', async () => {
  const world = aRefreshWorld();
  const { accessToken, key } = await cameIn(world);
  const own = identityOf(world, key);
  const [bobs, elsewhere] = [{ appId: WEBSITE.appId, openId: BOB.openId }, { appId: APP.appId, openId: ALLOWED.openId }].map((holder) => sealTokens(world.tokensSeal, holder, ALLOWED.tokens));
  for (const foreign of [bobs, elsewhere, { kid: 'gone', box: own?.wechatTokens?.box, at: NEW_YEAR }, null]) {
    Object.assign(own ?? {}, { wechatTokens: foreign });
    expect(codeOf(await refreshed(world, accessToken))).toBe('recent-sign-in-required');
  }
  expect(world.told).toEqual([]);
});

test('[WE-13] an access token is shown until a minute before its two hours are over; then it is renewed, once for everyone after, and its thirty days go on', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  await page.later(2 * HOUR - 60_001);
  granted(await page.ask());
  await page.later(1);
  for (let twice = 0; twice < 2; twice += 1) granted(await page.ask());
  expect(world.told).toEqual(['look access-canary', 'renew refresh-canary', 'look access-canary', 'look access-canary']);
  await page.later(2 * HOUR);
  for (let twice = 0; twice < 2; twice += 1) granted(await page.ask());
  expect(world.told.slice(4)).toEqual(['renew refresh-canary', 'look access-canary-1', 'look access-canary-1']);
  expect(identityOf(world, page.key)?.wechatTokens?.at).toBe(NEW_YEAR);
});

test('[WE-13] one that is dead before its time is renewed once, and not again where the next is dead too', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  world.says.until = NEW_YEAR;
  granted(await page.ask());
  world.says.looks = OVER;
  expect([codeOf(await page.ask()), world.told]).toEqual(['recent-sign-in-required', ['look access-canary', 'renew refresh-canary', 'look access-canary-1', 'look access-canary-1', 'renew refresh-canary', 'look access-canary-1']]);
});

test('[WE-13] where WeChat takes the refresh token no more she signs in again; it is dropped, and WeChat is not asked by it again', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  await page.later(2 * HOUR);
  world.says.renewal = OVER;
  expect(await page.ask()).toMatchObject({ ok: false, refused: { code: 'recent-sign-in-required' } });
  expect([identityOf(world, page.key)?.wechatTokens, codeOf(await page.ask()), world.told]).toEqual([null, 'recent-sign-in-required', ['renew refresh-canary']]);
  world.says.renewal = null;
  const again = await cameIn(world);
  expect(codeOf(await again.ask())).toBe('ok');
});

test('[WE-13] tokens from more than thirty days ago are not shown to WeChat, whether or not housekeeping came by', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  await page.later(29 * DAY);
  granted(await page.ask());
  await page.later(DAY + 1);
  world.told.length = 0;
  expect([codeOf(await page.ask()), world.told]).toEqual(['recent-sign-in-required', []]);
});

test.each(['wechat-busy', 'wechat-unavailable'] as const)('[WE-13] %s changes nothing of hers, and what was renewed before is kept', async (code) => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  world.says.looks = { kind: 'unavailable', code };
  await page.later(2 * HOUR);
  expect([codeOf(await page.ask()), her(world)?.nickname, identityOf(world, page.key)?.profile]).toEqual([code, null, null]);
  world.says.looks = null;
  expect([codeOf(await page.ask()), world.told]).toEqual(['ok', ['renew refresh-canary', 'look access-canary-1', 'look access-canary-1']]);
  world.says.renewal = { kind: 'unavailable', code };
  await page.later(2 * HOUR);
  expect([codeOf(await page.ask()), identityOf(world, page.key)?.wechatTokens === null]).toEqual([code, false]);
});

test('[SEC-75] without consent to the policy in force WeChat is not asked and nothing is kept; with it name, picture and consent are written together', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  world.policyVersion = 'v2';
  expect([codeOf(await page.ask()), codeOf(await page.ask('v1')), world.told, her(world)?.nickname]).toEqual(['consent-required', 'consent-required', [], null]);
  expect(granted(await page.ask('v2')).user.nickname).toBe('Alice of WeChat');
  expect(her(world)?.consents).toEqual([{ policy: 'v2', at: NEW_YEAR, appId: WEBSITE.appId, action: 'profile/refresh', ipPrefix: '203.0.113.*' }]);
  granted(await page.ask());
  expect(her(world)?.consents).toHaveLength(1);
});

test('[SEC-75] where she agreed to nothing as she came in, no token of WeChat’s is kept', async () => {
  const world = aRefreshWorld();
  world.policyVersion = 'v2';
  const page = await cameIn(world);
  expect([identityOf(world, page.key)?.wechatTokens, codeOf(await page.ask('v2')), world.told]).toEqual([null, 'recent-sign-in-required', []]);
});

test('[SEC-75] her consent is recorded too where WeChat shows nothing', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  world.policyVersion = 'v2';
  world.says.profile = { ...SHOWN, nickname: '微信用户', headimgurl: '' };
  granted(await page.ask('v2'));
  expect([her(world)?.consents.length, her(world)?.nickname]).toEqual([1, null]);
});

test('[SEC-73] it counts with renewals, however many ask at once: beyond them WeChat is not asked', async () => {
  const world = aRefreshWorld();
  world.limits = { ...world.limits, renewPerMinute: 5 };
  const page = await cameIn(world);
  const codes = (await Promise.all(Array.from({ length: 20 }, () => page.ask()))).map(codeOf);
  expect([codes.filter((code) => code === 'ok').length, codes.filter((code) => code === 'rate-limited').length, world.told.length]).toEqual([5, 15, 5]);
  expect(await page.ask()).toMatchObject({ refused: { code: 'rate-limited', retryAt: NEW_YEAR + 60_000 } });
  world.clock.advance(60_001);
  expect(codeOf(await page.ask())).toBe('ok');
});

test('[WE-13] two at once over a token that has aged are both told, and one set of tokens stands that WeChat takes', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  await page.later(2 * HOUR);
  const both = (await Promise.all([page.ask(), page.ask()])).map(granted);
  expect(both.map(({ user }) => user.nickname)).toEqual(['Alice of WeChat', 'Alice of WeChat']);
  expect([codeOf(await page.ask()), identityOf(world, page.key)?.wechatTokens?.at]).toEqual(['ok', NEW_YEAR]);
});

test.each(['before', 'after'] as const)('[REL-05] asking for a profile, cut %s any of its calls, is whole once it is asked for again, and loses no tokens', async (when) => {
  for (let nth = 1; nth < 10; nth += 1) {
    const world = aRefreshWorld();
    const page = await cameIn(world);
    Object.assign(her(world) ?? {}, { nickname: 'Chosen', consents: [] });
    await page.later(2 * HOUR);
    world.policyVersion = 'v2';
    const intact = { identities: world.identities, users: world.users };
    Object.assign(world, crashingAt(world, nth, when));
    const cut = await page.ask('v2').then(() => false, () => true);
    // Whatever stands of hers, stands with her consent.
    const stands = identityOf(world, page.key)?.profile ?? null;
    expect([nth, her(world)?.consents.length]).toEqual([nth, stands === null && her(world)?.nickname === 'Chosen' ? 0 : 1]);
    Object.assign(world, intact);
    expect([nth, granted(await page.ask('v2')).user.nickname, her(world)?.consents.length, identityOf(world, page.key)?.profile?.nickname]).toEqual([nth, 'Alice of WeChat', 1, 'Alice of WeChat']);
    expect([nth, identityOf(world, page.key)?.wechatTokens?.at]).toEqual([nth, NEW_YEAR]);
    if (!cut) { expect(nth).toBe(5); return; }
  }
  throw new Error('it never ended');
});

test('[SEC-44] whose session has ended, who is banned or closing asks in vain, and her tokens are gone', async () => {
  const endings: ((world: RefreshRuleWorld, accessToken: string) => Promise<unknown>)[] = [
    async (world, accessToken) => { const { app, bearer } = granted(bearerOf(world, accessToken, null)); return signOut(world, app, bearer, accessToken); },
    async (world) => { Object.assign(her(world) ?? {}, { status: 'banned' }); await world.identities.setStatusAndEnd([...world.rows.users.keys()][0] ?? ('' as never), 'banned'); },
    async (world) => closeAccount(world, APP, aPerson('alice', UNION), granted(await signIn(world, APP, aPerson('alice', UNION), A_TAP)).accessToken),
  ];
  const codes: string[] = [];
  for (const end of endings) {
    const world = aRefreshWorld();
    const page = await cameIn(world);
    await end(world, page.accessToken);
    codes.push(codeOf(await page.ask()));
    expect([identityOf(world, page.key)?.wechatTokens, world.told]).toEqual([null, []]);
  }
  expect(codes).toEqual(['session-revoked', 'session-revoked', 'account-closed']);
});

test('[WE-15] one of two sessions that ends leaves them to the other; the last takes them along, and ended twice is ended', async () => {
  const world = aRefreshWorld();
  const first = await cameIn(world);
  const second = await cameIn(world);
  const leave = (accessToken: string) => {
    const { app, bearer } = granted(bearerOf(world, accessToken, null));
    return signOut(world, app, bearer, accessToken);
  };
  expect([codeOf(await leave(first.accessToken)), codeOf(await first.ask()), codeOf(await second.ask()), identityOf(world, second.key)?.sessions.length]).toEqual(['ok', 'session-revoked', 'ok', 1]);
  expect([codeOf(await leave(first.accessToken)), codeOf(await leave(second.accessToken)), codeOf(await leave(second.accessToken))]).toEqual(['ok', 'ok', 'ok']);
  expect([identityOf(world, second.key)?.wechatTokens, identityOf(world, second.key)?.sessions]).toEqual([null, []]);
});

test('[WE-12] thirty days after they came housekeeping drops them, and her session goes on', async () => {
  const world = aRefreshWorld();
  const page = await cameIn(world);
  await page.later(29 * DAY);
  await keepHouse(world, ALWAYS);
  expect(identityOf(world, page.key)?.wechatTokens).not.toBeNull();
  await page.later(DAY + 1);
  await keepHouse(world, ALWAYS);
  expect([identityOf(world, page.key)?.wechatTokens, identityOf(world, page.key)?.sessions.length]).toEqual([null, 1]);
});

test('[SEC-31] WeChat’s tokens of a person are no tokens of ours', () => {
  const world = aRefreshWorld();
  for (const token of [ALLOWED.tokens.userAccessToken, ALLOWED.tokens.userRefreshToken]) expect(codeOf(bearerOf(world, token, null))).toBe('token-invalid');
});
