// The privacy gate in a real browser: WeChat's own popup, the page's own through wx.onNeedPrivacyAuthorization, and what a refusal costs.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { CONTRACT, type PersonalPhone, aPersonalPhone, picture, until } from './a-personal-phone';

const UNAUTHORIZED = 'privacy permission is not authorized';
let browser: Browser | null;
let it: PersonalPhone | null = null;

beforeAll(async () => { browser = await openBrowser(); }, 60_000);
afterAll(async () => { await browser?.close(); });
afterEach(async () => { await it?.close(); it = null; });

/** `go` is what a tap on #go does; `more` stands beside it in the page. */
async function open(go = '', more = ''): Promise<PersonalPhone | null> {
  if (!browser) return null;
  const script = `Page({ data: { heard: '', taps: 0 },
    say(words) { this.setData({ heard: this.data.heard ? this.data.heard + '\\n' + words : words }); },
    note(e) { this.say(e.type + ' ' + JSON.stringify(e.detail)); }, tapped() {}, agreed(e) { this.say(e.type); },
    require(name) { wx.requirePrivacyAuthorize({ success: (r) => this.say(name + ' ' + r.errMsg), fail: (r) => this.say(name + ' ' + r.errMsg + ' ' + r.errno) }); },
    go() { ${go} }, ${more} });`;
  it = await aPersonalPhone(browser, { files: { 'pages/one/one.js': script } });
  return it;
}

test('[PV54] where no listener is registered, the official popup asks; agreed, the call goes on and nobody is asked again', async () => {
  const phone = await open();
  if (!phone) return;
  await phone.at('avatar').click();
  await phone.shell('privacy-popup').waitFor();
  await picture(phone, 'privacy-popup');
  expect(await phone.shell('privacy-popup').innerText()).toContain('用户隐私保护提示');
  expect(await phone.shell('contract-link').innerText()).toBe(CONTRACT);
  await phone.shell('privacy-agree').click();
  await phone.shell('avatar-wechat').click();
  await phone.heard('chooseavatar {"avatarUrl":"http://tmp/wechat.png"}');
  await phone.at('number').click();
  await phone.shell('deny').waitFor();
  expect([await phone.shell('privacy-popup').count(), phone.calls('agreePrivacyAuthorization'), phone.calls('chooseAvatar')]).toEqual([0, [{}], [{ privacyPopup: 'none' }]]);
});

test('[PV54] the contract opens from the popup over everything, and closing it leads back', async () => {
  const phone = await open();
  if (!phone) return;
  await phone.at('avatar').click();
  await phone.shell('contract-link').click();
  await picture(phone, 'privacy-contract');
  expect(await phone.shell('privacy-contract').innerText()).toContain(CONTRACT);
  const box = await phone.shell('privacy-contract').boundingBox();
  expect([box?.width ?? 0, box?.height ?? 0].map(Math.round)).toEqual([375, 720]);
  await phone.shell('close-contract').click();
  await phone.shell('privacy-contract').waitFor({ state: 'detached' });
  await phone.shell('privacy-refuse').click();
  await phone.shell('privacy-popup').waitFor({ state: 'detached' });
  await until(() => phone.calls('disagreePrivacyAuthorization').length > 0);
  expect(phone.calls('disagreePrivacyAuthorization')).toEqual([{}]);
});

test('[PV55] a refused popup fails the call with errno 104, and for ten seconds no popup comes and errMsg says in gap', async () => {
  const phone = await open();
  if (!phone) return;
  const refused = (words: string) => `getphonenumber ${JSON.stringify({ errno: 104, errMsg: `getPhoneNumber:fail ${words}` })}`;
  await phone.at('number').click();
  await phone.shell('privacy-refuse').click();
  await phone.heard(refused(UNAUTHORIZED));
  phone.server.clock.offset = 5_000;
  await phone.at('number').click();
  await phone.heard(refused(UNAUTHORIZED), refused(`${UNAUTHORIZED} in gap`));
  expect(await phone.shell('privacy-popup').count()).toBe(0);
  phone.server.clock.offset = 20_000;
  await phone.at('number').click();
  await phone.shell('privacy-agree').click();
  await phone.shell('deny').waitFor();
});

test('[PV56] a listener hears who asks and shows its own popup; its agree counts once the button with that id was tapped', async () => {
  const phone = await open('this.require("r")', `onLoad() { wx.onNeedPrivacyAuthorization((resolve, info) => { this.say(info.referrer); resolve({ event: 'exposureAuthorization' }); this.resolve = resolve; }); },
    agreed(e) { this.say(e.type); this.resolve({ event: 'agree', buttonId: 'agree-btn' }); }`);
  if (!phone) return;
  await phone.at('avatar').click();
  await phone.heard('button.chooseAvatar');
  expect(await phone.shell('privacy-popup').count()).toBe(0);
  await phone.at('agree-btn').click();
  await phone.shell('avatar-wechat').click();
  await phone.at('go').click();
  await phone.heard('button.chooseAvatar', 'agreeprivacyauthorization', 'chooseavatar {"avatarUrl":"http://tmp/wechat.png"}', 'r requirePrivacyAuthorize:ok');
});

