// The workbench's window of WeChat: somebody's pages inside WeChat, beside a desktop that is none.
import type { Page } from 'playwright-core';
import { aWorkbench, type Workbench } from './a-workbench';

jest.setTimeout(60_000);

let bench: Workbench;
beforeAll(async () => { bench = await aWorkbench(); });
beforeEach(() => bench.world.reset());
afterAll(() => bench.close());

const at = (host: string) => `http://${host}.localhost:${new URL(bench.world.url).port}`;

/** Opens the address that stands there, or this one. */
async function opened(page: Page, person: string, address?: string): Promise<Page> {
  await page.bringToFront();
  await page.locator(`[data-person="${person}"]`).click();
  await page.locator('[data-tab="inside"]').click();
  await page.locator('#inside-person', { hasText: person }).waitFor();
  if (address !== undefined) await page.locator('#inside-address').fill(address);
  const [window] = await Promise.all([page.context().waitForEvent('page'), page.locator('#open-inside').click()]);
  return window;
}
async function userIn(window: Page): Promise<string> {
  await window.locator('body[data-view="signed-in"]').waitFor();
  return (await window.locator('#user-id').textContent()) ?? '';
}

it("[WB-24] the demo site opens in a window the size of a phone, inside the chosen person's WeChat: she is signed in silently, as another one is in hers", () => bench.at(async (page) => {
  const bobs = await opened(page, 'bob');
  const bob = await userIn(bobs);
  expect([bobs.url().startsWith(`${at('site')}/`), await bobs.evaluate(() => [window.innerWidth, document.body.classList.contains('inside')])]).toEqual([true, [390, true]]);
  const carols = await opened(page, 'carol');
  const carol = await userIn(carols);
  expect(bob).not.toBe(carol);
  const paths = (await bench.world.ledgerSince()).flatMap(({ request }) => request ?? []);
  expect(paths.filter((asked) => asked === 'GET /auth/h5')).toHaveLength(2);
  expect(paths.filter((asked) => asked.includes('/auth/qr'))).toEqual([]);
}));

it('[WB-24] a desktop window of the same browser stays outside WeChat', () => bench.at(async (page) => {
  await userIn(await opened(page, 'bob'));
  const desktop = await page.context().newPage();
  await desktop.goto(`${at('site')}/`);
  await desktop.locator('body[data-view="nobody"]').waitFor();
  expect(await desktop.evaluate(() => [/MicroMessenger/.test(navigator.userAgent), document.body.classList.contains('inside')])).toEqual([false, false]);
}));

it("[WB-24] any address opens there, WeChat's own pages too, and a link that a code holds stands ready", () => bench.at(async (page) => {
  const address = `${at('open.weixin.qq.com')}/connect/oauth2/authorize?${new URLSearchParams({ appid: 'wxfa4e000000000002', redirect_uri: `${at('site')}/landed`, response_type: 'code', scope: 'snsapi_userinfo', state: 's1' })}#wechat_redirect`;
  const consent = await opened(page, 'carol', address);
  expect(await consent.locator('#person').textContent()).toBe('carol');
  await page.bringToFront();
  await page.locator('[data-tab="scan"]').click();
  await page.locator('#scan-content').fill(`${at('site')}/?invite=abcdefghij234567`);
  await page.locator('#scan').click();
  await page.locator('#inside-address').waitFor();
  expect(await page.locator('#inside-address').inputValue()).toBe(`${at('site')}/?invite=abcdefghij234567`);
}));

it('[WB-24] for sites elsewhere the User-Agent stands there to be taken, with the chosen person', () => bench.at(async (page) => {
  await page.locator('[data-person="bob"]').click();
  await page.locator('[data-tab="inside"]').click();
  await page.locator('#inside-agent', { hasText: /Mozilla\/5\.0 .*MicroMessenger\/8\.0\.50 LocalPerson\/bob$/ }).waitFor();
  expect(bench.errors).toEqual([]);
}));
