// What servers send to the app-token-http door: a signed request, and which credential it asks for.
import { appId } from '../../auth/ids';
import type { AppId } from '../../auth/ids';
import { refuse } from '../../auth/result';
import type { Refused } from '../../auth/result';
import type { SignedRequest } from '../../auth/app-token/servers';
import type { HttpRequest } from '../http/request';
import { readTokenReport } from './app-token';

/** `failed`: the value that a report is about. */
export type TokenQuestion = { action: 'token'; app: AppId } | { action: 'ticket'; app: AppId } | { action: 'report'; app: AppId; failed: string };
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

export function readQuestion({ method, path, body }: HttpRequest): ReadQuestion {
  const [, , named = '', what = 'token', ...rest] = signedPath(path).split('/');
  const app = appId(named);
  if (app === null || rest.length > 0 || !['token', 'jsapi-ticket', 'report'].includes(what) || signedPath(path).endsWith('/token')) {
    return no('not-found', 'There are /app-token/<appid>, /app-token/<appid>/jsapi-ticket and /app-token/<appid>/report.');
  }
  const wanted = what === 'report' ? 'POST' : 'GET';
  if (method !== wanted) return no('bad-request', `Use ${wanted} here.`, 405);
  if (what !== 'report') return { ok: true, question: { action: what === 'token' ? 'token' : 'ticket', app } };
  const report = readTokenReport(body);
  return report === null ? no('bad-request', 'The body has not the shape of a report.') : { ok: true, question: { action: 'report', app, failed: report.appAccessToken } };
}

function no(code: Refused['code'], message: string, status: number | null = null): ReadQuestion {
  return { ok: false, refused: refuse(code, message).refused, status };
}
