// The life of an account by hand, with a privacy policy in force: consent, picture, nickname, number, history, export, closing, keeping, coming back.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

const POLICY = '2026-11-20';
let world: Journey;
let browser: Browser | null;
let phone: BrowserContext;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openBrowser(); // first: where it throws, no world is left behind
  world = await startJourney({ env: { POLICY_VERSION: POLICY } });
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const byId = (page: Page, id: string): Locator => page.locator(`[data-wxid="${id}"]:visible`);
const shell = (page: Page, name: string): Locator => page.locator(`[data-shell="${name}"]`);
const user = async () => (await world.database())['users']?.find(({ status }) => status !== 'erased') ?? {};

/** The phone as it is started: its storage stays. */
async function open(): Promise<Page> {
  const page = await phone.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  await page.goto(`${world.url}/phone?person=alice&device=phone-1#/pages/home/home`);
  return page;
}

async function choosePicture(page: Page): Promise<void> {
  await byId(page, 'avatar-choose').click();
  await byId(page, 'agree-privacy').click(); // nothing is stored before she agreed
  await byId(page, 'agree-privacy').waitFor({ state: 'detached' });
  await shell(page, 'avatar-wechat').click();
  await byId(page, 'result').filter({ hasText: '头像已更新' }).waitFor();
}

async function enterNickname(page: Page): Promise<void> {
  await byId(page, 'nickname-input').locator('input').fill('爱丽丝');
  await byId(page, 'nickname-save').click();
  await byId(page, 'nickname').filter({ hasText: '爱丽丝' }).waitFor();
}

async function bindNumber(page: Page): Promise<void> {
  await byId(page, 'phone-bind').click();
  await shell(page, 'allow').click();
  await byId(page, 'phone').filter({ hasText: '+86*******0001' }).waitFor();
}

async function close(page: Page): Promise<void> {
  await byId(page, 'close').click();
  await page.locator('.t-dialog__button').filter({ hasText: '注销' }).click();
  await byId(page, 'erased-at').waitFor();
}

test('[AC-3] by hand: she agrees, gives picture, name and number, sees her history and what is held, closes, keeps, closes again, and comes back as somebody new', async () => {
  if (browser === null) return;
  await world.control('POST', '/emulator/people', { name: 'alice', phone: '+8613800000001' });
  phone = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN', permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await open();
  await byId(page, 'sign-in').click();
  await byId(page, 'profile').click();
  await choosePicture(page);
  await enterNickname(page);
  await bindNumber(page);
  expect(await user()).toMatchObject({ nickname: '爱丽丝', avatarUrl: expect.stringContaining('/avatars/'), phone: { masked: '+86*******0001' }, consents: [{ policy: POLICY }] });

  await page.goBack();
  await byId(page, 'account').click();
  await byId(page, 'to-history').click();
  await page.getByText('登录', { exact: true }).first().waitFor();
  await page.goBack();
  await byId(page, 'to-export').click();
  await byId(page, 'export').click();
  await byId(page, 'export-summary').filter({ hasText: '+8613800000001' }).waitFor();
  await byId(page, 'export-copy').click();
  await page.getByText('内容已复制').waitFor();
  await page.goBack();

  await close(page);
  expect((await user())['status']).toBe('closing');
  await byId(page, 'keep').click();
  await byId(page, 'close').waitFor();
  expect((await user())['status']).toBe('active');
  await close(page);
  const { _id: before } = await user();
  await world.advance(15 * 86_400 + 600);
  expect(JSON.stringify(await world.database())).not.toMatch(/爱丽丝|oFAKE_/);

  await page.close();
  const restarted = await open();
  await byId(restarted, 'sign-in').click();
  await byId(restarted, 'user-id').waitFor();
  const back = await user();
  expect([back['nickname'], back['_id'] === before, await byId(restarted, 'user-id').textContent()]).toEqual([null, false, back['_id']]);
  expect(complaints).toEqual([]);
  await phone.close();
});
