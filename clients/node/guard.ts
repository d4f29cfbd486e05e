// What stands before a page or an API: it answers itself, or lets the request pass and says who it is.
import { randomUUID } from 'node:crypto';
import type { Refusal, RefusalCode } from '../../contract/reply';
import { headerOf, type HeaderBag } from './session/brought-token';
import type { HeaderReader } from './web-types';

/** A request, however it arrived. */
export interface Asked {
  method: string;
  /** 'https://www.example.com', as the client says; null where it says nothing that is one. */
  origin: string | null;
  /** With its query, as it came. */
  target: string;
  headers: HeaderReader | HeaderBag;
  body(): Promise<string>;
}

export interface Answer { status: number; headers: Record<string, string>; cookies: string[]; body: string }

/** `cookies`: to go along with the page's own answer. */
export type Judged<S> = { answer: Answer } | { session: S; cookies: string[] };

export interface Guard<S> { judge(asked: Asked): Promise<Judged<S>> }

type GuardCode = Extract<RefusalCode, 'token-invalid' | 'token-expired' | 'session-revoked' | 'user-blocked' | 'account-closed' | 'forbidden' | 'bad-request' | 'ticket-invalid'> | 'unavailable';
interface Words { status: number; code: RefusalCode; retry: Refusal['retry']; message: string }

const WORDS: Record<GuardCode, Words> = {
  'token-invalid': { status: 401, code: 'token-invalid', retry: 'sign-in', message: 'An access token of this service is wanted.' },
  'token-expired': { status: 401, code: 'token-expired', retry: 'renew', message: 'The access token has expired; renew the session.' },
  'session-revoked': { status: 401, code: 'session-revoked', retry: 'sign-in', message: 'The session has ended; sign in again.' },
  'user-blocked': { status: 403, code: 'user-blocked', retry: 'never', message: 'This user is blocked.' },
  'account-closed': { status: 403, code: 'account-closed', retry: 'never', message: 'This account is closed.' },
  forbidden: { status: 403, code: 'forbidden', retry: 'never', message: 'Another site may not ask this.' },
  'bad-request': { status: 400, code: 'bad-request', retry: 'never', message: 'The request has not the shape that is wanted here.' },
  'ticket-invalid': { status: 400, code: 'ticket-invalid', retry: 'sign-in', message: 'This browser began no sign-in, or did not keep its cookie.' },
  // The contract has no word for a door that this server cannot reach.
  unavailable: { status: 503, code: 'internal', retry: 'later', message: 'Who this is cannot be told at the moment.' },
};
export const NOT_KEPT = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

/** In the door's shape, so that clients read one kind of answer. */
export function refusalAnswer(name: GuardCode, cookies: string[] = []): Answer {
  const { status, ...words } = WORDS[name];
  return replyAnswer(status, { ok: false, refusal: { code: words.code, message: words.message, retry: words.retry, retryAt: null, requestId: randomUUID() } satisfies Refusal }, cookies);
}

export function replyAnswer(status: number, reply: object, cookies: string[] = []): Answer {
  return { status, headers: { ...NOT_KEPT, 'content-type': 'application/json; charset=utf-8' }, cookies, body: JSON.stringify(reply) };
}

/** Null for one that is missing or stands more than once. */
export function askedHeader({ headers }: Asked, name: string): string | null {
  return headerOf(headers, name) ?? null;
}
