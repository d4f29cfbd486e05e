// /connect/qrconnect and the phone that scans it: what the page says, what it asks, and where it leads.
import { MINUTE } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, OFFICIAL_ACCOUNT, WEBSITE } from './local-wechat';
import { attribute, aWebsite, CALLBACK, openPage, qrAddress, STATE, textOf, uuidOf } from './web-pages';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  aWebsite(world);
});
afterEach(() => world.close());

const contentOf = (uuid: string) => `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`;
const scan = (uuid: string, person = 'alice') => world.wechat.web.scan(person, contentOf(uuid));
async function heard(uuid: string, last = ''): Promise<string> {
  return (await openPage(world, `/connect/l/qrconnect?uuid=${uuid}${last && `&last=${last}`}&_=1`)).html;
}
const phonePage = (uuid: string, person: string) => openPage(world, `/connect/confirm?uuid=${uuid}&person=${person}`);
function answered(uuid: string, person: string, answer: 'allow' | 'refuse', headers: Record<string, string> = {}) {
  return openPage(world, '/connect/confirm', { method: 'POST', body: new URLSearchParams({ uuid, person, answer }), headers });
}

test.each([
  ['no appid', { appid: null }, 'AppID 参数错误'], ['an appid of nobody', { appid: 'wxfa4e0000000000ff' }, 'AppID 参数错误'], ['an official account', { appid: OFFICIAL_ACCOUNT }, 'AppID 参数错误'], ['a mini program', { appid: MINI_PROGRAM }, 'AppID 参数错误'],
  ['no redirect_uri', { redirect_uri: null }, 'redirect_uri 参数错误'], ['a foreign host', { redirect_uri: 'https://evil.example/cb' }, 'redirect_uri 参数错误'], ['our host as a name', { redirect_uri: 'http://localhost@evil.example/' }, 'redirect_uri 参数错误'],
  ['our host as a part', { redirect_uri: 'http://evillocalhost/' }, 'redirect_uri 参数错误'], ['another scheme', { redirect_uri: 'javascript://localhost/%0aalert(1)' }, 'redirect_uri 参数错误'],
  ['no scope', { scope: null }, 'Scope 参数错误或没有 Scope 权限'], ["an account's scope", { scope: 'snsapi_login,snsapi_userinfo' }, 'Scope 参数错误或没有 Scope 权限'], ['another response_type', { response_type: 'token' }, '该链接无法访问'],
])('[WX-110] %s is refused on a page in its words, and sends nobody anywhere', async (_what, change, words) => {
  const { status, location, html } = await openPage(world, qrAddress(change));
  expect([status, location, textOf(html, 'error'), attribute(html, 'data-uuid')]).toEqual([200, null, words, null]);
  expect(world.wechat.web.shown()).toEqual([]);
});

test('[WX-110] with a domain set, its host alone is right, on any port and path and by either scheme', async () => {
  world.wechat.web.settings.change(WEBSITE, { callbackDomain: 'site.example' });
  const said = async (redirect_uri: string) => textOf((await openPage(world, qrAddress({ redirect_uri }))).html, 'error');
  const answers = await Promise.all(['https://site.example/a?b=c', 'http://site.example:8080/', 'https://www.site.example/', 'https://example/', 'http://localhost/'].map(said));
  expect(answers).toEqual([null, null, 'redirect_uri 参数错误', 'redirect_uri 参数错误', 'redirect_uri 参数错误']);
});

test('[WX-111] the page names the app as text, in Chinese or English, may be framed and is not kept', async () => {
  const chinese = await openPage(world, qrAddress());
  expect(chinese.html).toContain('请使用微信扫描二维码登录');
  expect(chinese.html).toContain('网站 &lt;b&gt;Website&lt;/b&gt;');
  expect([chinese.headers.get('x-frame-options'), chinese.headers.get('content-security-policy'), chinese.headers.get('cache-control')]).toEqual([null, null, 'no-store']);
  const english = await openPage(world, qrAddress({ lang: 'en' }));
  expect([english.html.includes('<html lang="en">'), english.html.includes('Please use WeChat to scan the QR code')]).toEqual([true, true]);
});

