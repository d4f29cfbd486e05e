// The one owner of the phone's storage: who is signed in here, or why nobody is.
import type { Tokens, User } from '../../contract/doors';

/** Why a session is over: the person signed out, or the cloud ended it. Only a tap begins another. */
export type EndReason = 'person' | 'session-revoked' | 'user-blocked' | 'account-closed';

/** What a sign-out is to end: the session of this phone, or every session of the person. */
export type Leaving = 'here' | 'everywhere';

/** `leaving`: the person signed out and the cloud has not confirmed it yet; it is asked again until it has. */
export interface SignedInAccount { kind: 'signed-in'; tokens: Tokens; user: User; leaving?: Leaving }
export type Account = SignedInAccount | { kind: 'signed-out'; reason: EndReason } | { kind: 'never' };

export interface AccountStore { read(): Account; write(account: Account): void }

/** A synchronous shelf: `wx.getStorageSync` and `wx.setStorageSync`, or a fake of them. */
export interface Shelf { get(key: string): unknown; set(key: string, value: object): void }

const KEY = 'account';

export function openAccountStore(shelf: Shelf): AccountStore {
  return {
    read() {
      const stored = shelf.get(KEY);
      return isAccount(stored) ? stored : { kind: 'never' }; // an absent key reads as ''
    },
    write(account) { shelf.set(KEY, account); },
  };
}

function isAccount(stored: unknown): stored is Account {
  if (!isRecord(stored)) return false;
  if (stored['kind'] === 'signed-out') return typeof stored['reason'] === 'string';
  return stored['kind'] === 'signed-in' && isRecord(stored['user']) && isRecord(stored['tokens'])
    && typeof stored['tokens']['accessToken'] === 'string' && typeof stored['tokens']['refreshToken'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * Writes `next` only while the store still holds the session of `expected`, and tells what it holds then.
 * An answer that comes late must not bring a session back after its person signed out.
 */
export function replace(store: AccountStore, expected: SignedInAccount, next: Account): Account {
  const stored = store.read();
  if (stored.kind !== 'signed-in' || stored.tokens.refreshToken !== expected.tokens.refreshToken) return stored;
  const kept = next.kind === 'signed-in' && stored.leaving ? { ...next, leaving: stored.leaving } : next;
  store.write(kept);
  return kept;
}
