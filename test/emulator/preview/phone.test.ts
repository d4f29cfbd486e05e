// A second, tiny mini program on the phone in a real browser: what is on the screen after taps and typing.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { type PhoneCall, type PreviewServer, startPreview, TINY } from './preview-server';

const PHONE = { viewport: { width: 375, height: 720 }, locale: 'zh-CN' };
let browser: Browser | null;
let server: PreviewServer;
let context: BrowserContext;
let answer: (call: PhoneCall) => unknown;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  server = await startPreview(TINY, (call) => answer(call));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server.close();
});
afterEach(async () => { await context?.close(); });

function greet({ api, body }: PhoneCall): unknown {
  if (api === 'login') return { ok: true, result: { code: 'c-1', errMsg: 'login:ok' } };
  return { ok: true, result: { result: { text: `hello ${body.app}` }, requestID: 'r-1', errMsg: 'cloud.callFunction:ok' } };
}

/** The phone of `person`, opened at `hash`; null where no browser is installed. */
async function open(query: string, hash = '', options: object = {}): Promise<Page | null> {
  answer = greet;
  complaints.length = 0;
  if (!browser) return null;
  context = await browser.newContext({ ...PHONE, ...options });
  const page = await context.newPage();
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.url}/phone?${query}${hash}`);
  return page;
}

const byId = (page: Page, id: string) => page.locator(`[data-wxid="${id}"]`);
const title = (page: Page) => page.locator('[data-shell="title"]');
const rows = (page: Page) => page.locator('task-row');

async function keepPicture(page: Page, name: string): Promise<void> {
  const directory = process.env['PREVIEW_PICTURES'] ?? await fs.mkdtemp(path.join(os.tmpdir(), 'pictures-'));
  const picture = await page.screenshot({ path: path.join(directory, `${name}.png`) });
  expect(picture.length).toBeGreaterThan(2_000);
  if (!process.env['PREVIEW_PICTURES']) await fs.rm(directory, { recursive: true });
}

/** Waits until the element's text is exactly this. */
async function shows(element: Locator, text: string): Promise<void> {
  await element.filter({ hasText: new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) }).waitFor({ timeout: 30_000 });
}

test('[PV1] the phone opens the entry page with its title, list, wxs and conditions on the screen', async () => {
  const page = await open('person=alice');
  if (!page) return;
  await shows(title(page), '清单');
  expect(await page.title()).toBe('清单');
  expect((await rows(page).allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim())).toEqual(['○ 买牛奶', '✓ Water the plants']);
  expect(await byId(page, 'left').innerText()).toBe('还有 1 件');
  expect(await byId(page, 'many').count()).toBe(0);
  expect(page.url()).toBe(`${server.url}/phone?person=alice#/pages/list/list`);
  await keepPicture(page, 'list');
  expect(complaints).toEqual([]);
});

test('[PV2] a tap by mouse reaches the component, and through its event the page', async () => {
  const page = await open('person=alice');
  if (!page) return;
  await rows(page).first().click();
  await shows(byId(page, 'left'), '全部完成');
  await rows(page).nth(1).click();
  await shows(byId(page, 'left'), '还有 1 件');
  expect(complaints).toEqual([]);
});

test('[PV3] what is typed reaches the page, Enter confirms, and a cleared value empties the field', async () => {
  const page = await open('person=alice');
  if (!page) return;
  const field = byId(page, 'quick').locator('input');
  await field.click();
  await page.keyboard.type('写信 to bob');
  await shows(byId(page, 'echo'), '写信 to bob');
  await page.keyboard.press('Enter');
  await shows(rows(page).nth(2), '○写信 to bob');
  expect(await field.inputValue()).toBe('');
  expect(await byId(page, 'many').innerText()).toBe('比一开始多了');
  expect(complaints).toEqual([]);
});

test('[PV4] navigateTo opens a page with its query above the first, submit hands over the form, and back finds the list changed', async () => {
  const page = await open('person=alice');
  if (!page) return;
  await byId(page, 'add').click();
  await shows(title(page), '新任务');
  expect(new URL(page.url()).hash).toBe(`#/pages/form/form?title=${encodeURIComponent('新的一件')}`);
  const field = byId(page, 'title').locator('input');
  expect(await field.inputValue()).toBe('新的一件');
  await field.fill('寄包裹');
  await byId(page, 'urgent-label').getByText('很急').click();
  await keepPicture(page, 'form');
  await byId(page, 'save').click();
  await shows(title(page), '清单');
  await shows(rows(page).nth(2), '○寄包裹急');
  expect(await page.locator('[data-shell="toast"]').innerText()).toContain('记下了');
  await keepPicture(page, 'list-again');
  expect(complaints).toEqual([]);
});

