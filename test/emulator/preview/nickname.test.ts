// <input type="nickname"> in a real browser: the offer above the keyboard, and the review that follows leaving the field.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { type MiniProgram, miniProgram } from './mini-program';
import { type PhoneCall, type PreviewServer, startPreview } from './preview-server';

const NICKNAME = '小明 👩‍👩‍👧';
let browser: Browser | null;
let program: MiniProgram;
let server: PreviewServer;
let page: Page;
/** The reviews that are still waiting for their verdict. */
let held: (() => void)[] = [];
let isHolding = false;
let isOffline = false;
let isAgreed = true;

const FILES = {
  'app.json': '{"pages":["pages/one/one","pages/two/two"],"window":{"navigationBarTitleText":"资料 Profile"}}',
  'pages/two/two.wxml': '<view id="two">two</view>', 'pages/two/two.js': 'Page({})',
  'pages/one/one.wxml': `<form bindsubmit="submit" style="display: block; padding: 24px">
      <view>昵称 Nickname</view>
      <input id="nickname" type="nickname" name="nickname" value="{{value}}" placeholder="昵称" disabled="{{off}}" style="height: 44px; border-bottom: 1px solid #ddd" bindinput="note" bindfocus="note" bindblur="note" bindnicknamereview="note" />
      <button id="send" form-type="submit" type="primary" style="margin-top: 24px">保存 Save</button>
    </form>
    <input id="short" type="nickname" maxlength="4" /><input id="plain" type="text" bindnicknamereview="note" bindblur="note" />
    <button id="change" bindtap="change">change</button><button id="empty" bindtap="empty">empty</button>
    <view id="heard">{{heard}}</view><view id="sent">{{sent}}</view>`,
  'pages/one/one.js': `Page({ data: { value: 'old', heard: '', sent: '', off: false },
    note(e) { const d = e.detail; this.setData({ heard: this.data.heard + ' ' + e.type + ':' + (d.value === undefined ? d.pass + ',' + d.timeout : d.value) }); },
    submit(e) { this.setData({ sent: '[' + e.detail.value.nickname + ']' }); },
    change() { this.setData({ off: true }, () => this.setData({ off: false })); }, empty() { this.setData({ value: '' }); } });`,
};

function answer({ api, body }: PhoneCall): unknown {
  if (api === 'getPrivacySetting') return { ok: true, result: { needAuthorization: !isAgreed, privacyContractName: '《指引》', errMsg: 'getPrivacySetting:ok' } };
  if (api !== 'reviewNickname') return {};
  if (isOffline) return { ok: false, error: { errMsg: 'reviewNickname:fail request:fail network is offline' } };
  return { ok: true, result: { pass: !String(body.args['nickname']).includes('违禁'), errMsg: 'reviewNickname:ok' } };
}

beforeAll(async () => {
  browser = await openBrowser();
  program = await miniProgram(FILES);
  server = await startPreview(program.root, answer);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server.close();
  await program.remove();
});
beforeEach(() => { [held, isHolding, isOffline, isAgreed] = [[], false, false, true]; });
afterEach(async () => { await page?.close(); });

const at = (id: string) => page.locator(`[data-wxid="${id}"]`);
const field = (id = 'nickname') => at(id).locator('input');
const bar = () => page.locator('[data-shell="nickname-bar"]');
const reviewed = () => server.calls.filter(({ api }) => api === 'reviewNickname').map(({ body }) => body.args['nickname']);

async function heard(text: string): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelector('[data-wxid="heard"]')?.textContent?.trim() === wanted, text, { timeout: 30_000 });
}

/** Lets the held review go on, once it has been asked for. */
async function release(): Promise<void> {
  while (held.length === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
  for (const go of held) go();
}

async function openPage(person = 'alice', query = ''): Promise<boolean> {
  if (!browser) return false;
  server.calls.length = 0;
  page = await browser.newPage({ viewport: { width: 375, height: 667 } });
  await page.route('**/reviewNickname', async (route) => {
    if (isHolding) await new Promise<void>((go) => { held.push(go); });
    await route.continue();
  });
  await page.goto(`${server.url}/phone?person=${person}${query}`);
  await at('nickname').waitFor();
  return true;
}

async function picture(name: string): Promise<void> {
  const directory = process.env['PREVIEW_PICTURES'];
  if (directory) await fs.writeFile(path.join(directory, `${name}.png`), await page.screenshot());
}

test('[PV46] while a nickname field has the focus, a bar offers the person\'s WeChat nickname, and leaves with the focus', async () => {
  if (!(await openPage())) return;
  expect(await bar().count()).toBe(0);
  await field().click();
  await bar().waitFor();
  await picture('nickname-bar');
  expect(await bar().innerText()).toBe(`用微信昵称 / Use WeChat nickname\n${NICKNAME}`);
  const box = await bar().boundingBox();
  expect([box?.x, (box?.y ?? 0) + (box?.height ?? 0), box?.width]).toEqual([0, 667, 375]);
  await field('plain').click();
  await bar().waitFor({ state: 'detached' });
});

test('[PV46] there is no bar for another type of field, nor where there is no nickname', async () => {
  if (!(await openPage('bob'))) return;
  const asked = page.waitForResponse('**/emulator/people');
  await field().click();
  await (await asked).finished();
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 50); }));
  expect(await bar().count()).toBe(0);
  await field('plain').click();
  expect(await bar().count()).toBe(0);
});

