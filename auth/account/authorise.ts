// Who an operator is, by the secret she was given.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Ms } from '../../contract/reply';

export interface OperatorSecret { caller: string; secret: Buffer; retiredAt: Ms | null }

/** The operator's name, or null. Keys are compared in constant time, and all of them, so that time tells nothing. */
export function authorise(operators: readonly OperatorSecret[], given: { caller: string; secret: string }, now: Ms): string | null {
  const hash = digest(Buffer.from(given.secret, 'base64url'));
  const matching = operators.filter(({ caller, secret, retiredAt }) => timingSafeEqual(digest(secret), hash) && caller === given.caller && (retiredAt === null || now < retiredAt));
  return matching[0]?.caller ?? null;
}

function digest(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
