// /connect/oauth2/authorize: pages inside WeChat, who is inside, and WeChat's numbered refusals.
import { SECOND } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, OFFICIAL_ACCOUNT, WEBSITE } from './local-wechat';
import { attribute, authorizeAddress, aWebsite, CALLBACK, codeIn, insideAs, openPage, STATE, textOf } from './web-pages';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  aWebsite(world);
});
afterEach(() => world.close());

const asAlice = (address = authorizeAddress(), init: RequestInit = {}) => openPage(world, address, { ...init, headers: { ...insideAs('alice'), ...(init.headers as Record<string, string> | undefined) } });
const posted = (address: string, answer: 'allow' | 'refuse', headers: Record<string, string> = {}) => asAlice(address, { method: 'POST', body: new URLSearchParams({ answer }), headers });
const errorOf = (html: string) => [textOf(html, 'errcode'), textOf(html, 'error')];
const isCode = expect.stringMatching(/^0[0-9A-Za-z]{31}$/) as unknown;

test.each([['a browser', { 'user-agent': 'Mozilla/5.0 Chrome/140.0' }], ['a browser that only names a person', { 'user-agent': 'Mozilla/5.0 LocalPerson/alice' }], ['WeChat of nobody', { 'user-agent': 'MicroMessenger/8.0' }], ['WeChat of somebody unknown', insideAs('zoe')]])('[WX-117] %s is told to open the link in WeChat, before anything is judged, and offered the people', async (_what, headers) => {
  const { status, html } = await openPage(world, authorizeAddress({ appid: 'x' }), { headers });
  expect([status, textOf(html, 'outside'), [...html.matchAll(/data-person="(\w+)"/g)].map(([, name]) => name)]).toEqual([200, '请在微信客户端打开链接', ['alice', 'bob', 'carol']]);
});

test('[WX-122] the cookie that /emulator-inside leaves makes this browser a person\'s WeChat, until it is taken back', async () => {
  const to = `http://open.weixin.qq.com.localhost${authorizeAddress()}#wechat_redirect`;
  const entered = await openPage(world, `/emulator-inside?${new URLSearchParams({ person: 'bob', to })}`);
  expect([entered.status, entered.location, entered.headers.get('set-cookie')]).toEqual([302, to, 'inside=bob; Path=/; HttpOnly; SameSite=Lax']);
  expect(attribute((await openPage(world, authorizeAddress(), { headers: { cookie: 'a=b; inside=bob' } })).html, 'data-landing')).toContain('code=');
  const left = await openPage(world, `/emulator-inside?${new URLSearchParams({ person: '', to })}`);
  expect(left.headers.get('set-cookie')).toBe('inside=; Path=/; Max-Age=0');
});

test.each([[{ person: 'zoe', to: 'http://localhost/' }], [{ person: 'alice', to: 'javascript:alert(1)' }], [{ person: 'alice' }]])('[WX-122] /emulator-inside of %j is refused', async (query) => {
  const { status, location } = await openPage(world, `/emulator-inside?${new URLSearchParams(Object.entries(query))}`);
  expect([status, location]).toEqual([400, null]);
});

test.each([
  ['no appid', { appid: null }, '10012', /appid/], ['no redirect_uri', { redirect_uri: null }, '10011', /redirect_uri/], ['no scope', { scope: '' }, '10010', /scope/], ['no state', { state: null }, '10013', /state/],
  ["a website's appid", { appid: WEBSITE }, '10016', /公众号 Appid/], ['a mini program', { appid: MINI_PROGRAM }, null, /appid/], ['nobody', { appid: 'wxfa4e0000000000ff' }, null, /appid/],
  ['a foreign host', { redirect_uri: 'http://evil.example/' }, '10003', /域名与后台配置不一致/], ['a scope of websites', { scope: 'snsapi_login' }, '10005', /scope/], ['two scopes', { scope: 'snsapi_base,snsapi_userinfo' }, '10005', /scope/],
  ['a third-party platform', { component_appid: 'wxfa4e0000000000ee' }, '10015', /第三方平台/], ['another response_type', { response_type: 'token' }, null, /response_type/], ['a state of signs', { state: 'a-b' }, null, /state/], ['a long state', { state: 'a'.repeat(129) }, null, /state/],
])('[WX-118] %s is refused by its page', async (_what, change, errcode, words) => {
  const { status, location, html } = await asAlice(authorizeAddress(change));
  expect([status, location, ...errorOf(html)]).toEqual([200, null, errcode, expect.stringMatching(words)]);
});

