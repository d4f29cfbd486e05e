// Checks what WeChat's client signed with the session_key.
import { createHash, timingSafeEqual } from 'node:crypto';

/** `signature` of user info: SHA-1 over the raw text and the key's base64 text, as lower-case hex. */
export function isRawDataSignature(rawData: string, sessionKey: string, signature: string): boolean {
  return sameText(createHash('sha1').update(rawData + sessionKey).digest('hex'), signature);
}

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
