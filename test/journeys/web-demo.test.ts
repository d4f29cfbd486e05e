// The demo site in a browser, on the real local world: each door walked by a person, on a desktop and inside WeChat.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { type Journey, startJourney } from './a-journey';
import { inABrowser as inSomeBrowser, isWhole, type Looking, noticed, readFromScreen, type Seen, tokensIn, userId, view } from './a-site';

jest.setTimeout(90_000);

const INSIDE = (person: string) => `Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50 LocalPerson/${person}`;
const WEBSITE = 'wxfa4e000000000003';

let browser: Browser | null;
let world: Journey;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startJourney();
});
beforeEach(() => world.reset());
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const at = (host: string) => `http://${host}.localhost:${new URL(world.url).port}`;
const site = () => `${at('site')}/`;

const inABrowser = (look: (seen: Seen) => Promise<void>, options: Looking = {}) => inSomeBrowser(browser, look, options);
const atWeChat = (page: Page) => page.waitForURL((url) => url.host === new URL(at('open.weixin.qq.com')).host);

async function scan(person: string, content: string): Promise<string> {
  const { uuid } = await world.control<{ uuid: string }>('POST', '/emulator/scan', { person, content });
  return uuid;
}
const answer = (verb: 'confirm' | 'refuse', person: string, uuid: string) => world.control('POST', `/emulator/scan/${verb}`, { person, uuid });

/** By the button, to the code on WeChat's page, which a person scans and answers. */
async function scanned(page: Page, person = 'alice', verb: 'confirm' | 'refuse' = 'confirm'): Promise<void> {
  await page.locator('#qr').click();
  await atWeChat(page);
  await answer(verb, person, await scan(person, await readFromScreen(page)));
}
/** The page is told at once; the door hears of it a moment later. */
const toldTheDoor = (page: Page) => page.waitForResponse((response) => response.url().endsWith('/auth/session/sign-out') && response.request().method() === 'POST' && response.ok());
const websiteSessions = async () => {
  const { identities = [] } = await world.database();
  return identities.filter(({ appid }) => appid === WEBSITE).flatMap(({ sessions }) => sessions as unknown[]).length;
};

test('[CL-18] on a desktop the code is read from the screen, scanned and confirmed; she is back as the same user as in her mini program, and signs out', () => inABrowser(async ({ page, errors, addresses }) => {
  const there = await world.signIn('alice');
  await page.goto(site());
  await view(page, 'nobody');
  await scanned(page);
  await view(page, 'signed-in');
  expect([await userId(page), page.url(), await page.locator('#nickname').textContent()]).toEqual([there.user.id, site(), expect.stringMatching(/\S/)]);
  expect(await page.locator('#avatar').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0))).toBe(true);
  await page.locator('.session').nth(1).waitFor();
  expect(await page.locator('.session').allTextContents()).toEqual([expect.stringMatching(/网站扫码.*这里/), expect.stringMatching(/小程序/)]);
  await page.reload();
  await view(page, 'signed-in');
  expect([await userId(page), await websiteSessions()]).toEqual([there.user.id, 1]);
  const told = toldTheDoor(page);
  await page.locator('#sign-out').click();
  await noticed(page, 'signed-out');
  await told;
  expect([await page.locator('body').textContent(), await websiteSessions()]).toEqual([expect.not.stringContaining(there.user.id), 0]);
  expect([errors, addresses.filter(tokensIn)]).toEqual([[], []]);
}));

test('[CL-19] the ticket is out of the address before it is traded; loaded again with it the same page has the same session, another browser none', () => inABrowser(async ({ page, context }) => {
  await page.goto(site());
  let landed = '';
  page.on('response', (response) => { const { location = '' } = response.headers(); if (location.includes('#ticket=')) landed = location; });
  const whileTraded: string[] = [];
  await page.route('**/auth/ticket', async (route) => {
    whileTraded.push(page.url());
    await route.continue();
  });
  await scanned(page);
  await view(page, 'signed-in');
  const user = await userId(page);
  expect([landed.startsWith(`${site()}#ticket=`), new Set(whileTraded)]).toEqual([true, new Set([site()])]);
  await page.goto('about:blank');
  await page.goto(landed);
  await view(page, 'signed-in');
  await page.locator('.session').first().waitFor();
  expect([await userId(page), page.url(), await websiteSessions()]).toEqual([user, site(), 1]);
  const stranger = await context.newPage();
  await stranger.goto(landed);
  await noticed(stranger, 'ticket-invalid');
  expect([stranger.url(), await stranger.locator('body').getAttribute('data-view')]).toEqual([site(), 'nobody']);
}));

test('[CL-20] a lost answer is asked for again when the page is loaded again', () => inABrowser(async ({ page }) => {
  await page.goto(site());
  await page.route('**/auth/ticket', (route) => route.abort());
  await scanned(page);
  await noticed(page, 'unreachable');
  await page.unroute('**/auth/ticket');
  await page.reload();
  await view(page, 'signed-in');
  expect(await websiteSessions()).toBe(1);
}));

