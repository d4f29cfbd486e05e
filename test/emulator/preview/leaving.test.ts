// Pages that are left before they are done: what they still do, and the sheets and dialogs they had open.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { aPersonalPhone, type PersonalPhone } from './a-personal-phone';

let browser: Browser | null;
let it: PersonalPhone | null = null;

beforeAll(async () => { browser = await openBrowser(); }, 60_000);
afterAll(async () => { await browser?.close(); });
afterEach(async () => { await it?.close(); it = null; });

/** Page one opens page two; what two hears is kept where one can show it. */
const TWO = {
  'app.json': '{"pages":["pages/one/one","pages/two/two"]}',
  'app.js': 'App({ said: [] });',
  'pages/one/one.wxml': '<button id="go" bindtap="go">go</button><text id="heard">{{heard}}</text>',
  'pages/one/one.js': "Page({ data: { heard: '' }, go() { wx.navigateTo({ url: '/pages/two/two' }); }, onShow() { setTimeout(() => this.setData({ heard: getApp().said.join(',') || 'nothing' }), 150); } });",
  'pages/two/two.json': '{"usingComponents":{"a-row":"../../parts/row"}}',
  'parts/row.json': '{"component":true}',
  'parts/row.wxml': '<view wx:if="{{open}}"><image src="x.png"/><input value="1"/></view>',
  'parts/row.js': "Component({ data: { open: false }, lifetimes: { attached() { getApp().row = this; } } });",
};

async function open(files: Record<string, string>): Promise<PersonalPhone | null> {
  if (!browser) return null;
  it = await aPersonalPhone(browser, { files: { ...TWO, ...files } });
  it.weChat.agreed = true;
  await it.at('go').click();
  await it.page.waitForFunction(() => window.location.hash.includes('two'));
  return it;
}

async function goBack({ page }: PersonalPhone): Promise<void> {
  await page.evaluate(() => window.history.back());
  await page.waitForFunction(() => window.location.hash.includes('one'));
}

const faultsOf = ({ page }: PersonalPhone) => page.evaluate(() => (globalThis as unknown as { phoneFaults(): unknown[] }).phoneFaults());
const SHEETS = {
  'pages/two/two.wxml': `<button id="number" open-type="getPhoneNumber" bindgetphonenumber="hear">1</button>
    <button id="avatar" open-type="chooseAvatar" bindchooseavatar="hear">2</button><button id="modal" bindtap="modal">3</button><button id="away" bindtap="away">4</button>`,
  'pages/two/two.js': `Page({ hear(e) { getApp().said.push(e.detail.errMsg || e.type); }, away() { setTimeout(() => wx.reLaunch({ url: '/pages/one/one' }), 4000); },
    modal() { wx.showModal({ title: 'sure?', success: ({ confirm, cancel }) => getApp().said.push('modal ' + confirm + ' ' + cancel) }); } });`,
};

test('[PV66] a page and its components that set data after they were left show nothing and complain of nothing', async () => {
  const phone = await open({
    'pages/two/two.wxml': '<a-row/><view wx:for="{{rows}}" wx:key="index"><a-row/><button>{{item}}</button></view><scroll-view wx:if="{{rows.length}}"><text>a</text></scroll-view>',
    'pages/two/two.js': `Page({ data: { rows: [] }, onUnload() {
      setTimeout(() => { const app = getApp(); this.setData({ rows: [1, 2] }); app.row.setData({ open: true }); app.said.push('rows ' + this.data.rows.length, 'open ' + app.row.data.open); }, 30); } });`,
  });
  if (!phone) return;
  await goBack(phone);
  await phone.heard('rows 2,open true');
  expect(await faultsOf(phone)).toEqual([]);
});

