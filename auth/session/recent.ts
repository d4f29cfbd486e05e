// Sensitive things want a session that was begun a short while ago (SEC-60).
import type { Ms } from '../../contract/reply';
import type { Session } from '../ports';
import { refuse } from '../result';
import type { Refused } from '../result';
import { RECENT_SIGN_IN_MS, SKEW_SECONDS } from './limits';

/** Renewing does not make a sign-in younger. */
export function refuseOldSignIn(session: Session, now: Ms): Refused | null {
  const age = now - session.createdAt;
  // A clock that went back makes no old sign-in young.
  if (age >= -SKEW_SECONDS * 1000 && age <= RECENT_SIGN_IN_MS) return null;
  return refuse('recent-sign-in-required', 'This wants a sign-in at most ten minutes old; sign in again and repeat it.').refused;
}
