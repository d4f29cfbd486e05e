// What a page proves itself by, and a browser: hashes of what only they know (RFC 7636, S256).
import { createHash, timingSafeEqual } from 'node:crypto';

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

export function isChallenge(text: string): boolean {
  return CHALLENGE.test(text);
}

export function proves({ challenge }: { challenge: string }, verifier: string): boolean {
  return VERIFIER.test(verifier) && isSame(challenge, hashOf(verifier));
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** In a time that tells nothing, whatever their lengths. */
export function isSame(expected: string, given: string): boolean {
  const [a, b] = [expected, given].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
