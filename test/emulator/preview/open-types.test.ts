// <button open-type> in a real browser: WeChat's own sheets, and what the page hears of the answers.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { PIXEL, type PersonalPhone, aPersonalPhone, picture, until } from './a-personal-phone';

let browser: Browser | null;
let it: PersonalPhone | null = null;

beforeAll(async () => { browser = await openBrowser(); }, 60_000);
afterAll(async () => { await browser?.close(); });
afterEach(async () => { await it?.close(); it = null; });

async function open(options: Parameters<typeof aPersonalPhone>[1] = {}, agreed = true): Promise<PersonalPhone | null> {
  if (!browser) return null;
  it = await aPersonalPhone(browser, options);
  it.weChat.agreed = agreed;
  return it;
}

test('[PV49] [PV70] the avatar sheet gives the WeChat picture as a temporary file, and the tap is a tap as well', async () => {
  const phone = await open();
  if (!phone) return;
  await phone.at('avatar').click();
  await phone.shell('choose-avatar').waitFor();
  await picture(phone, 'choose-avatar');
  expect((await phone.shell('choose-avatar').locator('button .chinese').allInnerTexts())).toEqual(['用微信头像', '从相册选择', '取消']);
  expect(await phone.shell('avatar-wechat').locator('img').getAttribute('src')).toBe('/emulator/avatars/alice.png');
  await phone.shell('avatar-wechat').click();
  await phone.heard('chooseavatar {"avatarUrl":"http://tmp/wechat.png"}');
  expect([await phone.at('taps').innerText(), phone.calls('chooseAvatar')]).toEqual(['1', [{ privacyPopup: 'none' }]]);
});

test('[PV49] a picture from the album goes to WeChat as its bytes and name', async () => {
  const phone = await open();
  if (!phone) return;
  await phone.at('avatar').click();
  const chooser = phone.page.waitForEvent('filechooser');
  await phone.shell('avatar-album').click();
  await (await chooser).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: PIXEL });
  await phone.heard('chooseavatar {"avatarUrl":"http://tmp/me.png"}');
  expect(phone.calls('chooseAvatar')).toEqual([{ contentBase64: PIXEL.toString('base64'), fileName: 'me.png', privacyPopup: 'none' }]);
});

test('[PV50] a cancelled sheet and a rejected picture leave the page unheard and a line in the console', async () => {
  const phone = await open();
  if (!phone) return;
  const said: string[] = [];
  phone.page.on('console', (message) => said.push(message.text()));
  await phone.at('avatar').click();
  await phone.shell('avatar-cancel').click();
  await phone.at('avatar').click();
  await phone.shell('choose-avatar').waitFor();
  await phone.page.keyboard.press('Escape');
  await phone.shell('choose-avatar').waitFor({ state: 'detached' });
  phone.weChat.refuse['chooseAvatar'] = { errMsg: 'chooseAvatar:fail content is risky' };
  await phone.at('avatar').click();
  await phone.shell('avatar-wechat').click();
  await phone.page.waitForFunction(() => document.querySelector('[data-shell="choose-avatar"]') === null);
  await until(() => said.length === 3);
  expect(said).toEqual(['chooseAvatar:fail cancel', 'chooseAvatar:fail cancel', 'chooseAvatar:fail content is risky']);
  expect([await phone.at('heard').textContent(), await phone.shell('faults').count()]).toEqual(['', 0]);
});

test('[PV59] a second tap while the sheet is on its way opens no second one', async () => {
  const phone = await open();
  if (!phone) return;
  const said = phone.page.waitForEvent('console');
  await phone.at('avatar').dblclick();
  expect((await said).text()).toBe('chooseAvatar:fail another chooseAvatar is in progress');
  await phone.shell('avatar-wechat').click();
  await phone.heard('chooseavatar {"avatarUrl":"http://tmp/wechat.png"}');
  expect(await phone.shell('choose-avatar').count()).toBe(0);
});

test('[PV67] a second tap on getPhoneNumber meanwhile opens no second sheet, and the page hears of the first alone', async () => {
  const phone = await open();
  if (!phone) return;
  const said = phone.page.waitForEvent('console');
  await phone.at('number').dblclick();
  expect((await said).text()).toBe('getPhoneNumber:fail another getPhoneNumber is in progress');
  await phone.shell('deny').click();
  await phone.heard('getphonenumber {"errMsg":"getPhoneNumber:fail user deny"}');
  expect(await phone.shell('phone-number-sheet').count()).toBe(0);
});

