// Signing in through one of WeChat's pages: a state that is used once, a ticket for its own page alone, one session however often it is asked for.
import fc from 'fast-check';
import { finishAtCallback } from '../../../auth/web/callback';
import { claimCode, claimTicket } from '../../../auth/web/claim';
import { jssdkSignature } from '../../../auth/web/jssdk';
import { enterByCode } from '../../../auth/web/mini-program';
import type { OAuthExchange } from '../../../auth/web/ports';
import { returnAddress } from '../../../auth/web/return-to';
import { startWeb } from '../../../auth/web/start';
import { bearerOf, refreshBearerOf } from '../../../auth/web/bearer';
import { signIn } from '../../../auth/sign-in/sign-in';
import { signOut } from '../../../auth/session/sign-out';
import { renew } from '../../../auth/session/renew';
import { A_TAP, APP, ISSUER, aPerson, codeOf, granted } from '../a-world';
import { crashingAt } from '../crashing';
import { ACCOUNT, ALICE_ON_THE_WEB, ALLOWED, SITE, UNION, WEBSITE, aPage, aWebWorld, asking, begun, cameBack, signedInByQr } from './a-browser';

const claim = (world: ReturnType<typeof aWebWorld>, ticket: string, verifier = aPage().verifier) => claimTicket(world, { ticket, verifier }, null);

test('[WE-1] the website’s button leads to WeChat’s page, in WeChat’s order, with a state of 32 hex digits', async () => {
  const { location } = await begun(aWebWorld(), 'qr', { extras: [['lang', 'en']] });
  expect(location.href).toMatch(new RegExp(`^https://open\\.weixin\\.qq\\.com/connect/qrconnect\\?appid=${WEBSITE.appId}&redirect_uri=${encodeURIComponent(`${ISSUER}/auth/qr/callback`)}&response_type=code&scope=snsapi_login&state=[0-9a-f]{32}&lang=en#wechat_redirect$`));
});

test('[WE-1] inside WeChat it is the account’s page, silent unless a profile is asked for', async () => {
  const { location } = await begun(aWebWorld(), 'h5');
  expect(location.href).toMatch(new RegExp(`/connect/oauth2/authorize\\?appid=${ACCOUNT.appId}&redirect_uri=[^&]+&response_type=code&scope=snsapi_base&state=[0-9a-f]{32}#wechat_redirect$`));
  expect((await begun(aWebWorld(), 'h5', { scope: 'snsapi_userinfo' })).location.searchParams.get('scope')).toBe('snsapi_userinfo');
});

test.each([
  ['a page that is not on the list', { returnTo: 'https://evil.example.com/' }], ['no challenge', { challenge: '' }], ['a challenge of another length', { challenge: 'x'.repeat(42) }], ['a scope of another door', { scope: 'snsapi_userinfo' }],
])('[WE-1] %s begins nothing', async (_what, change) => {
  const world = aWebWorld();
  expect([codeOf(await startWeb(world, 'qr', asking(change))), world.webFlows.rows.size]).toEqual(['bad-request', 0]);
});

test('[SEC-73] an address begins so many in a minute, another one its own, and whose address nobody tells share one count', async () => {
  const world = aWebWorld();
  const begin = async (address: string | null) => codeOf(await startWeb(world, 'qr', asking({ address })));
  for (let count = 0; count < 60; count += 1) expect(await begin('203.0.113.7')).toBe('ok');
  expect([await begin('203.0.113.7'), await begin('203.0.113.8'), await begin(null)]).toEqual(['rate-limited', 'ok', 'ok']);
  expect([...world.webFlows.rows.keys()]).toHaveLength(62);
  world.clock.advance(60_000);
  expect(await begin('203.0.113.7')).toBe('ok');
});

test('[WE-2] who comes back is signed in, as the same user as in the mini program', async () => {
  const world = aWebWorld();
  const there = granted(await signIn(world, APP, aPerson('alice', UNION), A_TAP));
  const { user, isNew, accessToken } = await signedInByQr(world);
  expect([user.id, isNew, world.asked]).toEqual([there.user.id, false, ['website c true']]);
  expect(granted(bearerOf(world, accessToken, null)).app.appId).toBe(WEBSITE.appId);
});

