// The code on a computer's screen by hand: read, opened on the phone, compared, and confirmed, declined or too late.
import { createHash, randomBytes } from 'node:crypto';
import { decode } from 'jpeg-js';
import jsQR from 'jsqr';
import type { Browser } from 'playwright-core';
import type { SignedIn } from '../../contract/doors';
import type { Reply } from '../../contract/reply';
import type { ScanStarted, ScanState } from '../../contract/web';
import { openBrowser } from '../support/browser';
import { type Journey, startJourney } from './a-journey';
import { openPhones, type PhoneScreen, type Phones } from './a-phone-screen';

jest.setTimeout(90_000);

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
let world: Journey;
let browser: Browser | null;
let phones: Phones;

beforeAll(async () => {
  browser = await openBrowser();
  world = await startJourney();
});
beforeEach(async () => {
  await world.reset();
  if (browser !== null) phones = await openPhones(browser, world.url);
});
afterEach(async () => { if (browser !== null) await phones.close(); });
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const inBrowser = (look: () => Promise<void>) => async () => { if (browser !== null) await look(); };
const host = () => `site.localhost:${new URL(world.url).port}`;

async function service<T>(path: string, body?: object): Promise<Reply<T>> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${world.url}/service${path}`, { ...init, headers: { 'content-type': 'application/json', origin: `http://${host()}`, 'user-agent': CHROME } });
  return await response.json() as Reply<T>;
}
async function granted<T>(path: string, body?: object): Promise<T> {
  const reply = await service<T>(path, body);
  if (!reply.ok) throw new Error(`${path}: ${reply.refusal.code}`);
  return reply.value;
}

/** `page`: of the mini program, with its scene. */
interface OnTheComputer extends ScanStarted { verifier: string; page: string }

/** WeChat's numbers (场景值) for how it opens a page. */
const [SCANNED, PRESSED_LONG, FROM_THE_ALBUM, BY_A_CARD] = [1047, 1048, 1049, 1007] as const;
const opened = (by: number, { page }: OnTheComputer) => `${by}${page}`;

/** A page shows its code, and a camera reads from it which page of the mini program WeChat opens. */
async function aCodeOnTheComputer(person = 'alice'): Promise<OnTheComputer> {
  const verifier = randomBytes(32).toString('base64url');
  const started = await granted<ScanStarted>('/auth/scan', { challenge: createHash('sha256').update(verifier).digest('base64url') });
  const { data, width, height } = decode(Buffer.from(started.image.replace(/^data:image\/jpeg;base64,/, ''), 'base64'), { useTArray: true });
  const content = jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
  const { page, scene } = await world.control<{ page: string; scene: string }>('POST', '/emulator/scan', { person, content });
  return { ...started, verifier, page: `/${page}?scene=${encodeURIComponent(scene)}` };
}

const stateOf = async ({ pollSecret }: ScanStarted) => {
  const reply = await service<ScanState>(`/auth/scan/${pollSecret}`);
  return reply.ok ? reply.value.state : reply.refusal.code;
};

async function signedIn(person: string): Promise<string> {
  const phone = await phones.open(person, '/pages/home/home');
  await phone.at('sign-in').click();
  await phone.shows('signed-in');
  const id = await phone.text('user-id');
  await phone.page.close();
  return id;
}

async function asked(code: OnTheComputer, language: 'zh_CN' | 'en' = 'zh_CN'): Promise<PhoneScreen> {
  const phone = await phones.open('alice', opened(SCANNED, code), language);
  await phone.at('site').waitFor();
  return phone;
}

test('[PH-218] scanned, compared and confirmed: the browser is signed in as the person of the phone', inBrowser(async () => {
  const user = await signedIn('alice');
  const code = await aCodeOnTheComputer();
  const phone = await asked(code);
  expect([await phone.text('site'), await phone.text('match-number'), await phone.text('browser'), await stateOf(code)]).toEqual([host(), code.matchNumber, 'Chrome · Windows', 'scanned']);
  await phone.picture('scan-zh');
  await phone.at('scan-confirm').click();
  await phone.at('ending').filter({ hasText: '已确认登录' }).waitFor();
  await phone.picture('scan-confirmed-zh');
  const { ticket } = await granted<ScanState>(`/auth/scan/${code.pollSecret}`);
  const there = await granted<SignedIn>('/auth/ticket', { ticket, verifier: code.verifier });
  expect([there.user.id, phones.complaints]).toEqual([user, []]);
}));

test('[PH-218] declined, the browser hears so; opened again there is nothing to answer', inBrowser(async () => {
  await signedIn('alice');
  const code = await aCodeOnTheComputer();
  const phone = await asked(code, 'en');
  await phone.picture('scan-en');
  await phone.at('scan-decline').click();
  await phone.at('ending').filter({ hasText: 'Declined' }).waitFor();
  await phone.picture('scan-declined-en');
  expect(await stateOf(code)).toBe('declined');
  await phone.page.close();
  const again = await phones.open('alice', opened(SCANNED, code), 'en');
  await again.at('ending').filter({ hasText: 'not there any more' }).waitFor();
  expect(await again.at('scan-confirm').count()).toBe(0);
  await again.picture('scan-over-en');
}));

