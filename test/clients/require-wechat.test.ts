// Who opens a guarded page: led to the right door and back, once, and known by cookies from then on.
import { guardFetch, requireWeChat, type RequireWeChatOptions, type Session } from '../../clients/node/index';
import { aBrowser, type Browser, DESKTOP, PHONE } from './require-wechat-browser';
import { type Door, hashOf, startDoor, USER } from './verify-session-door';

const SITE = 'https://www.example.com';
const BACK = `${SITE}/wechat/back`;
let door: Door;
beforeEach(async () => { door = await startDoor(); });
afterEach(() => door.stop());

function aSite(options: Partial<RequireWeChatOptions> = {}) {
  const guard = requireWeChat({ paths: ['/activity/'], door: door.door, askAt: door.askAt, returnTo: BACK, clock: () => door.now, ...options });
  return guardFetch(guard, (_request: Request, session: Session | null) => new Response(session === null ? 'nobody' : `user ${session.userId}`, { headers: { 'cache-control': 'public, max-age=60' } }));
}
const browserAt = (site = aSite(), agent = DESKTOP): Browser => aBrowser(SITE, site, agent);
/** The door comes back with a ticket for the page that began. */
async function cameBack(browser: Browser, began: URL | null, ticket = 'a-ticket') {
  door.tickets.set(ticket, began?.searchParams.get('challenge') ?? '');
  await browser.open('/wechat/back');
  const seen = await browser.script('/wechat/back', { body: JSON.stringify({ ticket }) });
  return { ...seen, reply: JSON.parse(seen.text) as { ok: boolean; value?: { next: string }; refusal?: { code: string } } };
}
async function signedIn(browser: Browser, path = '/activity/lottery'): Promise<Browser> {
  const { location } = await browser.open(path);
  const { reply } = await cameBack(browser, location);
  if (!reply.ok) throw new Error(reply.refusal?.code);
  return browser;
}