test('[SEC-45] a state is good once, for ten minutes, for the browser that has its cookie, and nothing of another is asked of WeChat', async () => {
  const world = aWebWorld();
  const { state, browser } = await begun(world);
  const foreign = await begun(world, 'qr', { browser: null });
  for (const odd of [null, '', 'x', state.toUpperCase(), `${state}0`, 'f'.repeat(32)]) expect(codeOf(await finishAtCallback(world, 'qr', { code: 'c', state: odd, browsers: [browser] }))).toBe('state-invalid');
  expect(codeOf(await finishAtCallback(world, 'qr', { code: 'c', state, browsers: [foreign.browser] }))).toBe('state-invalid');
  expect(codeOf(await finishAtCallback(world, 'qr', { code: 'c', state, browsers: [browser] }))).toBe('state-invalid');
  const other = await begun(world);
  expect(codeOf(await finishAtCallback(world, 'h5', { code: 'c', state: other.state, browsers: [other.browser] }))).toBe('state-invalid');
  const late = await begun(world);
  world.clock.advance(600_000);
  expect(codeOf(await finishAtCallback(world, 'qr', { code: 'c', state: late.state, browsers: [late.browser] }))).toBe('state-invalid');
  expect(world.asked).toEqual([]);
});

test('[SEC-45] a web-view that drops its cookie comes back all the same, and its page still proves itself', async () => {
  const world = aWebWorld();
  const { state } = await begun(world);
  const { ticket } = await cameBack(world, { state });
  expect(codeOf(await claim(world, ticket, aPage('another').verifier))).toBe('ticket-invalid');
  expect(codeOf(await claim(world, ticket))).toBe('ok');
});

test('[SEC-48] who says no goes back with that, and WeChat is asked nothing', async () => {
  const world = aWebWorld();
  for (const code of [null, 'authdeny']) {
    const { state, browser } = await begun(world);
    expect(await cameBack(world, { code, state, browser })).toEqual({ address: SITE, ticket: '', refusal: 'declined' });
  }
  expect(world.asked).toEqual([]);
});

test('[SEC-48] the same page loaded again, and again at once, goes back with the same ticket for a minute; without the cookie or later it goes nowhere', async () => {
  let release: (answer: OAuthExchange) => void = () => {};
  const world = aWebWorld(() => new Promise((resolve) => { release = resolve; }));
  const { state, browser } = await begun(world);
  world.pause = async () => { release(ALLOWED); };
  const both = await Promise.all([cameBack(world, { state, browser }), cameBack(world, { state, browser })]);
  const again = await cameBack(world, { state, browser });
  expect([new Set([...both, again].map(({ ticket }) => ticket)).size, world.asked.length]).toEqual([1, 1]);
  expect(codeOf(await finishAtCallback(world, 'qr', { code: 'c', state, browsers: [] }))).toBe('state-invalid');
  world.clock.advance(60_000);
  expect([codeOf(await finishAtCallback(world, 'qr', { code: 'c', state, browsers: [browser] })), codeOf(await claim(world, again.ticket))]).toEqual(['state-invalid', 'ticket-invalid']);
});

test('[REL-04] a ticket handed over twice, and twice at once, is one session; signed out, it opens nothing', async () => {
  const world = aWebWorld();
  const { state, browser } = await begun(world);
  const { ticket } = await cameBack(world, { state, browser });
  const all = (await Promise.all([claim(world, ticket), claim(world, ticket)])).concat(await claim(world, ticket)).map(granted);
  expect([new Set(all.map(({ refreshToken }) => refreshToken)).size, new Set(all.map(({ user }) => user.id)).size, all.every(({ isNew }) => isNew)]).toEqual([1, 1, true]);
  expect([...world.rows.identities.values()].map(({ sessions }) => sessions.length)).toEqual([1]);
  const { app, bearer } = granted(bearerOf(world, all[0]?.accessToken ?? '', null));
  granted(await signOut(world, app, bearer, all[0]?.accessToken ?? ''));
  expect(codeOf(await claim(world, ticket))).toBe('ticket-invalid');
});

test('[SEC-50] a ticket is good for the page that began alone: altered, cut, of another flow or with another verifier it is ticket-invalid', async () => {
  const world = aWebWorld();
  const { state, browser } = await begun(world);
  const { ticket } = await cameBack(world, { state, browser });
  const other = await begun(world, 'qr', { challenge: aPage('other').challenge });
  const theirs = await cameBack(world, { state: other.state, browser: other.browser });
  const mixed = `${ticket.split('.')[0]}.${theirs.ticket.split('.')[1]}`;
  for (const odd of ['', 'x', ticket.slice(0, -1), `${ticket}x`, `${ticket}.x`, mixed, theirs.ticket]) expect(codeOf(await claim(world, odd))).toBe('ticket-invalid');
  expect(codeOf(await claim(world, ticket, 'short'))).toBe('ticket-invalid');
  expect(world.rows.users.size).toBe(0);
});

