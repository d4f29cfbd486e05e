// Two phones of one person by taps: each sees the other, one signs the other out, one signs out everywhere.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
let browser: Browser | null;
/** One browser storage per phone, as two phones have. */
let phones: Map<string, BrowserContext>;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openBrowser(); // first: where it throws, no world is left behind
  world = await startJourney();
});
beforeEach(async () => {
  await world.reset();
  complaints.length = 0;
  phones = new Map();
});
afterEach(async () => { for (const phone of phones.values()) await phone.close(); });
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

/** Starts the mini program on one of alice's phones, which keeps its storage while pages come and go. */
async function start(from: Browser, device: string, page = 'home'): Promise<Page> {
  const phone = phones.get(device) ?? await from.newContext({ viewport: { width: 375, height: 812 }, locale: 'zh-CN' });
  phones.set(device, phone);
  const opened = await phone.newPage();
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  await opened.goto(`${world.url}/phone?person=alice&device=${device}#/pages/${page}/${page}`);
  return opened;
}

const byId = (page: Page, id: string): Locator => page.locator(`[data-wxid="${id}"]:visible`);
const shows = (page: Page, view: string) => byId(page, 'view').filter({ hasText: new RegExp(`^\\s*${view}\\s*$`) }).waitFor();
const refusal = async (page: Page) => (await byId(page, 'refusal').textContent())?.trim();

/** Taps on what lies below are swallowed until the dialog has faded away. */
async function answer(page: Page, which: 'confirm' | 'cancel'): Promise<void> {
  await page.locator(`.t-dialog__button--${which}:visible`).click();
  await page.locator('.t-overlay').waitFor({ state: 'detached' });
}

async function tap(page: Page, id: string): Promise<void> {
  await byId(page, id).scrollIntoViewIfNeeded();
  const box = await byId(page, id).boundingBox();
  if (box === null) throw new Error(`#${id} is not on the screen`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function signIn(page: Page): Promise<void> {
  await shows(page, 'idle');
  await tap(page, 'sign-in');
  await shows(page, 'signed-in');
}

/** Both phones signed in, a minute apart. */
async function bothSignedIn(from: Browser): Promise<{ first: Page; second: Page }> {
  const first = await start(from, 'phone-1');
  await signIn(first);
  await world.advance(60);
  const second = await start(from, 'phone-2');
  await signIn(second);
  return { first, second };
}

async function openDevices(page: Page): Promise<void> {
  await tap(page, 'devices');
  await byId(page, 'session-0').waitFor();
}

async function sessionsInDatabase(): Promise<number> {
  const identities = (await world.database())['identities'] ?? [];
  return identities.flatMap((identity) => identity['sessions'] as unknown[]).length;
}

/** Runs only where a browser is installed; test/support/browser.ts says so where none is. */
const inBrowser = (look: (browser: Browser) => Promise<void>) => async () => { if (browser !== null) await look(browser); };

test('[PH-61] the list shows both phones, this one first and marked', inBrowser(async (from) => {
  const { first, second } = await bothSignedIn(from);
  await openDevices(first);
  await byId(first, 'session-1').waitFor();
  expect(await first.locator('[data-wxid^="session-"]:visible').count()).toBe(2);
  expect(await byId(first, 'session-0').textContent()).toContain('本机');
  expect(await byId(first, 'session-1').textContent()).not.toContain('本机');
  expect([await byId(first, 'revoke-0').count(), await byId(first, 'revoke-1').count()]).toEqual([0, 1]);
  await openDevices(second);
  expect(await byId(second, 'session-0').textContent()).toContain('本机');
  expect(complaints).toEqual([]);
}));

test('[PH-62] a phone signed out from the other one shows the reason at its next call, after a restart too, until a tap signs in again', inBrowser(async (from) => {
  const { first, second } = await bothSignedIn(from);
  await openDevices(first);
  await tap(first, 'revoke-1');
  await answer(first, 'cancel');
  expect(await sessionsInDatabase()).toBe(2);
  await tap(first, 'revoke-1');
  await answer(first, 'confirm');
  await byId(first, 'result').waitFor();
  expect([await byId(first, 'session-1').count(), await sessionsInDatabase()]).toEqual([0, 1]);

  await tap(second, 'profile');
  await byId(second, 'update-from-wechat').waitFor();
  await tap(second, 'update-from-wechat');
  await shows(second, 'refused');
  expect(await refusal(second)).toBe('session-revoked');
  await second.close();
  const end = await world.ledgerEnd();
  const restarted = await start(from, 'phone-2');
  await shows(restarted, 'refused');
  expect([await refusal(restarted), await byId(restarted, 'user-id').count()]).toEqual(['session-revoked', 0]);
  expect(await world.ledgerSince(end)).toEqual([]);
  await tap(restarted, 'sign-in');
  await shows(restarted, 'signed-in');
  expect(await sessionsInDatabase()).toBe(2);
  expect(complaints).toEqual([]);
}));

test('[PH-63] a phone that signed itself out after the list was read is said to be gone, and the list shows it', inBrowser(async (from) => {
  const { first, second } = await bothSignedIn(from);
  await openDevices(first);
  await tap(second, 'sign-out');
  await shows(second, 'idle');
  await tap(first, 'revoke-1');
  await answer(first, 'confirm');
  await byId(first, 'result').filter({ hasText: '之前已经退出' }).waitFor();
  await shows(first, 'signed-in');
  expect(await byId(first, 'session-1').count()).toBe(0);
}));

test('[PH-64] signing out everywhere ends both phones, and this one is home, signed out', inBrowser(async (from) => {
  const { first, second } = await bothSignedIn(from);
  await openDevices(first);
  await tap(first, 'sign-out-everywhere');
  await answer(first, 'confirm');
  await byId(first, 'sign-in').waitFor();
  expect((await byId(first, 'result').textContent())?.trim()).toBe('已退出所有设备');
  await shows(first, 'idle');
  expect(await sessionsInDatabase()).toBe(0);
  await tap(second, 'devices');
  await shows(second, 'refused');
  expect(await refusal(second)).toBe('session-revoked');
  await first.close();
  await shows(await start(from, 'phone-1'), 'idle');
  expect(complaints).toEqual([]);
}));

test('[PH-65] a sign-out everywhere tapped while offline is finished by the next start', inBrowser(async (from) => {
  const { first } = await bothSignedIn(from);
  await openDevices(first);
  await world.setFault({ target: 'phone', call: 'cloud.callFunction', kind: 'offline', times: 0 });
  await tap(first, 'sign-out-everywhere');
  await answer(first, 'confirm');
  await shows(first, 'offline');
  await first.close();
  await world.control('DELETE', '/emulator/faults');
  expect(await sessionsInDatabase()).toBe(2);
  await shows(await start(from, 'phone-1'), 'idle');
  expect(await sessionsInDatabase()).toBe(0);
}));
