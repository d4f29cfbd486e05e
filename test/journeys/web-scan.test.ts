// The demo site signed in by the mini program: its code read from the screen, looked at and answered on a phone, in a real browser on the real local world.
import type { Browser, Page, Request } from 'playwright-core';
import type { ScanLook, SignedIn } from '../../contract/doors';
import type { ScanState } from '../../contract/web';
import { openBrowser } from '../support/browser';
import { type Journey, startJourney } from './a-journey';
import { openPhones } from './a-phone-screen';
import { inABrowser as inSomeBrowser, isWhole, type Looking, noticed, readFromScreen, type Seen, tokensIn, userId, view } from './a-site';

jest.setTimeout(90_000);

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
const state = (page: Page, is: ScanState['state'] | 'over') => page.locator(`#scanning[data-state="${is}"]`).waitFor();
const isPoll = (url: string) => /\/auth\/scan\/[^/]+$/.test(url);
const numberShown = async (page: Page) => (await page.locator('#scan-code output div').textContent()) ?? '';

async function openCode(page: Page): Promise<void> {
  await page.goto(site());
  await view(page, 'nobody');
  await page.locator('#scan').click();
  await state(page, 'pending');
  await page.locator('#scan-code img').evaluate((image: HTMLImageElement) => image.decode());
}

/** A phone held before the screen: which page of the mini program opens there, and with what. */
async function scannedBy(person: string, page: Page): Promise<string> {
  const scanned = await world.control<{ kind: string; page: string; scene: string }>('POST', '/emulator/scan', { person, content: await readFromScreen(page) });
  expect([scanned.kind, scanned.page, scanned.scene]).toEqual(['mini-program', 'pages/scan/scan', expect.stringMatching(/^[A-Za-z0-9]{22}$/)]);
  return scanned.scene;
}
const look = (person: string, { accessToken }: SignedIn, scene: string): Promise<ScanLook> => world.ask(person, 'account', { action: 'scan-look', accessToken, scene });
const answer = (person: string, { accessToken }: SignedIn, scene: string, action: 'scan-confirm' | 'scan-decline') => world.judge(person, 'account', { action, accessToken, scene });

/** Read, looked at and answered. */
async function answered(page: Page, person: string, action: 'scan-confirm' | 'scan-decline'): Promise<SignedIn> {
  const there = await world.signIn(person);
  const scene = await scannedBy(person, page);
  await look(person, there, scene);
  expect(await answer(person, there, scene, action)).toBe('ok');
  return there;
}

test.each([['zh-CN', 1280], ['en-US', 1280], ['zh-CN', 390], ['en-US', 320]] as const)('[CL-54] in %s at %i pixels the code is read from the screen and confirmed on the phone: the page is the same user as her mini program', (locale, width) => inABrowser(async ({ page, errors, addresses }) => {
  const there = await world.signIn('alice');
  await openCode(page);
  const words = locale === 'zh-CN' ? ['微信扫一扫，核对数字', '请在手机上确认'] : ['Scan with WeChat, compare the number', 'Confirm on your phone'];
  const number = await numberShown(page);
  expect([number, await page.locator('#scan-code').textContent(), await page.locator('#scan-code img').getAttribute('alt'), await isWhole(page)]).toEqual([expect.stringMatching(/^\d\d$/), `${number}${words[0]}`, words[0], true]);
  expect(await page.locator('#scan-left').textContent()).toMatch(/1[012]\d/);
  const scene = await scannedBy('alice', page);
  const seen = await look('alice', there, scene);
  expect([seen.site, seen.browser, seen.ipPrefix, seen.matchNumber]).toEqual([at('site'), expect.stringMatching(/^Chrome · /), '127.0.0.*', number]);
  await state(page, 'scanned');
  expect([await page.locator('#scan-code').textContent(), await userId(page), await isWhole(page)]).toEqual([`${number}${words[1]}`, '', true]);
  expect(await answer('alice', there, scene, 'scan-confirm')).toBe('ok');
  await view(page, 'signed-in');
  expect([await userId(page), page.url(), await page.locator('#scan-code img').count(), await page.locator('#scanning').isVisible()]).toEqual([there.user.id, site(), 0, false]);
  await page.locator('.session').nth(1).waitFor();
  expect(await page.locator('.session').first().textContent()).toMatch(/小程序扫码.*这里|Scan.*here/);
  expect([errors, addresses.filter(tokensIn)]).toEqual([[], []]);
}, { locale, width }));