test('[CL-65] an opened page leads to the QR code, and inside WeChat to its own page, with the way back and a challenge whose verifier this browser alone has', async () => {
  const challenges = [];
  for (const [agent, path, scope] of [[DESKTOP, '/auth/qr', null], [PHONE, '/auth/h5', 'snsapi_userinfo']] as const) {
    const browser = browserAt(aSite({ scope: 'snsapi_userinfo' }), agent);
    const { status, headers, location } = await browser.open('/activity/lottery?from=friend');
    expect([status, location?.origin, location?.pathname, location?.searchParams.get('return_to'), location?.searchParams.get('scope')]).toEqual([302, door.door, path, BACK, scope]);
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
    const [verifier = ''] = (browser.jar.get('__Host-wx_begin') ?? '').split('.');
    expect(location?.searchParams.get('challenge')).toBe(hashOf(verifier));
    challenges.push(verifier);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-wx_begin=[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-wx_rounds=\d+; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  }
  expect([new Set(challenges).size, door.asked]).toEqual([2, []]);
});

test('[CL-66] the page that the door comes back to has no inline script, and nothing of it comes from elsewhere; the script takes the ticket out of the address first', async () => {
  const browser = browserAt();
  await browser.open('/activity/lottery?a=%22%3E%3Cscript%3E&b=1\'');
  const { status, headers, text } = await browser.open('/wechat/back');
  const policy = headers.get('content-security-policy') ?? '';
  expect([status, policy]).toEqual([200, expect.stringMatching(/^default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/)]);
  expect([headers.get('cache-control'), headers.get('referrer-policy'), headers.get('x-content-type-options')]).toEqual(['no-store', 'no-referrer', 'nosniff']);
  expect(text.match(/<script[^>]*>[^<]*/g)).toEqual(['<script src="/wechat/back/script.js" defer>']);
  expect(text).toContain('href="/activity/lottery?a=%22%3E%3Cscript%3E&amp;b=1');
  const script = await browser.open('/wechat/back/script.js');
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
});

/** Runs the script as a browser would, in an address of its own. */
async function ran(browser: Browser, hash: string): Promise<{ done: string[]; shown: string[] }> {
  const { text } = await browser.open('/wechat/back/script.js');
  const done: string[] = [];
  const nodes: Record<string, { textContent: string; hidden: boolean }> = { zh: { textContent: '', hidden: false }, en: { textContent: '', hidden: false }, again: { textContent: '', hidden: true } };
  const finished = new Promise<void>((resolve) => {
    const shown = { getElementById: (id: string) => new Proxy(nodes[id] ?? {}, { set: (node, name, value) => { Reflect.set(node, name, value); if (name === 'hidden') resolve(); return true; } }) };
    const location = { hash, pathname: '/wechat/back', replace: (next: string) => { done.push(`go ${next}`); resolve(); } };
    const history = { replaceState: (_state: unknown, _title: string, path: string) => done.push(`address ${path}`) };
    const ask = async (path: string, { body }: { body: string }) => {
      done.push(`post ${path}`);
      const seen = await browser.script(path, { body });
      return { json: async () => JSON.parse(seen.text) as unknown };
    };
    new Function('location', 'history', 'document', 'fetch', text)(location, history, shown, ask);
  });
  await finished;
  return { done, shown: nodes['again']?.hidden === false ? [nodes['zh']?.textContent ?? '', nodes['en']?.textContent ?? ''] : [] };
}

test('[CL-66] the script cleans the address, hands the ticket over and goes on to the page first asked for; a refusal is told in two languages', async () => {
  const browser = browserAt();
  const { location } = await browser.open('/activity/lottery?from=friend');
  door.tickets.set('tick.et', location?.searchParams.get('challenge') ?? '');
  expect(await ran(browser, '#ticket=tick.et')).toEqual({ done: ['address /wechat/back', 'post /wechat/back', 'go /activity/lottery?from=friend'], shown: [] });
  expect(await ran(browser, '#refusal=declined')).toEqual({ done: ['address /wechat/back'], shown: ['没有同意登录。', 'The sign-in was declined.'] });
  expect(await ran(browser, '#ticket=another')).toMatchObject({ done: ['address /wechat/back', 'post /wechat/back'], shown: [expect.stringContaining('失效'), expect.stringContaining('expired')] });
  for (const odd of ['', '#ticket=<b>', '#constructor=x', '#refusal=constructor']) expect((await ran(browser, odd)).shown[1]).toBe('Signing in did not work: try again.');
});

test('[CL-67] a ticket is traded with the verifier of this browser, and the tokens lie where no script reads them', async () => {
  const browser = browserAt();
  const { location } = await browser.open('/activity/lottery?from=friend');
  const { status, headers, reply, text } = await cameBack(browser, location);
  expect([status, reply]).toEqual([200, { ok: true, value: { next: '/activity/lottery?from=friend' } }]);
  expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-wx_session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/), '__Host-wx_refresh=r1.1; Path=/; HttpOnly; Secure; SameSite=Lax', '__Host-wx_begin=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax']);
  expect(text.includes(browser.jar.get('__Host-wx_session') ?? 'nothing')).toBe(false);
  const page = await browser.open('/activity/lottery?from=friend');
  expect([page.status, page.text, [...browser.jar.keys()].sort()]).toEqual([200, `user ${USER}`, ['__Host-wx_refresh', '__Host-wx_session']]);
});

