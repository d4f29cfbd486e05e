// The workbench around the phone: its language, its clock, a person's number, and windows of any size.
import type { Page } from 'playwright-core';
import { aWorkbench, type Workbench } from './a-workbench';

jest.setTimeout(60_000);

const DAY = 86_400;
let bench: Workbench;

beforeAll(async () => { bench = await aWorkbench(); });
beforeEach(() => bench.world.reset());
afterAll(() => bench.close());

const languageChoice = (page: Page) => page.getByLabel('手机语言 Language of the phone');
const addressOf = async (page: Page) => new URL((await page.locator('#phone').getAttribute('src')) ?? '', bench.world.url);

async function phoneOf(name: string): Promise<unknown> {
  const { people } = await bench.world.control<{ people: { name: string; phone: string | null }[] }>('GET', '/emulator/people');
  return people.find((person) => person.name === name)?.phone;
}

it('[WB-16] the phone speaks the language that is chosen, and the choice outlives a reload', () => bench.at(async (page) => {
  expect((await addressOf(page)).searchParams.get('language')).toBe('zh_CN');
  await page.frameLocator('#phone').locator('html[lang="zh-CN"]').waitFor();
  await languageChoice(page).selectOption('en');
  await page.frameLocator('#phone').locator('html[lang="en"]').waitFor();
  await page.reload();
  await page.locator('[data-person="alice"][aria-pressed="true"]').waitFor();
  expect([(await addressOf(page)).searchParams.get('language'), await languageChoice(page).inputValue()]).toEqual(['en', 'en']);
}));

it('[WB-16] until one is chosen it speaks as the browser does', () => bench.at(async (page) => {
  expect((await addressOf(page)).searchParams.get('language')).toBe('en');
}, { locale: 'fr-FR' }));

it('[WB-17] the clock moves on by a quarter of an hour, a day, 15 days and 30 days', () => bench.at(async (page) => {
  expect(await page.locator('[data-advance]').evaluateAll((steps) => steps.map((step) => Number(step.getAttribute('data-advance'))))).toEqual([900, DAY, 15 * DAY, 30 * DAY]);
  const { now } = await bench.world.control<{ now: number }>('GET', '/emulator/clock');
  await page.locator(`[data-advance="${15 * DAY}"]`).click();
  await page.locator('#now', { hasText: new Date(now + 15 * DAY * 1000).toLocaleDateString('zh-CN') }).waitFor();
}));

it('[WB-18] the ledger names a function and the action that was asked of it, without another name in the entry', () => bench.at(async (page) => {
  const { requestID } = await bench.world.callFunction<{ ok: boolean }>('alice', 'session', { action: 'sign-in' });
  await page.locator(`[data-invocation="${requestID}"] .row--function .row__name`, { hasText: 'session sign-in' }).waitFor();
  const own = (await bench.world.ledgerSince()).filter((entry) => entry.invocation === requestID && entry.kind === 'function');
  expect(own.map(({ name }) => name)).toEqual(['session']);
}));

it('[WB-19] a person without a number is given one, another is typed, and taken away', () => bench.at(async (page) => {
  const [field, give, save] = [page.locator('#phone-number'), page.locator('#give-number'), page.locator('#save-number')];
  await bench.world.control('POST', '/emulator/people', { name: 'alice', phone: '+8613800000001' });
  await bench.world.control('POST', '/emulator/people', { name: 'bob', phone: null });
  await page.locator('[data-person="bob"]').click();
  await give.click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#phone-number')?.value === '+8613800000002');
  expect([await phoneOf('bob'), await give.isVisible(), await save.isVisible()]).toEqual(['+8613800000002', false, false]);
  await field.fill('+8613900000009');
  await save.click();
  await save.waitFor({ state: 'hidden' });
  expect(await phoneOf('bob')).toBe('+8613900000009');
  await page.locator('[data-person="alice"]').click();
  expect(await field.inputValue()).toBe('+8613800000001');
  await field.fill('');
  await page.keyboard.press('Enter');
  await give.waitFor();
  expect([await phoneOf('alice'), await phoneOf('bob')]).toEqual([null, '+8613900000009']);
}));

it('[WB-19] what is no number is refused with the reason, and what was typed stays', () => bench.at(async (page) => {
  await page.locator('#phone-number').fill('12345');
  await page.locator('#save-number').click();
  await page.locator('.note', { hasText: 'a phone is E.164' }).waitFor();
  expect(await page.locator('#phone-number').inputValue()).toBe('12345');
}));

it.each([[1280, 800], [1000, 700], [768, 1024], [390, 844], [320, 640]])('[WB-20] at %d×%d nothing is cut off and the phone stands in the window with its choices, however many people there are', async (width, height) => {
  for (let index = 0; index < 20; index += 1) await bench.world.control('POST', '/emulator/people', { name: `person-${index}`, nickname: index % 3 ? `人${index}` : `A rather long nickname, number ${index}` });
  await bench.at(async (page) => {
    await page.locator('[data-person="person-19"]').waitFor();
    const cut = await page.locator('button:visible, select:visible, input:visible').evaluateAll((all) => all.filter((each) => { const { left, right } = each.getBoundingClientRect(); return left < 0 || right > window.innerWidth; }).map((each) => each.textContent));
    const [phone, choices] = await Promise.all(['.device', '#phone-choice'].map((part) => page.locator(part).boundingBox()));
    expect([cut, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([[], width]);
    expect(phone?.height).toBeGreaterThanOrEqual(280);
    expect((choices?.y ?? height) + (choices?.height ?? 0)).toBeLessThanOrEqual(height);
    expect((phone?.y ?? 0) + (phone?.height ?? 0)).toBeLessThanOrEqual(choices?.y ?? 0);
    await page.locator('#ledger-empty').scrollIntoViewIfNeeded();
    expect(await page.locator('#ledger-empty').isVisible()).toBe(true);
  }, { width, height });
});

it('[WB-13] none of this is an error of the page', () => bench.at(async (page) => {
  await languageChoice(page).selectOption('en');
  await page.locator('[data-person="carol"]').click();
  await page.locator('[data-person="carol"][aria-pressed="true"]').waitFor();
  expect(bench.errors).toEqual([]);
}));
