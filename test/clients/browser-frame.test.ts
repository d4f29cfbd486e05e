/** @jest-environment jsdom */
// The frame around WeChat's QR page: whose word it takes for what came of the sign-in.
import type { Arrival } from '../../clients/browser/arrival';
import { frameMessage, openFrame } from '../../clients/browser/frame';
import { browserPage, FRAME_MARK } from '../../clients/browser/page';

const MINE = frameMessage({ ticket: 'a.b' });
let landed: Arrival[];
let holder: HTMLElement;
beforeEach(() => {
  landed = [];
  document.body.innerHTML = '<div id="code">before</div>';
  holder = document.getElementById('code') ?? document.body;
});

function open(): HTMLIFrameElement {
  openFrame(holder, 'about:blank#qr', (arrival) => landed.push(arrival));
  const frame = holder.querySelector('iframe');
  if (frame === null) throw new Error('there is no frame');
  return frame;
}
const say = (source: Window | null, data: unknown, origin = location.origin) => window.dispatchEvent(new MessageEvent('message', { source, data, origin }));

test('[CL-22] it is the frame that WeChat’s script makes, in place of what stood there', () => {
  const frame = open();
  expect(['width', 'height', 'sandbox', 'src'].map((name) => frame.getAttribute(name))).toEqual(['300', '400', 'allow-scripts allow-top-navigation allow-same-origin', 'about:blank#qr']);
  expect([frame.title, holder.childNodes.length, document.scripts.length]).toEqual([expect.stringContaining('WeChat'), 1, 0]);
});

test('[CL-40] its own window on the page’s own origin is believed, once, and the frame goes', () => {
  const { contentWindow } = open();
  say(contentWindow, MINE);
  say(contentWindow, MINE);
  expect([landed, holder.childNodes.length]).toEqual([[{ ticket: 'a.b' }], 0]);
});

test('[CL-40] another origin, another window, other words and a frame that is gone are not heard', () => {
  const first = open();
  const { contentWindow: gone } = first;
  const { contentWindow } = open();
  const stranger = document.body.appendChild(document.createElement('iframe')).contentWindow;
  for (const origin of ['https://open.weixin.qq.com', 'null', '', `${location.origin}.evil.example`]) say(contentWindow, MINE, origin);
  for (const source of [stranger, window, null, gone]) say(source, MINE);
  for (const data of [null, undefined, 'x', 1, {}, { kind: 'wechat-accounts' }, { kind: 'other', arrival: { ticket: 'a' } }, { kind: 'wechat-accounts', arrival: 'a' }, { kind: 'wechat-accounts', arrival: null }, { kind: 'wechat-accounts', arrival: {} }, { kind: 'wechat-accounts', arrival: { ticket: 1 } }]) say(contentWindow, data);
  expect(landed).toEqual([]);
  say(contentWindow, frameMessage({ refusal: 'declined' }));
  expect(landed).toEqual([{ refusal: 'declined' }]);
});

test('[CL-40] only a frame that bears the client’s mark hands over, and to its own origin alone', () => {
  Object.defineProperty(window, 'crypto', { value: { subtle: {} }, configurable: true });
  const frame = document.createElement('iframe');
  const around = jest.spyOn(window.parent, 'postMessage').mockImplementation(() => undefined);
  const inside = jest.spyOn(window, 'frameElement', 'get').mockReturnValue(null);
  expect(browserPage(null).handOver).toBeNull();
  inside.mockReturnValue(frame);
  expect(browserPage(null).handOver).toBeNull();
  frame.setAttribute(FRAME_MARK, '');
  browserPage(null).handOver?.(MINE);
  expect(around.mock.calls).toEqual([[MINE, location.origin]]);
});

test('[CL-28] where the browser gives no crypto.subtle it says that https is wanted', () => {
  Object.defineProperty(window, 'crypto', { value: {}, configurable: true });
  expect(() => browserPage(null)).toThrow(/https/);
});
