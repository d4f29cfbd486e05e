// What app code meets on the phone: globals, `wx`, lifecycles, storage, clock, faults. Mini programs of one page, in a real browser.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { type MiniProgram, miniProgram } from './mini-program';
import { type PreviewServer, startPreview } from './preview-server';

let browser: Browser | null;
const open: { program: MiniProgram; server: PreviewServer }[] = [];

beforeAll(async () => { browser = await openBrowser(); }, 60_000);
afterAll(async () => { await browser?.close(); });
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  for (const { program, server } of open.splice(0)) { await server.close(); await program.remove(); }
});

interface Phone { page: Page; program: MiniProgram; server: PreviewServer; said: string[] }

/** Null where no browser is installed. */
async function phone(files: Record<string, string>, query = 'person=alice', hash = ''): Promise<Phone | null> {
  if (!browser) return null;
  const program = await miniProgram(files);
  const server = await startPreview(program.root, () => ({ ok: true, result: { code: 'c', errMsg: 'login:ok' } }));
  open.push({ program, server });
  const page = await browser.newPage({ viewport: { width: 375, height: 720 } });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`${server.url}/phone?${query}${hash}`);
  return { page, program, server, said };
}

/** A page that shows what `script`, the body of an async function, returns. */
function showing(script: string): Record<string, string> {
  return {
    'pages/one/one.wxml': '<view id="go" bindtap="go">go</view><view id="out" wx:if="{{out}}">{{out}}</view>',
    'pages/one/one.js': `Page({ data: { out: '' }, async go() { const out = await (async () => { ${script} })(); this.setData({ out: JSON.stringify(out) }); } });`,
  };
}

const at = (page: Page, id: string) => page.locator(`[data-wxid="${id}"]`);

async function shown(page: Page): Promise<unknown> {
  await at(page, 'go').click();
  return JSON.parse(await at(page, 'out').innerText({ timeout: 30_000 })) as unknown;
}

test('[PV22] an unknown wx member can be asked for, is not to be used, and throws its name when called', async () => {
  const it = await phone(showing("const w = wx; let said; try { w.getUpdateManager(); } catch (e) { said = e.message; } return [Boolean(w.getUpdateManager), wx.canIUse('getUpdateManager'), wx.canIUse('login'), said];"));
  if (it) expect(await shown(it.page)).toEqual([true, false, true, 'NotEmulated: wx.getUpdateManager']);
});

test("[PV23] app code finds a phone's globals and none of a browser's", async () => {
  const it = await phone(showing('return [typeof window, typeof document, typeof fetch, typeof localStorage, typeof XMLHttpRequest, typeof process, typeof globalThis.document, typeof wx, typeof getApp, typeof setTimeout];'));
  if (it) expect(await shown(it.page)).toEqual([...Array(7).fill('undefined'), 'object', 'function', 'function']);
});

test('[PV24] storage keeps its types, outlives the page, and is apart for each person and device', async () => {
  const it = await phone(showing("const before = wx.getStorageSync('k'); wx.setStorageSync('k', { n: [1, 'a'] }); return [before, wx.getStorageInfoSync().keys];"));
  if (!it) return;
  expect(await shown(it.page)).toEqual(['', ['k']]);
  await it.page.reload();
  expect(await shown(it.page)).toEqual([{ n: [1, 'a'] }, ['k']]);
  for (const other of ['person=bob', 'person=alice&device=phone-2']) {
    await it.page.goto(`${it.server.url}/phone?${other}`);
    expect(await shown(it.page)).toEqual(['', ['k']]);
  }
});

test('[PV25] Date on the phone is the simulated clock, heard again before each tap', async () => {
  const it = await phone(showing('return [Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date];'));
  if (!it) return;
  it.server.clock.offset = 86_400_000;
  const [now, fresh, fixed, isDate] = (await shown(it.page)) as [number, number, number, boolean];
  const ahead = [now, fresh].map((time) => Math.round((time - Date.now()) / 3_600_000));
  expect([...ahead, fixed, isDate]).toEqual([24, 24, 5, true]);
});

test('[PV26] a mini program that does not compile shows file and line, and starts by itself once it is mended', async () => {
  const it = await phone({ 'pages/one/one.wxml': '<view>\n<map/></view>' });
  if (!it) return;
  const notice = it.page.locator('[data-shell="notice"]');
  expect(await notice.innerText()).toContain('小程序编译失败');
  expect(await notice.locator('.problem').innerText()).toContain('pages/one/one.wxml:2 <map>');
  expect(it.server.problems).toEqual(['pages/one/one.wxml:2 error: <map> is neither implemented here nor in usingComponents of pages/one/one.json']);
  await it.program.write('pages/one/one.wxml', '<view id="mended">mended</view>');
  await at(it.page, 'mended').waitFor({ timeout: 30_000 });
});

test("[PV27] a page's class does not reach into a component, nor a component's out of it", async () => {
  const it = await phone({
    'app.wxss': '.x { color: rgb(1, 1, 1); }',
    'pages/one/one.json': '{"usingComponents":{"a-part":"/part/part"}}',
    'pages/one/one.wxml': '<view class="x y" id="outside">a</view><a-part/>',
    'pages/one/one.wxss': '.x { font-size: 100rpx; }',
    'part/part.json': '{"component":true}', 'part/part.js': 'Component({})',
    'part/part.wxml': '<view class="x y" id="inside">b</view>', 'part/part.wxss': '.y { color: rgb(2, 2, 2); } :host { color: rgb(3, 3, 3); font-size: 20rpx; }',
  });
  if (!it) return;
  const look = (id: string) => at(it.page, id).evaluate((element) => [getComputedStyle(element).color, getComputedStyle(element).fontSize]);
  expect(await look('outside')).toEqual(['rgb(1, 1, 1)', '50px']);
  expect(await look('inside')).toEqual(['rgb(2, 2, 2)', '10px']);
});

test('[PV28] lifecycles run in WeChat\'s order, and the page is on the stack from its first one', async () => {
  const it = await phone({
    'app.js': "App({ log: [], onLaunch(o) { this.log.push('launch ' + o.path); }, onShow() { this.log.push('app show'); } });",
    'pages/one/one.json': '{"usingComponents":{"a-part":"/part/part"}}',
    'pages/one/one.wxml': '<a-part/><view id="log">{{log}}</view>',
    'pages/one/one.js': `const note = (w) => getApp().log.push(w);
      Page({ onLoad(q) { note('load ' + q.x + ' ' + getCurrentPages()[0].route); }, onShow() { note('show'); }, onReady() { note('ready'); setTimeout(() => this.setData({ log: getApp().log.join(', ') }), 50); } });`,
    'part/part.json': '{"component":true}', 'part/part.wxml': '<view/>',
    'part/part.js': "const n = (w) => getApp().log.push(w); Component({ lifetimes: { created() { n('created'); }, attached() { n('attached'); }, ready() { n('part ready'); } }, pageLifetimes: { show() { n('part show'); } } });",
  }, 'person=alice', '#/pages/one/one?x=1');
  if (!it) return;
  await at(it.page, 'log').filter({ hasText: 'ready' }).waitFor();
  expect(await at(it.page, 'log').innerText()).toBe('launch pages/one/one, app show, created, attached, load 1 pages/one/one, part show, show, part ready, ready');
});

test('[PV29] a modal gives its answer, a toast its words, and an action sheet the item or a refusal', async () => {
  const it = await phone(showing(`const first = await wx.showModal({ title: '确认', content: '<b>真的</b>？' }); const second = await wx.showModal({ content: 'x', showCancel: false });
    const item = await wx.showActionSheet({ itemList: ['a', 'b'] }); const none = await wx.showActionSheet({ itemList: ['a'] }).catch((e) => e.errMsg); wx.showToast({ title: '好了', icon: 'none' });
    return [first, second.confirm, item.tapIndex, none];`));
  if (!it) return;
  const { page } = it;
  await at(page, 'go').click();
  expect(await page.locator('.modal-content').innerText()).toBe('<b>真的</b>？');
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByRole('button', { name: '确定' }).click();
  await page.getByRole('button', { name: 'b' }).click();
  await page.getByRole('button', { name: '取消' }).click();
  expect(JSON.parse(await at(page, 'out').innerText())).toEqual([{ confirm: false, cancel: true, content: null, errMsg: 'showModal:ok' }, true, 1, 'showActionSheet:fail cancel']);
  expect(await page.locator('[data-shell="toast"]').innerText()).toBe('好了');
});

test('[PV30] tabs keep their pages, and pages below leave the document until one comes back to them', async () => {
  const tab = (name: string) => ({ [`pages/${name}/${name}.wxml`]: `<view id="n" bindtap="add">${name} {{n}}</view><navigator id="on" url="/pages/deep/deep">on</navigator><view style="height: 300vh"/>`, [`pages/${name}/${name}.js`]: 'Page({ data: { n: 0 }, add() { this.setData({ n: this.data.n + 1 }); } })' });
  const it = await phone({
    ...tab('one'), ...tab('two'), 'pages/deep/deep.wxml': '<view id="n">deep</view>', 'pages/deep/deep.js': 'Page({})',
    'app.json': '{"pages":["pages/one/one","pages/two/two","pages/deep/deep"],"tabBar":{"list":[{"pagePath":"pages/one/one","text":"一"},{"pagePath":"pages/two/two","text":"二"}]}}',
  });
  if (!it) return;
  const { page } = it;
  await at(page, 'n').click();
  await page.locator('[data-tab="pages/two/two"]').click();
  expect(await at(page, 'n').innerText()).toBe('two 0');
  await page.locator('[data-tab="pages/one/one"]').click();
  expect(await at(page, 'n').innerText()).toBe('one 1');
  await page.locator('.page-body').evaluate((body) => { body.scrollTop = 10; });
  await at(page, 'on').click();
  await at(page, 'n').filter({ hasText: 'deep' }).waitFor();
  expect(await page.locator('.tab-bar').isVisible()).toBe(false);
  await page.locator('[data-shell="back"]').click();
  expect(await at(page, 'n').innerText()).toBe('one 1');
  expect(await page.locator('.page-body').evaluate((body) => body.scrollTop)).toBe(10);
});