test('[PV56] an agree without such a tap is none, and a disagree fails the call; the next need is asked at once', async () => {
  const phone = await open("this.say('go'); this.require('r')", `onLoad() { this.n = 0; wx.onNeedPrivacyAuthorization((resolve) => {
      this.n += 1; resolve(this.n === 1 ? { event: 'agree', buttonId: 'agree-btn' } : { event: 'disagree' }); }); }`);
  if (!phone) return;
  await phone.at('go').click();
  await phone.heard('go', 'r requirePrivacyAuthorize:fail click action before resolve is needed 104');
  await phone.at('go').click();
  await phone.heard('go', 'r requirePrivacyAuthorize:fail click action before resolve is needed 104', 'go', `r requirePrivacyAuthorize:fail ${UNAUTHORIZED} 104`);
  expect([phone.calls('agreePrivacyAuthorization'), phone.weChat.agreed]).toEqual([[], false]);
});

test('[PV57] simultaneous needs share one official popup and its answer', async () => {
  const phone = await open("this.require('a'); this.require('b'); wx.getClipboardData({ fail: (r) => this.say('c ' + r.errMsg) });");
  if (!phone) return;
  await phone.at('go').click();
  await phone.shell('privacy-refuse').waitFor();
  await until(() => phone.calls('getPrivacySetting').length === 3);
  expect(await phone.shell('privacy-popup').count()).toBe(1);
  await phone.shell('privacy-refuse').click();
  await phone.heard(`a requirePrivacyAuthorize:fail ${UNAUTHORIZED} 104`, `b requirePrivacyAuthorize:fail ${UNAUTHORIZED} 104`, `c getClipboardData:fail ${UNAUTHORIZED}`);
});

test('[PV57] a listener hears each of simultaneous needs, the later listener alone; one answer settles them all', async () => {
  const phone = await open("this.require('a'); this.require('b');", `onLoad() { wx.onNeedPrivacyAuthorization(() => this.say('earlier')); wx.onNeedPrivacyAuthorization((resolve) => { this.say('asked'); this.resolve = resolve; }); },
    agreed() { this.resolve({ event: 'agree', buttonId: 'agree-btn' }); }`);
  if (!phone) return;
  await phone.at('go').click();
  await phone.heard('asked', 'asked');
  await phone.at('agree-btn').click();
  await phone.page.waitForFunction(() => document.querySelector('[data-wxid="heard"]')?.textContent?.split('\n').length === 4);
  expect((await phone.at('heard').textContent() ?? '').split('\n').sort()).toEqual(['a requirePrivacyAuthorize:ok', 'asked', 'asked', 'b requirePrivacyAuthorize:ok']);
});

test('[PV57] the resolve of a need that is settled means nothing to the next one', async () => {
  const phone = await open("this.require('r');", `onLoad() { this.first = null; wx.onNeedPrivacyAuthorization((resolve) => { this.say('asked'); this.first ??= resolve; this.last = resolve; }); },
    agreed() { this.first({ event: 'disagree' }); if (this.last !== this.first) this.last({ event: 'agree', buttonId: 'agree-btn' }); }`);
  if (!phone) return;
  const refused = `r requirePrivacyAuthorize:fail ${UNAUTHORIZED} 104`;
  await phone.at('go').click();
  await phone.heard('asked');
  await phone.at('agree-btn').click();
  await phone.heard('asked', refused);
  phone.weChat.agreed = false;
  await phone.at('go').click();
  await phone.heard('asked', refused, 'asked');
  await phone.at('agree-btn').click();
  await phone.heard('asked', refused, 'asked', 'r requirePrivacyAuthorize:ok');
});

test('[PV58] getPrivacySetting says whether she must be asked, openPrivacyContract shows the contract; both take callbacks only', async () => {
  const phone = await open("const returned = wx.getPrivacySetting({ success: (r) => this.say(r.needAuthorization + ' ' + r.privacyContractName + ' ' + r.errMsg) }); wx.openPrivacyContract({ success: (r) => this.say(typeof returned + ' ' + r.errMsg) });");
  if (!phone) return;
  await phone.at('go').click();
  await phone.heard(`true ${CONTRACT} getPrivacySetting:ok`, 'undefined openPrivacyContract:ok');
  expect(await phone.shell('privacy-contract').locator('h2').innerText()).toBe(CONTRACT);
  await phone.page.keyboard.press('Escape');
  await phone.shell('privacy-contract').waitFor({ state: 'detached' });
});