test.each<[string, OAuthExchange, string]>([
  ['a snapshot page’s person', { ...ALLOWED, isSnapshot: true }, 'snapshot-user'], ['a scope that was not given', { ...ALLOWED, scopes: ['snsapi_base'] }, 'declined'],
  ['a used code', { kind: 'refused', code: 'code-used' }, 'code-used'], ['a blocked person', { kind: 'refused', code: 'user-blocked' }, 'user-blocked'], ['WeChat that is away', { kind: 'unavailable', code: 'wechat-unavailable' }, 'wechat-unavailable'],
])('[SEC-49] %s is told to the page, and nothing is written', async (_what, answer, refusal) => {
  const world = aWebWorld(() => answer);
  const { state, browser } = await begun(world);
  expect(await cameBack(world, { state, browser })).toMatchObject({ refusal, ticket: '' });
  expect([world.rows.users.size, world.rows.identities.size]).toEqual([0, 0]);
  const page = await begun(world, 'qr', { isDirect: true });
  expect(codeOf(await claimCode(world, { code: 'c', state: page.state, verifier: aPage().verifier }, null))).toBe(refusal);
});

test('[WE-3] a page that is the redirect_uri itself hands over code and state; only the page that began may, and WeChat hears of nobody else’s', async () => {
  const world = aWebWorld();
  const first = await begun(world, 'qr', { isDirect: true });
  expect(first.location.searchParams.get('redirect_uri')).toBe(SITE);
  expect([codeOf(await claimCode(world, { code: 'c', state: first.state, verifier: aPage('other').verifier }, null)), world.asked]).toEqual(['state-invalid', []]);
  const { state } = await begun(world, 'qr', { isDirect: true });
  const all = [];
  for (let twice = 0; twice < 2; twice += 1) all.push(granted(await claimCode(world, { code: 'c', state, verifier: aPage().verifier }, null)));
  expect([all[0]?.refreshToken === all[1]?.refreshToken, world.asked.length]).toEqual([true, 1]);
});

test('[SEC-45] who began a flow and sends somebody else through WeChat’s page with it is not told who she is: not by state and verifier, not by the callback', async () => {
  const world = aWebWorld();
  // Hers is the code; the attacker has his verifier and his cookie, and knows the state.
  const byCallback = await begun(world, 'h5');
  await cameBack(world, { state: byCallback.state, browser: null, code: 'hers' }, 'h5');
  for (const code of [null, 'x', 'authdeny']) expect(codeOf(await finishAtCallback(world, 'h5', { code, state: byCallback.state, browsers: [byCallback.browser] }))).toBe('state-invalid');
  for (const isDirect of [false, true]) {
    const { state } = await begun(world, 'h5', { isDirect });
    if (!isDirect) await cameBack(world, { state, code: 'hers' }, 'h5');
    expect(codeOf(await claimCode(world, { code: 'x', state, verifier: aPage().verifier }, null))).not.toBe('ok');
    if (isDirect) expect(codeOf(await claimCode(world, { code: 'hers', state, verifier: aPage().verifier }, null))).toBe('state-invalid');
  }
  expect(world.rows.users.size).toBe(0);
});

test('[SEC-45] a flow goes the way it began: one of the callback is not finished by code and state, one of a page not at the callback', async () => {
  const world = aWebWorld();
  const [through, direct] = [await begun(world), await begun(world, 'qr', { isDirect: true })];
  expect([codeOf(await claimCode(world, { code: 'c', state: through.state, verifier: aPage().verifier }, null)), codeOf(await finishAtCallback(world, 'qr', { code: 'c', state: direct.state, browsers: [direct.browser] })), world.asked]).toEqual(['state-invalid', 'state-invalid', []]);
});

test('[REL-04] a sign-in that failed for a moment leaves the ticket as good as it was', async () => {
  const world = aWebWorld();
  const { state, browser } = await begun(world);
  const { ticket } = await cameBack(world, { state, browser });
  const openSession = world.identities.lookUp;
  world.identities.lookUp = async () => { throw new Error('the database is away'); };
  await expect(claim(world, ticket)).rejects.toThrow('away');
  world.identities.lookUp = openSession;
  expect(codeOf(await claim(world, ticket))).toBe('ok');
});