test('[CL-21] refused in WeChat she is told so, on the page that she came from', () => inABrowser(async ({ page }) => {
  await world.control('POST', '/emulator/web-sign-in', { appid: WEBSITE, refusal: 'redirect' });
  await page.goto(site());
  await scanned(page, 'alice', 'refuse');
  await noticed(page, 'declined');
  await view(page, 'nobody');
  expect([page.url(), await page.locator('#notice').textContent()]).toEqual([site(), '你在微信里取消了登录。You declined in WeChat.']);
}));

test('[CL-22] embedded, the code is scanned without leaving the page, and no script of WeChat’s runs in it', () => inABrowser(async ({ page, errors }) => {
  const there = await world.signIn('alice');
  await page.goto(site());
  await page.locator('#embedded').click();
  const frame = page.locator('#code iframe');
  await page.frameLocator('#code iframe').locator('#login[data-status="waiting"] #qr').waitFor();
  expect(await frame.evaluate((element) => ['width', 'height', 'sandbox'].map((name) => element.getAttribute(name)))).toEqual(['300', '400', 'allow-scripts allow-top-navigation allow-same-origin']);
  await page.evaluate(() => { document.body.dataset['stayed'] = 'yes'; });
  await frame.scrollIntoViewIfNeeded();
  await answer('confirm', 'alice', await scan('alice', await readFromScreen(page)));
  await view(page, 'signed-in');
  expect([await userId(page), await frame.count(), await page.locator('body').getAttribute('data-stayed'), page.url()]).toEqual([there.user.id, 0, 'yes', site()]);
  expect([errors, await page.evaluate(() => [...document.scripts].map(({ src }) => new URL(src).host))]).toEqual([[], [new URL(site()).host]]);
}));

test('[CL-23] inside WeChat each opening asks silently who it is: the same person goes on, another one finds nothing of the one before', () => inABrowser(async ({ page, context, errors }) => {
  await page.goto(site());
  await view(page, 'signed-in');
  const alice = await userId(page);
  const rounds = await world.ledgerEnd();
  // Her first session here ends by itself, since the second took its place.
  const replaced = toldTheDoor(page);
  await page.reload();
  await replaced;
  await view(page, 'signed-in');
  expect(await userId(page)).toBe(alice);
  expect((await world.ledgerSince(rounds)).filter(({ name }) => name === 'sns/oauth2/access_token')).toHaveLength(1);
  // Ten seconds later.
  await page.evaluate(() => { for (const key of Object.keys(sessionStorage)) if (key.includes(':rounds')) sessionStorage.removeItem(key); });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setUserAgentOverride', { userAgent: INSIDE('bob') });
  const told = toldTheDoor(page);
  await page.reload();
  await told;
  await view(page, 'signed-in');
  const bob = await userId(page);
  await page.locator('.session').first().waitFor();
  expect([typeof bob, bob === alice, await page.locator('.session').count()]).toEqual(['string', false, 1]);
  const { identities = [] } = await world.database();
  expect(identities.map(({ userId: id, sessions }) => [id === alice, (sessions as unknown[]).length]).sort()).toEqual([[false, 1], [true, 0]]);
  expect(errors).toEqual([]);
}, { width: 390, userAgent: INSIDE('alice') }));

test('[CL-24] a page that opens over and over inside WeChat stops after two rounds, says so, and keeps who is signed in', () => inABrowser(async ({ page }) => {
  // However slow this machine is, all of it happens within ten seconds.
  await page.clock.setFixedTime(new Date());
  await page.goto(site());
  await view(page, 'signed-in');
  await page.reload();
  await view(page, 'signed-in');
  await page.reload();
  await noticed(page, 'loop');
  await view(page, 'signed-in');
  expect(page.url()).toBe(site());
}, { width: 390, userAgent: INSIDE('alice') }));

test('[CL-25] who signed out inside WeChat stays signed out until she presses a button; asked for her profile she is the user of her mini program', () => inABrowser(async ({ page }) => {
  const there = await world.signIn('alice');
  await page.goto(site());
  await view(page, 'signed-in');
  expect(await page.locator('#profile').isVisible()).toBe(true);
  await page.locator('#sign-out').click();
  await noticed(page, 'signed-out');
  await page.reload();
  await view(page, 'nobody');
  await page.locator('#h5').click();
  await page.locator('#allow').click();
  await view(page, 'signed-in');
  expect([await userId(page), await page.locator('#nickname').textContent(), await page.locator('#profile').isVisible()]).toEqual([there.user.id, 'alice', false]);
}, { width: 390, userAgent: INSIDE('alice') }));

test('[CL-59] a snapshot page’s person is nobody: she is told how to reach the whole page, WeChat is asked for no profile, and nothing is written', () => inABrowser(async ({ page }) => {
  await world.control('POST', '/emulator/people', { name: 'alice', snapshot: true });
  await page.goto(site());
  await view(page, 'signed-in');
  const told = toldTheDoor(page);
  await page.locator('#sign-out').click();
  await told;
  const before = await world.database();
  const asked = await world.ledgerEnd();
  await page.locator('#h5').click();
  await noticed(page, 'snapshot-user');
  await view(page, 'nobody');
  expect(await page.locator('#notice').textContent()).toContain('使用完整服务');
  const after = await world.database();
  expect([after['users'], after['identities']]).toEqual([before['users'], before['identities']]);
  expect((await world.ledgerSince(asked)).filter(({ kind }) => kind === 'wechat').map(({ name }) => name)).toEqual(['sns/oauth2/access_token']);
}, { width: 390, userAgent: INSIDE('alice') }));

