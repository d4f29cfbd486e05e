// When a credential is asked for again, how long it is used, and what a clock that jumps changes.
import type { Ms } from '../../contract/reply';
import type { CredentialRecord } from './ports';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Before its end WeChat accepts the old and the new value alike, and the stable endpoint hands out the new one. */
export const OVERLAP_MS = 5 * MINUTE;
/** The stable endpoint is asked so soon after the overlap began, at most: not all apps in one moment. */
const STABLE_JITTER_MS = 30 * SECOND;
/** In the overlap the same value may still come: then again after this. */
export const ASK_AGAIN_MS = 30 * SECOND;
/** The plain endpoint is asked between ten and five minutes before the end. */
const PLAIN_LEAD_MS = 10 * MINUTE;
/** One holder has so long to ask WeChat once (at most 3 s, REL-09) and write; then another takes over. */
export const LEASE_MS = 5 * SECOND;
/** Clocks of two instances may differ by so much before one of them counts as set back. */
export const SKEW_MS = MINUTE;
/** A lease, or a rest, that ends later than one can was begun by a clock that has gone back; so much is between any two. */
const LEASE_SKEW_MS = 5 * SECOND;
/** Rows are touched so often, by a timer that comes each minute: a jump back by more than five minutes and the skew is noticed. */
export const TOUCH_MS = 3.5 * MINUTE;
/** An instance trusts what it has read so long. */
export const REMEMBERED_MS = 4 * MINUTE;
/** WeChat forces at most so many renewals a day, and none sooner than this after another. */
export const FORCED_PER_DAY = 20;
const FORCED_APART_MS = 30 * SECOND;
/** Retries while WeChat gives none: 2 s, 4 s, 8 s … */
const FIRST_RETRY_MS = 2 * SECOND;
export const LONGEST_RETRY_MS = MINUTE;
/** One caller's reports may cause so many renewals in this time. */
export const REPORTED_MOST = 5;
export const REPORTED_WINDOW_MS = 10 * MINUTE;
/** Of the forced ones of a day, one caller's reports may cause so many: a confused server leaves the others theirs. */
export const FORCED_PER_CALLER = 5;
export const FORCED_WINDOW_MS = DAY;

/** `fraction`: 0 ≤ n < 1. */
export function renewAt({ isStable }: { isStable: boolean }, life: { obtainedAt: Ms; expiresAt: Ms }, fraction: number): Ms {
  const { obtainedAt, expiresAt } = life;
  if (isStable) return Math.max(obtainedAt + ASK_AGAIN_MS, expiresAt - OVERLAP_MS + Math.floor(fraction * STABLE_JITTER_MS));
  // Each answer of the plain endpoint starts the end of the one before: a short life is not asked for twice in its first half.
  return Math.max(obtainedAt + (expiresAt - obtainedAt) / 2, expiresAt - PLAIN_LEAD_MS + Math.floor(fraction * (PLAIN_LEAD_MS - OVERLAP_MS)));
}

/** After so many failures in a row; a value that lives until then is not renewed in a hurry. `livesUntil`: null for one that is dead, or said to be. */
export function retryAt(now: Ms, times: number, livesUntil: Ms | null, fraction: number): Ms {
  const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(times - 1, 10));
  const spread = Math.floor(wait * (0.5 + fraction / 2));
  return now + (livesUntil === null ? spread : Math.max(spread, Math.min(ASK_AGAIN_MS, livesUntil - now)));
}

/** A clock behind what has certainly been makes every end look later than it is. */
export function hasGoneBack(record: CredentialRecord, now: Ms): boolean {
  return now < record.seenAt - SKEW_MS;
}

export function isLiving(record: CredentialRecord, now: Ms): boolean {
  return record.current !== null && now < record.current.expiresAt && !hasGoneBack(record, now);
}

export function isDue(record: CredentialRecord, now: Ms): boolean {
  return now >= record.renewAt || !isLiving(record, now) || record.hurriedAt > (record.current?.obtainedAt ?? 0);
}

/** A lease that ends later than any can was taken by a clock that has gone back since. */
export function isLeased({ leasedUntil }: CredentialRecord, now: Ms): boolean {
  return leasedUntil !== null && now < leasedUntil && leasedUntil <= now + LEASE_MS + LEASE_SKEW_MS;
}

/** WeChat gave none a moment ago, and is left alone until then; null: it may be asked. */
export function restsUntil({ failing, renewAt: until }: CredentialRecord, now: Ms): Ms | null {
  return failing !== null && now < until && until <= now + LONGEST_RETRY_MS + LEASE_SKEW_MS ? until : null;
}

/** When WeChat may be forced again; null: now. A force from the future was counted by a clock that has gone back: it still counts for the day. */
export function forcedFreeAt(forced: readonly Ms[], now: Ms): Ms | null {
  const today = forced.filter((at) => at > now - DAY);
  const first = today[FORCED_PER_DAY - 1];
  if (first !== undefined) return first + DAY;
  const last = today[0];
  return last !== undefined && Math.abs(now - last) < FORCED_APART_MS ? last + FORCED_APART_MS : null;
}

export function forcedLeft(forced: readonly Ms[], now: Ms): number {
  return Math.max(0, FORCED_PER_DAY - forced.filter((at) => at > now - DAY).length);
}
