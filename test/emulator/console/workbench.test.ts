// The workbench in a browser, on the real local world: mouse and keyboard in, screen and control plane out.
import type { Page } from 'playwright-core';
import { type LocalWorld, startWorld } from '../../support/local-world';
import { aWorkbench, type Workbench } from './a-workbench';

jest.setTimeout(60_000);

const DAY = 86_400;
let bench: Workbench;
let world: LocalWorld;

beforeAll(async () => {
  bench = await aWorkbench();
  world = bench.world;
});
beforeEach(() => world.reset());
afterAll(() => bench.close());

const onTheWorkbench = (look: (page: Page) => Promise<void>) => bench.at(look);
const signIn = (person: string) => world.callFunction<{ ok: boolean }>(person, 'session', { action: 'sign-in' });
const textsOf = (page: Page, selector: string) => page.locator(selector).allTextContents();
const openTab = (page: Page, tab: string) => page.locator(`[data-tab="${tab}"]`).click();

it('[WB-5] the row holds the people of the world, and choosing one opens her phone', () => onTheWorkbench(async (page) => {
  expect(await page.locator('[data-person]').evaluateAll((chips) => chips.map((chip) => chip.getAttribute('data-person')))).toEqual(['alice', 'bob', 'carol']);
  await page.locator('[data-person="bob"]').click();
  await page.locator('[data-person="bob"][aria-pressed="true"]').waitFor();
  const address = new URL((await page.locator('#phone').getAttribute('src')) ?? '', world.url);
  expect([address.pathname, address.searchParams.get('person'), address.searchParams.get('device'), address.hash]).toEqual(['/phone', 'bob', 'phone-1', '#/pages/home/home']);
}));

it('[WB-5] another device of the same person is another phone', () => onTheWorkbench(async (page) => {
  await page.getByLabel('设备 Device').selectOption('phone-2');
  expect(await page.locator('#phone').getAttribute('src')).toContain('device=phone-2');
}));

it('[WB-6] each call appears as it happens, in the journey of its invocation, newest first', () => onTheWorkbench(async (page) => {
  await page.locator('#ledger-empty').waitFor();
  const first = await signIn('alice');
  const second = await signIn('bob');
  await page.locator(`[data-invocation="${second.requestID}"] .row--function`).waitFor();
  expect(await page.locator('.journey').evaluateAll((journeys) => journeys.map((journey) => journey.getAttribute('data-invocation')))).toEqual([second.requestID, first.requestID]);
  const rows = await page.locator(`[data-invocation="${first.requestID}"] [data-ledger-entry]`).evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-ledger-entry'))));
  expect(rows.sort((a, b) => a - b)).toEqual((await world.ledgerSince()).filter((entry) => entry.invocation === first.requestID).map((entry) => entry.id));
  expect((await textsOf(page, '.row--function .outcome'))).toEqual(['ok', 'ok']);
  expect(await page.locator('#ledger-empty').isVisible()).toBe(false);
}));

it('[WB-6] a refused call shows its refusal', () => onTheWorkbench(async (page) => {
  await world.callFunction('alice', 'profile', { action: 'get', accessToken: 'forged' });
  expect(await page.locator('.row--function .outcome--refused').textContent()).toBe('refused:token-invalid');
}));

it('[WB-22] what a timer and what an HTTP request started can be told apart, by name, action and origin', () => onTheWorkbench(async (page) => {
  await world.advance(DAY);
  const row = page.locator('.row--function', { hasText: 'housekeeping timer' });
  await row.waitFor();
  expect(await row.locator('.row__person').textContent()).toBe('定时');
  const response = await fetch(`${world.url}/service/app-token/wxfa4e000000000001`);
  const asked = page.locator(`[data-invocation="${response.headers.get('x-cloudbase-request-id')}"] .row--function`);
  await asked.waitFor();
  expect(await asked.locator('.row__name').textContent()).toMatch(/^app-token-http/);
  expect(await asked.locator('.row__person').textContent()).toBe('HTTP');
}));

it('[WB-7] a button moves the clock of the world on, and the face shows its time', () => onTheWorkbench(async (page) => {
  const before = (await world.control<{ now: number }>('GET', '/emulator/clock')).now;
  await page.locator(`[data-advance="${30 * DAY}"]`).click();
  const year = (offset: number) => new Date(before + offset).toLocaleDateString('zh-CN');
  await page.locator('#now', { hasText: year(30 * DAY * 1000) }).waitFor();
  expect((await world.control<{ now: number }>('GET', '/emulator/clock')).now - before).toBeGreaterThanOrEqual(30 * DAY * 1000);
}));