test('[SEC-50] a ticket in another browser, an altered one, another kind of body and another site’s request are refused, and no cookie is set', async () => {
  const [browser, thief] = [browserAt(), browserAt()];
  const { location } = await browser.open('/activity/lottery');
  door.tickets.set('stolen', location?.searchParams.get('challenge') ?? '');
  const codeOf = async (who: Browser, init: Parameters<Browser['script']>[1]) => {
    const seen = await who.script('/wechat/back', init);
    expect(seen.headers.getSetCookie()).toEqual([]);
    return [seen.status, (JSON.parse(seen.text) as { refusal: { code: string } }).refusal.code];
  };
  const body = JSON.stringify({ ticket: 'stolen' });
  expect(await codeOf(thief, { body })).toEqual([400, 'ticket-invalid']);
  await thief.open('/activity/lottery');
  expect(await codeOf(thief, { body })).toEqual([400, 'ticket-invalid']);
  const before = door.asked.length;
  for (const odd of ['', '[]', '{"ticket":1}', '{"ticket":"a b"}', '{"ticket":"stolen","verifier":"x"}', 'null']) expect(await codeOf(browser, { body: odd })).toEqual([400, 'bad-request']);
  expect(await codeOf(browser, { body, headers: { 'content-type': 'text/plain' } })).toEqual([400, 'bad-request']);
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }]) expect(await codeOf(browser, { body, headers })).toEqual([403, 'forbidden']);
  expect(door.asked.length).toBe(before);
  for (const code of ['user-blocked', 'rate-limited'] as const) {
    door.answers.set('POST /auth/ticket', code);
    expect(await codeOf(browser, { body })).toEqual([code === 'user-blocked' ? 403 : 429, code]);
  }
  door.answers.set('POST /auth/ticket', 'hang up');
  expect(await codeOf(browser, { body })).toEqual([503, 'internal']);
  door.answers.delete('POST /auth/ticket');
  // The reply was lost: the same ticket, once more.
  expect((await browser.script('/wechat/back', { body })).status).toBe(200);
});

test('[CL-67] tabs that were opened at once each come back to their own page, and a lost reply costs nothing', async () => {
  const browser = browserAt();
  const one = await browser.open('/activity/one');
  const two = await browser.open('/activity/two');
  expect((await cameBack(browser, one.location, 'ticket-one')).reply).toEqual({ ok: true, value: { next: '/activity/one' } });
  expect((await cameBack(browser, two.location, 'ticket-two')).reply).toEqual({ ok: true, value: { next: '/activity/two' } });
  expect((await cameBack(browser, two.location, 'ticket-two')).reply).toMatchObject({ refusal: { code: 'ticket-invalid' } });
});

test('[CL-68] what is no opened page is not led away: without a session it is refused in the door’s shape, with one it passes', async () => {
  const browser = browserAt();
  const none = async (headers: Record<string, string>, method = 'GET') => {
    const seen = await browser.script('/activity/data.json', { method, headers });
    return [seen.status, (JSON.parse(seen.text) as { refusal: { code: string } }).refusal.code];
  };
  expect(await none({})).toEqual([401, 'token-invalid']);
  expect(await none({ accept: 'text/html' })).toEqual([401, 'token-invalid']);
  expect(await none({}, 'DELETE')).toEqual([401, 'token-invalid']);
  expect([(await browser.open('/activity/', { 'sec-purpose': 'prefetch;prerender' })).status, (await browser.open('/activity/', { accept: '*/*' })).status]).toEqual([401, 401]);
  await signedIn(browser);
  expect((await browser.script('/activity/data.json', { method: 'GET' })).text).toBe(`user ${USER}`);
  expect((await browser.script('/activity/data.json', { body: '{}' })).text).toBe(`user ${USER}`);
});

test('[CL-68] a guarded POST of another site is refused though the browser sends its cookies', async () => {
  const browser = await signedIn(browserAt());
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'cross-site', origin: SITE }]) expect((await browser.script('/activity/pay', { body: '{}', headers })).status).toBe(403);
  const old = async (origin: string) => {
    const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return (await aSite()(new Request(`${SITE}/activity/pay`, { method: 'POST', headers: { cookie, origin } }))).status;
  };
  expect([await old('https://evil.example.com'), await old('null'), await old(`${SITE}.evil.example.com`), await old(SITE)]).toEqual([403, 403, 403, 200]);
});