test('[CL-54] by taps: her phone shows the page’s number, she confirms on it, and the page in the browser is hers', () => inABrowser(async ({ page }) => {
  const there = await world.signIn('alice');
  await openCode(page);
  const phones = browser === null ? null : await openPhones(browser, world.url);
  const phone = await phones?.open('alice', '/pages/home/home');
  await phone?.at('sign-in').click();
  await phone?.shows('signed-in');
  await phone?.page.close();
  const asked = await phones?.open('alice', `1047/pages/scan/scan?scene=${encodeURIComponent(await scannedBy('alice', page))}`);
  await asked?.at('site').waitFor();
  expect([await asked?.text('site'), await asked?.text('match-number')]).toEqual([new URL(site()).host, await numberShown(page)]);
  await state(page, 'scanned');
  await asked?.at('scan-confirm').click();
  await view(page, 'signed-in');
  expect(await userId(page)).toBe(there.user.id);
  await phones?.close();
}));

test('[CL-55] scanned is not signed in, and a no is told; the next code is another one, and the one before is nobody’s', () => inABrowser(async ({ page }) => {
  await openCode(page);
  const before = await readFromScreen(page);
  const there = await answered(page, 'alice', 'scan-decline');
  await noticed(page, 'declined');
  expect([await page.locator('body').getAttribute('data-view'), await page.locator('#scan-code').textContent(), await page.locator('#scan-left').textContent()]).toEqual(['nobody', '换一个码', '']);
  await page.locator('#scan-code button').click();
  await state(page, 'pending');
  expect(await page.locator('#notice').isVisible()).toBe(false);
  expect([(await readFromScreen(page)) === before, await answer('alice', there, new URL(before).searchParams.get('scene') ?? '', 'scan-confirm')]).toEqual([false, 'not-found']);
  await answered(page, 'alice', 'scan-confirm');
  await view(page, 'signed-in');
}));

test('[CL-55] after two minutes the code is over: the page says so and offers another, and the phone cannot use the old one', () => inABrowser(async ({ page }) => {
  await openCode(page);
  const there = await world.signIn('alice');
  const scene = await scannedBy('alice', page);
  await world.advance(121);
  await noticed(page, 'state-invalid');
  await state(page, 'over');
  expect(await world.judge('alice', 'account', { action: 'scan-look', accessToken: there.accessToken, scene })).toBe('not-found');
  await page.locator('#scan-code button').click();
  await state(page, 'pending');
  await answered(page, 'alice', 'scan-confirm');
  await view(page, 'signed-in');
}, { width: 390 }));

test('[CL-48] loaded again in the middle, the page shows the same code and is signed in by it', () => inABrowser(async ({ page }) => {
  await openCode(page);
  const [content, number] = [await readFromScreen(page), await numberShown(page)];
  await page.reload();
  await state(page, 'pending');
  await page.locator('#scan-code img').evaluate((image: HTMLImageElement) => image.decode());
  expect([await readFromScreen(page), await numberShown(page)]).toEqual([content, number]);
  await answered(page, 'alice', 'scan-confirm');
  await view(page, 'signed-in');
}));

test('[CL-44] without an answer for a while the page goes on asking, one question at a time, and is signed in when there is one', () => inABrowser(async ({ page }) => {
  let [open, most, lost] = [0, 0, 0];
  await openCode(page);
  page.on('request', (request) => { if (isPoll(request.url())) { open += 1; most = Math.max(most, open); } });
  const ended = (request: Request) => { if (isPoll(request.url())) open -= 1; };
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  await page.route((url) => isPoll(url.pathname), (route) => { lost += 1; return route.abort(); });
  await answered(page, 'alice', 'scan-confirm');
  while (lost < 2) await page.waitForEvent('requestfailed');
  await page.unrouteAll();
  await view(page, 'signed-in');
  expect(most).toBe(1);
}));