test('[PV5] the keyboard alone taps buttons, goes through the form and resets it', async () => {
  const page = await open('person=alice', '#/pages/form/form');
  if (!page) return;
  await byId(page, 'title').locator('input').focus();
  await page.keyboard.type('x');
  await page.keyboard.press('Tab');
  await page.keyboard.type('y');
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  await page.locator('[data-wxid="urgent"][aria-checked="true"]').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('[data-wxid="urgent"][aria-checked="false"]').waitFor();
  expect(await byId(page, 'title').locator('input').inputValue()).toBe('');
  expect(await byId(page, 'note').locator('textarea').inputValue()).toBe('');
  await byId(page, 'save').focus();
  await page.keyboard.press('Enter');
  await shows(byId(page, 'problem'), '题目不能为空');
  expect(complaints).toEqual([]);
});

test('[PV6] the address bar opens any page directly, and following it or the browser\'s back button moves the phone', async () => {
  const page = await open('person=alice', '#/pages/form/form?title=abc');
  if (!page) return;
  await shows(title(page), '新任务');
  expect(await byId(page, 'title').locator('input').inputValue()).toBe('abc');
  await page.evaluate(() => { window.location.hash = '#/pages/list/list'; });
  await shows(title(page), '清单');
  await byId(page, 'add').click();
  await shows(title(page), '新任务');
  await page.goBack();
  await shows(title(page), '清单');
  await byId(page, 'add').click();
  await page.locator('[data-shell="back"]').click();
  await shows(title(page), '清单');
  expect(complaints).toEqual([]);
});

test('[PV7] wx.login and wx.cloud.callFunction go to the local world as person, app and device, with CloudID as a top-level mark', async () => {
  const page = await open('person=bob&device=phone-2&app=wxfa4e000000000001');
  if (!page) return;
  server.calls.length = 0;
  await byId(page, 'who').click();
  await shows(byId(page, 'who'), 'hello wxfa4e000000000001');
  expect(server.calls).toEqual([
    { person: 'bob', api: 'login', body: { app: 'wxfa4e000000000001', device: 'phone-2', args: {} } },
    { person: 'bob', api: 'cloud.callFunction', body: { app: 'wxfa4e000000000001', device: 'phone-2', args: { name: 'hello', data: { code: 'c-1', mark: { $cloudID: '7' } } } } },
  ]);
  expect(complaints).toEqual([]);
});

test('[PV8] a refusal of the local world reaches the page as a rejected call and is shown as a fault when nobody handles it', async () => {
  const page = await open('person=alice');
  if (!page) return;
  answer = () => ({ ok: false, error: { errMsg: 'login:fail blocked', errno: 40226 } });
  await byId(page, 'who').click();
  await shows(page.locator('[data-shell="faults"] p'), 'login:fail blocked (promise)');
});

test('[PV9] a missing or unknown person is answered in Chinese and English with the people there are', async () => {
  const page = await open('person=mallory');
  if (!page) return;
  const notice = page.locator('[data-shell="notice"]');
  expect(await notice.locator('h1').innerText()).toBe('没有这个人“mallory”');
  expect(await notice.locator('a').allInnerTexts()).toEqual(['alice', 'bob']);
  await notice.locator('a').first().click();
  await shows(title(page), '清单');
  await page.goto(`${server.url}/phone`);
  expect(await notice.innerText()).toContain('没有说明是谁的手机');
  expect(await notice.innerText()).toContain('whose phone');
});

test('[PV10] a finger taps as a mouse does', async () => {
  const page = await open('person=alice', '', { hasTouch: true, isMobile: true });
  if (!page) return;
  await rows(page).first().tap();
  await shows(byId(page, 'left'), '全部完成');
  await byId(page, 'add').tap();
  await shows(title(page), '新任务');
  expect(complaints).toEqual([]);
});
