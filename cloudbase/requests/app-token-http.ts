// What servers send to the app-token-http door: a signed request, and which credential it asks for.
import { appId } from '../../auth/ids';
import type { AppId } from '../../auth/ids';
import { refuse } from '../../auth/result';
import type { Refused } from '../../auth/result';
import type { SignedRequest } from '../../auth/app-token/servers';
import type { HttpRequest } from '../http/request';
import type { DeadTokenErrcode } from '../../contract/app-token';
import { readTokenReport } from './app-token';

/** `failed`: the value that a report is about. */
export type TokenQuestion = { action: 'token'; app: AppId } | { action: 'ticket'; app: AppId } | { action: 'report'; app: AppId; failed: { value: string; errcode: DeadTokenErrcode | null } };
export type ReadQuestion = { ok: true; question: TokenQuestion } | { ok: false; refused: Refused; status: number | null };

/** The route that CloudBase's HTTP access leads here; it may be kept in the path or taken off. */
const MOUNT = '/app-token';

export function signedRequest({ method, path, headers, body }: HttpRequest): SignedRequest {
  const of = (name: string): string => headers.get(name) ?? '';
  return { method, path: signedPath(path), body, caller: of('x-caller'), time: of('x-time'), nonce: of('x-nonce'), signature: of('x-signature') };
}

/** From '/app-token/' on: what stands before it is the gateway's affair. */
function signedPath(path: string): string {
  const at = path.lastIndexOf(`${MOUNT}/`);
  return at < 0 ? `${MOUNT}${path}` : path.slice(at);
}

/** What stands behind '/app-token/<appid>'. */
const ROUTES: ReadonlyMap<string, { action: TokenQuestion['action']; method: 'GET' | 'POST' }> = new Map([
  ['', { action: 'token', method: 'GET' }], ['/jsapi-ticket', { action: 'ticket', method: 'GET' }], ['/report', { action: 'report', method: 'POST' }],
]);

export function readQuestion({ method, path, body }: HttpRequest): ReadQuestion {
  const [, named = '', behind = ''] = /^\/app-token\/([^/]+)(\/.*)?$/.exec(signedPath(path)) ?? [];
  const app = appId(named);
  const route = ROUTES.get(behind);
  if (app === null || route === undefined) return no('not-found', 'There are /app-token/<appid>, /app-token/<appid>/jsapi-ticket and /app-token/<appid>/report.');
  if (method !== route.method) return no('bad-request', `Use ${route.method} here.`, 405);
  if (route.action !== 'report') return { ok: true, question: { action: route.action, app } };
  const report = readTokenReport(body);
  if (report === null) return no('bad-request', 'The body has not the shape of a report.');
  return { ok: true, question: { action: 'report', app, failed: { value: report.appAccessToken, errcode: report.errcode ?? null } } };
}

function no(code: Refused['code'], message: string, status: number | null = null): ReadQuestion {
  return { ok: false, refused: refuse(code, message).refused, status };
}