test('[WE-4] a refresh token of a mini program’s own context is no bearer token, and the other way round', async () => {
  const world = aWebWorld();
  const there = granted(await signIn(world, APP, aPerson('alice', UNION), A_TAP));
  const held = granted(await refreshBearerOf(world, there.refreshToken, null));
  expect(codeOf(await renew(world, held.app, held.bearer, there.refreshToken))).toBe('token-invalid');
  world.wechat = { exchange: async () => ({ kind: 'exchanged', openId: aPerson('alice').openId, unionId: UNION, sessionKey: 'k' }) };
  const here = granted(await enterByCode(world, { code: 'c' }, { ipPrefix: null, address: null, appHint: null }));
  expect(codeOf(await renew(world, APP, aPerson('alice', UNION), here.refreshToken))).toBe('token-invalid');
});

test('[WE-4] whoever brings a token is told by it: a session is renewed and ended without any context', async () => {
  const world = aWebWorld();
  const { accessToken, refreshToken } = await signedInByQr(world);
  const held = granted(await refreshBearerOf(world, refreshToken, null));
  const next = granted(await renew(world, held.app, held.bearer, refreshToken));
  expect([next.refreshToken === refreshToken, granted(bearerOf(world, next.accessToken, null)).bearer.identity]).toEqual([false, held.bearer.identity]);
  for (const odd of ['', 'x', accessToken, `${refreshToken}x`]) expect(codeOf(await refreshBearerOf(world, odd, null))).toBe('token-invalid');
  for (const odd of ['', 'x', refreshToken, Buffer.from(ALICE_ON_THE_WEB).toString('base64'), ALICE_ON_THE_WEB]) expect(codeOf(bearerOf(world, odd, null))).toBe('token-invalid');
});

test('[WE-5] a mini program without cloud functions signs in by its code, as the same user; without WeChat nobody does', async () => {
  const world = aWebWorld();
  const web = await signedInByQr(world);
  world.wechat = { exchange: async () => ({ kind: 'exchanged', openId: aPerson('alice').openId, unionId: UNION, sessionKey: 'k' }) };
  expect(granted(await enterByCode(world, { code: 'c' }, { ipPrefix: null, address: null, appHint: APP.appId })).user.id).toBe(web.user.id);
  expect(codeOf(await enterByCode(world, { code: 'c' }, { ipPrefix: null, address: null, appHint: 'wxfa4e0000000000ff' }))).toBe('not-found');
  world.wechat = { exchange: async () => ({ kind: 'unavailable', reason: 'away' }) };
  expect(codeOf(await enterByCode(world, { code: 'c' }, { ipPrefix: null, address: null, appHint: null }))).toBe('wechat-unavailable');
});

const SHOWN = { nickname: 'Alice of WeChat', sex: 0, province: '', city: '', country: '', headimgurl: 'https://thirdwx.qlogo.cn/a/132', privilege: [], at: 1 };

test('[WE-6] what WeChat shows fills what she did not give herself, and is kept as sent; what she chose stays', async () => {
  const world = aWebWorld(() => ({ ...ALLOWED, profile: SHOWN }));
  expect((await signedInByQr(world)).user).toMatchObject({ nickname: 'Alice of WeChat', avatarUrl: 'https://thirdwx.qlogo.cn/a/132' });
  const [user] = [...world.rows.users.values()];
  Object.assign(user ?? {}, { nickname: 'Chosen' });
  expect((await signedInByQr(world)).user).toMatchObject({ nickname: 'Chosen', avatarUrl: 'https://thirdwx.qlogo.cn/a/132' });
  expect([...world.rows.identities.values()].map(({ profile }) => profile)).toEqual([SHOWN]);
});

test('[WE-6] who shows nothing, no address, and a policy nobody agreed to yet fill nothing', async () => {
  const shy = aWebWorld(() => ({ ...ALLOWED, profile: { ...SHOWN, nickname: '微信用户', headimgurl: 'javascript:alert(1)' } }));
  expect((await signedInByQr(shy)).user).toMatchObject({ nickname: null, avatarUrl: null });
  const world = aWebWorld(() => ({ ...ALLOWED, profile: SHOWN }));
  world.policyVersion = 'v1';
  expect((await signedInByQr(world)).user).toMatchObject({ nickname: null, avatarUrl: null });
  expect([...world.rows.identities.values()].map(({ profile }) => profile)).toEqual([null]);
});

