// WeChat's pages as a person sees them: the code read from the screen, scanned and answered, in a window, in a frame and inside WeChat.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import jpeg from 'jpeg-js';
import jsQR from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

jest.setTimeout(60_000);

const WEBSITE = 'wxfa4e000000000003';
const ACCOUNT = 'wxfa4e000000000002';
const STATE = 'a1b2c3';
const WECHAT = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50 LocalPerson/alice';

let browser: Browser | null;
let world: FixtureWorld;
let errors: string[];
beforeAll(async () => {
  browser = await openBrowser();
  world = await openFixtureWorld();
});
beforeEach(async () => {
  errors = [];
  await world.reset();
});
afterAll(async () => {
  await browser?.close();
  await world.close();
});

const at = (host: string) => `http://${host}.localhost:${new URL(world.url).port}`;
const callback = () => `${at('site')}/landed`;
const qrPage = (more: Record<string, string> = {}) => `${at('open.weixin.qq.com')}/connect/qrconnect?${new URLSearchParams({ appid: WEBSITE, redirect_uri: callback(), response_type: 'code', scope: 'snsapi_login', state: STATE, ...more })}#wechat_redirect`;
const accountPage = (scope: string) => `${at('open.weixin.qq.com')}/connect/oauth2/authorize?${new URLSearchParams({ appid: ACCOUNT, redirect_uri: callback(), response_type: 'code', scope, state: STATE })}#wechat_redirect`;
const landed = /\/landed\?code=0\w{31}&state=a1b2c3$/;

/** Not at all where no browser is installed. The site has no files here: its 404 are no errors of the pages. */
async function inTheBrowser(look: (page: Page) => Promise<void>, options: { width?: number; userAgent?: string } = {}): Promise<void> {
  if (browser === null) return;
  const { width = 1280, ...more } = options;
  const page = await (await browser.newContext({ viewport: { width, height: 800 }, ...more })).newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error' && !message.location().url.startsWith(at('site'))) errors.push(message.text()); });
  try {
    await look(page);
    expect(errors).toEqual([]);
  } finally { await page.context().close(); }
}

/** What a camera reads from the screen. */
async function readFromScreen(page: Page): Promise<string> {
  const { width, height, data } = jpeg.decode(await page.screenshot({ type: 'jpeg', quality: 90 }));
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
}
const scan = (content: string) => world.control<{ uuid: string }>('POST', '/emulator/scan', { person: 'alice', content });
const answer = (verb: 'confirm' | 'refuse', uuid: string) => world.control('POST', `/emulator/scan/${verb}`, { person: 'alice', uuid });
const status = (page: Page, is: string) => page.locator(`#login[data-status="${is}"]`).waitFor();