test('[PH-218] nobody is signed in: the page signs in first, and a newcomer confirms in the same visit', inBrowser(async () => {
  const code = await aCodeOnTheComputer('bob');
  const from = await world.ledgerEnd();
  const phone = await phones.open('bob', opened(SCANNED, code));
  await phone.shows('idle');
  await phone.picture('scan-nobody-zh');
  expect(await world.ledgerSince(from)).toEqual([]);
  await phone.at('sign-in').click();
  await phone.at('site').waitFor();
  await phone.at('scan-confirm').click();
  await phone.at('ending').filter({ hasText: '已确认登录' }).waitFor();
  expect(await stateOf(code)).toBe('confirmed');
}));

test('[PH-218] what somebody else scanned first, and what came too late, cannot be confirmed', inBrowser(async () => {
  await signedIn('alice');
  await signedIn('bob');
  const taken = await aCodeOnTheComputer();
  await asked(taken);
  const bob = await phones.open('bob', opened(SCANNED, taken));
  await bob.at('ending').filter({ hasText: '找不到了' }).waitFor();
  await bob.picture('scan-over-zh');
  const late = await aCodeOnTheComputer();
  const alice = await asked(late);
  await world.advance(121);
  await alice.at('scan-confirm').click();
  await alice.at('ending').filter({ hasText: '找不到了' }).waitFor();
  expect([await stateOf(taken), await stateOf(late)]).toEqual(['state-invalid', 'state-invalid']);
}));

test('[PH-215] a confirmation without a network is repeated by a retry', inBrowser(async () => {
  await signedIn('alice');
  const code = await aCodeOnTheComputer();
  const phone = await asked(code);
  await world.setFault({ target: 'phone', call: 'cloud.callFunction', kind: 'offline', times: 0 });
  await phone.at('scan-confirm').click();
  await phone.shows('offline');
  await phone.picture('scan-offline-zh');
  await world.control('DELETE', '/emulator/faults');
  await phone.at('retry').click();
  await phone.at('ending').filter({ hasText: '已确认登录' }).waitFor();
  expect(await stateOf(code)).toBe('confirmed');
}));

test('[PH-217] the page opened by hand, without a code, says that there is nothing to confirm', inBrowser(async () => {
  await signedIn('alice');
  const phone = await phones.open('alice', '/pages/scan/scan', 'en');
  await phone.at('ending').filter({ hasText: 'Nothing to confirm here' }).waitFor();
  await phone.picture('scan-no-code-en');
  expect(phones.complaints).toEqual([]);
}));

const isAtHome = async (phone: PhoneScreen) => {
  await phone.page.waitForFunction(() => window.location.hash === '#/pages/home/home');
  await phone.shows('signed-in');
};
const goTo = (phone: PhoneScreen, hash: string) => phone.page.evaluate((to) => { window.location.hash = to; }, hash);

test.each([['a card', BY_A_CARD, 'zh_CN'], ['a link', null, 'en'], ['a picture that she presses long', PRESSED_LONG, 'en'], ['a picture in her album', FROM_THE_ALBUM, 'zh_CN']] as const)('[PH-222] somebody sends her his own request as %s: she reads what to do instead, the cloud is not asked, and his browser waits in vain', (_, way, language) => inBrowser(async () => {
  await signedIn('alice');
  const his = await aCodeOnTheComputer('bob');
  const from = await world.ledgerEnd();
  const alice = await phones.open('alice', way === null ? his.page : opened(way, his), language);
  await alice.at('ending').filter({ hasText: language === 'en' ? 'Use Scan in WeChat' : '请用微信“扫一扫”扫描电脑屏幕上的二维码' }).waitFor();
  await alice.picture(`scan-not-scanned-${language.slice(0, 2)}`);
  expect([await alice.at('scan-confirm').count(), await world.ledgerSince(from), await stateOf(his)]).toEqual([0, [], 'pending']);
  await alice.at('to-home').click();
  await isAtHome(alice);
  expect(phones.complaints).toEqual([]);
})());

test('[PH-222] a second scan opens the running mini program again; to lead back to a request that was scanned does not', inBrowser(async () => {
  await signedIn('alice');
  const first = await aCodeOnTheComputer();
  const phone = await asked(first);
  const second = await aCodeOnTheComputer();
  await goTo(phone, opened(SCANNED, second));
  await phone.at('match-number').filter({ hasText: second.matchNumber }).waitFor();
  await phone.at('scan-decline').click();
  await phone.at('to-home').click();
  await isAtHome(phone);
  await goTo(phone, first.page);
  await phone.at('ending').filter({ hasText: '扫一扫' }).waitFor();
  expect([await stateOf(first), await stateOf(second), await phone.at('scan-confirm').count(), phones.complaints]).toEqual(['scanned', 'declined', 0, []]);
}));
