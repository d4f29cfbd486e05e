// Where things stand on the phone's screen: selector queries, what is fixed, and where a tap was.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
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

const PART = {
  'part/part.json': '{"component":true}', 'part/part.wxml': '<view class="box" style="width: 30px; height: 10px">in</view>',
  'part/part.js': 'Component({ options: { virtualHost: true }, methods: { size(done) { this.createSelectorQuery().select(".box").boundingClientRect(done).exec(); } } })',
};
const WXML = `<view style="height: 20px"/><view id="go" style="height: 30px" bindtap="go">go</view>
  <view class="box" data-n="1" style="width: 100px; height: 40px; color: rgb(1, 2, 3)"/><view class="box" data-n="2" style="width: 50px; height: 40px"/>
  <a-part class="part"/><view id="out">{{out}}</view><view style="height: 2000px"/><view id="fixed" style="position: fixed; top: 5px; left: 7px; width: 10px; height: 10px"/>`;

/** A page whose tap answers with what `query` (an expression that exec's callback is given to as `done`) answers. Null where no browser is installed. */
async function answerOf(query: string): Promise<{ page: Page; answer: unknown; faults: string } | null> {
  if (!browser) return null;
  const script = `Page({ data: { out: '' }, go(e) { const done = (v) => this.setData({ out: JSON.stringify(v) }); ${query} } })`;
  const program = await miniProgram({ ...PART, 'app.json': '{"pages":["pages/one/one"],"style":"v2"}', 'pages/one/one.json': '{"usingComponents":{"a-part":"/part/part"}}', 'pages/one/one.wxml': WXML, 'pages/one/one.js': script });
  const server = await startPreview(program.root, () => ({}));
  open.push({ program, server });
  const page = await browser.newPage({ viewport: { width: 375, height: 720 } });
  await page.goto(`${server.url}/phone?person=alice`);
  await page.locator('[data-wxid="go"]').click({ position: { x: 10, y: 10 } });
  await page.waitForFunction(() => document.querySelector('[data-wxid="out"]')?.textContent !== '' || document.querySelector('[data-shell="faults"]') !== null);
  const out = await page.locator('[data-wxid="out"]').innerText();
  return { page, answer: out === '' ? null : JSON.parse(out) as unknown, faults: (await page.locator('[data-shell="faults"] p').allInnerTexts()).join(' ') };
}

test('[PV86] rectangles count from what the page shows, below the bar; one that is not there is null', async () => {
  const it = await answerOf("wx.createSelectorQuery().select('#go').boundingClientRect().select('.none').boundingClientRect().exec(done);");
  if (it) expect(it.answer).toEqual([{ id: 'go', dataset: {}, left: 0, top: 20, right: 375, bottom: 50, width: 375, height: 30 }, null]);
});

test('[PV86] selectAll answers each, fields answer what is asked, and the query is used up', async () => {
  const it = await answerOf("const q = this.createSelectorQuery(); q.selectAll('.box').fields({ dataset: true, size: true, computedStyle: ['color'] }).exec((first) => q.exec((second) => done([first[0][0], first[0].length, second])));");
  if (it) expect(it.answer).toEqual([{ dataset: { n: '1' }, width: 100, height: 40, color: 'rgb(1, 2, 3)' }, 2, []]);
});

test('[PV86] a component asks among its own nodes; a virtual host answers with what it renders', async () => {
  const it = await answerOf("const part = this.selectComponent('.part'); part.size((own) => wx.createSelectorQuery().in(this).select('.part').boundingClientRect((outside) => wx.createSelectorQuery().in(part).selectAll('.box').boundingClientRect((all) => done([own.width, outside.width, all.length])).exec()).exec());");
  if (it) expect(it.answer).toEqual([30, 30, 1]);
});

test('[PV86] the viewport answers its size and how far it is scrolled', async () => {
  const it = await answerOf("wx.pageScrollTo({ scrollTop: 300, duration: 0, success: () => this.createSelectorQuery().selectViewport().fields({ size: true, scrollOffset: true }).select('#go').boundingClientRect().exec(([v, r]) => done([v.width, v.height, v.scrollTop, r.top])) });");
  if (it) expect(it.answer).toEqual([375, 676, 300, -280]);
});

test('[PV86] a node itself is refused by name', async () => {
  const it = await answerOf("this.createSelectorQuery().select('#go').node(done).exec();");
  if (it) expect(it.faults).toContain('NotEmulated: SelectorQuery.node');
});

test('[PV87] what is fixed counts from below the bar and stays while the page scrolls; a tap counts from there too', async () => {
  const it = await answerOf('done([e.detail.x, e.detail.y, e.changedTouches[0].pageY, e.touches.length]);');
  if (!it) return;
  expect(it.answer).toEqual([10, 30, 30, 0]);
  const box = () => it.page.locator('[data-wxid="fixed"]').boundingBox();
  expect(await box()).toMatchObject({ x: 7, y: 49 });
  await it.page.locator('.page-body').evaluate((body) => { body.scrollTop = 500; });
  expect(await box()).toMatchObject({ x: 7, y: 49 });
});
