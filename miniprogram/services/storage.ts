// The one owner of the phone's storage: who is signed in here, or why nobody is, which policy she agreed to, and the invitation she came by.
import type { Consent, Invitations, Invite, Tokens, User } from '../../contract/doors';
import type { Ms, Opaque } from '../../contract/reply';

/** Why a session is over: the person signed out, or the cloud ended it. Only a tap begins another. */
export type EndReason = 'person' | 'session-revoked' | 'user-blocked' | 'account-closed';

/** What a sign-out is to end: the session of this phone, or every session of the person. */
export type Leaving = 'here' | 'everywhere';

/** `leaving`: the person signed out and the cloud has not confirmed it yet; it is asked again until it has. */
export interface SignedInAccount extends OfThePerson { kind: 'signed-in'; tokens: Tokens; user: User; leaving?: Leaving }
/** What is known of her here and goes with her. `inviter`: 'unasked' until the cloud has told who brought her; `invite`: her own code, to share. */
interface OfThePerson { inviter?: 'unasked' | Inviter; invite?: Invite }
export type Inviter = NonNullable<Invitations['invitedBy']>;
/** `erasedAt`: until when an account that was closed on this phone can be kept. */
export type Account = SignedInAccount | { kind: 'signed-out'; reason: EndReason; erasedAt?: Ms } | { kind: 'never' };

export interface AccountStore { read(): Account; write(account: Account): void }

/** Of the person, not of the phone: who comes back after an erasure is somebody new and is asked anew. */
export interface AgreedPolicy extends Consent { userId: Opaque }

export interface ConsentStore { read(): AgreedPolicy | null; write(agreed: AgreedPolicy): void }

/** The code that a card or a mini-program code brought; `null` for none. */
export interface BroughtStore { read(): string | null; write(inviteCode: string | null): void }

/** A synchronous shelf: `wx.getStorageSync` and `wx.setStorageSync`, or a fake of them. */
export interface Shelf { get(key: string): unknown; set(key: string, value: object): void }

const ACCOUNT = 'account';
const CONSENT = 'consent';
const BROUGHT = 'brought';

export function openAccountStore(shelf: Shelf): AccountStore {
  return {
    read() {
      const stored = shelf.get(ACCOUNT);
      return isAccount(stored) ? stored : { kind: 'never' }; // an absent key reads as ''
    },
    write(account) { shelf.set(ACCOUNT, account); },
  };
}

export function openConsentStore(shelf: Shelf): ConsentStore {
  return {
    read() {
      const stored = shelf.get(CONSENT);
      return isAgreedPolicy(stored) ? stored : null;
    },
    write(agreed) { shelf.set(CONSENT, agreed); },
  };
}

export function openBroughtStore(shelf: Shelf): BroughtStore {
  return {
    read() {
      const stored = shelf.get(BROUGHT);
      return isRecord(stored) && typeof stored['inviteCode'] === 'string' ? stored['inviteCode'] : null;
    },
    write(inviteCode) { shelf.set(BROUGHT, inviteCode === null ? {} : { inviteCode }); },
  };
}

function isAgreedPolicy(stored: unknown): stored is AgreedPolicy {
  return isRecord(stored) && typeof stored['userId'] === 'string' && typeof stored['policyVersion'] === 'string';
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

/** The account with what is newly known of its person. Of another person nothing is kept that was hers. */
export function withUser({ inviter, invite, ...account }: SignedInAccount, user: User): SignedInAccount {
  if (account.user.id !== user.id) return { ...account, user };
  return { ...account, user, ...(inviter && { inviter }), ...(invite && { invite }) };
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

/** What the store holds once the cloud has ended the account's sessions; the end of a closing that is known already stays so. */
export function endedBy(reason: EndReason, before: Account): Account {
  return before.kind === 'signed-out' && before.reason === reason ? before : { kind: 'signed-out', reason };
}