test('[WX-111] each opening shows a code of its own, drawn as SVG', async () => {
  const [one, other] = [await uuidOf(world), await uuidOf(world)];
  expect([one, other]).toEqual([expect.stringMatching(/^0[0-9A-Za-z]{15}$/), expect.not.stringMatching(one)]);
  const image = await openPage(world, `/connect/qrcode/${one}`);
  expect([image.headers.get('content-type'), image.html.startsWith('<svg')]).toEqual(['image/svg+xml', true]);
  expect((await openPage(world, '/connect/qrcode/0000000000000000')).status).toBe(404);
});

test('[WX-111] in a frame it takes style, href, stylelite, color_scheme and self_redirect as WeChat\'s script gives them', async () => {
  const framed = (more: Record<string, string>) => openPage(world, qrAddress({ response_type: null, login_type: 'jssdk', ...more })).then(({ html }) => html);
  const styled = await framed({ style: 'white', href: 'https://site.example/login.css', self_redirect: 'true', styletype: '', fast_login: '1' });
  expect([styled.includes('href="https://site.example/login.css"'), attribute(styled, 'data-self-redirect')]).toEqual([true, 'true']);
  expect(styled).toContain('<body class="embedded white-words">');
  const lite = await framed({ stylelite: '1', href: 'data:text/css;base64,Ym9keXt9', color_scheme: 'dark' });
  expect([lite.includes('<body class="embedded black-words lite scheme-dark">'), lite.includes('base64')]).toEqual([true, false]);
  expect(await framed({ href: 'javascript:alert(1)' })).not.toContain('javascript:alert');
  expect(await framed({ href: 'data:text/css;base64,Ym9keXt9' })).toContain('href="data:text/css;base64,Ym9keXt9"');
});

test('[WX-112] the long poll answers each change by WeChat\'s script, and waits while there is none', async () => {
  const uuid = await uuidOf(world);
  const first = heard(uuid);
  scan(uuid);
  expect(await first).toBe("window.wx_errcode=404;window.wx_code='';");
  const second = heard(uuid, '404');
  world.wechat.web.confirm('alice', uuid);
  expect(await second).toMatch(/^window\.wx_errcode=405;window\.wx_code='0[0-9A-Za-z]{31}';$/);
  expect(await heard(uuid)).toBe(await second);
});

test('[WX-112] a refusal is 403 and can be scanned again; what is expired or unknown is 402', async () => {
  const uuid = await uuidOf(world);
  scan(uuid);
  world.wechat.web.refuse('alice', uuid);
  expect(await heard(uuid, '404')).toBe("window.wx_errcode=403;window.wx_code='';");
  expect(scan(uuid, 'bob')).toMatchObject({ kind: 'login', uuid });
  const waiting = heard(uuid, '404');
  world.advance(5 * MINUTE);
  expect([await waiting, await heard('0000000000000000'), await heard('')]).toEqual(Array(3).fill("window.wx_errcode=402;window.wx_code='';"));
});

test('[WX-116] a code can be scanned for five minutes of the simulated clock, and answered in that time', async () => {
  const [early, late] = [await uuidOf(world), await uuidOf(world)];
  world.advance(5 * MINUTE - 1);
  expect([scan(early), scan(late)]).toMatchObject([{ kind: 'login' }, { kind: 'login' }]);
  expect(world.wechat.web.confirm('alice', early)).toBeNull();
  world.advance(1);
  expect([world.wechat.web.confirm('alice', late), scan(late), world.wechat.web.shown()]).toEqual(['gone', 'gone', []]);
  expect(textOf((await phonePage(late, 'alice')).html, 'error')).toContain('已过期');
});

