// How a mini program is opened, in a real browser: what it hears of the way in, and opened again while it runs.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { aPersonalPhone, type PersonalPhone } from './a-personal-phone';

let browser: Browser | null;
let phone: PersonalPhone | null = null;

beforeAll(async () => { browser = await openBrowser(); }, 60_000);
afterEach(async () => { await phone?.close(); phone = null; });
afterAll(async () => { await browser?.close(); });

const PAGE = `Page({ data: { heard: '' }, onLoad(q) { getApp().log.push('load ' + this.route + ' ' + JSON.stringify(q)); }, onHide() { getApp().log.push('hide'); }, onUnload() { getApp().log.push('unload'); },
  tell() { this.setData({ heard: JSON.stringify({ log: getApp().log, launched: wx.getLaunchOptionsSync(), entered: wx.getEnterOptionsSync() }) }); }, spoil() { const options = wx.getEnterOptionsSync(); options.scene = 1; options.query.invite = 'x'; }, on() { wx.navigateTo({ url: '/pages/two/two?x=1' }); } });`;
const WXML = '<button id="tell" bindtap="tell">tell</button><button id="on" bindtap="on">on</button><button id="spoil" bindtap="spoil">spoil</button><text id="heard">{{heard}}</text>';
const FILES = {
  'app.json': '{"pages":["pages/one/one","pages/two/two"]}',
  'app.js': "const way = ({ path, scene }) => scene + ' ' + path; wx.onAppShow((o) => getApp().log.push('heard ' + way(o))); App({ log: [], onLaunch(o) { this.log.push('launch ' + way(o)); }, onShow(o) { this.log.push('show ' + way(o)); }, onHide() { this.log.push('app hide'); } });",
  'pages/one/one.js': PAGE, 'pages/one/one.wxml': WXML, 'pages/two/two.js': PAGE, 'pages/two/two.wxml': WXML,
};

async function open(query = ''): Promise<PersonalPhone | null> {
  if (browser === null) return null;
  phone = await aPersonalPhone(browser, { query, files: FILES });
  return phone;
}

interface Options { path: string; query: object; scene: number; referrerInfo: object; apiCategory: string }

async function told(on: PersonalPhone): Promise<{ log: string[]; launched: Options; entered: Options }> {
  await on.at('tell').click();
  return JSON.parse(await on.at('heard').filter({ hasText: 'launched' }).innerText()) as { log: string[]; launched: Options; entered: Options };
}

const opens = ({ page }: PersonalPhone, hash: string) => page.evaluate((to) => { window.location.hash = to; }, hash);
const options = (scene: number, path = 'pages/one/one', query = {}) => ({ path, query, scene, referrerInfo: {}, apiCategory: 'default' });

test.each([
  ['', options(1001)], ['#/pages/two/two?scene=a%2Fb', options(1001, 'pages/two/two', { scene: 'a%2Fb' })],
  ['#1047/pages/two/two?scene=a%2Fb', options(1047, 'pages/two/two', { scene: 'a%2Fb' })], ['#1007/pages/one/one?invite=abc', options(1007, 'pages/one/one', { invite: 'abc' })],
])('[PV92] opened by %j it hears the way in, a path without a slash and the query as it was written', async (hash, heard) => {
  const on = await open(hash);
  if (!on) return;
  const { log, launched, entered } = await told(on);
  expect([launched, entered]).toEqual([heard, heard]);
  const way = `${heard.scene} ${heard.path}`;
  expect(log).toEqual([`launch ${way}`, `show ${way}`, `heard ${way}`, `load ${heard.path} ${JSON.stringify(heard.query)}`]);
});

test('[PV92] the number leaves the address: a reload is no second scan', async () => {
  const on = await open('#1047/pages/two/two?scene=a');
  if (!on) return;
  await on.at('tell').waitFor();
  expect(new URL(on.page.url()).hash).toBe('#/pages/two/two?scene=a');
  await on.page.reload();
  expect((await told(on)).entered).toEqual(options(1001, 'pages/two/two', { scene: 'a' }));
});

test('[PV93] opened again while it runs, even at the page that stands there, it was in the background, hears the new way in and opens the page anew', async () => {
  const on = await open('#1047/pages/two/two?scene=a');
  if (!on) return;
  await on.at('tell').waitFor();
  await opens(on, '#1047/pages/two/two?scene=a');
  const first = await told(on);
  expect(first.log.slice(4)).toEqual(['hide', 'app hide', 'show 1047 pages/two/two', 'heard 1047 pages/two/two', 'unload', 'load pages/two/two {"scene":"a"}']);
  await opens(on, '#1007/pages/one/one?invite=b');
  await on.page.waitForFunction(() => window.location.hash === '#/pages/one/one?invite=b');
  const { launched, entered } = await told(on);
  expect([launched.scene, entered]).toEqual([1047, options(1007, 'pages/one/one', { invite: 'b' })]);
});

test('[PV93] the mini program\'s own ways, the browser\'s back and an address without a number open nothing from outside', async () => {
  const on = await open('#1047/pages/one/one?scene=a');
  if (!on) return;
  await on.at('on').click();
  await on.page.waitForFunction(() => window.location.hash.includes('two'));
  await on.page.evaluate(() => window.history.back());
  await on.page.waitForFunction(() => window.location.hash.includes('one'));
  await opens(on, '#/pages/two/two?x=2');
  await on.page.waitForFunction(() => window.location.hash.endsWith('x=2'));
  const { log, entered } = await told(on);
  expect([entered, log.filter((line) => /show|heard|app hide/.test(line))]).toEqual([options(1047, 'pages/one/one', { scene: 'a' }), ['show 1047 pages/one/one', 'heard 1047 pages/one/one']]);
});

test('[PV92] what app code changes in one answer is not in the next', async () => {
  const on = await open('#1007/pages/one/one?invite=abc');
  if (!on) return;
  await on.at('spoil').click();
  expect((await told(on)).entered).toEqual(options(1007, 'pages/one/one', { invite: 'abc' }));
});

test('[PV92] a WeChat from before 2.9.4 has no getEnterOptionsSync', async () => {
  const on = await open('&sdk=2.9.3');
  if (!on) return;
  await on.at('tell').click();
  await on.shell('faults').filter({ hasText: 'getEnterOptionsSync is not a function' }).waitFor();
});
