// Built-in components in a real browser: choices, two-way binding, labels, scrolling, pictures, links.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { type MiniProgram, miniProgram } from './mini-program';
import { type PreviewServer, startPreview } from './preview-server';

let browser: Browser | null;
let program: MiniProgram;
let server: PreviewServer;
let page: Page;

const FILES = {
  'app.json': '{"pages":["pages/one/one","pages/two/two"]}',
  'pages/two/two.wxml': '<view id="two">two</view>', 'pages/two/two.js': 'Page({})',
  'pages/one/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="green"/></svg>',
  'pages/one/one.wxml': `
    <input id="two-way" model:value="{{text}}" maxlength="5" /><view id="text">{{text}}</view>
    <input id="capitals" bindinput="capitals" /><input id="hidden-text" password type="number" />
    <button id="off" disabled bindtap="count">off</button><view id="outer" bindtap="count"><view id="caught" catchtap="caught">c</view><view id="through">t</view></view><view id="n">{{n}}</view>
    <form bindsubmit="submit"><checkbox-group name="many" bindchange="many"><label id="la"><checkbox value="a" />A</label><checkbox id="cb" value="b" checked />B</checkbox-group>
    <radio-group name="one" bindchange="one"><label><radio id="rx" value="x" checked />X</label><label id="ly" for="ry">Y</label><radio id="ry" value="y" /></radio-group>
    <button id="send" form-type="submit">send</button></form>
    <view id="many">{{many}}</view><view id="chosen">{{one}}</view><view id="form">{{form}}</view>
    <scroll-view id="area" scroll-y style="height: 200rpx" bindscrolltolower="lower" lower-threshold="5"><view style="height: 600rpx">tall</view></scroll-view><view id="lower">{{lower}}</view>
    <image id="dot" src="./dot.svg" mode="widthFix" style="width: 300rpx" bindload="loaded" /><view id="size">{{size}}</view>
    <view id="held" bindlongpress="held" bindtap="count">hold</view><view id="pressed">{{pressed}}</view>
    <view id="gone" hidden="{{true}}">gone</view><text id="lines">a\nb</text>
    <navigator id="link" url="../two/two">two</navigator>`,
  'pages/one/one.js': `Page({ data: { text: 'ab', n: 0, many: '', one: '', form: '', lower: '', size: '', pressed: '' },
    count() { this.setData({ n: this.data.n + 1 }); }, caught() { this.setData({ n: this.data.n + 10 }); }, capitals(e) { return e.detail.value.toUpperCase(); },
    many(e) { this.setData({ many: e.detail.value.join() }); }, one(e) { this.setData({ one: e.detail.value }); }, submit(e) { this.setData({ form: JSON.stringify(e.detail.value) }); },
    lower() { this.setData({ lower: 'reached' }); }, loaded(e) { this.setData({ size: e.detail.width + 'x' + e.detail.height }); }, held() { this.setData({ pressed: 'long' }); } });`,
};

beforeAll(async () => {
  browser = await openBrowser();
  program = await miniProgram(FILES);
  server = await startPreview(program.root, () => ({}));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server.close();
  await program.remove();
});

const at = (id: string) => page.locator(`[data-wxid="${id}"]`);
const shows = (id: string, text: string) => at(id).filter({ hasText: new RegExp(`^${text.replace(/[{}[\]]/g, '\\$&')}$`) }).waitFor({ timeout: 30_000 });

async function openControls(): Promise<boolean> {
  if (!browser) return false;
  page = await browser.newPage({ viewport: { width: 375, height: 900 } });
  await page.goto(`${server.url}/phone?person=alice`);
  await at('two-way').waitFor();
  return true;
}
afterEach(async () => { await page?.close(); });

test('[PV37] model:value goes both ways, maxlength holds, and a handler\'s return value replaces the text', async () => {
  if (!(await openControls())) return;
  const field = at('two-way').locator('input');
  expect(await field.inputValue()).toBe('ab');
  await field.click();
  await page.keyboard.press('End');
  await page.keyboard.type('cdefg');
  await shows('text', 'abcde');
  await at('capitals').locator('input').click();
  await page.keyboard.type('shout');
  expect(await at('capitals').locator('input').inputValue()).toBe('SHOUT');
  expect(await at('hidden-text').locator('input').getAttribute('type')).toBe('password');
});

test('[PV38] taps bubble unless caught, and a disabled button gives none', async () => {
  if (!(await openControls())) return;
  await at('through').click();
  await shows('n', '1');
  await at('caught').click();
  await shows('n', '11');
  await at('off').click({ force: true });
  await at('through').click();
  await shows('n', '12');
});

test('[PV39] checkboxes, radios and labels tell their groups, and a form gathers them by name', async () => {
  if (!(await openControls())) return;
  await at('la').getByText('A').click();
  await shows('many', 'a,b');
  await at('cb').click();
  await shows('many', 'a');
  await at('ly').click();
  await shows('chosen', 'y');
  await at('send').click();
  await shows('form', '{"many":["a"],"one":"y"}');
});

test('[PV40] a scroll-view scrolls by itself and says when its end is reached', async () => {
  if (!(await openControls())) return;
  await at('area').hover();
  await page.mouse.wheel(0, 1_000);
  await shows('lower', 'reached');
});

test('[PV41] an image is found beside its page and keeps the box its mode asks for', async () => {
  if (!(await openControls())) return;
  await shows('size', '30x20');
  const box = await at('dot').boundingBox();
  expect([box?.width, box?.height]).toEqual([150, 100]);
});

test('[PV42] a long press is told instead of a tap', async () => {
  if (!(await openControls())) return;
  await at('held').hover();
  await page.mouse.down();
  await shows('pressed', 'long');
  await page.mouse.up();
  await at('through').click();
  await shows('n', '1');
});

test('[PV43] hidden hides, text keeps its line breaks, and a navigator opens its page', async () => {
  if (!(await openControls())) return;
  expect(await at('gone').isVisible()).toBe(false);
  expect(await at('lines').innerText()).toBe('a\nb');
  await at('link').click();
  await at('two').waitFor();
  expect(new URL(page.url()).hash).toBe('#/pages/two/two');
});
