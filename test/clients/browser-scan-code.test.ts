/** @jest-environment jsdom */
// The code as the client draws it in a site's own page: what stands there, in which words, and what a person can do.
import { webcrypto } from 'node:crypto';
import { TextEncoder } from 'node:util';
import type { PollScan } from '../../clients/browser/door';
import { openEvents } from '../../clients/browser/events';
import { openHolding } from '../../clients/browser/holding';
import type { Page } from '../../clients/browser/page';
import { openScanning } from '../../clients/browser/scan';
import { openShelf } from '../../clients/browser/shelf';
import { aPassingTime, until } from './a-passing-time';
import { aScanDoor } from './a-scan-door';

// A browser has both; jsdom has neither.
Object.assign(globalThis, { TextEncoder });
Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

let time: ReturnType<typeof aPassingTime>;
let holder: HTMLElement;
beforeEach(() => {
  sessionStorage.clear();
  time = aPassingTime(Date.UTC(2026, 10, 20, 8));
  document.body.innerHTML = '<div id="code">before</div>';
  document.documentElement.lang = '';
  holder = document.getElementById('code') ?? document.body;
});

/** The scan door behind the client's own parts, without a network. */
function aPage() {
  const page = { storage: sessionStorage, now: () => time.now, pause: time.pause, isHidden: () => false, onReturn() {}, report: (error: unknown) => { throw error; } } as Partial<Page> as Page;
  const scans = aScanDoor(() => time.now, () => 'alice.0');
  const shelf = openShelf(page, 'https://accounts.example.com');
  const events = openEvents(page);
  const answerTo = async (path: string, body = {}) => {
    const told = scans.answerTo(path, body) ?? { ok: false as const, code: 'ticket-invalid' as const };
    return told.ok ? { ok: true as const, value: told.value as never } : { ok: false as const, refusal: { code: told.code, retryAt: null, requestId: null } };
  };
  const poll: PollScan = (secret) => answerTo(`/auth/scan/${secret}`);
  const scanning = openScanning({ page, shelf, events, holding: openHolding(page, shelf, events), ask: (path, body) => answerTo(path, { ...body }), poll, me: () => answerTo('/auth/me'), cookie: false });
  return { scans, events, scanning };
}
const picture = () => holder.querySelector('img');
const button = () => holder.querySelector('button');

test.each([['cn', '', '微信扫一扫，核对数字', '请在手机上确认'], ['en', 'zh-CN', 'Scan with WeChat, compare the number', 'Confirm on your phone'], [undefined, 'en-GB', 'Scan with WeChat, compare the number', 'Confirm on your phone'], [undefined, 'zh-CN', '微信扫一扫，核对数字', '请在手机上确认'], [undefined, '', '微信扫一扫，核对数字', '请在手机上确认']] as const)('[CL-52] in %s on a page in %j it is the picture with its words, the number and what to do: %s, then %s', async (lang, pageLanguage, first, then) => {
  document.documentElement.lang = pageLanguage;
  const { scans, scanning } = aPage();
  await scanning.begin({ embedded: holder, ...(lang === undefined ? {} : { lang }) });
  expect([picture()?.getAttribute('src'), picture()?.alt, holder.textContent, holder.querySelector('output div')?.textContent]).toEqual([scans.image, first, `07${first}`, '07']);
  expect(Number.parseInt(holder.querySelector<HTMLElement>('output div')?.style.fontSize ?? '', 10)).toBeGreaterThanOrEqual(32);
  scans.scanned();
  await time.pass(2000);
  expect([holder.textContent, picture()?.style.opacity]).toEqual([`07${then}`, '0.1']);
});

test('[CL-52] what the door says is text, and never markup', async () => {
  const { scans, scanning } = aPage();
  const whole = scans.answerTo.bind(scans);
  scans.answerTo = (path, body) => {
    const told = whole(path, body);
    if (told?.ok) Object.assign(told.value as object, { matchNumber: '<img src=x onerror=alert(1)>' });
    return told;
  };
  await scanning.begin({ embedded: holder });
  expect([holder.querySelectorAll('img').length, holder.textContent]).toEqual([1, expect.stringContaining('<img src=x onerror=alert(1)>')]);
});

test.each(['declined', 'over', 'no code'])('[CL-53] %s: in its place stands a button that begins anew', async (how) => {
  const { scans, scanning, events } = aPage();
  const refused: string[] = [];
  events.on('refused', ({ refusal }) => refused.push(`${refusal.code} ${button()?.textContent}`));
  if (how === 'no code') scans.image = 'https://evil.example/a.png';
  await scanning.begin({ embedded: holder, lang: 'en' });
  scans.image = 'data:image/png;base64,AAAA';
  if (how === 'declined') scans.declined();
  await time.pass(how === 'over' ? 122_000 : 2000);
  expect([refused.length, refused[0], picture()]).toEqual([1, expect.stringMatching(/ Get a new code$/), null]);
  button()?.click();
  await until(() => picture() !== null);
  expect([picture()?.getAttribute('src'), scans.count(), button()]).toEqual(['data:image/png;base64,AAAA', 2, null]);
});

test('[CL-49] taken out of the page it is given up, and what the page put there instead stays', async () => {
  const { scans, scanning } = aPage();
  await scanning.begin({ embedded: holder });
  holder.textContent = 'after';
  const asked = jest.spyOn(scans, 'answerTo');
  await time.pass(10_000);
  expect([asked.mock.calls.length, sessionStorage.length, holder.textContent]).toEqual([0, 0, 'after']);
});

test('[CL-49] its signal takes the code away', async () => {
  const { scanning } = aPage();
  const stop = new AbortController();
  await scanning.begin({ embedded: holder, signal: stop.signal });
  stop.abort();
  await time.pass(2000);
  expect([holder.childNodes.length, sessionStorage.length]).toEqual([0, 0]);
});

test('[CL-48] begun again in another place it is the same code, there alone', async () => {
  const { scans, scanning } = aPage();
  await scanning.begin({ embedded: holder });
  const other = document.body.appendChild(document.createElement('div'));
  await scanning.begin({ embedded: other });
  await time.pass(4000);
  expect([scans.count(), holder.childNodes.length, other.querySelectorAll('img').length]).toEqual([1, 0, 1]);
});

test('[CL-45] confirmed, the code is gone from the page before the ticket is asked for', async () => {
  const { scans, scanning, events } = aPage();
  const drawn: number[] = [];
  events.on('refused', () => drawn.push(holder.childNodes.length));
  await scanning.begin({ embedded: holder });
  scans.confirmed();
  await time.pass(4000);
  expect(drawn).toEqual([0]);
});
