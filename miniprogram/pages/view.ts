// What a page shows: one union, and how it follows from what is stored and from what the cloud answered.
import type { User } from '../../contract/doors';
import type { Ms, RefusalCode, Retry } from '../../contract/reply';
import { isOffline } from '../services/cloud';
import { isNoConsent } from '../services/consent';
import type { Answer } from '../services/session';
import type { Account } from '../services/storage';
import { isDeclined } from '../services/wechat';

/** `user`: whom the page shows meanwhile, where somebody is signed in. */
export type View =
  | { name: 'idle'; user: null }
  | { name: 'working'; user: User | null }
  | { name: 'signed-in'; user: User }
  | Refused
  | { name: 'offline'; user: User | null };

/** `retryAt`: from when on the same may work, where the cloud told. */
export interface Refused { name: 'refused'; user: User | null; code: RefusalCode; retry: Retry; retryAt: Ms | null }

function refusedFor(user: User | null, code: RefusalCode, retry: Retry, retryAt: Ms | null = null): Refused {
  return { name: 'refused', user, code, retry, retryAt };
}

export function viewOf(account: Account): View {
  if (account.kind === 'signed-in') return { name: 'signed-in', user: account.user };
  if (account.kind === 'never' || account.reason === 'person') return { name: 'idle', user: null };
  return refusedFor(null, account.reason, 'sign-in');
}

function userOf(account: Account): User | null {
  return account.kind === 'signed-in' ? account.user : null;
}

export function workingOn(account: Account): View {
  return { name: 'working', user: userOf(account) };
}

/** Runs one attempt of the person or the page and says what to show then; never throws. */
export async function viewAfter(attempt: () => Promise<Answer<unknown>>, account: () => Account): Promise<View> {
  try {
    const answer = await attempt();
    if (answer.kind !== 'refused') return viewOf(account());
    const { code, retry, retryAt } = answer.refusal;
    return refusedFor(userOf(account()), code, retry, retryAt);
  } catch (failure) {
    const user = userOf(account());
    if (isOffline(failure)) return { name: 'offline', user };
    if (isDeclined(failure)) return refusedFor(user, 'declined', 'now');
    if (isNoConsent(failure)) return refusedFor(user, 'consent-required', 'now');
    console.error(failure);
    return refusedFor(user, 'internal', 'later');
  }
}

/** Whether trying the same again may help; otherwise the sign-in button is the way on. */
export function mayRetry(view: View): boolean {
  return view.name === 'offline' || (view.name === 'refused' && view.retry !== 'never' && view.retry !== 'sign-in');
}
