// The workbench's camera: what the desktop shows is scanned on the chosen person's phone.
import type { Page } from 'playwright-core';
import { aWorkbench, type Workbench } from './a-workbench';

jest.setTimeout(60_000);

const WEBSITE = 'wxfa4e000000000003';
const MINI_PROGRAM = 'wxfa4e000000000001';

let bench: Workbench;
beforeAll(async () => { bench = await aWorkbench(); });
beforeEach(() => bench.world.reset());
afterAll(() => bench.close());

const at = (host: string) => `http://${host}.localhost:${new URL(bench.world.url).port}`;

/** Somebody's desktop shows the website's code. */
async function aDesktop(page: Page): Promise<Page> {
  const desktop = await page.context().newPage();
  await desktop.goto(`${at('open.weixin.qq.com')}/connect/qrconnect?${new URLSearchParams({ appid: WEBSITE, redirect_uri: `${at('site')}/landed`, response_type: 'code', scope: 'snsapi_login', state: 's1' })}`);
  await page.bringToFront(); // a frame of a page behind another gets no clicks
  return desktop;
}

it('[WB-23] what a desktop shows is listed, scanned onto the phone of the chosen person, and allowed there', () => bench.at(async (page) => {
  const desktop = await aDesktop(page);
  await page.locator('[data-person="bob"]').click();
  await page.locator('[data-tab="scan"]').click();
  await page.locator('[data-scan-code]').click();
  const phone = page.frameLocator('#phone');
  expect(await phone.locator('#person').textContent()).toBe('bob');
  await expect(phone.locator('.consent__picture').evaluate(async (picture) => { await (picture as HTMLImageElement).decode(); return (picture as HTMLImageElement).naturalWidth; })).resolves.toBe(132);
  await desktop.locator('#login[data-status="scanned"]').waitFor();
  await phone.locator('#allow').click();
  await desktop.waitForURL(/\/landed\?code=\w+&state=s1$/);
  await phone.locator('#allowed').waitFor();
  await page.locator('#shown-codes .empty').waitFor();
  await desktop.close();
  expect(bench.errors).toEqual([]);
}));

it('[WB-23] a content that is pasted is scanned, and what is no code is refused in words', () => bench.at(async (page) => {
  const desktop = await aDesktop(page);
  const uuid = await desktop.locator('#login').getAttribute('data-uuid');
  await page.locator('[data-tab="scan"]').click();
  await page.locator('#scan-content').fill('hello');
  await page.locator('#scan').click();
  await page.locator('.note', { hasText: 'no code of this world' }).waitFor();
  await page.locator('#scan-content').fill(`https://open.weixin.qq.com/connect/confirm?uuid=${uuid}`);
  await page.locator('#scan').click();
  await page.frameLocator('#phone').locator('#refuse').click();
  await desktop.locator('#login[data-status="refused"]').waitFor();
  await desktop.close();
}));

it('[WB-23] a mini-program code opens its page on the phone, with the scene as it was given', () => bench.at(async (page) => {
  await page.locator('[data-tab="scan"]').click();
  await page.locator('#scan-content').fill(`https://wxaurl.localhost/${MINI_PROGRAM}?page=pages%2Fhome%2Fhome&scene=a%2Fb&env_version=release`);
  await page.locator('#scan').click();
  await page.locator(`#phone[src*="app=${MINI_PROGRAM}"][src$="#1047/pages/home/home?scene=a%2Fb"]`).waitFor();
  await page.frameLocator('#phone').locator('[data-wxid="sign-in"], [data-wxid="view"]').first().waitFor();
}));

it("[WB-27] the code of a site that has itself scanned is listed as it is made, and opens the mini program's page with its very scene on the phone of who scans it", () => bench.at(async (page) => {
  const asked = await fetch(`${bench.world.url}/service/auth/scan`, { method: 'POST', headers: { 'content-type': 'application/json', origin: at('site') }, body: JSON.stringify({ challenge: 'x'.repeat(43) }) });
  expect(asked.status).toBe(200);
  await page.locator('[data-person="carol"]').click();
  await page.locator('[data-tab="scan"]').click();
  const code = page.locator('[data-scan-code]');
  const scene = (await code.getAttribute('data-scan-code')) ?? '';
  expect(scene).toMatch(/^[A-Za-z0-9]{22}$/);
  await code.click();
  await page.locator(`#phone[src*="person=carol"][src$="#1047/pages/scan/scan?scene=${scene}"]`).waitFor();
  await page.frameLocator('#phone').locator('[data-wxid="view"]').waitFor();
}));

it('[WB-28] scanned, a mini program is entered by 1047; opened again by the button, by no number', () => bench.at(async (page) => {
  const hashOf = async () => new URL(await page.locator('#phone').getAttribute('src') ?? '', bench.world.url).hash;
  expect(await hashOf()).toBe('#/pages/home/home');
  await page.locator('[data-tab="scan"]').click();
  await page.locator('#scan-content').fill(`https://wxaurl.localhost/${MINI_PROGRAM}?page=pages%2Fscan%2Fscan&scene=AbCdEfGhIjKlMnOpQr0123&env_version=release`);
  await page.locator('#scan').click();
  await page.frameLocator('#phone').locator('[data-wxid="sign-in"]').waitFor(); // who did not scan is not asked to sign in
  expect(await hashOf()).toBe('#1047/pages/scan/scan?scene=AbCdEfGhIjKlMnOpQr0123');
  await page.locator('#restart').click();
  await page.frameLocator('#phone').locator('.page-body').waitFor();
  expect(await hashOf()).toBe('#/pages/home/home');
}));
