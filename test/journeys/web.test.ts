// The web door on the real local world: WeChat's pages, the built function, real HTTP; without a browser, to look at every header.
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import type { SignedIn } from '../../contract/doors';
import type { Reply } from '../../contract/reply';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
let site = '';
beforeAll(async () => {
  world = await startJourney();
  site = `http://site.localhost:${new URL(world.url).port}/`;
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

interface Asked { status: number; headers: Headers; text: string }
const service = (path: string, init: RequestInit = {}): Promise<Asked> => ask(`${world.url}/service${path}`, init);
async function ask(address: string, init: RequestInit = {}): Promise<Asked> {
  const response = await fetch(address, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
async function post<T>(path: string, body: object | string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; reply: Reply<T> }> {
  const { status, headers: got, text } = await service(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return { status, headers: got, reply: JSON.parse(text) as Reply<T> };
}
function granted<T>({ status, reply }: { status: number; reply: Reply<T> }): T {
  if (!reply.ok) throw new Error(`${status} ${reply.refusal.code}`);
  return reply.value;
}

function aPage() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
/** The page's button: WeChat's address, and the cookie. */
async function begun(door: 'qr' | 'h5', page = aPage(), more: Record<string, string> = {}) {
  const { status, headers } = await service(`/auth/${door}?${query({ return_to: site, challenge: page.challenge, ...more })}`);
  const location = new URL(headers.get('location') ?? 'http://nowhere');
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
  return { ...page, status, headers, location, cookie, state: location.searchParams.get('state') ?? '' };
}
/** Its host by the path that stands for it: not every resolver knows names under localhost. */
const reached = ({ href }: URL) => href.replace(/^http:\/\/open\.weixin\.qq\.com\.localhost:\d+/, `${world.url}/open.weixin.qq.com`);

/** Where WeChat's page leads once alice has scanned and allowed. */
async function scanned(location: URL, person = 'alice', answer: 'confirm' | 'refuse' = 'confirm'): Promise<string> {
  const shown = await ask(reached(location), { headers: { accept: 'text/html' } });
  const uuid = /data-uuid="([^"]+)"/.exec(shown.text)?.[1] ?? '';
  await world.control('POST', '/emulator/scan', { person, content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await world.control('POST', `/emulator/scan/${answer}`, { person, uuid });
  const polled = await ask(`${world.url}/open.weixin.qq.com/connect/l/qrconnect?uuid=${uuid}`);
  return /window\.wx_code='([^']*)'/.exec(polled.text)?.[1] ?? '';
}
/** Through the callback, with the browser's cookie: the fragment of the page. */
async function cameBack(door: 'qr' | 'h5', { state, cookie }: { state: string; cookie: string }, code: string) {
  const answered = await service(`/auth/${door}/callback?${query({ code, state })}`, { headers: { cookie } });
  const [address, fragment = ''] = (answered.headers.get('location') ?? '').split('#');
  return { ...answered, address, ticket: new URLSearchParams(fragment).get('ticket') ?? '', refusal: new URLSearchParams(fragment).get('refusal') };
}
async function signedIn(person = 'alice') {
  const flow = await begun('qr');
  const { ticket, refusal } = await cameBack('qr', flow, await scanned(flow.location, person));
  if (refusal !== null) throw new Error(`${refusal}: ${(await world.logs()).map(({ text }) => text).filter((text) => text.includes('warn') || text.includes('alarm')).join()}`);
  return { ...granted(await post<SignedIn>('/auth/ticket', { ticket, verifier: flow.verifier })), ticket, verifier: flow.verifier };
}

test('[WE-2] whoever scans the website’s code is signed in there, as the same user as in her mini program, and can be told from it', async () => {
  const there = await world.signIn('alice');
  const { user, isNew, accessToken } = await signedIn();
  expect([user.id, isNew]).toEqual([there.user.id, false]);
  const me = await service('/auth/me', { headers: { 'x-wx-ticket': accessToken } });
  expect(JSON.parse(me.text)).toEqual({ ok: true, value: { user } });
  const { sessions } = (JSON.parse((await service('/auth/sessions', { headers: { authorization: `Bearer ${accessToken}` } })).text) as { value: { sessions: { door: string; current: boolean }[] } }).value;
  expect(sessions.map(({ door, current }) => [door, current])).toEqual([['website', true], ['mini-program', false]]);
});

test('[WE-1] it answers 302 to WeChat’s page and keeps nothing anywhere; the cookie is for the door alone', async () => {
  const { status, headers, location, state } = await begun('qr', aPage(), { lang: 'en', evil: 'x' });
  expect([status, location.pathname, state.length, location.hash, location.searchParams.get('lang'), location.searchParams.has('evil')]).toEqual([302, '/connect/qrconnect', 32, '#wechat_redirect', 'en', false]);
  expect([headers.get('cache-control'), headers.get('referrer-policy'), headers.get('set-cookie')]).toEqual(['no-store', 'no-referrer', expect.stringMatching(/^wx_flow-(.{4})=\1[A-Za-z0-9_-]{18}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)]);
});

test('[WE-1] inside WeChat the page comes back silently with a person’s code', async () => {
  const there = await world.signIn('alice');
  const flow = await begun('h5');
  const { headers } = await ask(reached(flow.location), { headers: { 'user-agent': 'Mozilla/5.0 MicroMessenger/8.0.50 LocalPerson/alice', accept: '*/*' } });
  const landed = new URL(headers.get('location') ?? 'http://nowhere');
  expect([landed.pathname, landed.searchParams.get('state')]).toEqual(['/auth/h5/callback', flow.state]);
  const { ticket, refusal } = await cameBack('h5', flow, landed.searchParams.get('code') ?? '');
  if (refusal !== null) throw new Error(`${refusal}: ${(await world.logs()).map(({ text }) => text).filter((text) => text.includes('warn') || text.includes('alarm')).join()}`);
  const { user } = granted(await post<SignedIn>('/auth/ticket', { ticket, verifier: flow.verifier }));
  // snsapi_base tells no unionid: she is somebody of her own until a profile is asked for, or she links.
  expect(user.id === there.user.id).toBe(false);
});

test('[SEC-45] two tabs that begin at the same moment, before the browser has a cookie, both come back; a third goes by a cookie that stands', async () => {
  const [one, two] = await Promise.all([begun('qr'), begun('qr')]);
  const jar = `${one.cookie}; ${two.cookie}`;
  const third = await service(`/auth/qr?${query({ return_to: site, challenge: aPage().challenge })}`, { headers: { cookie: jar } });
  expect([one.cookie === two.cookie, third.headers.get('set-cookie')?.split(';')[0] === one.cookie]).toEqual([false, true]);
  for (const { state, location } of [one, two]) {
    const back = await cameBack('qr', { state, cookie: jar }, await scanned(location));
    expect([back.status, back.refusal, back.ticket.length > 0]).toEqual([302, null, true]);
  }
});

test('[SEC-48] no code and a refusal come back as declined; doubled parameters and a used state go nowhere', async () => {
  const flow = await begun('qr');
  const doubled = await service(`/auth/qr/callback?code=a&code=b&state=${flow.state}`, { headers: { cookie: flow.cookie } });
  expect([doubled.status, doubled.headers.get('location'), doubled.headers.get('content-security-policy')]).toEqual([400, null, expect.stringContaining("frame-ancestors 'none'")]);
  const answered = await service(`/auth/qr/callback?state=${flow.state}`, { headers: { cookie: flow.cookie } });
  expect(answered.headers.get('location')).toBe(`${site}#refusal=declined`);
  const other = await service(`/auth/qr/callback?state=${flow.state}`, { headers: { cookie: 'wx_flow-xxxx=xxxxxxxxxxxxxxxxxxxxxx' } });
  expect([other.status, other.headers.get('location'), other.text]).toEqual([400, null, expect.stringContaining('请回到原来的页面重新开始')]);
});

test.each([
  ['no return_to', { challenge: 'x'.repeat(43) }], ['a foreign one', { return_to: 'https://evil.example.com/', challenge: 'x'.repeat(43) }], ['one that only begins as ours', { return_to: 'http://site.localhost.evil.example.com/', challenge: 'x'.repeat(43) }], ['no challenge', { return_to: '/' }],
])('[SEC-47] with %s nothing begins: 400, a page in two languages, no redirect', async (_what, fields) => {
  const { status, headers, text } = await service(`/auth/qr?${query(fields as Record<string, string>)}`);
  expect([status, headers.get('location'), headers.get('content-type'), text]).toEqual([400, null, 'text/html; charset=utf-8', expect.stringContaining('The sign-in cannot begin')]);
});

test('[SEC-73] a picture or a script of another page begins nothing: who begins goes there', async () => {
  // Node's fetch calls its mode cors, as a script's is.
  const { status, headers } = await service(`/auth/qr?${query({ return_to: site, challenge: aPage().challenge })}`, { headers: { 'sec-fetch-site': 'cross-site' } });
  expect([status, headers.get('location')]).toEqual([400, null]);
});

test('[SEC-33] a token is taken from a header, once; base64 of an openid, an openid, a refresh token, a ticket or one in the address is no token', async () => {
  const { accessToken, refreshToken, ticket } = await signedIn();
  const { person } = await world.control<{ person: { openids: Record<string, string> } }>('POST', '/emulator/people', { name: 'alice' });
  const openid = person.openids['wxfa4e000000000003'] ?? '';
  for (const odd of [openid, Buffer.from(openid).toString('base64'), refreshToken, ticket, `${accessToken}x`, accessToken.slice(0, -2)]) {
    const answered = await service('/auth/me', { headers: { 'x-wx-ticket': odd } });
    expect([answered.status, JSON.parse(answered.text)]).toMatchObject([401, { refusal: { code: 'token-invalid', retry: 'sign-in' } }]);
  }
  for (const [path, headers] of [['/auth/me', {}], [`/auth/me?access_token=${accessToken}`, {}], [`/auth/me?token=x`, { 'x-wx-ticket': accessToken }], ['/auth/me', { 'x-wx-ticket': accessToken, authorization: `Bearer ${accessToken}x` }], ['/auth/me', { authorization: `Basic ${accessToken}` }]] as [string, Record<string, string>][]) {
    expect((await service(path, { headers })).status).toBe(401);
  }
  const logged = (await world.logs()).map(({ text }) => text).join('\n');
  for (const secret of [accessToken, refreshToken, ticket, openid]) expect(logged.includes(secret)).toBe(false);
});

test('[SEC-80] the origins of the list may read the answers, exactly they, and never with credentials', async () => {
  const own = site.slice(0, -1);
  const allowed = await service('/auth/ticket', { method: 'OPTIONS', headers: { origin: own, 'access-control-request-method': 'POST' } });
  expect([allowed.status, allowed.headers.get('access-control-allow-origin'), allowed.headers.get('access-control-allow-headers'), allowed.headers.get('access-control-allow-credentials'), allowed.headers.get('vary')]).toEqual([204, own, 'content-type, authorization, x-wx-ticket', null, 'Origin']);
  for (const origin of ['null', 'http://evil.example.com', `${own}.evil.example.com`, own.toUpperCase(), `${own}/`]) expect((await service('/auth/me', { headers: { origin } })).headers.get('access-control-allow-origin')).toBeNull();
  expect([(await service('/auth/me', { headers: { origin: own } })).headers.get('access-control-allow-origin'), (await service('/auth/nowhere')).status, (await service('/auth/ticket')).status]).toEqual([own, 404, 405]);
});

test('[SEC-05] bodies are what they should be: closed shapes, JSON, at most 8 KB', async () => {
  const codes = [];
  for (const body of ['', 'x', '[]', '{"ticket":"a"}', { ticket: 'a', verifier: 'v'.repeat(43), more: 1 }, { ticket: 'a b', verifier: 'v'.repeat(43) }, { ticket: 'a', verifier: 'v'.repeat(42) }, `{"ticket":"${'a'.repeat(9000)}"}`]) {
    const { status, reply } = await post('/auth/ticket', body);
    codes.push([status, reply.ok ? 'ok' : reply.refusal.code]);
  }
  expect(codes).toEqual([...Array.from({ length: 7 }, () => [400, 'bad-request']), [413, 'bad-request']]);
  expect((await post('/auth/ticket', { ticket: 'a.b', verifier: 'v'.repeat(43) })).reply).toMatchObject({ refusal: { code: 'ticket-invalid' } });
});

test('[WE-23] a check that nobody asked for ends on her own page where the door cannot begin; whoever presses a button is shown why', async () => {
  const page = aPage();
  for (let count = 0; count < 60; count += 1) await service(`/auth/h5?${query({ return_to: site, challenge: page.challenge })}`);
  const start = (more: Record<string, string>) => service(`/auth/h5?${query({ return_to: site, challenge: page.challenge, ...more })}`);
  const [shown, quiet, elsewhere, wrong] = [await start({}), await start({ silent: 'true' }), await start({ silent: 'true', return_to: 'https://evil.example.com/' }), await start({ silent: 'true', challenge: 'x' })];
  expect([shown.status, shown.headers.get('location'), quiet.status, quiet.headers.get('location')]).toEqual([429, null, 302, `${site}#refusal=rate-limited`]);
  expect([elsewhere.status, elsewhere.headers.get('location'), wrong.status, wrong.headers.get('location')]).toEqual([400, null, 400, null]);
  await world.advance(60);
  await world.setFault({ target: 'database', call: '*', kind: 'error', code: 'DATABASE_REQUEST_FAILED', times: 0 });
  expect((await start({ silent: 'true' })).headers.get('location')).toBe(`${site}#refusal=internal`);
});

test('[WE-1] a developer reads on the page which parameter is wrong', async () => {
  const wrong = await service(`/auth/qr?${query({ return_to: 'https://evil.example.com/', challenge: aPage().challenge })}`);
  const other = await service(`/auth/qr?${query({ return_to: site, challenge: 'x' })}`);
  expect([/RETURN_TO/.test(wrong.text), /challenge wants/.test(other.text), wrong.text.includes('evil')]).toEqual([true, true, false]);
});

test('[WE-24] a path asked by another method says which it takes', async () => {
  const asked = async (method: string, path: string) => { const { status, headers } = await service(path, { method }); return [status, headers.get('allow')]; };
  expect([await asked('GET', '/auth/ticket'), await asked('PUT', '/auth/me'), await asked('HEAD', '/auth/jwks.json'), await asked('DELETE', '/auth/scan/abc'), await asked('GET', '/auth/scan')])
    .toEqual([[405, 'POST'], [405, 'GET'], [405, 'GET'], [405, 'GET'], [405, 'POST']]);
});

test('[SEC-05] a list is no body', async () => {
  for (const path of ['/auth/session/sign-out', '/auth/profile/refresh', '/auth/ticket', '/auth/mini-program']) expect((await post(path, '[]')).status).toBe(400);
});

test('[WE-5] which mini program a code is of can be said, and an account that waits is kept by saying so', async () => {
  const unbound = 'wxfa4e000000000004';
  const code = await world.loginCode('alice', { app: unbound });
  expect((await post('/auth/mini-program', { code, app: 'wxfa4e0000000000ff' })).status).toBe(404);
  const there = granted(await post<SignedIn>('/auth/mini-program', { code, app: unbound }));
  const own = await world.signIn('alice', { app: unbound });
  expect(there.user.id).toBe(own.user.id);
  await world.ask('alice', 'account', { action: 'close', accessToken: own.accessToken }, { app: unbound });
  expect((await post('/auth/mini-program', { code: await world.loginCode('alice', { app: unbound }), app: unbound })).status).toBe(403);
  expect(granted(await post<SignedIn>('/auth/mini-program', { code: await world.loginCode('alice', { app: unbound }), app: unbound, keep: true })).user.id).toBe(own.user.id);
});

test('[SEC-16] whom WeChat keeps out of its pages is told so', async () => {
  const flow = await begun('h5');
  await world.setFault({ target: 'wechat', call: 'sns/oauth2/access_token', kind: 'errcode', errcode: 50002 });
  expect((await cameBack('h5', flow, 'c')).refusal).toBe('user-blocked');
});

test('[WE-4] a session is renewed and ended over HTTP, and its tokens are worth nothing afterwards', async () => {
  const { accessToken, refreshToken } = await signedIn();
  const renewed = granted(await post<{ accessToken: string; refreshToken: string }>('/auth/session/renew', { refreshToken }));
  expect(granted(await post('/auth/session/sign-out', '', { 'x-wx-ticket': renewed.accessToken }))).toEqual({});
  for (const token of [accessToken, renewed.accessToken]) expect(JSON.parse((await service('/auth/me', { headers: { 'x-wx-ticket': token } })).text)).toMatchObject({ refusal: { code: 'session-revoked' } });
  expect((await post('/auth/session/renew', { refreshToken: renewed.refreshToken })).reply).toMatchObject({ refusal: { code: 'session-revoked' } });
});

test('[WE-3] a page of the list may be the redirect_uri itself: it posts code and state, and only with its own verifier', async () => {
  const there = await world.signIn('alice');
  const flow = await begun('qr', aPage(), { direct: 'true' });
  expect(flow.location.searchParams.get('redirect_uri')).toBe(site);
  const code = await scanned(flow.location);
  const { user } = granted(await post<SignedIn>('/auth/ticket', { code, state: flow.state, verifier: flow.verifier }));
  expect(user.id).toBe(there.user.id);
  const other = await begun('qr', aPage(), { direct: 'true' });
  expect((await post('/auth/ticket', { code: await scanned(other.location), state: other.state, verifier: flow.verifier })).reply).toMatchObject({ refusal: { code: 'state-invalid' } });
});

test('[WE-5] a mini program without cloud functions signs in by wx.request, as the same user', async () => {
  const there = await world.signIn('alice');
  const { code } = (await world.phone<{ code: string }>('alice', 'login') as { result: { code: string } }).result;
  const referer = 'https://servicewechat.com/wxfa4e000000000001/0/page-frame.html';
  const { user } = granted(await post<SignedIn>('/auth/mini-program', { code, device: { platform: 'ios', model: 'x' } }, { referer }));
  expect(user.id).toBe(there.user.id);
  expect((await post('/auth/mini-program', { code }, { referer })).reply).toMatchObject({ refusal: { code: 'code-used' } });
});

test('[SEC-81] what a client says of its own address opens no other count', async () => {
  const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
  await world.control('POST', '/emulator/clock', { now: (Math.floor(now / 60_000) + 1) * 60_000 });
  const statuses = new Set<number>();
  for (let count = 0; count < 70; count += 1) statuses.add((await service(`/auth/qr?${query({ return_to: site, challenge: 'x'.repeat(43) })}`, { headers: { 'x-real-ip': `10.0.0.${count}`, 'x-forwarded-for': `10.0.0.${count}` } })).status);
  expect([...statuses]).toEqual([302, 429]);
  const limited = await service(`/auth/qr?${query({ return_to: site, challenge: 'x'.repeat(43) })}`);
  expect([limited.status, Number(limited.headers.get('retry-after')) > 0, limited.text]).toEqual([429, true, expect.stringContaining('请过一分钟再试')]);
});

test('[SEC-55] an embedded code may say in its frame why it cannot begin; no page but the one it would go back to frames the door', async () => {
  const framedBy = async (fields: Record<string, string>) => /frame-ancestors (.*)$/.exec((await service(`/auth/qr?${query({ challenge: 'none', ...fields })}`)).headers.get('content-security-policy') ?? '')?.[1];
  expect([await framedBy({ return_to: site, login_type: 'jssdk', self_redirect: 'true' }), await framedBy({ return_to: site }), await framedBy({ return_to: 'https://evil.example.com/', login_type: 'jssdk' })]).toEqual([site.slice(0, -1), "'none'", "'none'"]);
});

test('[WE-7] pages of our own are signed for WeChat’s JS-SDK, others are not, and the ticket stays where it is', async () => {
  const { appId, timestamp, nonceStr, signature } = granted(await post<{ appId: string; timestamp: number; nonceStr: string; signature: string }>('/auth/jssdk-signature', { url: `${site}a?b=c#d` }));
  expect([appId, nonceStr.length, signature]).toEqual(['wxfa4e000000000002', 16, expect.stringMatching(/^[0-9a-f]{40}$/)]);
  expect(Math.abs(timestamp * 1000 - (await world.control<{ now: number }>('GET', '/emulator/clock')).now)).toBeLessThan(10_000);
  for (const url of ['https://evil.example.com/', 'x', `${site.slice(0, -1)}.evil.example.com/`]) expect((await post('/auth/jssdk-signature', { url })).reply).toMatchObject({ refusal: { code: 'bad-request' } });
});

test('[WE-8] whoever has the public keys can verify an access token without asking', async () => {
  const { accessToken } = await signedIn();
  const { status, headers, text } = await service('/auth/jwks.json');
  const { keys } = JSON.parse(text) as { keys: (JsonWebKey & { kid: string })[] };
  const [header = '', body = '', signature = ''] = accessToken.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const key = createPublicKey({ key: { ...keys.find((each) => each.kid === kid) }, format: 'jwk' });
  expect([status, headers.get('access-control-allow-origin'), keys.some((each) => 'd' in each)]).toEqual([200, '*', false]);
  expect(verify('sha256', Buffer.from(`${header}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('[REL-20] beginning costs 2; the callback 2 deep, 3 in all, and 2 calls of WeChat; the ticket 2 and 4, and none', async () => {
  await world.signIn('alice');
  await signedIn();
  await world.control('POST', '/emulator/faults', { target: 'database', call: '*', kind: 'delay', milliseconds: 40, times: 0 });
  const flow = await begun('qr');
  const costs: unknown[] = [await costOf(flow.headers)];
  const back = await cameBack('qr', flow, await scanned(flow.location));
  costs.push(await costOf(back.headers));
  const { headers } = await post('/auth/ticket', { ticket: back.ticket, verifier: flow.verifier });
  costs.push(await costOf(headers));
  expect(costs).toEqual([[2, 2, 0], [2, 3, 2], [2, 4, 0]]);
});

async function costOf(headers: Headers): Promise<number[]> {
  const id = headers.get('x-cloudbase-request-id') ?? '';
  const { deep, all } = await world.cost(id);
  return [deep, all, (await world.cost(id, 'wechat')).all];
}