test('[PV46] the bar leaves with the page that held the field', async () => {
  if (!(await openPage())) return;
  await field().click();
  await bar().waitFor();
  await page.evaluate(() => { location.hash = '#/pages/two/two'; });
  await at('two').waitFor();
  await bar().waitFor({ state: 'detached' });
});

test('[PV47] a picked nickname is heard by bindblur and read by the form, never by bindinput', async () => {
  if (!(await openPage())) return;
  await field().click();
  await bar().getByRole('button').click();
  expect(await field().inputValue()).toBe(NICKNAME);
  await at('send').click();
  await at('sent').filter({ hasText: `[${NICKNAME}]` }).waitFor();
  await heard(`focus:old blur:${NICKNAME} nicknamereview:true,false`);
  expect(reviewed()).toEqual([NICKNAME]);
});

test('[PV47] a picked nickname stays when the page changes something else, and goes when the page says so', async () => {
  if (!(await openPage())) return;
  await field().click();
  await bar().getByRole('button').click();
  await at('change').click();
  await heard(`focus:old blur:${NICKNAME} nicknamereview:true,false`);
  expect(await field().inputValue()).toBe(NICKNAME);
  await at('empty').click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-wxid="nickname"] input')?.value === '');
});

test('[PV47] maxlength cuts a picked nickname', async () => {
  if (!(await openPage())) return;
  await field('short').click();
  await bar().getByRole('button').click();
  expect(await field('short').inputValue()).toBe('小明 👩');
});

test('[PV48] any other name may be typed and passes its review', async () => {
  if (!(await openPage())) return;
  await field().fill('王');
  await field('plain').click();
  await heard('focus:old input:王 blur:王 nicknamereview:true,false');
  expect(await field().inputValue()).toBe('王');
});

test('[PV48] a text that fails its review is cleared after bindblur heard it, and the form then reads nothing', async () => {
  if (!(await openPage())) return;
  isHolding = true;
  await field().fill('违禁');
  await at('send').click();
  await at('sent').filter({ hasText: '[违禁]' }).waitFor();
  await heard('focus:old input:违禁 blur:违禁');
  expect(await field().inputValue()).toBe('违禁');
  await release();
  await heard('focus:old input:违禁 blur:违禁 nicknamereview:false,false');
  await picture('nickname-cleared');
  expect(await field().inputValue()).toBe('');
  await at('send').click();
  await at('sent').filter({ hasText: '[]' }).waitFor();
});

test('[PV48] a text that was changed while its review went on is not cleared', async () => {
  if (!(await openPage())) return;
  isHolding = true;
  await field().fill('违禁');
  await field('plain').click();
  await heard('focus:old input:违禁 blur:违禁');
  await field().fill('王');
  await release();
  await heard('focus:old input:违禁 blur:违禁 blur: focus:违禁 input:王 nicknamereview:false,false');
  expect(await field().inputValue()).toBe('王');
});

test('[PV48] without network the review times out and the text stays', async () => {
  if (!(await openPage())) return;
  isOffline = true;
  await field().fill('违禁');
  await field('plain').click();
  await heard('focus:old input:违禁 blur:违禁 nicknamereview:false,true');
  expect(await field().inputValue()).toBe('违禁');
});

test('[PV48] a field of another type, and an empty one, are not reviewed', async () => {
  if (!(await openPage())) return;
  await field('plain').fill('违禁');
  await field().fill('');
  await field('plain').click();
  await heard('blur:违禁 focus:old input: blur:');
  expect([reviewed(), await field('plain').inputValue()]).toEqual([[], '违禁']);
});

test.each([
  ['as long as the person has not agreed to the privacy contract', '', false],
  ['on a base library before 2.21.2', '&sdk=2.20.0', true],
])('[PV60] a nickname field is a plain one %s: nothing is offered, asked or reviewed', async (_, query, agreed) => {
  if (!(await openPage('alice', query))) return;
  isAgreed = agreed;
  await field().fill('违禁');
  await field('plain').click();
  await heard('focus:old input:违禁 blur:违禁');
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 50); }));
  expect([await bar().count(), await page.locator('[data-shell="privacy-popup"]').count(), reviewed(), await field().inputValue()]).toEqual([0, 0, [], '违禁']);
});