test('[PV72] a contact button shows what stands for the customer service chat, and bindcontact comes after it', async () => {
  const phone = await open({ files: { 'pages/one/one.wxml': '<button id="contact" open-type="contact" session-from="help" bindcontact="note">客服</button><text id="heard">{{heard}}</text>' } });
  if (!phone) return;
  await phone.at('contact').dblclick();
  await picture(phone, 'contact');
  expect(await phone.shell('contact').innerText()).toContain('在真机上会打开客服会话');
  expect([await phone.shell('contact').count(), await phone.at('heard').textContent()]).toEqual([1, '']);
  await phone.shell('contact-back').click();
  await phone.heard('contact {"errMsg":"enterContact:ok","path":"","query":{}}');
});

test('[PV51] the phone number sheet shows the masked number; allowed, the page hears the code, else user deny', async () => {
  const phone = await open();
  if (!phone) return;
  await phone.at('number').click();
  await picture(phone, 'phone-number');
  expect(await phone.shell('phone-number').locator('.number').innerText()).toBe('138****8000');
  expect(await phone.shell('phone-number-sheet').innerText()).toContain('允许后小程序将获得你的手机号');
  await phone.shell('deny').click();
  await phone.heard('getphonenumber {"errMsg":"getPhoneNumber:fail user deny"}');
  await phone.at('number').click();
  await phone.shell('allow').click();
  await phone.page.waitForFunction(() => document.querySelector('[data-wxid="heard"]')?.textContent?.includes('ok'));
  const [, allowed = ''] = (await phone.at('heard').textContent() ?? '').split('\n');
  expect(JSON.parse(allowed.replace('getphonenumber ', ''))).toEqual({ code: 'fa4e'.repeat(16), encryptedData: 'RkFLRQ==', iv: 'RkFLRQ==', cloudID: '40_FAKE', errMsg: 'getPhoneNumber:ok' });
});

test('[PV51] who has no number can only refuse', async () => {
  const phone = await open({ phone: null });
  if (!phone) return;
  await phone.at('number').click();
  expect(await phone.shell('phone-number').innerText()).toContain('未绑定手机号');
  expect(await phone.shell('allow').isDisabled()).toBe(true);
  await phone.shell('deny').click();
  await phone.heard('getphonenumber {"errMsg":"getPhoneNumber:fail user deny"}');
  expect(phone.calls('getPhoneNumber')).toEqual([]);
});

test('[PV51] without network the page hears why there is no code', async () => {
  const phone = await open();
  if (!phone) return;
  phone.weChat.offline = true;
  await phone.at('number').click();
  await phone.heard('getphonenumber {"errMsg":"getPhoneNumber:fail request:fail network is offline"}');
});

test('[PV52] coupled open-types agree first and then act; the agreement holds for every other interface', async () => {
  const phone = await open({}, false);
  if (!phone) return;
  await phone.at('both').click();
  await phone.shell('deny').click();
  await phone.heard('agreeprivacyauthorization {"errMsg":"agreePrivacyAuthorization:ok"}', 'getphonenumber {"errMsg":"getPhoneNumber:fail user deny"}');
  await phone.at('avatar').click();
  await phone.shell('choose-avatar').waitFor();
  expect(await phone.shell('privacy-popup').count()).toBe(0);
});

test('[PV53] while a sheet is open, what lies behind takes neither taps nor keys', async () => {
  const phone = await open();
  if (!phone) return;
  await phone.at('avatar').focus();
  await phone.page.keyboard.press('Enter');
  await phone.shell('choose-avatar').waitFor();
  expect(await phone.page.locator('.pages').evaluate((pages: HTMLElement) => pages.inert)).toBe(true);
  for (const name of ['avatar-wechat', 'avatar-album', 'avatar-cancel']) {
    await phone.page.keyboard.press('Tab');
    expect(await phone.page.evaluate(() => (document.activeElement as HTMLElement).dataset['shell'])).toBe(name);
  }
  await phone.page.keyboard.press('Enter');
  await phone.shell('choose-avatar').waitFor({ state: 'detached' });
  expect(await phone.page.evaluate(() => (document.activeElement as HTMLElement).dataset['wxid'])).toBe('avatar');
});

test('[PV61] an older base library gives a phone number without a code and knows no chooseAvatar', async () => {
  const phone = await open({ query: '&sdk=2.20.0' }, false);
  if (!phone) return;
  await phone.at('avatar').click();
  await phone.at('taps').filter({ hasText: '1' }).waitFor();
  await phone.at('number').click();
  await phone.shell('allow').click();
  await phone.heard(`getphonenumber ${JSON.stringify({ errMsg: 'getPhoneNumber:ok', encryptedData: 'RkFLRQ==', iv: 'RkFLRQ==', cloudID: '40_FAKE' })}`);
  expect([await phone.shell('choose-avatar').count(), phone.calls('getPrivacySetting'), phone.calls('getPhoneNumber')]).toEqual([0, [], [{ privacyPopup: 'agree' }]]);
});
