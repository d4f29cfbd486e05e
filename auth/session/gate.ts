// The one gate that every path passes: what the state of a user or an identity allows (SEC-44).
import type { Status } from '../ports';
import { refuse } from '../result';
import type { Refused } from '../result';

/** Null lets through. Refuses: user-blocked (banned), account-closed (closing, erased, and any word an operator typed that we do not know), session-revoked (merged: the phone signs in again). */
export function stateRefusal(status: Status): Refused | null {
  switch (status) {
    case 'active': return null;
    case 'banned': return refuse('user-blocked', 'The user is banned.').refused;
    case 'merged': return refuse('session-revoked', 'The session has ended; sign in again.').refused;
    default: return refuse('account-closed', 'The account is closed.').refused;
  }
}

/** The gate of those who may still change their mind: as the other, and an account that waits to be erased passes. */
export function closingRefusal(status: Status): Refused | null {
  return status === 'closing' ? null : stateRefusal(status);
}
