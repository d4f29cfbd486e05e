// A site of somebody's own on the real local world: the examples as programs, WeChat's pages, the built door, and the frameworks' ways in.
import { type ChildProcess, spawn } from 'node:child_process';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { Hono } from 'hono';
import type { Browser as Chromium, Page } from 'playwright-core';
import { createVerifier, honoGuard, requireWeChat, type Session } from '../../clients/node/index';
import { aBrowser, type Browser, DESKTOP, PHONE, type Seen } from '../clients/require-wechat-browser';
import { openBrowser } from '../support/browser';
import { PROJECT } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

const FRAMEWORKS = ['fetch', 'hono', 'express', 'koa'] as const;
const BUILT = path.join(PROJECT, 'dist/clients/node/examples');
let chromium: Chromium | null;
let world: Journey;
let door = '';
let askAt = '';
const sites: Record<string, string> = {};
const programs: ChildProcess[] = [];

beforeAll(async () => {
  chromium = await openBrowser();
  const ports = await freePorts(FRAMEWORKS.length);
  for (const [index, name] of FRAMEWORKS.entries()) sites[name] = `http://127.0.0.1:${ports[index]}`;
  world = await startJourney({ env: { RETURN_TO: JSON.stringify(Object.values(sites).map((site) => `${site}/wechat/back`)) } });
  door = `http://service.localhost:${new URL(world.url).port}`;
  askAt = `${world.url}/service`;
  await Promise.all(FRAMEWORKS.map((name) => startExample(name)));
});
beforeEach(() => world.reset());
afterAll(async () => {
  await Promise.all(programs.map((program) => new Promise((resolve) => { program.once('exit', resolve); program.kill(); })));
  await Promise.all([world.stop(), chromium?.close()]);
});

const siteOf = (name: string): string => sites[name] ?? '';

/** All are open at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const open = await Promise.all(Array.from({ length: count }, () => new Promise<net.Server>((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = open.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(open.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}

function startExample(name: string): Promise<void> {
  const site = siteOf(name);
  const program = spawn(process.execPath, [path.join(BUILT, `${name}.mjs`)], { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'] ?? '', DOOR: door, SITE: site, ASK_AT: askAt, PORT: new URL(site).port } });
  programs.push(program);
  return new Promise((resolve, reject) => {
    program.stdout.once('data', () => resolve());
    program.once('exit', (code) => reject(new Error(`${name}.mjs left with ${code}`)));
  });
}

/** By Node's http: its fetch says of itself what no opened page says. */
function byHttp(request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = http.request(request.url, { method: request.method, headers: Object.fromEntries(request.headers) }, (answer) => {
      const headers = new Headers();
      for (const [name, values] of Object.entries(answer.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => resolve(new Response(answer.statusCode === 302 ? null : text, { status: answer.statusCode ?? 0, headers })));
    });
    sent.on('error', reject);
    void request.text().then((body) => sent.end(body));
  });
}
const browserAt = (name: string, agent = DESKTOP): Browser => aBrowser(siteOf(name), byHttp, agent);