test('[CL-69] shortly before its end a session is renewed, once for all of a browser’s requests, and the page is kept in no cache', async () => {
  const browser = await signedIn(browserAt());
  await browser.open('/activity/');
  door.now += 839_000;
  expect((await browser.open('/activity/')).headers.get('cache-control')).toBe('public, max-age=60');
  door.now += 1_000;
  const before = new Map(browser.jar);
  const seen = await Promise.all(Array.from({ length: 20 }, () => browser.open('/activity/')));
  expect([new Set(seen.map(({ text, headers }) => `${text} ${headers.get('cache-control')}`)), door.paths().filter((path) => path.endsWith('/renew')).length]).toEqual([new Set([`user ${USER} no-store`]), 1]);
  expect([browser.jar.get('__Host-wx_refresh'), browser.jar.get('__Host-wx_session') === before.get('__Host-wx_session')]).toEqual(['r1.2', false]);
  // The browser lost that answer, and comes ten minutes later with what it had.
  for (const [name, value] of before) browser.jar.set(name, value);
  door.now += 600_000;
  expect([(await browser.open('/activity/')).text, browser.jar.get('__Host-wx_refresh'), door.paths().filter((path) => path.endsWith('/renew')).length]).toEqual([`user ${USER}`, 'r1.2', 1]);
});

test('[CL-69] while the door does not answer, a session goes on to its end; then the page says so, and the cookies stay', async () => {
  const browser = await signedIn(browserAt());
  await browser.open('/activity/');
  door.answers.set('POST /auth/session/renew', 'hang up');
  door.now += 850_000;
  expect((await browser.open('/activity/')).text).toBe(`user ${USER}`);
  door.now += 200_000;
  const page = await browser.open('/activity/');
  expect([page.status, page.text, browser.jar.size]).toEqual([503, expect.stringMatching(/暂时无法登录.*Signing in is not possible/), 2]);
  expect((await browser.script('/activity/a.json', { method: 'GET' })).status).toBe(503);
  door.answers.clear();
  expect((await browser.open('/activity/')).text).toBe(`user ${USER}`);
});

test('[CL-69] a session that has ended begins anew; a blocked person and a closed account are told, and led nowhere', async () => {
  const browser = await signedIn(browserAt());
  await browser.open('/activity/');
  door.now += 900_000;
  for (const [code, status] of [['session-revoked', 302], ['token-invalid', 302], ['user-blocked', 403], ['account-closed', 403]] as const) {
    const kept = new Map(browser.jar);
    door.answers.set('POST /auth/session/renew', code);
    const seen = await browser.open('/activity/');
    expect([code, seen.status, browser.jar.has('__Host-wx_session'), browser.jar.has('__Host-wx_refresh')]).toEqual([code, status, false, false]);
    if (status === 403) expect(seen.text).toMatch(/这个账号已.*This account is (blocked|closed)/);
    browser.jar.clear();
    for (const [name, value] of kept) browser.jar.set(name, value);
  }
});

test('[SEC-32] asked for revocation, a page asks the door each time', async () => {
  const browser = await signedIn(browserAt(aSite({ revocation: true })));
  expect((await browser.open('/activity/')).text).toBe(`user ${USER}`);
  door.answers.set('GET /auth/me', 'session-revoked');
  expect((await browser.open('/activity/')).status).toBe(302);
});

test('[CL-70] after two rounds within a minute it stops with a page in two languages; a page that was reached forgets them', async () => {
  const browser = browserAt();
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await browser.open('/activity/lottery?a=b')).status);
  expect(statuses).toEqual([302, 302, 429, 429]);
  const stopped = await browser.open('/activity/lottery?a=b');
  expect([stopped.headers.get('retry-after'), stopped.text]).toEqual(['60', expect.stringMatching(/登录没有成功.*Signing in did not work.*href="\/activity\/lottery\?a=b"/)]);
  door.now += 60_000;
  await signedIn(browser);
  await browser.open('/activity/');
  expect(browser.jar.has('__Host-wx_rounds')).toBe(false);
});

