// WXSS as it reaches the browser's document.
import { rewriteSelector } from '../../../emulator/preview/selectors';
import { phoneUnits } from '../../../emulator/preview/wxss';

const app = { kind: 'app' } as const;
const page = { kind: 'page', path: 'pages/a/a' } as const;
const component = { kind: 'component', scope: 'c3' } as const;

test.each([
  ['.card', '.c3--card'],
  ['.card.on:not(.off)::after', '.c3--card.c3--on:not(.c3--off)::after'],
  [':host(.x)', ':where([wx-host="c3"])(.c3--x)'],
  ['#id > .a', '[data-wxid="id"] > .c3--a'],
  ['.a[data-x=".b > view"]', '.c3--a[data-x=".b > view"]'],
  ['.a:nth-child(2n + 1) .b', '.c3--a:nth-child(2n + 1) .c3--b'],
  [String.raw`.w\/2`, String.raw`.c3--w\/2`],
])('[PV17] in a component %s means its own nodes only: %s', (wxss, css) => {
  expect(rewriteSelector(wxss, component)).toBe(css);
});

test('[PV17] a tag in a component is tied to that component', () => {
  expect(rewriteSelector('view text', component)).toBe(String.raw`wx-view:where([exparser\:info-class-prefix="c3--"]) wx-text:where([exparser\:info-class-prefix="c3--"])`);
});

test('[PV18] a page styles itself alone, and `page` is the page', () => {
  expect(rewriteSelector('.a view', page)).toBe(':where(wx-page[is="pages/a/a"]) .a wx-view');
  expect(rewriteSelector('page', page)).toBe('wx-page:where([is="pages/a/a"])');
});

test('[PV18] app.wxss styles every page', () => {
  expect(rewriteSelector('page .a', app)).toBe('wx-page .a');
});

test('[PV19] rpx, vw and vh count by the phone, but not inside strings, addresses and names', () => {
  expect(phoneUnits('10rpx -1.5rpx calc(100vh - .5rpx)')).toBe('calc(var(--rpx) * 10) calc(var(--rpx) * -1.5) calc(calc(var(--vh) * 100) - calc(var(--rpx) * .5))');
  expect(phoneUnits('"1rpx" url(a1rpx.png) w-2rpx')).toBe('"1rpx" url(a1rpx.png) w-2rpx');
});
