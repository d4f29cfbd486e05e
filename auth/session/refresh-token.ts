// The refresh token: what it names under its MAC, and how its successor is derived.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ms } from '../../contract/reply';
import { parseIdentityKey, parseSessionId, parseUserId } from '../ids';
import type { IdentityKey, SessionId, UserId } from '../ids';
import type { KeyRing } from '../keys';

/** Which generation of which session; nothing in it is secret but the MAC. */
export interface RefreshFacts { identity: IdentityKey; userId: UserId; session: SessionId; endsAt: Ms; n: number; /** Whoever brings it may have it: the session was opened over HTTP. Else it is good in the context of its person alone. */ isBearer: boolean }

const VERSION = { bound: 'r1', bearer: 'h1' };
const LONGEST_TOKEN = 512;
const NUMBER = /^[0-9a-z]{1,11}$/;

/** The same facts always give the same token: racers and whoever lost a reply get one successor (SEC-36). A database dump cannot make one (SEC-35). */
export function makeRefreshToken(keys: KeyRing, facts: RefreshFacts): string {
  const body = [facts.isBearer ? VERSION.bearer : VERSION.bound, keys.first.kid, facts.identity, facts.userId, facts.session, facts.endsAt.toString(36), facts.n.toString(36)].join('.');
  return `${body}.${mac(keys.first.key, body)}`;
}

/** Null for anything but a token made here, unaltered. */
export function readRefreshToken(keys: KeyRing, token: string): RefreshFacts | null {
  const cut = token.lastIndexOf('.');
  if (token.length > LONGEST_TOKEN || cut < 0) return null;
  const body = token.slice(0, cut);
  const [version, kid = '', identityText = '', userText = '', sessionText = '', ends = '', generation = '', ...rest] = body.split('.');
  const isBearer = version === VERSION.bearer;
  const key = (isBearer || version === VERSION.bound) && rest.length === 0 ? keys.find(kid) : null;
  if (key === null || !sameText(mac(key, body), token.slice(cut + 1))) return null;
  const identity = parseIdentityKey(identityText);
  const userId = parseUserId(userText);
  const session = parseSessionId(sessionText);
  if (identity === null || userId === null || session === null || !NUMBER.test(ends) || !NUMBER.test(generation)) return null;
  return { identity, userId, session, endsAt: Number.parseInt(ends, 36), n: Number.parseInt(generation, 36), isBearer };
}

function mac(key: Buffer, body: string): string {
  return createHmac('sha256', key).update(body).digest('base64url');
}

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
