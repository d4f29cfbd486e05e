// Reads an access token of the door: ES256 alone, and a closed schema for header and claims, as the door itself reads it.
import { type KeyObject, verify } from 'node:crypto';
import type { Session } from './session';

/** What the token says before its signature is checked; `kid` names the key that would. */
export interface UncheckedToken { kid: string; signed: string; claims: string; signature: Buffer }
export type TokenVerdict = { ok: true; session: Session } | { ok: false; code: 'token-invalid' | 'token-expired' };

const LONGEST_TOKEN = 4096;
const SHAPE = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;
const HEADER_KEYS = 'alg,kid,typ';
const CLAIM_KEYS = 'aud,client_id,exp,iat,iss,jti,sid,sub';
const LIFETIME_SECONDS = 900;
/** Two machines' clocks may differ by so much. */
const SKEW_MILLISECONDS = 60_000;
const APP_ID = /^wx[0-9a-f]{16}$/;
const USER_ID = /^[A-Za-z0-9_-]{22}$/;
const SESSION_ID = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}$/;

/** Null for what can be no token of the door; nothing is asked for it. */
export function openToken(token: string): UncheckedToken | null {
  const [, header, claims, signed86] = (token.length <= LONGEST_TOKEN && SHAPE.exec(token)) || [];
  if (header === undefined || claims === undefined || signed86 === undefined) return null;
  const signature = Buffer.from(signed86, 'base64url');
  const said = parseObject(header);
  // Base64url can spell the same signature with other last letters: one spelling counts.
  if (said === null || signature.toString('base64url') !== signed86 || keysOf(said) !== HEADER_KEYS) return null;
  const { alg, typ, kid } = said;
  return alg === 'ES256' && typ === 'at+jwt' && typeof kid === 'string' ? { kid, signed: `${header}.${claims}`, claims, signature } : null;
}

/** An expired token of somebody else is invalid, not expired. */
export function judgeToken({ signed, claims, signature }: UncheckedToken, key: KeyObject, issuer: string, now: number): TokenVerdict {
  const isSigned = verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
  const said = isSigned ? parseObject(claims) : null;
  const session = said === null ? null : sessionIn(said, issuer, now);
  if (session === null) return { ok: false, code: 'token-invalid' };
  return now > session.expiresAt + SKEW_MILLISECONDS ? { ok: false, code: 'token-expired' } : { ok: true, session };
}

function sessionIn(said: Record<string, unknown>, issuer: string, now: number): Session | null {
  if (keysOf(said) !== CLAIM_KEYS) return null;
  const { iss, aud, client_id: appId, sub, sid, jti, iat, exp } = said;
  if (iss !== issuer || aud !== issuer || typeof jti !== 'string' || jti === '') return null;
  if (!isSecond(iat) || !isSecond(exp) || exp <= iat || exp - iat > LIFETIME_SECONDS || iat * 1000 > now + SKEW_MILLISECONDS) return null;
  if (!isLike(appId, APP_ID) || !isLike(sub, USER_ID) || !isLike(sid, SESSION_ID)) return null;
  return { userId: sub, appId, sessionId: sid, expiresAt: exp * 1000 };
}

const keysOf = (said: Record<string, unknown>): string => Object.keys(said).sort().join();
const isLike = (value: unknown, shape: RegExp): value is string => typeof value === 'string' && shape.test(value);
const isSecond = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

function parseObject(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isPlainObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, '__proto__');
}
