// A page that shares its origin with the door, in a browser: the refresh token lies in a cookie that no script of it can read.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { inABrowser } from './a-site';
import { type Journey, startJourney } from './a-journey';

jest.setTimeout(90_000);

const CLIENT = path.resolve(__dirname, '../../dist/clients/browser/wechat-accounts.js');
const PAGE = `<!doctype html><meta charset="utf-8"><title>a page</title><div id="code"></div><script type="module">
import { createClient } from '/wechat-accounts.js';
window.accounts = createClient({ door: location.origin, cookie: true });
window.opened = window.accounts.ready();
</script>`;

let browser: Browser | null;
let world: Journey;
let gateway: http.Server;
let origin = '';

/** One address for the page and, under /auth, the door: as a domain of one's own has both. */
async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { url = '/', method = 'GET', headers } = request;
  if (url === '/wechat-accounts.js') { response.writeHead(200, { 'content-type': 'text/javascript' }).end(fs.readFileSync(CLIENT)); return; }
  if (!url.startsWith('/auth')) { response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE); return; }
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { host: _, connection: __, ...passed } = headers;
  const inner = http.request(`${world.url}/service${url}`, { method, headers: passed }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  inner.end(Buffer.concat(chunks));
}

beforeAll(async () => {
  browser = await openBrowser();
  gateway = http.createServer((request, response) => { void serve(request, response); });
  await new Promise<void>((resolve) => { gateway.listen(0, '127.0.0.1', resolve); });
  origin = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  world = await startJourney({ env: { PUBLIC_ORIGIN: origin, RETURN_TO: JSON.stringify([`${origin}/`]), ALLOWED_ORIGINS: '[]' } });
});
afterAll(async () => {
  await browser?.close();
  gateway.closeAllConnections();
  await new Promise((resolve) => { gateway.close(resolve); });
  await world.stop();
});

interface Accounts { signIn(options: object): Promise<void>; session(): { user: { id: string } } | null; signOut(): Promise<boolean>; fetch(url: string): Promise<Response> }
declare global { interface Window { accounts: Accounts; opened: Promise<unknown> } }
const userOf = (page: Page) => page.evaluate(async () => { await window.opened; return window.accounts.session()?.user.id ?? null; });

test('[CL-57] in Chromium a page of the door’s own origin has no refresh token anywhere, another tab finds her signed in, and a sign-out is one for both', () => inABrowser(browser, async ({ page, context, errors }) => {
  const { accessToken, user } = await world.signIn('alice');
  await page.goto(`${origin}/`);
  expect(await userOf(page)).toBeNull();
  await page.evaluate(() => window.accounts.signIn({ door: 'scan', embedded: document.querySelector('#code') }));
  await page.locator('#code img').waitFor();
  const { codes } = await world.control<{ codes: { kind: string; scene: string }[] }>('GET', '/emulator/scan');
  const scene = codes.find(({ kind }) => kind === 'mini-program')?.scene ?? '';
  expect((await world.ask('alice', 'account', { action: 'scan-look', accessToken, scene })).site).toBe(origin);
  await world.ask('alice', 'account', { action: 'scan-confirm', accessToken, scene });
  await page.waitForFunction(() => window.accounts.session() !== null);
  const [cookie] = (await context.cookies()).filter(({ name }) => name === 'wx_kept');
  const kept = await page.evaluate(() => JSON.stringify([document.cookie, { ...sessionStorage }, { ...localStorage }]));
  expect([cookie?.httpOnly, cookie?.sameSite, kept.includes(cookie?.value ?? 'none'), await userOf(page)]).toEqual([true, 'Strict', false, user.id]);
  const second = await context.newPage();
  await second.goto(`${origin}/`);
  expect(await userOf(second)).toBe(user.id);
  expect(await second.evaluate(async () => (await window.accounts.fetch('/auth/me')).status)).toBe(200);
  expect(await second.evaluate(() => window.accounts.signOut())).toBe(true);
  expect((await context.cookies()).filter(({ name }) => name === 'wx_kept')).toEqual([]);
  expect([await page.evaluate(async () => (await window.accounts.fetch('/auth/me')).status), await userOf(page)]).toEqual([401, null]);
  const { sessions } = await world.ask('alice', 'session', { action: 'list', accessToken });
  expect(sessions.map(({ door }) => door)).toEqual(['mini-program']);
  expect(errors.filter((error) => !/401|400/.test(error))).toEqual([]);
}));