test('[CL-34] [CL-37] an hour later a page renews by itself, and so its twin lives on, whose refresh token is an old one by then', () => inABrowser(async ({ page }) => {
  await page.goto(site());
  await scanned(page);
  await page.locator('.session').first().waitFor();
  const [twin] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => { window.open(location.href); })]);
  await twin.locator('.session').first().waitFor();
  for (const each of [page, twin, page]) {
    await world.advance(3600);
    const listed = each.waitForResponse((response) => response.url().endsWith('/auth/sessions') && response.request().method() === 'GET' && response.ok());
    await each.reload();
    await listed;
    await view(each, 'signed-in');
  }
  expect(await websiteSessions()).toBe(1);
}));

test('[CL-35] signed out everywhere from her phone, the page lets go of her and says why', () => inABrowser(async ({ page }) => {
  const { accessToken, user } = await world.signIn('alice');
  await page.goto(site());
  await scanned(page);
  await page.locator('.session').first().waitFor();
  await world.ask('alice', 'session', { action: 'sign-out-everywhere', accessToken });
  await page.reload();
  await noticed(page, 'session-revoked');
  await view(page, 'nobody');
  expect([await page.locator('body').textContent(), await page.evaluate(() => JSON.stringify(sessionStorage))]).toEqual([expect.not.stringContaining(user.id), expect.not.stringContaining('accessToken')]);
}));

test('[CL-26] without a network the page says so, and shows who is signed in', () => inABrowser(async ({ page, context }) => {
  await page.goto(site());
  await scanned(page);
  await page.locator('.session').first().waitFor();
  await context.setOffline(true);
  await page.locator('#offline', { hasText: '没有网络' }).waitFor();
  expect(await page.locator('body').getAttribute('data-view')).toBe('signed-in');
  await context.setOffline(false);
  await page.locator('#offline').waitFor({ state: 'hidden' });
}));

test.each([['zh-CN', 1280], ['en-US', 1280], ['zh-CN', 390], ['en-US', 390], ['en-US', 320]])('[CL-27] in %s at %i pixels nothing is cut off, and both languages stand on the page', (locale, width) => inABrowser(async ({ page }) => {
  await page.goto(site());
  await view(page, 'nobody');
  await page.locator('#embedded').click();
  await page.frameLocator('#code iframe').locator('#qr').waitFor();
  expect([await isWhole(page), await page.locator('html').getAttribute('lang')]).toEqual([true, locale === 'zh-CN' ? 'zh-CN' : 'en']);
  await answer('confirm', 'alice', await scan('alice', await readFromScreen(page)));
  await page.locator('.session').first().waitFor();
  expect([await isWhole(page), await page.locator('#sign-out').textContent()]).toEqual([true, '退出登录Sign out']);
}, { locale, width }));

test('[CL-51] [CL-56] who opens a shared address is told that she was invited, is signed in through any door, and counts for whoever shared it', () => inABrowser(async ({ page, errors }) => {
  const { accessToken } = await world.signIn('alice');
  await world.ask('alice', 'profile', { action: 'update', accessToken, nickname: '爱丽丝' });
  const { inviteCode } = await world.ask('alice', 'account', { action: 'invite', accessToken });
  await page.goto(`${site()}?invite=${inviteCode}`);
  await page.locator('#invited').waitFor();
  expect(await page.locator('#invited').textContent()).toBe('你是受邀而来You were invited');
  await scanned(page, 'bob');
  await view(page, 'signed-in');
  const bob = await world.signIn('bob');
  expect([await userId(page), await world.ask('bob', 'account', { action: 'invitations', accessToken: bob.accessToken }), await world.ask('alice', 'account', { action: 'invitations', accessToken })]).toEqual([
    bob.user.id, { invitedBy: { nickname: '爱丽丝', avatarUrl: null }, invited: 0 }, { invitedBy: null, invited: 1 },
  ]);
  expect(errors).toEqual([]);
}));

test.each(['', '?invite=', '?invite=nobody', '?invite=<b>abcdefgh23456', `?invite=${'z'.repeat(16)}`])('[CL-56] the address %j invites nobody who is there, and keeps nobody out', (query) => inABrowser(async ({ page }) => {
  await page.goto(`${site()}${query}`);
  await view(page, 'nobody');
  expect(await page.locator('#invited').isVisible()).toBe(query.endsWith('z'.repeat(16)));
  await scanned(page);
  await view(page, 'signed-in');
  const { accessToken } = await world.signIn('alice');
  expect(await world.ask('alice', 'account', { action: 'invitations', accessToken })).toEqual({ invitedBy: null, invited: 0 });
}));