test.each([[1280, {}], [390, {}], [320, { lang: 'en' }], [300, { login_type: 'jssdk' }], [220, { login_type: 'jssdk', stylelite: '1' }], [390, { login_type: 'jssdk', style: 'white', color_scheme: 'dark' }]])('[WX-111] at %i pixels with %j the code is read from the screen, and nothing is cut off', (width, more) => inTheBrowser(async (page) => {
  await page.goto(qrPage(more));
  const uuid = await page.locator('#login').getAttribute('data-uuid');
  expect(await readFromScreen(page)).toBe(`https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}, { width }));

test('[WX-114] scanned and confirmed, the window lands with code and state', () => inTheBrowser(async (page) => {
  await page.goto(qrPage());
  const { uuid } = await scan(await readFromScreen(page));
  await status(page, 'scanned');
  expect(await page.locator('[data-when="scanned"]').textContent()).toContain('扫描成功');
  await answer('confirm', uuid);
  await page.waitForURL(landed);
}));

test('[WX-113] her phone shows who asks; its button signs the desktop in', () => inTheBrowser(async (page) => {
  await page.goto(qrPage());
  const { uuid } = await scan(await readFromScreen(page));
  const phone = await page.context().newPage();
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.goto(`${at('open.weixin.qq.com')}/connect/confirm?uuid=${uuid}&person=alice`);
  await phone.locator('#allow').click();
  await phone.locator('#allowed').waitFor();
  await page.waitForURL(landed);
}));

test('[WX-115] refused, the page says so and can be scanned again; as of old it lands with the state alone', () => inTheBrowser(async (page) => {
  await page.goto(qrPage());
  const content = await readFromScreen(page);
  const { uuid } = await scan(content);
  await answer('refuse', uuid);
  await status(page, 'refused');
  expect(page.url()).toContain('/connect/qrconnect');
  await scan(content);
  await status(page, 'scanned');
  await world.control('POST', '/emulator/web-sign-in', { appid: WEBSITE, refusal: 'redirect' });
  await page.goto(qrPage({ lang: 'en' }));
  const next = await scan(await readFromScreen(page));
  await answer('refuse', next.uuid);
  await page.waitForURL(`${callback()}?state=${STATE}`);
}));

test('[WX-116] expired, the page says so; its button shows another code', () => inTheBrowser(async (page) => {
  await page.goto(qrPage());
  const first = await readFromScreen(page);
  await world.advance(300);
  await status(page, 'expired');
  await page.locator('#refresh').click();
  await status(page, 'waiting');
  expect([await readFromScreen(page) !== first, (await readFromScreen(page)).length]).toEqual([true, first.length]);
}));

/** A site's page that holds WeChat's page in a frame, as WeChat's own script makes it. A real server: browsers ask before a page of no known place may frame this machine's. */
async function framed(page: Page, selfRedirect: string, look: () => Promise<void>): Promise<void> {
  const address = qrPage({ login_type: 'jssdk', self_redirect: selfRedirect }).replaceAll('&', '&amp;');
  const site = http.createServer((_request, response) => { response.setHeader('content-type', 'text/html').end(`<link rel="icon" href="data:,"><iframe src="${address}" width="300" height="400"></iframe>`); });
  await new Promise<void>((resolve) => { site.listen(0, '127.0.0.1', resolve); });
  try {
    await page.goto(`http://site.localhost:${(site.address() as AddressInfo).port}/login`);
    await look();
  } finally {
    site.closeAllConnections();
    site.close();
  }
}

test('[WX-114] in a frame the window lands, or with self_redirect the frame alone', () => inTheBrowser(async (page) => {
  await framed(page, 'true', async () => {
    const landing = page.waitForEvent('framenavigated', (frame) => landed.test(frame.url()));
    await answer('confirm', (await scan(await readFromScreen(page))).uuid);
    expect(await landing === page.mainFrame()).toBe(false);
    expect(page.url()).toMatch(/\/login$/);
  });
  await framed(page, 'false', async () => {
    await page.mouse.click(150, 380); // a browser lets a frame take the window along once its person has touched it
    await answer('confirm', (await scan(await readFromScreen(page))).uuid);
    await page.waitForURL(landed);
  });
}));

test('[WX-121] inside WeChat a silent page lands at once where the address ends in #wechat_redirect, and says so where it does not', () => inTheBrowser(async (page) => {
  await page.goto(accountPage('snsapi_base'));
  await page.waitForURL(landed);
  await page.goto(accountPage('snsapi_base').replace('#wechat_redirect', ''));
  await page.locator('#no-fragment').waitFor();
  await page.goto(accountPage('snsapi_userinfo').replace('#wechat_redirect', '#elsewhere'));
  await page.locator('#no-fragment').waitFor();
  expect(await page.locator('#allow').isVisible()).toBe(false);
}, { userAgent: WECHAT, width: 390 }));

test('[WX-119] asked for her profile she allows it on a page, and lands', () => inTheBrowser(async (page) => {
  await page.goto(accountPage('snsapi_userinfo'));
  await page.locator('#allow').click();
  await page.waitForURL(landed);
  await page.goto(accountPage('snsapi_userinfo'));
  await page.locator('#refuse').click();
  await page.locator('#refused').waitFor();
}, { userAgent: WECHAT, width: 390 }));

test('[WX-122] outside WeChat a link opens it as somebody, with all that the address held', () => inTheBrowser(async (page) => {
  await page.goto(accountPage('snsapi_base'));
  expect(await page.locator('#outside').textContent()).toBe('请在微信客户端打开链接');
  await page.locator('a.as[data-person="bob"]').click();
  await page.waitForURL(landed);
}));
