// Components from an npm package on the preview: TDesign's own, packed as the phone packs them, in a real browser.
import type { Browser, Page } from 'playwright-core';
import { buildMiniProgram } from '../../../emulator/preview/build';
import { openBrowser } from '../../support/browser';
import { component, packedProgram, using } from './a-packed-program';
import { type MiniProgram, miniProgram } from './mini-program';
import { type PreviewServer, startPreview } from './preview-server';

let browser: Browser | null;
const open: { program: MiniProgram; server: PreviewServer }[] = [];

beforeAll(async () => { browser = await openBrowser(); });
afterAll(async () => { await browser?.close(); });
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  for (const { program, server } of open.splice(0)) { await server.close(); await program.remove(); }
});

interface Phone { page: Page; said: string[]; asked: string[]; faults(): Promise<string[]> }

async function phoneOf(making: Promise<MiniProgram>): Promise<Phone | null> {
  const program = await making;
  if (!browser) { await program.remove(); return null; }
  const server = await startPreview(program.root, () => ({ ok: true, result: { errMsg: 'ok' } }));
  open.push({ program, server });
  const page = await browser.newPage({ viewport: { width: 375, height: 720 } });
  const [said, asked] = [[] as string[], [] as string[]];
  page.on('console', (message) => said.push(message.text()));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${server.url}/phone?person=alice`);
  expect(server.problems).toEqual([]);
  return { page, said, asked, faults: () => page.locator('[data-shell="faults"] p').allInnerTexts() };
}

/** One page with TDesign's components of these names. Null where no browser is installed. */
function phone(names: string[], wxml: string, script = 'Page({})', more: Record<string, string> = {}): Promise<Phone | null> {
  const components = Object.fromEntries(names.map((name) => [`t-${name}`, component(`${name}/${name}`)]));
  return phoneOf(packedProgram({ 'pages/one/one.json': using(components), 'pages/one/one.wxml': wxml, 'pages/one/one.js': script, ...more }));
}

const at = (page: Page, id: string) => page.locator(`[data-wxid="${id}"]`);
const COUNTING = "Page({ data: { n: 0, busy: false }, add() { this.setData({ n: this.data.n + 1 }); }, rest() { this.setData({ busy: !this.data.busy }); }, send(e) { this.setData({ sent: JSON.stringify(e.detail.value) }); } })";

test('[PV80] what a package mentions and never runs is no problem of the build', async () => {
  const kit = (wxml: string, js: string) => ({ 'miniprogram_npm/kit/part/part.json': '{"component":true}', 'miniprogram_npm/kit/part/part.wxml': wxml, 'miniprogram_npm/kit/part/part.js': js });
  const program = await miniProgram({ ...kit('<map wx:if="{{deep}}"/>', 'Component({ methods: { never() { wx.vibrateShort(); } } })'), 'pages/one/one.json': using({ 'k-part': 'kit/part/part' }), 'pages/one/one.wxml': '<k-part/>' });
  try { expect((await buildMiniProgram(program.root)).problems).toEqual([]); } finally { await program.remove(); }
});

test('[PV80] and throws its name when it is run', async () => {
  const it = await phoneOf(miniProgram({
    'miniprogram_npm/kit/part/part.json': '{"component":true}', 'miniprogram_npm/kit/part/part.wxml': '<view id="shake" bindtap="shake">shake</view>', 'miniprogram_npm/kit/part/part.js': 'Component({ methods: { shake() { wx.vibrateShort(); } } })',
    'pages/one/one.json': using({ 'k-part': 'kit/part/part' }), 'pages/one/one.wxml': '<k-part/>',
  }));
  if (!it) return;
  await at(it.page, 'shake').click();
  expect((await it.faults()).join(' ')).toContain('NotEmulated: wx.vibrateShort');
});

test('[PV81] a press is one tap; disabled and loading give none', async () => {
  const it = await phone(['button'], '<view id="go"><t-button block loading="{{busy}}" bind:tap="add">go</t-button></view><view id="off"><t-button block disabled bind:tap="add">off</t-button></view><view id="rest" bindtap="rest">rest</view><view id="n">{{n}}</view>', COUNTING);
  if (!it) return;
  await at(it.page, 'off').click();
  await at(it.page, 'rest').click();
  await at(it.page, 'go').locator('.t-loading').waitFor();
  await at(it.page, 'go').click();
  await at(it.page, 'rest').click();
  await at(it.page, 'go').locator('.t-loading').waitFor({ state: 'detached' });
  await at(it.page, 'go').click();
  await at(it.page, 'n').filter({ hasNotText: '0' }).waitFor();
  expect([await at(it.page, 'n').innerText(), await it.faults()]).toEqual(['1', []]);
});

test('[PV81] it submits the form around it', async () => {
  const it = await phone(['button'], '<form bindsubmit="send"><input name="word" value="hello"/><t-button id="x" type="submit"><text id="send">send</text></t-button></form><view id="sent">{{sent}}</view>', COUNTING);
  if (!it) return;
  await at(it.page, 'send').click();
  await at(it.page, 'sent').filter({ hasText: '{"word":"hello"}' }).waitFor();
});

test("[PV82] no node of its own; the page's classes reach in, its own do not reach out, an external class brings the page's look", async () => {
  const it = await phone(['button'], '<view id="around"><t-button t-class="mine">a</t-button></view><view id="out" class="t-button t-button--primary">b</view>', 'Page({})', { 'pages/one/one.wxss': '.mine { letter-spacing: 8rpx; } .t-button__content { text-indent: 6rpx; }' });
  if (!it) return;
  expect(await at(it.page, 'around').evaluate((view) => [...view.children].map((child) => child.tagName))).toEqual(['WX-BUTTON']);
  const look = (id: string, selector: string, property: 'letterSpacing' | 'textIndent' | 'display') => it.page.locator(`[data-wxid="${id}"]${selector}`).evaluate((element, name) => getComputedStyle(element)[name], property);
  expect([await look('around', ' wx-button', 'letterSpacing'), await look('around', ' .t-button__content', 'textIndent'), await look('around', ' wx-button', 'display'), await look('out', '', 'display')]).toEqual(['4px', '3px', 'inline-flex', 'block']);
});

test('[PV83] the last cell of a group draws no line, whatever stands between them', async () => {
  const it = await phone(['cell', 'cell-group'], '<t-cell-group><t-cell title="a"/><view wx:for="{{rows}}" wx:key="*this"><t-cell title="{{item}}"/></view></t-cell-group><view id="less" bindtap="less">less</view>', "Page({ data: { rows: ['b', 'c'] }, less() { this.setData({ rows: ['b'] }); } })");
  if (!it) return;
  const lines = () => it.page.locator('.t-cell').evaluateAll((cells) => cells.map((cell) => `${cell.textContent} ${cell.classList.contains('t-cell--bordered')}`));
  expect(await lines()).toEqual(['a true', 'b true', 'c false']);
  await at(it.page, 'less').click();
  await it.page.waitForFunction(() => document.querySelectorAll('.t-cell').length === 2);
  expect(await lines()).toEqual(['a true', 'b false']);
});

test('[PV84] a dialog comes, tells which button was tapped, and leaves the page when its transition is over', async () => {
  const it = await phone(['dialog'], '<view id="ask" bindtap="ask">ask</view><view id="said">{{said}}</view><t-dialog visible="{{visible}}" title="Really?" content="It ends." confirm-btn="Yes" cancel-btn="No" bind:confirm="yes" bind:cancel="no"/>',
    "Page({ data: { visible: false, said: '' }, ask() { this.setData({ visible: true }); }, yes() { this.setData({ visible: false, said: 'yes' }); }, no() { this.setData({ visible: false, said: 'no' }); } })");
  if (!it) return;
  const { page } = it;
  for (const [button, said] of [['No', 'no'], ['Yes', 'yes']] as const) {
    await at(page, 'ask').click();
    await page.locator('.t-dialog__header', { hasText: 'Really?' }).waitFor();
    await page.getByRole('button', { name: button }).click();
    await page.locator('.t-dialog').waitFor({ state: 'detached' });
    await page.locator('.t-overlay').waitFor({ state: 'detached' });
    expect(await at(page, 'said').innerText()).toBe(said);
  }
  expect(await it.faults()).toEqual([]);
});

test('[PV85] an icon is drawn in the colour of its text, and nothing is asked of another host', async () => {
  const it = await phone(['icon'], '<view style="color: rgb(1, 2, 3); font-size: 20px"><t-icon name="user"/></view>');
  if (!it) return;
  const look = await it.page.locator('.t-icon-user').evaluate((icon) => {
    const { backgroundColor, maskImage, width, height } = getComputedStyle(icon, '::before');
    return [backgroundColor, maskImage.startsWith('url("data:image/svg+xml,'), width, height];
  });
  expect(look).toEqual(['rgb(1, 2, 3)', true, '20px', '20px']);
  expect(it.asked.filter((url) => !/^(data:|http:\/\/127\.0\.0\.1:)/.test(url))).toEqual([]);
});

test('[PV88] what the engine advises about a package is not printed, what it advises about a page is', async () => {
  const it = await phone(['button', 'loading'], '<t-button loading>a</t-button><t-loading theme="spinner"/><button speed="1">b</button>');
  if (!it) return;
  await it.page.locator('.t-loading').first().waitFor();
  expect(it.said).toEqual([expect.stringContaining('speed') as string]);
});