test.each(['before', 'after'] as const)('[REL-05] a web sign-in cut %s any of its calls is whole once its page asks again, or begins again', async (when) => {
  let cuts = 0;
  // A call whose failing changes nothing, such as marking the ticket as claimed, cuts nothing: on to the next.
  for (let nth = 1; nth < 16; nth += 1) {
    const world = aWebWorld();
    const { state, browser } = await begun(world);
    const { ticket } = await cameBack(world, { state, browser });
    if (await claim({ ...world, ...crashingAt(world, nth, when) } as typeof world, ticket).then(() => false, () => true)) cuts += 1;
    const again = await claim(world, ticket);
    expect([nth, ['ok', 'ticket-invalid'].includes(codeOf(again))]).toEqual([nth, true]);
    await signedInByQr(world);
    expect([nth, world.rows.users.size, world.rows.identities.size, world.rows.unions.size]).toEqual([nth, 1, 1, 1]);
  }
  expect(cuts).toBe(6);
});

test.each(['before', 'after'] as const)('[REL-05] a callback cut %s any of its calls is told again or begun again; WeChat sees the code once, and nobody is there twice', async (when) => {
  for (let nth = 1; nth < 10; nth += 1) {
    const world = aWebWorld();
    const { state, browser } = await begun(world);
    const back = (web: typeof world) => finishAtCallback(web, 'qr', { code: 'c', state, browsers: [browser] });
    const cut = await back({ ...world, ...crashingAt(world, nth, when) } as typeof world).then(() => false, () => true);
    const again = codeOf(await back(world));
    expect([nth, ['ok', 'state-invalid'].includes(again), world.asked.length <= 1]).toEqual([nth, true, true]);
    if (!cut) { expect([again, nth]).toEqual(['ok', 4]); return; }
    await signedInByQr(world);
    expect([nth, world.rows.users.size, world.rows.identities.size, world.rows.unions.size]).toEqual([nth, 1, 1, 1]);
  }
  throw new Error('it never ended');
});

test('[WE-7] a page is signed as WeChat’s own example is', () => {
  const ticket = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg';
  expect(jssdkSignature({ ticket, nonceStr: 'Wm3WZYTPz0wzccnW', timestamp: 1_414_587_457, url: 'http://mp.weixin.qq.com?params=value' })).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
});

const OWN = 'https://accounts.example.com';
test.each([
  '//evil.example.com', '/\\evil.example.com', '\\\\evil.example.com', '/\t/evil.example.com', '\t//evil.example.com', '/%2f/evil.example.com', '/%2F%2Fevil', '/%5cevil', '/%5C%5Cevil', '/a%00b', '/%0d%0aset-cookie:x', '/%252f%252fevil',
  'https://evil.example.com', 'HTTPS://evil.example.com', 'https:/evil.example.com', 'https:evil', 'http://accounts.example.com/', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', '/@evil.example.com', '/a@b', 'user@accounts.example.com',
  'https://accounts.example.com@evil.example.com/', 'https://accounts.example.com.evil.example.com/', 'https://site.example.com', 'https://site.example.com/x', 'https://SITE.example.com/', 'https://site.example.com/#x', 'https://ѕite.example.com/', '/a#b', '/ a', '', 'a', '.', '/..//evil', '/a/../../b', '/é',
])('[SEC-47] nobody is sent to %j', (text) => {
  expect(returnAddress(text, [SITE], OWN)).toBeNull();
});

test('[SEC-47] an entry of the list, as it stands there, and a path of the door’s own are where one may go back to', () => {
  for (const path of ['/', '/account', '/a/b?c=d&e=f', '/~x/(y)!']) expect(returnAddress(path, [SITE], OWN)).toBe(`${OWN}${path}`);
  expect(returnAddress(SITE, [SITE], OWN)).toBe(SITE);
});

test('[SEC-47] whatever is let through, a browser takes it for an address of the list or of the door itself', () => {
  const texts = fc.oneof(fc.webUrl(), fc.webPath(), fc.string(), fc.string().map((text) => `/${text}`), fc.stringMatching(/^[/\\%@:.a-z0-9?#\t]{1,12}$/).map((text) => `/${text}`));
  fc.assert(fc.property(texts, (text) => {
    const address = returnAddress(text, [SITE], OWN);
    if (address === null || address === SITE) return;
    expect(new URL(address).origin).toBe(OWN);
    expect(new URL(text, `${OWN}/deep/page`).href).toBe(address);
  }), { numRuns: 5000 });
});
