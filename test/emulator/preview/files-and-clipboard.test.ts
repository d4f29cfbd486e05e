// wx.cloud's files, pictures that lie on the phone or in the cloud, the clipboard, and what an older base library has not.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { aPersonalPhone, type PersonalPhone } from './a-personal-phone';

let browser: Browser | null;
let it: PersonalPhone | null = null;

beforeAll(async () => { browser = await openBrowser(); }, 60_000);
afterAll(async () => { await browser?.close(); });
afterEach(async () => { await it?.close(); it = null; });

/** #go says what `script`, the body of an async function, returns. */
async function open(script: string, { query = '', wxml = '' } = {}): Promise<PersonalPhone | null> {
  if (!browser) return null;
  const files = {
    'pages/one/one.wxml': `<button id="go" bindtap="go">go</button><text id="heard">{{heard}}</text>${wxml}`,
    'pages/one/one.js': `Page({ data: { heard: '', src: '' }, note(e) { this.setData({ heard: e.type + ' ' + e.detail.width + ' ' + e.detail.errMsg }); },
      async go() { const said = await (async () => { ${script} })(); if (said !== undefined) this.setData({ heard: JSON.stringify(said) }); } });`,
  };
  it = await aPersonalPhone(browser, { files, query });
  it.weChat.agreed = true;
  return it;
}

async function said(phone: PersonalPhone): Promise<unknown> {
  await phone.at('go').click();
  await phone.at('heard').filter({ hasText: /./ }).waitFor();
  return JSON.parse(await phone.at('heard').innerText()) as unknown;
}

test('[PV62] uploadFile, getTempFileURL, downloadFile and deleteFile of wx.cloud go to the local world, once it is initialised', async () => {
  const phone = await open(`const file = { cloudPath: 'avatars/a.png', filePath: 'http://tmp/a.png' };
    const early = await wx.cloud.uploadFile(file).catch((e) => e.errMsg);
    wx.cloud.init();
    const { fileID } = await wx.cloud.uploadFile(file);
    const missing = await wx.cloud.uploadFile({ cloudPath: 'x' }).catch((e) => [e.errCode, e.errMsg]);
    const { fileList } = await wx.cloud.getTempFileURL({ fileList: [fileID] });
    const { tempFilePath } = await wx.cloud.downloadFile({ fileID });
    const gone = await wx.cloud.deleteFile({ fileList: [fileID] });
    return [early, fileID, missing, fileList[0].tempFileURL, tempFilePath, gone.errMsg];`);
  if (!phone) return;
  expect(await said(phone)).toEqual([
    "cloud.uploadFile:fail Cloud API isn't enabled, please call wx.cloud.init first", 'cloud://local.6c6f/avatars/a.png',
    [-401003, 'cloud.uploadFile:fail parameter.filePath should be String instead of Undefined'], '/emulator/storage/avatars/a.png', 'http://tmp/down.png', 'cloud.deleteFile:ok',
  ]);
  expect(phone.calls('cloud.uploadFile')).toEqual([{ cloudPath: 'avatars/a.png', filePath: 'http://tmp/a.png' }]);
});

test.each([
  ['http://tmp/abc.png', '/emulator/temporary-files/abc.png', 'load 1 undefined'],
  ['cloud://local.6c6f/avatars/a.png', '/emulator/storage/avatars/a.png', 'load 1 undefined'],
  ['cloud://local.6c6f/gone.png', null, 'error undefined GET cloud://local.6c6f/gone.png 404'],
])('[PV63] <image src="%s"> shows the file behind it', async (src, address, heard) => {
  const phone = await open(`this.setData({ src: '${src}' });`, { wxml: '<image id="picture" src="{{src}}" bindload="note" binderror="note" />' });
  if (!phone) return;
  await phone.at('go').click();
  await phone.heard(heard);
  expect(await phone.at('picture').locator('img').getAttribute('src')).toBe(address);
});

test('[PV64] what is copied is read back on the same phone only, and a toast says 内容已复制', async () => {
  const phone = await open("const { data } = await wx.getClipboardData(); await wx.setClipboardData({ data: '复制 me' }); return [data, (await wx.getClipboardData()).data];");
  if (!phone) return;
  expect(await said(phone)).toEqual(['', '复制 me']);
  expect(await phone.shell('toast').innerText()).toContain('内容已复制');
  await phone.page.goto(`${phone.server.url}/phone?person=alice&device=phone-2`);
  expect(await said(phone)).toEqual(['', '复制 me']);
});

test('[PV64] copying asks for privacy first; refused, nothing is copied and no toast says so', async () => {
  const phone = await open("return await wx.setClipboardData({ data: 'x' }).catch((e) => e);");
  if (!phone) return;
  phone.weChat.agreed = false;
  await phone.at('go').click();
  await phone.shell('privacy-refuse').click();
  await phone.heard('{"errno":104,"errMsg":"setClipboardData:fail privacy permission is not authorized"}');
  expect([await phone.shell('toast').count(), await phone.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('clipboard:')))]).toEqual([0, []]);
});

const ASKED = ['button.open-type', 'button.open-type.chooseAvatar', 'button.open-type.getPhoneNumber', 'button.open-type.contact', 'button.open-type.share', 'input.type.nickname', 'input.type.text', 'input.focus.x', 'getPrivacySetting', 'cloud.uploadFile', 'cloud.database', 'view'];
const MEMBERS = "['getPrivacySetting', 'requirePrivacyAuthorize', 'openPrivacyContract', 'onNeedPrivacyAuthorization', 'login'].map((name) => typeof wx[name])";
const ANSWERS = `return [${JSON.stringify(ASKED)}.filter((schema) => wx.canIUse(schema)), ${MEMBERS}, wx.getAppBaseInfo().SDKVersion, wx.getSystemInfoSync().SDKVersion]`;

test('[PV65] canIUse knows the values of open-type and of an input\'s type that are built', async () => {
  const phone = await open(ANSWERS);
  if (!phone) return;
  const built = ['button.open-type', 'button.open-type.chooseAvatar', 'button.open-type.getPhoneNumber', 'button.open-type.contact', 'button.open-type.share', 'input.type.nickname', 'input.type.text', 'getPrivacySetting', 'cloud.uploadFile', 'view'];
  expect(await said(phone)).toEqual([built, Array(5).fill('function'), '3.8.0', '3.8.0']);
});

test('[PV61] ?sdk=2.20.0 is a phone without chooseAvatar, nickname and privacy, and says so', async () => {
  const phone = await open(ANSWERS, { query: '&sdk=2.20.0' });
  if (!phone) return;
  const built = ['button.open-type', 'button.open-type.getPhoneNumber', 'button.open-type.contact', 'button.open-type.share', 'input.type.text', 'cloud.uploadFile', 'view'];
  expect(await said(phone)).toEqual([built, [...Array(4).fill('undefined'), 'function'], '2.20.0', '2.20.0']);
});

test('[PV61] a base library that is no version is a phone that cannot start', async () => {
  const phone = await open('', { query: '&sdk=old' });
  if (!phone) return;
  expect(await phone.shell('notice').innerText()).toContain('?sdk=old: a base library is written as 2.20.0');
});
