// Windows of WeChat's own browser, played on the site's host: what one of them says of itself when its page asks.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** /emulator-inside?to=…: from now on this window is WeChat's, and goes on. */
export const INSIDE_PATH = '/emulator-inside';
const WECHAT_HOST = 'open.weixin.qq.com.localhost';
const COOKIE = 'inside';
const MARKED = new RegExp(`(?:^|;\\s*)${COOKIE}=1(?:;|$)`);
const KEY = 'local-world.inside';
/** As of WeChat's browser on a phone; no page can tell whose it is. */
const AGENT = 'MicroMessenger/8.0.50';

/** Where a head begins, in a page that names it or leaves it out. */
const OPENINGS = [/<head(?:\s[^>]*)?>/i, /<html(?:\s[^>]*)?>/i, /<!doctype[^>]*>/i];

// A browser takes another User-Agent from its devtools alone. A page asks navigator, so that is where it is answered. The mark is the window's: others
// of this browser stay what they are.
const SPEAK = `<script>if (sessionStorage.getItem('${KEY}') !== null) { const agent = navigator.userAgent + ' ${AGENT}'; Object.defineProperty(navigator, 'userAgent', { configurable: true, get: () => agent }); }</script>`;
const ENTER = `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>微信</title>
<script>sessionStorage.setItem('${KEY}', '1'); location.replace(new URLSearchParams(location.search).get('to'));</script></html>
`;

/** To WeChat's page of this world alone, which says whose WeChat it is. */
function isOnward(to: string | null, port: string): boolean {
  if (to === null || !URL.canParse(to)) return false;
  const { protocol, host } = new URL(to);
  return protocol === 'http:' && host === `${WECHAT_HOST}${port}`;
}

export function enterInside({ url = '', headers: { host = '' } }: IncomingMessage, response: ServerResponse): void {
  const to = new URL(url, 'http://site.localhost').searchParams.get('to');
  if (!isOnward(to, /:\d+$/.exec(host)?.[0] ?? '')) {
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end('to is no page of this world\'s WeChat\n');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'set-cookie': `${COOKIE}=1; Path=/; HttpOnly; SameSite=Lax` }).end(ENTER);
}

/** A page of the site, for a browser that has such windows: before anything of its own, a Content-Security-Policy in its head included. Any other browser gets the file as it is. */
export function asShown(html: Buffer, { headers }: IncomingMessage): Buffer {
  if (!MARKED.test(headers.cookie ?? '')) return html;
  const text = html.toString('utf8');
  const opening = OPENINGS.map((tag) => tag.exec(text)).find((found) => found !== null);
  const end = opening ? opening.index + opening[0].length : 0;
  return Buffer.from(text.slice(0, end) + SPEAK + text.slice(end));
}
