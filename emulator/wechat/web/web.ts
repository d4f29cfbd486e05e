// The pages of open.weixin.qq.com, found by their paths, and what a phone does with the codes they show.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NotEmulated } from '../../ports';
import { readBody } from '../api/request';
import { portraitOf } from '../avatars';
import { authorize } from './authorize';
import { confirm } from './confirm';
import { longPoll } from './long-poll';
import type { WebAnswer } from './page';
import type { WebParts, WebRequest } from './parts';
import { qrconnect, qrImage } from './qrconnect';
import { SCRIPTS } from './scripts';
import { STYLESHEET } from './styles';
import { enter } from './visitor';

type Page = (parts: WebParts, request: WebRequest) => WebAnswer;

const PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ['/connect/qrconnect', qrconnect],
  ['/connect/confirm', confirm],
  ['/connect/oauth2/authorize', authorize],
  ['/emulator-inside', ({ people }, { query }) => enter(query, people)],
]);
/** The others are looked at, not answered. */
const POSTED = ['/connect/confirm', '/connect/oauth2/authorize'];
const STATIC = '/connect/static/';
const IMAGE = '/connect/qrcode/';
const PORTRAIT = /^\/connect\/portrait\/([a-z][a-z0-9-]{0,30})\.svg$/;
const LONG_POLL = '/connect/l/qrconnect';

function plain(status: number, words: string): WebAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${words}\n` };
}

const NOT_ALLOWED = plain(405, 'method not allowed');

function file(type: string, body: string | undefined): WebAnswer {
  return body === undefined ? plain(404, 'not found') : { status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' }, body };
}

function staticFile(name: string): WebAnswer {
  return name === 'pages.css' ? file('text/css; charset=utf-8', STYLESHEET) : file('text/javascript; charset=utf-8', SCRIPTS.get(name));
}

function image({ scans }: WebParts, uuid: string): WebAnswer {
  const scan = scans.find(uuid);
  return scan === null ? plain(404, 'not found') : { status: 200, headers: { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' }, body: qrImage(scan) };
}

/** A form of a page from elsewhere answers for nobody. */
function isForeign({ origin, host }: WebRequest['headers']): boolean {
  return origin !== undefined && origin !== `http://${host}`;
}

async function answerTo(parts: WebParts, path: string, request: WebRequest, hasLeft: () => boolean): Promise<WebAnswer> {
  if (request.method === 'POST' && !POSTED.includes(path)) return NOT_ALLOWED;
  if (request.method === 'POST' && isForeign(request.headers)) return plain(403, 'a form of a page from elsewhere');
  if (path === LONG_POLL) return longPoll(parts.scans, request.query, hasLeft);
  if (path.startsWith(STATIC)) return staticFile(path.slice(STATIC.length));
  if (path.startsWith(IMAGE)) return image(parts, path.slice(IMAGE.length));
  const portrait = PORTRAIT.exec(path)?.[1];
  if (portrait !== undefined) return file('image/svg+xml', portraitOf(portrait));
  const make = PAGES.get(path);
  if (!make) throw new NotEmulated(`open.weixin.qq.com${path}`);
  return make(parts, request);
}

/** `path` as WeChat knows it: '/connect/qrconnect'; `search` with its '?'. @throws NotEmulated for a path that is not built */
export async function handleWeb(parts: WebParts, request: IncomingMessage, response: ServerResponse, path: string, search: string): Promise<void> {
  const read = await readBody(request);
  if (read === null) return;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const isKnown = method === 'GET' || method === 'POST';
  const asked = { query: new URLSearchParams(search), search: search.slice(1), headers: request.headers, form: new URLSearchParams(read.body?.toString('utf8') ?? '') };
  const answer = isKnown ? await answerTo(parts, path, { ...asked, method }, () => response.destroyed) : NOT_ALLOWED;
  const { status, headers, body } = answer;
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'x-content-type-options': 'nosniff', 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}