test('[CL-20] the answer to the ticket is lost; the page is loaded again and has its session, once', () => inABrowser(async ({ page }) => {
  await openCode(page);
  // The door answers, and nobody hears it.
  await page.route('**/auth/ticket', async (route) => {
    await fetch(`${world.url}/service/auth/ticket`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: route.request().postData() });
    await route.abort();
  });
  const there = await answered(page, 'alice', 'scan-confirm');
  await noticed(page, 'unreachable');
  await page.unroute('**/auth/ticket');
  await page.reload();
  await view(page, 'signed-in');
  const { identities = [] } = await world.database();
  expect([await userId(page), identities.flatMap(({ sessions }) => sessions as { door?: string }[]).length]).toEqual([there.user.id, 2]);
}));

test('[CL-50] another browser with the ticket or the poll secret alone gets nothing, and the page that began still gets its session', () => inABrowser(async ({ page, context }) => {
  let [pollAddress, ticket] = ['', ''];
  page.on('request', (request) => { if (isPoll(request.url())) pollAddress = request.url(); });
  let claim = (): void => undefined;
  const mayClaim = new Promise<void>((resolve) => { claim = resolve; });
  await page.route('**/auth/ticket', async (route) => {
    ticket = (JSON.parse(route.request().postData() ?? '{}') as { ticket: string }).ticket;
    await mayClaim;
    await route.continue();
  });
  await openCode(page);
  const claiming = page.waitForRequest('**/auth/ticket');
  const there = await answered(page, 'alice', 'scan-confirm');
  await claiming;
  const thief = await context.browser()?.newContext();
  const stolen = await thief?.newPage();
  await stolen?.goto(`${site()}#ticket=${ticket}`);
  if (stolen !== undefined) await noticed(stolen, 'ticket-invalid');
  const asked = await stolen?.evaluate(async ([address = '', door = '']) => {
    const polled = (await (await fetch(address)).json()) as { value: ScanState };
    const claimed = await fetch(`${door}/auth/ticket`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ticket: polled.value.ticket, verifier: 'x'.repeat(43) }) });
    return ((await claimed.json()) as { refusal: { code: string } }).refusal.code;
  }, [pollAddress, at('service')]);
  expect([asked, await stolen?.locator('body').getAttribute('data-view')]).toEqual(['ticket-invalid', 'nobody']);
  await thief?.close();
  claim();
  await view(page, 'signed-in');
  expect(await userId(page)).toBe(there.user.id);
}));

test('[CL-50] whoever looks first answers: another phone that scans the same screen cannot confirm it', () => inABrowser(async ({ page }) => {
  await openCode(page);
  const [alice, bob] = [await world.signIn('alice'), await world.signIn('bob')];
  const scene = await scannedBy('alice', page);
  await look('alice', alice, scene);
  expect([await world.judge('bob', 'account', { action: 'scan-look', accessToken: bob.accessToken, scene }), await answer('bob', bob, scene, 'scan-confirm')]).toEqual(['not-found', 'not-found']);
  expect(await answer('alice', alice, scene, 'scan-confirm')).toBe('ok');
  await view(page, 'signed-in');
  expect(await userId(page)).toBe(alice.user.id);
}));

test('[CL-49] closed by its button, the page asks no more; opened again it is another code', () => inABrowser(async ({ page, addresses }) => {
  await openCode(page);
  const before = await numberShown(page);
  expect(before).toMatch(/^\d\d$/);
  const content = await readFromScreen(page);
  await page.locator('#scan').click();
  await page.locator('#scanning').waitFor({ state: 'hidden' });
  await page.waitForFunction(() => Object.keys(sessionStorage).every((key) => !key.endsWith(':scan')));
  const asked = addresses.filter(isPoll).length;
  await page.locator('#scan').click();
  await state(page, 'pending');
  expect([addresses.filter(isPoll).length, (await readFromScreen(page)) === content]).toEqual([asked, false]);
}));

test('[CL-52] the other language is chosen while the code stands there: the same code in the other words', () => inABrowser(async ({ page }) => {
  await openCode(page);
  const number = await numberShown(page);
  await page.locator('#language').click();
  await page.locator('#scan-code', { hasText: `${number}Scan with WeChat, compare the number` }).waitFor();
}));
