// The short code that goes into a link: opaque, the same one for a month, of no use but to be counted (SEC-54).
import { createHmac } from 'node:crypto';
import type { Invite } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import { inviteKey } from '../ids';
import type { InviteKey, UserId } from '../ids';

/** Letters and digits alone: old scanners cut a scene at what is neither. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const SHAPE = /^[a-z2-7]{16}$/;
const LENGTH = 16;
const PERIOD_MS = 30 * 24 * 60 * 60 * 1000;

/** Derived, so that asking often writes one document. It lasts from thirty to sixty days. */
export function inviteOf(indexKey: Buffer, userId: UserId, now: Ms): Invite {
  const period = Math.floor(now / PERIOD_MS);
  const bytes = createHmac('sha256', indexKey).update(`invite:${userId}:${period}`).digest().subarray(0, LENGTH);
  return { inviteCode: [...bytes].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join(''), expiresAt: (period + 2) * PERIOD_MS };
}

/** Null for anything that cannot be a code: it comes out of a link, which anybody may write. */
export function readInvite(text: string | null): InviteKey | null {
  return text !== null && SHAPE.test(text) ? inviteKey(text) : null;
}