test('[PV66] a selector query of a page that was left meanwhile is not answered', async () => {
  const phone = await open({
    'pages/two/two.wxml': '<a-row/><view id="box">box</view>',
    'pages/two/two.js': `Page({ onUnload() { const query = this.createSelectorQuery(); query.select('#box').boundingClientRect((box) => getApp().said.push('width ' + box.width)).exec();
      getApp().row.createSelectorQuery().selectViewport().scrollOffset((at) => getApp().said.push('top ' + at.scrollTop)).exec(); } });`,
  });
  if (!phone) return;
  await goBack(phone);
  await phone.heard('nothing');
  expect(await faultsOf(phone)).toEqual([]);
});

test.each([['number', 'phone-number-sheet'], ['avatar', 'choose-avatar']])('[PV68] the sheet of %s closes when the browser goes back, and the page that was left hears nothing', async (button, sheet) => {
  const phone = await open(SHEETS);
  if (!phone) return;
  await phone.at(button).click();
  await phone.shell(sheet).waitFor();
  await goBack(phone);
  await phone.shell(sheet).waitFor({ state: 'detached' });
  await phone.heard('nothing');
  expect([await faultsOf(phone), phone.calls('getPhoneNumber'), phone.calls('chooseAvatar')]).toEqual([[], [], []]);
  expect(await phone.page.locator('.pages').evaluate((pages: HTMLElement) => pages.inert)).toBe(false);
});

test('[PV68] a sheet closes when the mini program itself goes to another page', async () => {
  const phone = await open(SHEETS);
  if (!phone) return;
  await phone.at('away').click();
  await phone.at('number').click();
  await phone.shell('phone-number-sheet').waitFor();
  await phone.page.waitForFunction(() => window.location.hash.includes('one'));
  await phone.shell('phone-number-sheet').waitFor({ state: 'detached' });
  await phone.heard('nothing');
});

test('[PV68] a sheet whose page is gone before it is there does not open', async () => {
  const phone = await open(SHEETS);
  if (!phone) return;
  await phone.page.route('**/emulator/people', async (route) => {
    await goBack(phone);
    await route.fulfill({ json: { people: [{ name: 'alice', phone: '+8613800138000' }] } });
  });
  const asked = phone.page.waitForResponse('**/emulator/people');
  await phone.at('number').click();
  await asked;
  await phone.heard('nothing');
  expect(await phone.shell('phone-number-sheet').count()).toBe(0);
});

test('[PV68] a dialog is cancelled when the browser goes back', async () => {
  const phone = await open(SHEETS);
  if (!phone) return;
  await phone.at('modal').click();
  await phone.shell('modal').waitFor();
  await goBack(phone);
  await phone.heard('modal false true');
  expect([await phone.shell('modal').count(), await faultsOf(phone)]).toEqual([0, []]);
});

test('[PV69] Escape cancels the topmost, wherever the focus is, and a dialog as well', async () => {
  const phone = await open({ ...SHEETS, 'pages/two/two.js': SHEETS['pages/two/two.js'].replace('getApp().said.push(e.detail.errMsg || e.type)', "wx.showModal({ title: e.detail.errMsg, success: (a) => wx.setNavigationBarTitle({ title: 'cancel ' + a.cancel }) })") });
  if (!phone) return;
  await phone.at('number').focus();
  await phone.page.keyboard.press('Enter');
  await phone.shell('phone-number-sheet').waitFor();
  expect(await phone.shell('phone-number-sheet').evaluate((sheet) => [document.activeElement === sheet, getComputedStyle(sheet).outlineStyle])).toEqual([true, 'solid']);
  await phone.shell('phone-number-sheet').locator('.sheet-question').click(); // the focus goes to nothing
  await phone.page.keyboard.press('Escape');
  await phone.shell('phone-number-sheet').waitFor({ state: 'detached' });
  await phone.shell('modal').getByText('getPhoneNumber:fail user deny').waitFor();
  await phone.page.keyboard.press('Escape');
  await phone.page.locator('.webview .bar-title', { hasText: 'cancel true' }).waitFor();
  expect(await phone.shell('modal').count()).toBe(0);
});