test('[WX-113] to open the code on a phone is to scan it; the page names person and app, and her answer is heard', async () => {
  world.wechat.people.put({ name: 'alice', nickname: '<i>小明</i>' });
  const uuid = await uuidOf(world);
  const { html } = await phonePage(uuid, 'alice');
  expect([textOf(html, 'person'), html.includes('网站 &lt;b&gt;Website&lt;/b&gt;'), textOf(html, 'allow'), textOf(html, 'refuse')]).toEqual(['<i>小明</i>', true, '允许', '拒绝']);
  expect(await heard(uuid)).toContain('wx_errcode=404');
  expect(textOf((await answered(uuid, 'alice', 'allow')).html, 'allowed')).toBe('登录成功');
  expect(await heard(uuid, '404')).toContain('wx_errcode=405');
});

test('[WX-113] nobody answers for another, twice, or what was not scanned', async () => {
  const uuid = await uuidOf(world);
  expect(textOf((await answered(uuid, 'alice', 'allow')).html, 'error')).toContain('已被使用');
  await phonePage(uuid, 'alice');
  expect(textOf((await phonePage(uuid, 'bob')).html, 'error')).toContain('已被使用');
  expect(textOf((await answered(uuid, 'bob', 'allow')).html, 'error')).toContain('已被使用');
  expect(await heard(uuid)).toContain('wx_errcode=404');
  expect(textOf((await answered(uuid, 'alice', 'refuse')).html, 'refused')).toBe('已拒绝');
  expect(textOf((await answered(uuid, 'alice', 'allow')).html, 'error')).toContain('已被使用');
});

test('[WX-113] without a person it is whoever is inside, and outside WeChat it says so', async () => {
  const uuid = await uuidOf(world);
  expect(textOf((await openPage(world, `/connect/confirm?uuid=${uuid}`)).html, 'outside')).toBe('请在微信客户端打开链接');
  expect((await openPage(world, `/connect/confirm?uuid=${uuid}`, { headers: { cookie: 'inside=bob' } })).html).toContain('>bob<');
  expect(textOf((await phonePage(uuid, 'nobody')).html, 'outside')).toBe('请在微信客户端打开链接');
});

test('[WX-113] the form of a page from elsewhere answers nothing', async () => {
  const uuid = await uuidOf(world);
  scan(uuid);
  expect((await answered(uuid, 'alice', 'allow', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await answered(uuid, 'alice', 'allow', { origin: 'null' })).status).toBe(403);
  expect(await heard(uuid)).toContain('wx_errcode=404');
  expect((await answered(uuid, 'alice', 'allow', { origin: world.origin })).status).toBe(200);
});

test.each([
  [CALLBACK, STATE, `${CALLBACK}?code=`, `&state=${STATE}`], [`${CALLBACK}?a=1`, STATE, `${CALLBACK}?a=1&code=`, `&state=${STATE}`], [`${CALLBACK}#top`, STATE, `${CALLBACK}?code=`, `&state=${STATE}#top`],
  [CALLBACK, 'a b&c=1/中', `${CALLBACK}?code=`, '&state=a%20b%26c%3D1%2F%E4%B8%AD'], [CALLBACK, null, `${CALLBACK}?code=`, ''],
])('[WX-114] from %s with the state %j the page leads on with code and state', async (redirect_uri, state, before, after) => {
  const { html } = await openPage(world, qrAddress({ redirect_uri, state }));
  expect([attribute(html, 'data-before'), attribute(html, 'data-after')]).toEqual([before, after]);
});

test('[WX-115] a refusal leads nowhere, or as of old back with the state alone', async () => {
  const leads = async (change: Record<string, string | null> = {}) => attribute((await openPage(world, qrAddress(change))).html, 'data-refusal');
  expect(await leads()).toBe('');
  world.wechat.web.settings.change(WEBSITE, { refusal: 'redirect' });
  expect([await leads(), await leads({ redirect_uri: `${CALLBACK}?a=1` }), await leads({ state: null })]).toEqual([`${CALLBACK}?state=${STATE}`, `${CALLBACK}?a=1&state=${STATE}`, CALLBACK]);
});

