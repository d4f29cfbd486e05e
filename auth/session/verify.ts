// Reads an access token: the library checks the signature, a closed schema checks everything else (SEC-25…29).
import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Ms } from '../../contract/reply';
import { appId, parseIdentityKey, parseSessionId, parseUserId } from '../ids';
import type { AppId, IdentityKey, SessionId, UserId } from '../ids';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { ACCESS_TOKEN_SECONDS, RETIRED_KEY_MS, SKEW_SECONDS } from './limits';
import type { VerifyingKeys } from '../keys';

export interface AccessClaims { appId: AppId; userId: UserId; identity: IdentityKey; session: SessionId; sid: string; expiresAt: Ms }

/** Beyond this a token is not even parsed (SEC-33). */
const LONGEST_TOKEN = 4096;
const SHAPE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;
const HEADER_KEYS = 'alg,kid,typ';
const CLAIM_KEYS = 'aud,client_id,exp,iat,iss,jti,sid,sub';

/** `sid` names the identity document and the session in it. */
export function sidOf(identity: IdentityKey, session: SessionId): string {
  return `${identity}.${session}`;
}

/** Null for anything that is no `sid` of ours. */
export function readSid(sid: string): { identity: IdentityKey; session: SessionId } | null {
  const [identityText = '', sessionText = '', ...rest] = sid.split('.');
  const identity = parseIdentityKey(identityText);
  const session = parseSessionId(sessionText);
  return identity === null || session === null || rest.length > 0 ? null : { identity, session };
}

/**
 * Refuses: token-invalid (not ours, altered, of another purpose, from the future, or not meant for whom it should be), token-expired (more
 * than 60 s past `exp`). In this order: an expired token of somebody else is invalid. Makes no call; says nothing about revocation.
 */
export function verifyAccessToken(token: string, keys: VerifyingKeys, issuer: string, now: Ms, isMeant: (claims: AccessClaims) => boolean): Result<AccessClaims> {
  const claims = readAccessToken(token, keys, issuer, now);
  if (claims === null || !isMeant(claims)) return refuse('token-invalid', 'The access token is not one of ours for this caller.');
  const hasExpired = now > claims.expiresAt + SKEW_SECONDS * 1000;
  return hasExpired ? refuse('token-expired', 'The access token has expired; renew the session.') : accept(claims);
}

/** What a token of ours says, expired or not; null for anything else. */
function readAccessToken(token: string, keys: VerifyingKeys, issuer: string, now: Ms): AccessClaims | null {
  const key = token.length <= LONGEST_TOKEN && SHAPE.test(token) && isCanonical(token) ? keyOf(token, keys, now) : null;
  const claims = key === null ? null : signedClaims(token, key, issuer, now);
  return claims === null ? null : readClaims(claims, issuer, now);
}

/** Base64url can spell the same signature with other last letters: one spelling counts. */
function isCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function keyOf(token: string, keys: VerifyingKeys, now: Ms): KeyObject | null {
  const header = parseObject(token.slice(0, token.indexOf('.')));
  if (header === null || Object.keys(header).sort().join() !== HEADER_KEYS) return null;
  if (header['alg'] !== 'ES256' || header['typ'] !== 'at+jwt' || typeof header['kid'] !== 'string') return null;
  const key = keys.get(header['kid']);
  if (key === undefined) return null;
  return key.retiredAt !== null && now > key.retiredAt + RETIRED_KEY_MS ? null : key.publicKey;
}

function signedClaims(token: string, key: KeyObject, issuer: string, now: Ms): Record<string, unknown> | null {
  try {
    // Expiry is judged below, where "expired" and "invalid" are told apart.
    const claims: unknown = jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience: issuer, clockTimestamp: Math.floor(now / 1000), ignoreExpiration: true });
    return isPlainObject(claims) ? claims : null;
  } catch {
    return null;
  }
}

function readClaims(claims: Record<string, unknown>, issuer: string, now: Ms): AccessClaims | null {
  if (Object.keys(claims).sort().join() !== CLAIM_KEYS) return null;
  const { iss, aud, client_id, sub, sid, jti, iat, exp } = claims;
  if (iss !== issuer || aud !== issuer || typeof jti !== 'string' || jti === '') return null;
  if (typeof client_id !== 'string' || typeof sub !== 'string' || typeof sid !== 'string') return null;
  if (!isSecond(iat) || !isSecond(exp) || exp <= iat || exp - iat > ACCESS_TOKEN_SECONDS) return null;
  if (iat * 1000 > now + SKEW_SECONDS * 1000) return null;
  const app = appId(client_id);
  const userId = parseUserId(sub);
  const named = readSid(sid);
  return app === null || userId === null || named === null ? null : { appId: app, userId, ...named, sid, expiresAt: exp * 1000 };
}

function isSecond(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

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