test('[WX-118] the order of the parameters is matched strictly; what stands behind them is free', async () => {
  const [path = '', query = ''] = authorizeAddress().split('?');
  const [appid, redirect, type, scope, state] = query.split('&');
  const said = async (...pairs: (string | undefined)[]) => errorOf((await asAlice(`${path}?${pairs.join('&')}`)).html)[1];
  expect(await said(redirect, appid, type, scope, state)).toMatch(/顺序/);
  expect(await said(appid, redirect, scope, type, state)).toMatch(/顺序/);
  expect(await said('connect_redirect=1', appid, redirect, type, scope, state)).toMatch(/顺序/);
  expect(await said(appid, redirect, type, scope, state, 'state=other')).toMatch(/顺序/);
  expect(await said(appid, redirect, type, scope, state, 'connect_redirect=1')).toBeNull();
});

test('[WX-119] snsapi_base asks nothing: the page goes on with another code at each opening', async () => {
  const landings = [attribute((await asAlice()).html, 'data-landing'), attribute((await asAlice()).html, 'data-landing')];
  expect(landings).toEqual(landings.map((landing) => `${CALLBACK}?code=${codeIn(landing)}&state=${STATE}`));
  expect([codeIn(landings[0] ?? null), codeIn(landings[1] ?? null)]).toEqual([isCode, isCode]);
  expect(new Set(landings).size).toBe(2);
});

test('[WX-119] who takes no HTML has no page to look into, and is sent on', async () => {
  const { status, location } = await asAlice(authorizeAddress(), { headers: { accept: '*/*' } });
  expect([status, codeIn(location)]).toEqual([302, isCode]);
});

test.each([['snsapi_userinfo', {}], ['snsapi_base with forcePopup', { scope: 'snsapi_base', forcePopup: 'true' }]])('[WX-119] %s asks her first; allowed it goes on with a code', async (_what, change) => {
  const address = authorizeAddress({ scope: 'snsapi_userinfo', ...change });
  const { html } = await asAlice(address);
  expect([attribute(html, 'data-landing'), textOf(html, 'person'), textOf(html, 'allow'), textOf(html, 'refuse')]).toEqual([null, 'alice', '允许', '拒绝']);
  expect(attribute(html, 'action')).toBe(`authorize?${address.split('?')[1]}`);
  const { status, location } = await posted(address, 'allow');
  expect([status, codeIn(location), new URL(location ?? '').searchParams.get('state')]).toEqual([303, isCode, STATE]);
});

test('[WX-119] a follower is asked nothing, whatever the link forces', async () => {
  world.wechat.web.settings.change(OFFICIAL_ACCOUNT, { followers: ['alice'] });
  expect(attribute((await asAlice(authorizeAddress({ scope: 'snsapi_userinfo', forcePopup: 'true' }))).html, 'data-landing')).toContain('code=');
  expect(attribute((await openPage(world, authorizeAddress({ scope: 'snsapi_userinfo' }), { headers: insideAs('bob') })).html, 'data-landing')).toBeNull();
});

test('[WX-119] a person on a 快照页 is asked nothing', async () => {
  world.wechat.people.put({ name: 'alice', snapshot: true });
  expect(attribute((await asAlice(authorizeAddress({ scope: 'snsapi_userinfo' }))).html, 'data-landing')).toContain('code=');
});

test('[WX-115] a refusal inside WeChat stays on the page, or as of old leads back with the state alone', async () => {
  const address = authorizeAddress({ scope: 'snsapi_userinfo' });
  const stayed = await posted(address, 'refuse');
  expect([stayed.status, stayed.location, textOf(stayed.html, 'refused')]).toEqual([200, null, '已拒绝']);
  world.wechat.web.settings.change(OFFICIAL_ACCOUNT, { refusal: 'redirect' });
  expect((await posted(address, 'refuse')).location).toBe(`${CALLBACK}?state=${STATE}`);
});

test('[WX-119] the form of a page from elsewhere allows nothing', async () => {
  expect((await posted(authorizeAddress({ scope: 'snsapi_userinfo' }), 'allow', { origin: 'http://evil.example' })).status).toBe(403);
});

test('[WX-120] the seventh time within ten seconds a person of an account gets 10009, others go on, and then she too', async () => {
  for (let time = 0; time < 6; time += 1) expect(attribute((await asAlice()).html, 'data-landing')).toContain('code=');
  expect(errorOf((await asAlice()).html)).toEqual(['10009', '操作太频繁了，请稍后重试']);
  expect(attribute((await openPage(world, authorizeAddress(), { headers: insideAs('bob') })).html, 'data-landing')).toContain('code=');
  world.advance(10 * SECOND);
  expect(attribute((await asAlice()).html, 'data-landing')).toContain('code=');
});

test('[WX-120] how often is too often can be set', async () => {
  world.wechat.web.settings.change(OFFICIAL_ACCOUNT, { authorizationsIn10Seconds: 1 });
  expect(attribute((await asAlice()).html, 'data-landing')).toContain('code=');
  expect(errorOf((await asAlice()).html)[0]).toBe('10009');
});
