// What an HTTP door gives back to CloudBase's HTTP access: the reply as JSON, under the status that its code has.
import type { RefusalCode, Reply } from '../../contract/reply';

export interface HttpAnswer { statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded: false }

const STATUS: Record<RefusalCode, number> = {
  'bad-request': 400, 'code-invalid': 400, 'code-used': 400, 'state-invalid': 400, 'ticket-invalid': 400, 'decrypt-failed': 400, declined: 400, 'snapshot-user': 400,
  'token-invalid': 401, 'token-expired': 401, 'session-revoked': 401, 'recent-sign-in-required': 401,
  forbidden: 403, 'user-blocked': 403, 'account-closed': 403, 'consent-required': 403, 'not-found': 404, 'link-conflict': 409, 'conflict-retry': 409,
  'rate-limited': 429, internal: 500, 'wechat-busy': 503, 'wechat-unavailable': 503,
};
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** `status`: where the code's own does not say it, such as 405 and 413. `now`: for Retry-After. */
export function httpAnswer(reply: Reply<unknown>, now: number, status: number | null = null): HttpAnswer {
  const retryAt = reply.ok ? null : reply.refusal.retryAt;
  const wait = retryAt === null ? {} : { 'retry-after': String(Math.max(1, Math.ceil((retryAt - now) / 1000))) };
  return { statusCode: status ?? (reply.ok ? 200 : STATUS[reply.refusal.code]), headers: { ...HEADERS, ...wait }, body: JSON.stringify(reply), isBase64Encoded: false };
}
