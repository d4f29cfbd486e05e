// What every door answers: a value, or a refusal the client can act on.

/** Integer epoch milliseconds. */
export type Ms = number;
/** 1–512 of [A-Za-z0-9._~-]; clients store and compare it, never read it. */
export type Opaque = string;
/** 'wx' and 16 lower-case hex digits. */
export type AppId = string;
export type Empty = Record<string, never>;

export type RefusalCode =
  | 'bad-request' | 'code-invalid' | 'code-used' | 'user-blocked' | 'rate-limited' | 'wechat-busy' | 'wechat-unavailable'
  | 'decrypt-failed' | 'token-invalid' | 'token-expired' | 'session-revoked' | 'state-invalid' | 'ticket-invalid' | 'declined'
  | 'snapshot-user' | 'link-conflict' | 'consent-required' | 'recent-sign-in-required' | 'account-closed' | 'forbidden' | 'not-found'
  | 'conflict-retry' | 'internal';

/** What the client may do about a refusal. */
export type Retry = 'now' | 'renew' | 'new-code' | 'sign-in' | 'later' | 'never';

export interface Refusal {
  code: RefusalCode;
  /** One English sentence for the developer; the phone words its own by code. */
  message: string;
  retry: Retry;
  /** Set for rate-limited. */
  retryAt: Ms | null;
  /** Stands in the function's log line too. */
  requestId: string;
}

export type Reply<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };
