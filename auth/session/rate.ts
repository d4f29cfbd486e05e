// How often an identity may do a thing: counted in the write that does it, so that any number of callers at once share one count (SEC-73).
import type { Ms } from '../../contract/reply';
import type { Rate } from '../ports';
import { refuseUntil } from '../result';
import { LIMIT_WINDOW_MS, SKEW_SECONDS } from './limits';

/** Per identity; phonePerAppPerDay per app; statePerMinute and scansOpen per address. */
export interface Limits { signInPerMinute: number; renewPerMinute: number; decryptFailuresPer10Minutes: number; phonePerDay: number; phonePerAppPerDay: number; statePerMinute: number; scansOpen: number }

export function perMinute(most: number, now: Ms): Rate {
  return within(LIMIT_WINDOW_MS, most, now);
}

export function within(window: Ms, most: number, now: Ms): Rate {
  return { most, since: now - window, until: now + SKEW_SECONDS * 1000 };
}

/** When the next one is free, or null where the rate is not used up. */
export function freeAt(done: readonly Ms[], rate: Rate): Ms | null {
  const counted = done.filter((at) => at > rate.since && at <= rate.until).sort((a, b) => b - a).slice(0, rate.most);
  const oldest = counted[rate.most - 1];
  return oldest === undefined ? null : oldest + (rate.until - SKEW_SECONDS * 1000 - rate.since);
}

export function limited(retryAt: Ms): ReturnType<typeof refuseUntil> {
  return refuseUntil('rate-limited', 'Too many of these in a short time; wait until retryAt.', retryAt);
}