/** Hosts under localhost by the paths that stand for them: not every resolver knows them. */
function reached(address: URL): string {
  const prefix = address.hostname === 'service.localhost' ? '/service' : '/open.weixin.qq.com';
  return world.url + prefix + address.pathname + address.search;
}
async function visit(address: URL, headers: Record<string, string> = {}): Promise<{ location: URL; headers: Headers; text: string }> {
  const response = await byHttp(new Request(reached(address), { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate', ...headers } }));
  return { location: new URL(response.headers.get('location') ?? 'http://nowhere'), headers: response.headers, text: await response.text() };
}

/** From the door's address through WeChat to the way back, as a person's browser goes; what stands in the fragment then. */
async function throughWeChat(began: URL, person = 'alice'): Promise<{ back: string; fragment: URLSearchParams }> {
  const start = await visit(began);
  const [cookie = ''] = (start.headers.get('set-cookie') ?? '').split(';');
  const callback = began.pathname === '/auth/h5'
    ? (await visit(start.location, { accept: '*/*', 'user-agent': `${PHONE} LocalPerson/${person}` })).location
    : await scanned(start.location, person);
  const { location } = await visit(callback, { cookie });
  return { back: location.origin + location.pathname, fragment: new URLSearchParams(location.hash.slice(1)) };
}

async function scanned(page: URL, person: string): Promise<URL> {
  const uuid = /data-uuid="([^"]+)"/.exec((await visit(page)).text)?.[1] ?? '';
  await world.control('POST', '/emulator/scan', { person, content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await world.control('POST', '/emulator/scan/confirm', { person, uuid });
  const polled = await (await fetch(`${world.url}/open.weixin.qq.com/connect/l/qrconnect?uuid=${uuid}`)).text();
  return new URL(`${door}/auth/qr/callback?code=${/window\.wx_code='([^']*)'/.exec(polled)?.[1] ?? ''}&state=${page.searchParams.get('state') ?? ''}`);
}

async function signedIn(browser: Browser, page = '/activity/lottery', person = 'alice'): Promise<Seen> {
  const { location } = await browser.open(page);
  if (location === null) throw new Error('the page led nowhere');
  const { fragment } = await throughWeChat(location, person);
  const traded = await browser.script('/wechat/back', { body: JSON.stringify({ ticket: fragment.get('ticket') }) });
  const reply = JSON.parse(traded.text) as { ok: boolean; value?: { next: string } };
  if (reply.value === undefined) throw new Error(traded.text);
  return browser.open(reply.value.next);
}

describe.each(FRAMEWORKS)('with %s', (name) => {
  test('[CL-74] who opens a guarded page scans WeChat’s code, comes back to that page, and is the user of her mini program', async () => {
    const { user } = await world.signIn('alice');
    const browser = browserAt(name);
    const began = await browser.open('/activity/lottery?from=friend');
    expect([began.status, began.location?.origin, began.location?.pathname]).toEqual([302, door, '/auth/qr']);
    const { back, fragment } = await throughWeChat(began.location ?? new URL('http://nowhere'));
    expect(back).toBe(`${siteOf(name)}/wechat/back`);
    expect((await browser.open('/wechat/back')).text).toContain('<script src="/wechat/back/script.js" defer>');
    const traded = await browser.script('/wechat/back', { body: JSON.stringify({ ticket: fragment.get('ticket') }) });
    expect([traded.status, JSON.parse(traded.text)]).toEqual([200, { ok: true, value: { next: '/activity/lottery?from=friend' } }]);
    expect((await browser.open('/activity/lottery?from=friend')).text).toBe(`user ${user.id}`);
    expect([(await browser.open('/')).text, (await browserAt(name).script('/activity/lottery', { method: 'GET' })).status]).toEqual(['a page for everybody', 401]);
  });

  test('[CL-74] inside WeChat the page comes back silently, and signed out it begins anew', async () => {
    const browser = browserAt(name, PHONE);
    expect((await signedIn(browser)).text).toMatch(/^user [A-Za-z0-9_-]{22}$/);
    const token = browser.jar.get('wx_session') ?? '';
    expect([(await browser.script('/wechat/back/sign-out')).status, browser.jar.has('wx_session'), (await browser.open('/activity/lottery')).location?.pathname]).toEqual([200, false, '/auth/h5']);
    const me = await fetch(`${askAt}/auth/me`, { headers: { 'x-wx-ticket': token } });
    expect(await me.json()).toMatchObject({ refusal: { code: 'session-revoked' } });
  });

  test('[CL-74] its API takes the door’s token, and with revocation none of a session that was signed out', async () => {
    const { user, accessToken } = await world.signIn('alice');
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${siteOf(name)}/api/me`, { headers });
      return [response.status, await response.json()];
    };
    expect(await ask({ 'x-wx-ticket': accessToken })).toEqual([200, { userId: user.id, appId: 'wxfa4e000000000001', sessionId: expect.any(String), expiresAt: expect.any(Number) }]);
    expect(await ask({})).toMatchObject([401, { ok: false, refusal: { code: 'token-invalid' } }]);
    await world.ask('alice', 'session', { action: 'sign-out', accessToken });
    expect(await ask({ authorization: `Bearer ${accessToken}` })).toMatchObject([401, { ok: false, refusal: { code: 'session-revoked' } }]);
  });
});

test('[SEC-50] a ticket that was stolen on its way opens nothing in another browser, and still its own', async () => {
  const [browser, thief] = [browserAt('fetch'), browserAt('fetch')];
  const { location } = await browser.open('/activity/lottery');
  await thief.open('/activity/lottery');
  const { fragment } = await throughWeChat(location ?? new URL('http://nowhere'));
  const body = JSON.stringify({ ticket: fragment.get('ticket') });
  expect(JSON.parse((await thief.script('/wechat/back', { body })).text)).toMatchObject({ refusal: { code: 'ticket-invalid' } });
  expect((await browser.script('/wechat/back', { body })).status).toBe(200);
});

test('[SEC-32] after a sign-out everywhere a token passes by the keys alone until it ends, and with revocation no more', async () => {
  const { user, accessToken } = await world.signIn('alice');
  const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
  const verifier = createVerifier({ door, askAt, clock: () => now });
  const both = async () => Promise.all([false, true].map(async (revocation) => {
    const verdict = await verifier.verifySession({ 'x-wx-ticket': accessToken }, { revocation });
    return verdict.ok ? verdict.session.userId : verdict.code;
  }));
  expect(await both()).toEqual([user.id, user.id]);
  await world.ask('alice', 'session', { action: 'sign-out-everywhere', accessToken });
  expect(await both()).toEqual([user.id, 'session-revoked']);
});

test('[CL-69] a page’s session is renewed at the door shortly before its end, by twenty requests at once, once', async () => {
  let now = 0;
  const turn = async (seconds: number) => { now = await world.advance(seconds); };
  await turn(0);
  const app = new Hono<{ Variables: { session: Session | null } }>();
  app.use(honoGuard(requireWeChat({ paths: ['/activity'], door, askAt, returnTo: `${siteOf('fetch')}/wechat/back`, clock: () => now })));
  app.get('/activity/:page', (context) => context.text(`user ${context.get('session')?.userId}`));
  const browser = aBrowser(siteOf('fetch'), async (request) => app.fetch(request));
  const { text } = await signedIn(browser);
  await turn(870);
  const after = await world.ledgerEnd();
  const seen = await Promise.all(Array.from({ length: 20 }, () => browser.open('/activity/lottery')));
  expect(new Set(seen.map((page) => page.text))).toEqual(new Set([text]));
  expect(text).toMatch(/^user /);
  expect((await world.ledgerSince(after)).filter(({ kind, name }) => kind === 'function' && name === 'web').length).toBe(1);
  await turn(800);
  expect((await browser.open('/activity/lottery')).text).toBe(text);
});

/** Not at all where no browser is installed. `errors`: also what the page's own policy kept from happening; that a site has no icon is none. */
async function inChromium(userAgent: string, look: (page: Page, told: { errors: string[]; addresses: string[] }) => Promise<void>): Promise<void> {
  const context = await chromium?.newContext({ viewport: { width: 390, height: 700 }, userAgent });
  if (context === undefined) return;
  const page = await context.newPage();
  const told = { errors: [] as string[], addresses: [] as string[] };
  page.on('pageerror', ({ message }) => told.errors.push(message));
  page.on('console', (message) => { if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) told.errors.push(message.text()); });
  page.on('framenavigated', (frame) => told.addresses.push(frame.url()));
  try {
    await look(page, told);
  } finally { await context.close(); }
}

test('[CL-74] in a real browser inside WeChat a page opens after one silent round, its cookies out of every script’s reach', () => inChromium(`${PHONE} LocalPerson/alice`, async (page, told) => {
  const asked = `${siteOf('fetch')}/activity/lottery?from=friend&x=%2F`;
  await page.goto(asked, { waitUntil: 'commit' });
  await page.waitForURL(asked);
  await page.getByText(/^user [A-Za-z0-9_-]{22}$/).waitFor();
  const cookies = (await page.context().cookies(siteOf('fetch'))).map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]);
  expect([cookies.sort(), await page.evaluate(() => document.cookie)]).toEqual([[['wx_refresh', true, 'Lax'], ['wx_session', true, 'Lax']], '']);
  expect([told.errors, told.addresses.filter((address) => /ey[A-Za-z0-9_-]{10,}\./.test(address))]).toEqual([[], []]);
  // The way there is no page to go back to.
  await page.reload();
  await page.getByText(/^user /).waitFor();
}));

test('[CL-66] in a real browser a person who says no reads so in two languages, with the address clean and a way to try again', () => inChromium(DESKTOP, async (page, told) => {
  await page.goto(`${siteOf('hono')}/activity/lottery`);
  const uuid = await page.locator('[data-uuid]').first().getAttribute('data-uuid') ?? '';
  await world.control('POST', '/emulator/scan', { person: 'bob', content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await world.control('POST', '/emulator/scan/confirm', { person: 'bob', uuid });
  await page.getByText(/^user /).waitFor();
  await page.context().clearCookies();
  await page.goto(`${siteOf('hono')}/wechat/back#refusal=declined`);
  await page.getByText('没有同意登录。').first().waitFor();
  expect([page.url(), await page.locator('#en').textContent(), await page.locator('#again').getAttribute('href')]).toEqual([`${siteOf('hono')}/wechat/back`, 'The sign-in was declined.', '/']);
  expect(told.errors).toEqual([]);
}));
