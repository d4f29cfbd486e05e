// Sharing in a real browser: the card a page gives, how long it is waited for, and who can open it.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { aPersonalPhone, type PersonalPhone, picture, PIXEL } from './a-personal-phone';

let browser: Browser | null;
let phone: PersonalPhone | null = null;

beforeAll(async () => { browser = await openBrowser(); });
afterEach(async () => { await phone?.close(); phone = null; });
afterAll(async () => { await browser?.close(); });

const WXML = '<button id="share" data-kind="card" open-type="share" bindtap="tapped">转发</button><button id="plain">x</button><view id="taps">{{taps}}</view><text id="heard">{{heard}}</text>';

/** A page whose onShareAppMessage is `share`, with two other people in the local world. */
async function open(share: string | null, query = ''): Promise<PersonalPhone | null> {
  if (browser === null) return null;
  const handler = share === null ? '' : `onShareAppMessage(e) { this.setData({ heard: JSON.stringify(e) }); ${share} },`;
  phone = await aPersonalPhone(browser, { query, files: { 'images/card.png': PIXEL.toString('latin1'), 'pages/one/one.wxml': WXML, 'pages/one/one.js': `Page({ data: { heard: '', taps: 0 }, ${handler} tapped() { this.setData({ taps: this.data.taps + 1 }); } });` } });
  await phone.page.route('**/emulator/people', (route) => route.fulfill({ json: { people: [{ name: 'alice', nickname: '小明' }, { name: 'bob', nickname: '小波' }, { name: 'carol' }] } }));
  return phone;
}

const card = async (on: PersonalPhone) => [await on.shell('share-title').innerText(), await on.shell('share-path').innerText()];

test('[PV89] <button open-type="share"> asks its page for the card and shows title, path and picture', async () => {
  const on = await open("return { title: '来看看', path: '/pages/one/one?invite=abc', imageUrl: '/images/card.png' };");
  if (!on) return;
  await on.at('share').click();
  await on.shell('share').waitFor();
  expect(await card(on)).toEqual(['来看看', '/pages/one/one?invite=abc']);
  expect(await on.shell('share').locator('img').getAttribute('src')).toBe('/emulator/preview/files/images/card.png');
  expect([JSON.parse(await on.at('heard').innerText()), await on.at('taps').innerText()]).toEqual([{ from: 'button', target: { id: 'share', dataset: { kind: 'card' } } }, '1']);
  await picture(on, 'share');
});

test('[PV89] the bar\'s ··· shares a page that has onShareAppMessage, and is not there without one', async () => {
  const on = await open("return { title: '来看看' };");
  if (!on) return;
  await on.shell('share-menu').click();
  await on.shell('share').waitFor();
  expect([await card(on), JSON.parse(await on.at('heard').innerText())]).toEqual([['来看看', '/pages/one/one'], { from: 'menu' }]);
  await on.close();
  const without = await open(null);
  await without?.at('plain').waitFor();
  expect(await without?.shell('share-menu').count()).toBe(0);
});

test('[PV89] a page that gives nothing is shared by the app\'s name, as it stands', async () => {
  const on = await open(null, '#/pages/one/one?x=1&y=%E4%BD%A0');
  if (!on) return;
  await on.at('share').click();
  await on.shell('share').waitFor();
  expect(await card(on)).toEqual(['小清单', '/pages/one/one?x=1&y=%E4%BD%A0']);
  await on.shell('share-cancel').click();
  await on.shell('share').waitFor({ state: 'detached' });
});

test.each([
  ['resolves', "Promise.resolve({ title: '晚', path: '/pages/one/one?late=1' })", '', ['晚', '/pages/one/one?late=1']],
  ['rejects', "Promise.reject(new Error('no'))", '', ['早', '/pages/one/one?early=1']],
  ['never settles', 'new Promise(() => {})', '', ['早', '/pages/one/one?early=1']],
  ['an older base library does not know', "Promise.resolve({ title: '晚' })", '&sdk=2.11.0', ['早', '/pages/one/one?early=1']],
])('[PV90] of a card with a promise that %s goes what WeChat would send', async (_, promise, query, sent) => {
  const on = await open(`return { title: '早', path: '/pages/one/one?early=1', promise: ${promise} };`, query);
  if (!on) return;
  await on.at('share').click();
  await on.shell('share').waitFor();
  expect(await card(on)).toEqual(sent);
});

test('[PV91] whoever is chosen opens the card on a phone of her own, and nobody is sent to herself', async () => {
  const on = await open("return { path: '/pages/one/one?invite=abc' };");
  if (!on) return;
  await on.at('share').click();
  const recipient = on.shell('share-to-bob');
  expect([await recipient.innerText(), await on.shell('share-to-carol').innerText(), await on.shell('share-to-alice').count()]).toEqual(['小波 (bob)', 'carol', 0]);
  expect(await recipient.getAttribute('href')).toBe('/phone?person=bob&app=wxfa4e000000000001#1007/pages/one/one?invite=abc');
  const [opened] = await Promise.all([on.page.waitForEvent('popup'), recipient.click()]);
  await on.shell('share').waitFor({ state: 'detached' });
  expect(new URL(opened.url()).searchParams.get('person')).toBe('bob');
  await opened.close();
});
