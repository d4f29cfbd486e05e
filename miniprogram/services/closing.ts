// The time between closing an account and its erasure: nobody is signed in, and only the person's own tap keeps the account.
import type { User } from '../../contract/doors';
import type { Ms, RefusalCode } from '../../contract/reply';
import type { SessionPorts } from './renewal';
import type { Answer } from './session';
import type { Account, SignedInAccount } from './storage';

export interface ClosingPorts extends Pick<SessionPorts, 'callFunction' | 'store'> {
  /** With a fresh code and the person's word that the account goes on. */
  signInAndKeep(): Promise<Answer<Kept>>;
}

/** `isNew`: the closed account was erased before she kept it, and this is another one. */
export interface Kept { user: User; isNew: boolean }

export interface Closing {
  began(erasedAt: Ms): void;
  keep(): Promise<Answer<Kept>>;
}

export function openClosing(ports: ClosingPorts): Closing {
  /** In memory only: what a closed account leaves on the phone is the date. After a restart keeping goes by a sign-in. */
  let aside: SignedInAccount | null = null;
  return {
    began(erasedAt) { aside = begin(ports, erasedAt); },
    async keep() {
      if (aside === null) return ports.signInAndKeep();
      const answer = await keepByToken(ports, aside);
      if (answer.kind === 'value') aside = null;
      return answer;
    },
  };
}

function begin({ store }: ClosingPorts, erasedAt: Ms): SignedInAccount | null {
  const account = store.read();
  // Signed out by the person while the cloud was closing: that is what she sees.
  if (account.kind === 'never' || (account.kind === 'signed-out' && account.reason !== 'account-closed')) return null;
  store.write({ kind: 'signed-out', reason: 'account-closed', erasedAt });
  return account.kind === 'signed-in' ? account : null;
}

const TOKEN_IS_OVER: readonly RefusalCode[] = ['token-expired', 'token-invalid', 'session-revoked', 'account-closed'];

async function keepByToken(ports: ClosingPorts, aside: SignedInAccount): Promise<Answer<Kept>> {
  const reply = await ports.callFunction('account', { action: 'keep', accessToken: aside.tokens.accessToken });
  if (!reply.ok) return TOKEN_IS_OVER.includes(reply.refusal.code) ? ports.signInAndKeep() : { kind: 'refused', refusal: reply.refusal };
  const { leaving: _, ...account } = aside;
  ports.store.write(account);
  return { kind: 'value', value: { user: account.user, isNew: false } };
}

/** Once the account is erased nobody was ever here; the date is all that told of her. */
export function unlessErased(account: Account, now: Ms): Account {
  return account.kind === 'signed-out' && account.erasedAt !== undefined && account.erasedAt <= now ? { kind: 'never' } : account;
}

/** Whether the account waits to be erased; `erasedAt` is `null` where this phone does not know the date. */
export function waitingOf(account: Account): { erasedAt: Ms | null } | null {
  return account.kind === 'signed-out' && account.reason === 'account-closed' ? { erasedAt: account.erasedAt ?? null } : null;
}
