// The main job by hand: a person's taps on the real mini program, what is on the screen, and what the ledger says it cost.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import type { LedgerEntry } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
let browser: Browser | null;
let phone: BrowserContext;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openBrowser(); // first: where it throws, no world is left behind
  world = await startJourney();
});
beforeEach(async () => {
  await world.reset();
  complaints.length = 0;
  if (browser !== null) phone = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN' });
});
afterEach(async () => { if (browser !== null) await phone.close(); });
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

/** A phone keeps its storage while pages come and go. */
async function open(person = 'alice', page = 'home'): Promise<Page> {
  const opened = await phone.newPage();
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  await opened.goto(`${world.url}/phone?person=${person}&device=phone-1#/pages/${page}/${page}`);
  return opened;
}

const byId = (page: Page, id: string): Locator => page.locator(`[data-wxid="${id}"]:visible`);
const shows = (page: Page, view: string) => byId(page, 'view').filter({ hasText: new RegExp(`^\\s*${view}\\s*$`) }).waitFor();

async function tap(page: Page, id: string): Promise<void> {
  const box = await byId(page, id).boundingBox();
  if (box === null) throw new Error(`#${id} is not on the screen`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

const calls = (entries: LedgerEntry[]) => entries.filter(({ kind }) => kind !== 'database').map(({ name, outcome }) => `${name} ${outcome}`);

/** Runs only where a browser is installed; test/support/browser.ts says so where none is. */
const inBrowser = (look: () => Promise<void>) => async () => { if (browser !== null) await look(); };

test('[PH-40] she signs in by a tap, sees herself, takes her profile over from WeChat, and signs out', inBrowser(async () => {
  await world.control('POST', '/emulator/people', { name: 'alice', nickname: '爱丽丝' });
  const page = await open();
  await shows(page, 'idle');
  expect(await world.ledgerSince(0)).toEqual([]);

  await tap(page, 'sign-in');
  await shows(page, 'signed-in');
  const [user] = (await world.database())['users'] ?? [];
  expect(await byId(page, 'user-id').textContent()).toBe(user?.['_id']);
  expect(calls(await world.ledgerSince(0))).toEqual(['sns/jscode2session ok', 'session ok']);

  await tap(page, 'profile');
  await byId(page, 'update-from-wechat').waitFor();
  await tap(page, 'update-from-wechat');
  await byId(page, 'nickname').filter({ hasText: '爱丽丝' }).waitFor();
  await shows(page, 'signed-in');

  await page.goBack();
  await byId(page, 'sign-out').waitFor();
  await byId(page, 'nickname').filter({ hasText: '爱丽丝' }).waitFor();
  const from = await world.ledgerEnd();
  await tap(page, 'sign-out');
  await shows(page, 'idle');
  expect(calls(await world.ledgerSince(from))).toEqual(['session ok']);
  expect(((await world.database())['identities'] ?? [])[0]?.['sessions']).toEqual([]);
  expect(complaints).toEqual([]);
}));

test('[PH-41] a session outlives the phone’s restart; a sign-out does too', inBrowser(async () => {
  const first = await open();
  await tap(first, 'sign-in');
  await shows(first, 'signed-in');
  await first.close();
  const second = await open();
  await shows(second, 'signed-in');
  await tap(second, 'sign-out');
  await shows(second, 'idle');
  await second.close();
  await shows(await open(), 'idle');
  expect((await world.ledgerSince(0)).filter(({ name }) => name.startsWith('sns/'))).toHaveLength(1);
}));

test('[REL-24] after an expired access token one renewal, after an expired session one silent sign-in without a WeChat call', inBrowser(async () => {
  const page = await open();
  await tap(page, 'sign-in');
  await shows(page, 'signed-in');
  await page.close();
  await world.advance(1000);
  let from = await world.ledgerEnd();
  const renewed = await open();
  await expectCalls(from, ['profile refused:token-expired', 'session ok', 'profile ok']);
  await renewed.close();
  await world.advance(31 * 86_400);
  from = await world.ledgerEnd();
  await shows(await open(), 'signed-in');
  await expectCalls(from, ['profile refused:token-expired', 'session ok', 'profile ok']);
  expect((await world.ledgerSince(0)).filter(({ name }) => name.startsWith('sns/'))).toHaveLength(1);
}));

test('[PH-47] she types a nickname, or takes the one that WeChat’s keyboard offers; one that the review refuses is not stored', inBrowser(async () => {
  await world.control('POST', '/emulator/people', { name: 'alice', nickname: '微信里的爱丽丝' });
  const page = await open();
  await tap(page, 'sign-in');
  await shows(page, 'signed-in');
  await tap(page, 'profile');
  const field = byId(page, 'nickname-input').locator('input');
  await field.fill('小爱 🌸');
  await tap(page, 'nickname-save');
  await byId(page, 'nickname').filter({ hasText: /^小爱 🌸$/ }).waitFor();
  // WeChat's privacy gate is still closed: a tap on the field opens the sheet first.
  await byId(page, 'nickname-cover').click();
  await byId(page, 'agree-privacy').click(); // waits until the sheet stands still
  await page.getByText('用微信昵称').click();
  await byId(page, 'nickname-save').click();
  await byId(page, 'nickname').filter({ hasText: /^微信里的爱丽丝$/ }).waitFor();
  await field.fill('违禁');
  await tap(page, 'nickname-save');
  await page.getByText('内容审核').first().waitFor();
  expect((await world.database())['users']).toMatchObject([{ nickname: '微信里的爱丽丝' }]);
}));

test('[PH-42] offline shows the offline view with a retry that works once the network is back', inBrowser(async () => {
  const page = await open();
  await world.setFault({ target: 'phone', call: 'cloud.callFunction', kind: 'offline', times: 0 });
  await tap(page, 'sign-in');
  await shows(page, 'offline');
  await world.control('DELETE', '/emulator/faults');
  await tap(page, 'retry');
  await shows(page, 'signed-in');
}));

test('[PH-45] a sign-out tapped while offline is finished by the next start, before anything is shown as signed in', inBrowser(async () => {
  const page = await open();
  await tap(page, 'sign-in');
  await shows(page, 'signed-in');
  await world.setFault({ target: 'phone', call: 'cloud.callFunction', kind: 'offline', times: 0 });
  await tap(page, 'sign-out');
  await shows(page, 'offline');
  await page.close();
  await world.control('DELETE', '/emulator/faults');
  await shows(await open(), 'idle');
  expect(((await world.database())['identities'] ?? [])[0]?.['sessions']).toEqual([]);
}));

test('[PH-46] a function that crashes is a refusal of ours, not a missing network', inBrowser(async () => {
  const page = await open();
  await world.setFault({ target: 'function', call: 'session', kind: 'crash' });
  await tap(page, 'sign-in');
  await shows(page, 'refused');
  expect((await byId(page, 'refusal').textContent())?.trim()).toBe('internal');
  await tap(page, 'retry');
  await shows(page, 'signed-in');
}));

test('[PH-43] a refusal shows its code and stays signed out', inBrowser(async () => {
  await world.control('POST', '/emulator/people', { name: 'bob', blocked: true });
  const page = await open('bob');
  await tap(page, 'sign-in');
  await shows(page, 'refused');
  expect((await byId(page, 'refusal').textContent())?.trim()).toBe('user-blocked');
}));

test('[PH-177] a suspended person is led to the chat with support', inBrowser(async () => {
  await world.control('POST', '/emulator/people', { name: 'bob', blocked: true });
  const page = await open('bob');
  await tap(page, 'sign-in');
  await byId(page, 'contact').click();
  await page.locator('.half-screen').getByText('客服').first().waitFor();
  expect(complaints).toEqual([]);
}));

test('[PH-145] refusing the number agrees to nothing, and a number given where nothing was said about the policy does not either', inBrowser(async () => {
  await world.control('POST', '/emulator/people', { name: 'alice', phone: '+8613800000001' });
  const page = await open();
  await tap(page, 'sign-in');
  await shows(page, 'signed-in');
  await tap(page, 'profile');
  await byId(page, 'phone-bind').click();
  await page.getByRole('button', { name: '不允许' }).click();
  await page.getByText('绑定即表示同意').waitFor({ state: 'detached' });
  await byId(page, 'phone-bind').click();
  const allow = page.getByRole('button', { name: /^允许/ });
  await allow.waitFor();
  expect(await byId(page, 'phone-bind').getAttribute('aria-disabled')).toBe('true');
  await allow.click();
  await byId(page, 'phone').filter({ hasText: /0001$/ }).waitFor();
  expect((await world.database())['users']).toMatchObject([{ consents: [] }]);
  expect(await byId(page, 'phone-bind').getAttribute('aria-disabled')).toBe('false');
  expect(complaints).toEqual([]);
}));

test('[PH-169] an export long after the sign-in signs in again and leaves one session of this phone', inBrowser(async () => {
  const page = await open();
  await tap(page, 'sign-in');
  await shows(page, 'signed-in');
  await world.advance(3600);
  const from = await world.ledgerEnd();
  await tap(page, 'account');
  await byId(page, 'to-export').click();
  await byId(page, 'export').click();
  await byId(page, 'export-copy').waitFor();
  await until(async () => calls(await world.ledgerSince(from)).at(-1) === 'session ok' && (await sessions()).length === 1);
  expect(calls(await world.ledgerSince(from)).slice(-5)).toEqual(['account refused:recent-sign-in-required', 'sns/jscode2session ok', 'session ok', 'account ok', 'session ok']);
}));

test('[PH-44] the keyboard alone reaches and presses the sign-in button', inBrowser(async () => {
  const page = await open();
  await shows(page, 'idle');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await shows(page, 'signed-in');
}));

async function sessions(): Promise<unknown[]> {
  return ((await world.database())['identities'] ?? []).flatMap((identity) => identity['sessions'] as unknown[]);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds()) && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 50); });
}

async function expectCalls(from: number, expected: string[]): Promise<void> {
  await until(async () => calls(await world.ledgerSince(from)).length >= expected.length);
  expect(calls(await world.ledgerSince(from))).toEqual(expected);
}
