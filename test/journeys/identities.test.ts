// One person through several apps of one open platform, and from several phones: what the door tells her, and how her own phone shows it.
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { weChatIds } from './a-life';

const OWN_APP = 'wxfa4e000000000001';
const SECOND_APP = 'wxfa4e0000000000aa';
const UNBOUND_APP = 'wxfa4e000000000004';
const SECOND = { app: SECOND_APP };
const WIDTH = 390;

let world: Journey;
let browser: Browser | null;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openBrowser(); // first: where it throws, no world is left behind
  world = await startJourney();
});
beforeEach(async () => {
  complaints.length = 0;
  await world.reset();
  await world.control('POST', '/emulator/apps', { appid: SECOND_APP, openPlatform: 'op1' });
});
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const ways = (person: string, accessToken: string, from = {}) => world.ask(person, 'account', { action: 'identities', accessToken }, from);

test('[AC-10] whoever came through two apps of one platform sees both in either, that one first, and nobody else’s', async () => {
  await world.signIn('bob');
  await world.signIn('alice', { app: UNBOUND_APP });
  const first = await world.signIn('alice');
  await world.advance(60);
  const second = await world.signIn('alice', SECOND);
  const { identities } = await ways('alice', first.accessToken);
  expect(identities).toEqual([
    { identityId: expect.stringMatching(/^[A-Za-z0-9._~-]{1,512}$/), kind: 'mini-program', appId: OWN_APP, linkedAt: expect.any(Number), lastSignInAt: expect.any(Number), current: true },
    { identityId: expect.any(String), kind: 'mini-program', appId: SECOND_APP, linkedAt: expect.any(Number), lastSignInAt: expect.any(Number), current: false },
  ]);
  expect(identities[1]?.linkedAt).toBeGreaterThanOrEqual((identities[0]?.linkedAt ?? 0) + 60_000);
  const there = (await ways('alice', second.accessToken, SECOND)).identities;
  expect(there.map(({ appId, current }) => [appId, current])).toEqual([[SECOND_APP, true], [OWN_APP, false]]);
  expect(there.map(({ identityId }) => identityId)).toEqual(identities.map(({ identityId }) => identityId).reverse());
  const told = JSON.stringify([identities, there]);
  expect((await weChatIds(world, 'alice')).filter((id) => told.includes(id))).toEqual([]);
});

test('[AC-10] it is refused to another person, to a token from another app, with anything beside, and after a sign-out', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.signIn('alice', SECOND);
  await world.signIn('bob');
  const request = { action: 'identities', accessToken };
  expect(await world.judge('bob', 'account', request)).toBe('token-invalid');
  expect(await world.judge('alice', 'account', request, SECOND)).toBe('token-invalid');
  expect(await world.judge('alice', 'account', { ...request, userId: 'x' })).toBe('bad-request');
  expect(await world.judge('alice', 'account', { action: 'identities' })).toBe('bad-request');
  await world.ask('alice', 'session', { action: 'sign-out', accessToken });
  expect(await world.judge('alice', 'account', request)).toBe('session-revoked');
});

test('[AC-10] while the account waits to be erased it is refused', async () => {
  const { accessToken } = await world.signIn('alice');
  await world.ask('alice', 'account', { action: 'close', accessToken });
  expect(await world.judge('alice', 'account', { action: 'identities', accessToken })).toBe('account-closed');
});

const byId = (page: Page, id: string): Locator => page.locator(`[data-wxid="${id}"]:visible`);

/** Signed in by a tap. */
async function openHome(from: Browser, locale: string): Promise<Page> {
  const page = await (await from.newContext({ viewport: { width: WIDTH, height: 844 }, locale })).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  await page.goto(`${world.url}/phone?person=alice&device=phone-1#/pages/home/home`);
  await byId(page, 'sign-in').click();
  return page;
}

test('[PH-183] by hand: her phone shows both apps of the platform, the one in her hand first and marked', async () => {
  if (browser === null) return;
  await world.signIn('alice', { ...SECOND, device: 'phone-2' });
  await world.advance(60);
  const page = await openHome(browser, 'zh-CN');
  await byId(page, 'account').click();
  await byId(page, 'to-identities').click();
  await byId(page, 'identity-1').waitFor();
  expect(await page.locator('[data-wxid^="identity-"]:visible').count()).toBe(2);
  const [own, second] = [await byId(page, 'identity-0').textContent(), await byId(page, 'identity-1').textContent()];
  for (const words of ['小程序', '0001', '这里']) expect(own).toContain(words);
  expect([second?.includes('00aa'), second?.includes('这里')]).toEqual([true, false]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('[PH-184] a long name of a device leaves its button on the screen', async () => {
  if (browser === null) return;
  await world.ask('alice', 'session', { action: 'sign-in', device: { platform: 'android', model: 'A-name-without-an-end-'.repeat(3).slice(0, 64) } }, { device: 'phone-2' });
  const page = await openHome(browser, 'en');
  await byId(page, 'devices').click();
  await byId(page, 'revoke-1').waitFor();
  const box = await byId(page, 'revoke-1').boundingBox();
  expect(box === null ? null : box.x + box.width).toBeLessThan(WIDTH);
  expect(complaints).toEqual([]);
  await page.context().close();
});