test('[CL-70] where the door’s tokens are not good here, coming back is no endless round', async () => {
  const browser = browserAt();
  const foreign = door.tokens();
  door.answers.set('POST /auth/ticket', { status: 200, text: JSON.stringify({ ok: true, value: { ...foreign, accessToken: door.token({ aud: 'https://other.example.com' }) } }) });
  const { location } = await browser.open('/activity/');
  const { status, reply } = await cameBack(browser, location);
  expect([status, reply.refusal?.code, browser.jar.has('__Host-wx_session')]).toEqual([401, 'token-invalid', false]);
});

test('[CL-71] signing out ends the session at the door and takes the cookies away, also where the door does not answer', async () => {
  const browser = await signedIn(browserAt());
  const token = browser.jar.get('__Host-wx_session');
  expect((await browser.script('/wechat/back/sign-out', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  const out = await browser.script('/wechat/back/sign-out');
  expect([out.status, browser.jar.has('__Host-wx_session'), browser.jar.has('__Host-wx_refresh'), door.asked.at(-1)]).toEqual([200, false, false, { method: 'POST', path: '/auth/session/sign-out', token, body: {} }]);
  expect((await browser.open('/activity/')).status).toBe(302);
  const other = await signedIn(browserAt());
  door.answers.set('POST /auth/session/sign-out', 'hang up');
  expect([(await other.script('/wechat/back/sign-out')).status, other.jar.has('__Host-wx_refresh')]).toEqual([200, false]);
});

test('[CL-71] a session whose access token is over is renewed to be ended', async () => {
  const browser = await signedIn(browserAt());
  door.answers.set('POST /auth/session/sign-out', 'token-expired');
  await browser.script('/wechat/back/sign-out');
  expect(door.paths().slice(-3)).toEqual(['POST /auth/session/sign-out', 'POST /auth/session/renew', 'POST /auth/session/sign-out']);
});

test('[CL-72] a page that nobody guards is served as it is, whatever its cookies', async () => {
  const browser = await signedIn(browserAt());
  const before = door.asked.length;
  for (const path of ['/', '/activities', '/wechat', '/wechat/backwards', '/wechat/back/more', '/x?y=/activity/']) expect((await browser.open(path)).text).toBe('nobody');
  expect(door.asked.length).toBe(before);
});

test('[SEC-47] a page that somebody wrote into the cookie is judged again', async () => {
  const browser = browserAt();
  const { location } = await browser.open('/activity/');
  const [verifier = ''] = (browser.jar.get('__Host-wx_begin') ?? '').split('.');
  browser.jar.set('__Host-wx_begin', `${verifier}.${Buffer.from('//evil.example.com/').toString('base64url')}`);
  expect((await browser.open('/wechat/back')).text).toContain('href="/"');
  expect((await cameBack(browser, location)).reply).toEqual({ ok: true, value: { next: '/' } });
});

test('[CL-73] on this machine plain http does, with cookies of plain names; elsewhere a path alone wants https', async () => {
  const site = aSite({ returnTo: '/back' });
  const local = aBrowser('http://127.0.0.1:8080', site);
  const { location, headers } = await local.open('/activity/');
  expect([location?.searchParams.get('return_to'), headers.getSetCookie()[0]]).toEqual(['http://127.0.0.1:8080/back', expect.stringMatching(/^wx_begin=[^;]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)]);
  await expect(aBrowser('http://www.example.com', site).open('/activity/')).rejects.toThrow(/^returnTo is a path, and a request came over plain http/);
  expect((await aBrowser('http://www.example.com', site).open('/')).text).toBe('nobody');
  expect((await aBrowser('https://other.example.com', site).open('/activity/')).location?.searchParams.get('return_to')).toBe('https://other.example.com/back');
});