test('[PV31] what app code throws is shown on the screen and told to the app', async () => {
  const it = await phone({ 'app.js': "App({ onError(e) { console.log('told ' + e.split('\\n')[0]); } })", ...showing("throw new TypeError('broken');"), 'pages/one/one.js': "Page({ go() { throw new TypeError('broken'); } })" });
  if (!it) return;
  await at(it.page, 'go').click();
  expect(await it.page.locator('[data-shell="faults"] p').innerText()).toContain('TypeError: broken');
  expect(it.said).toContain('told TypeError: broken');
});

test('[PV32] an API takes callbacks and then returns nothing, or none and then returns a promise; a local world that is gone is a failed call', async () => {
  const it = await phone(showing(`const seen = []; let returned;
    await new Promise((done) => { returned = wx.login({ success: (r) => seen.push(r.errMsg), complete: () => { seen.push('complete'); done(); } }); });
    const early = await wx.cloud.callFunction({ name: 'f' }).catch((e) => e.errMsg);
    wx.cloud.init();
    const missing = await wx.getStorage({ key: 'none' }).catch((e) => e.errMsg);
    return [returned === undefined, seen, typeof wx.login().then, early, missing];`));
  if (!it) return;
  expect(await shown(it.page)).toEqual([true, ['login:ok', 'complete'], 'function', "cloud.callFunction:fail Cloud API isn't enabled, please call wx.cloud.init first", 'getStorage:fail data not found']);
});

test('[PV33] a local world that is gone is a phone without network', async () => {
  const it = await phone(showing('return await wx.login().catch((e) => e);'));
  if (!it) return;
  await at(it.page, 'go').waitFor();
  await it.page.context().setOffline(true);
  expect(await shown(it.page)).toEqual({ errMsg: expect.stringMatching(/^login:fail /) as string, errno: 600001 });
});

test('[PV44] what a built-in component has not built is refused by name, on the screen', async () => {
  const it = await phone({ 'pages/one/one.wxml': '<button open-type="launchApp">s</button><input placeholder-class="x"/><switch type="checkbox"/><view id="rest">rest</view>' });
  if (!it) return;
  await at(it.page, 'rest').waitFor();
  const faults = await it.page.locator('[data-shell="faults"] p').allInnerTexts();
  for (const name of ['<button open-type="launchApp">', '<input placeholder-class>', '<switch type="checkbox">']) expect(faults.join(' ')).toContain(`NotEmulated: ${name}`);
});

test('[PV45] in a wide window the phone keeps the width of a phone, and what is fixed stays inside it', async () => {
  const it = await phone({ 'pages/one/one.wxml': '<view id="wide" style="width: 750rpx">w</view><view id="fixed" style="position: fixed; left: 0; right: 0; bottom: 0">f</view>' });
  if (!it) return;
  await it.page.setViewportSize({ width: 1280, height: 800 });
  const [wide, fixed] = [await at(it.page, 'wide').boundingBox(), await at(it.page, 'fixed').boundingBox()];
  expect([wide?.x, wide?.width, fixed?.x, fixed?.width]).toEqual([400, 480, 400, 480]);
});

test.each([['zh_CN', 'zh-CN'], ['en', 'en']])('[PV71] ?language=%s is the language that wx tells and the page is in, whatever the browser speaks', async (language, lang) => {
  const it = await phone(showing('return [wx.getAppBaseInfo().language, wx.getSystemInfoSync().language];'), `person=alice&language=${language}`);
  if (!it) return;
  expect(await shown(it.page)).toEqual([language, language]);
  expect(await it.page.evaluate(() => document.documentElement.lang)).toBe(lang);
});

test('[PV71] a language that the phone does not know is refused on the screen', async () => {
  const it = await phone({}, 'person=alice&language=tlh');
  if (it) expect(await it.page.locator('[data-shell="notice"]').innerText()).toContain('?language=tlh: known are zh_CN zh_TW en');
});
