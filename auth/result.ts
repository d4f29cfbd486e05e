// A refusal is a value: every rule answers with what it allows or with why not.
import type { Ms, RefusalCode, Retry } from '../contract/reply';

export interface Refused {
  code: RefusalCode;
  /** One English sentence for the developer: no id, no upstream text, no secret. */
  message: string;
  retryAt: Ms | null;
}

export type Result<T> = { ok: true; value: T } | { ok: false; refused: Refused };

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(code: RefusalCode, message: string): { ok: false; refused: Refused } {
  return { ok: false, refused: { code, message, retryAt: null } };
}

export function refuseUntil(code: RefusalCode, message: string, retryAt: Ms): { ok: false; refused: Refused } {
  return { ok: false, refused: { code, message, retryAt } };
}

/** The only table from refusal to what the client may do. */
export const RETRY: Record<RefusalCode, Retry> = {
  'bad-request': 'never', 'code-invalid': 'new-code', 'code-used': 'new-code', 'user-blocked': 'never', 'rate-limited': 'later',
  'wechat-busy': 'later', 'wechat-unavailable': 'later', 'decrypt-failed': 'new-code', 'token-invalid': 'sign-in', 'token-expired': 'renew',
  'session-revoked': 'sign-in', 'state-invalid': 'sign-in', 'ticket-invalid': 'sign-in', declined: 'now', 'snapshot-user': 'sign-in',
  'link-conflict': 'never', 'consent-required': 'now', 'recent-sign-in-required': 'sign-in', 'account-closed': 'never', forbidden: 'never',
  'not-found': 'never', 'conflict-retry': 'now', internal: 'later',
};