it('[WB-8] a fault is set by a button, shown with its hits, and cleared', () => onTheWorkbench(async (page) => {
  await openTab(page, 'faults');
  await page.locator('[data-add-fault="offline"]').click();
  await page.locator('[data-fault]').waitFor();
  expect(await world.phone('alice', 'cloud.callFunction', { args: { name: 'session', data: { action: 'sign-in' } } })).toMatchObject({ ok: false });
  await page.locator('.fault__hits', { hasText: '1 / 1' }).waitFor();
  await page.locator('#clear-faults').click();
  await page.locator('[data-fault]').waitFor({ state: 'detached' });
  expect(await world.control('GET', '/emulator/faults')).toEqual({ faults: [] });
}));

it('[WB-9] documents unfold to their JSON and follow what is written', () => onTheWorkbench(async (page) => {
  await openTab(page, 'database');
  await signIn('alice');
  const users = page.locator('[data-key="users"]');
  await users.locator('.count', { hasText: '1' }).waitFor();
  await users.locator('summary').first().click();
  await users.locator('[data-key^="users/"] summary').click();
  const [user] = (await world.database())['users'] ?? [];
  expect(JSON.parse((await users.locator('pre').textContent()) ?? '')).toEqual(user);
}));

it('[WB-10] what a function logs can be read', () => onTheWorkbench(async (page) => {
  await openTab(page, 'logs');
  const { requestID } = await signIn('alice');
  await page.locator(`[data-log][title="${requestID}"]`).first().waitFor();
  expect(await textsOf(page, `[data-log][title="${requestID}"] code`)).toEqual((await world.logs()).filter((line) => line.invocation === requestID).map((line) => line.text));
}));

it('[WB-11] what people write is shown as text, never as markup', () => onTheWorkbench(async (page) => {
  const nickname = '<img src=x onerror="document.title=1">';
  await world.control('POST', '/emulator/people', { name: 'alice', nickname });
  await page.reload();
  await page.locator('[data-person="alice"] .person__name').waitFor();
  expect(await page.locator('[data-person="alice"] .person__name').textContent()).toBe(nickname);
  expect(await page.locator('[data-person="alice"] .person__name *').count()).toBe(0);
}));

it('[WB-15] a person who is added or renamed elsewhere shows without a reload, and the focus stays where it was', () => onTheWorkbench(async (page) => {
  await page.locator('[data-person="bob"]').focus();
  const bob = await page.locator('[data-person="bob"]').elementHandle();
  await world.control('POST', '/emulator/people', { name: 'dora' });
  await world.control('POST', '/emulator/people', { name: 'alice', nickname: 'Alice the Second' });
  await page.locator('[data-person="dora"]').waitFor();
  await page.locator('[data-person="alice"][aria-pressed="true"] .person__name', { hasText: 'Alice the Second' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-person'))).toBe('bob');
  expect(await bob?.evaluate((chip) => chip.isConnected)).toBe(true);
  await world.control('POST', '/emulator/people', { name: 'bob', nickname: 'Bobby' });
  await page.locator('[data-person="bob"] .person__name', { hasText: 'Bobby' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-person'))).toBe('bob');
}));

it('[WB-12] reset empties world, ledger and phones', () => onTheWorkbench(async (page) => {
  await signIn('alice');
  await page.locator('[data-ledger-entry]').first().waitFor();
  await page.evaluate(() => localStorage.setItem('kept-by-a-phone', '1'));
  await page.locator('#reset').click();
  await page.locator('#ledger-empty').waitFor();
  await page.waitForFunction(() => localStorage.getItem('kept-by-a-phone') === null);
  expect((await world.database())['users']).toEqual([]);
}));

it('[WB-13] the page works without an error of its own', () => onTheWorkbench(async (page) => {
  for (const tab of ['logs', 'faults', 'database']) await openTab(page, tab);
  await signIn('carol');
  await page.locator('[data-ledger-entry]').first().waitFor();
  expect(bench.errors).toEqual([]);
}));

it('[WB-14] a world that stopped is said to have stopped', () => onTheWorkbench(async (page) => {
  const brief = await startWorld();
  try {
    await page.goto(brief.url);
    await page.locator('[data-person="alice"]').waitFor();
    expect(await page.locator('#stopped').isVisible()).toBe(false);
  } finally { await brief.stop(); }
  await page.getByText('本地世界已停止').waitFor();
}));
