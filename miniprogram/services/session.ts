// The person's session on this phone: begun by a tap, kept alive unseen, ended by the person or by the cloud.
import type { Tokens, User } from '../../contract/doors';
import type { Ms, Refusal, Reply } from '../../contract/reply';
import { type Kept, openClosing, unlessErased } from './closing';
import { endReason, isExpiry, isTooOld, openRenewal, type SessionPorts } from './renewal';
import { openReplaced, type Replaced } from './replaced';
import { singleFlight } from './single-flight';
import { type Account, endedBy, type Leaving, replace, type SignedInAccount, withUser } from './storage';

type NobodyHere = Exclude<Account, SignedInAccount>;
/** What came of a call: its value, the cloud's refusal, or that nobody is signed in (any more). */
export type Answer<T> = { kind: 'value'; value: T } | { kind: 'refused'; refusal: Refusal } | NobodyHere;

export interface Session {
  account(): Account;
  /** By a tap, with a fresh code. An account that waits to be erased refuses it: only `keepAccount` ends the waiting. @throws Offline */
  signIn(): Promise<Answer<User>>;
  /** The person has closed her account: nobody is signed in here any more. */
  closed(erasedAt: Ms): void;
  /** By a tap of the person who wants her closed account back: ends the waiting and leaves her signed in. @throws Offline */
  keepAccount(): Promise<Answer<Kept>>;
  /** Runs `work`, which may sign in again by itself, and afterwards ends in the cloud, unseen, what that replaced. */
  replacing<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the session in the cloud and here. While the cloud does not confirm it the session stays, marked as being left, also across restarts. @throws Offline */
  signOut(): Promise<Answer<null>>;
  /** The same for every device of the person. A sign-out everywhere that is not confirmed yet is what a later `signOut` asks for again. @throws Offline */
  signOutEverywhere(): Promise<Answer<null>>;
  /**
   * Runs `call` with the access token. On `token-expired` one renewal, shared by all callers, then one retry; after an expired session
   * one silent sign-in. The cloud's word decides, not the phone's clock: a phone an hour ahead would renew before every call.
   * @throws Offline
   */
  withSession<T>(call: (accessToken: string) => Promise<Reply<T>>): Promise<Answer<T>>;
  /** Keeps what is newly known of the person for the next first paint. */
  remember(user: User): void;
}

export function openSession(ports: SessionPorts): Session {
  const recover = openRenewal(ports);
  const replaced = openReplaced(ports);
  const closing = openClosing({ ...ports, signInAndKeep: () => begin(ports, replaced, { keep: true }) });
  return {
    account: () => accountOf(ports),
    signIn: singleFlight(() => signIn(ports, replaced)),
    replacing: replaced.during,
    closed: closing.began,
    keepAccount: singleFlight(closing.keep),
    signOut: singleFlight(() => leave(ports, recover, 'here')),
    signOutEverywhere: singleFlight(() => leave(ports, recover, 'everywhere')),
    withSession: (call) => withSession(ports, recover, call),
    remember(user) {
      const account = ports.store.read();
      if (account.kind === 'signed-in') ports.store.write(withUser(account, user));
    },
  };
}

function accountOf({ store, now }: SessionPorts): Account {
  return unlessErased(store.read(), now());
}

type Recover = ReturnType<typeof openRenewal>;

async function signIn(ports: SessionPorts, replaced: Replaced): Promise<Answer<User>> {
  const answer = await begin(ports, replaced);
  return answer.kind === 'value' ? { kind: 'value', value: answer.value.user } : answer;
}

async function begin(ports: SessionPorts, replaced: Replaced, wish: { keep?: true } = {}): Promise<Answer<Kept>> {
  const code = await ports.login();
  const invite = ports.brought.read();
  const reply = await ports.callFunction('session', { action: 'sign-in', code, device: ports.device(), ...wish, ...(invite !== null && { invite }) });
  if (!reply.ok) {
    const reason = endReason(reply.refusal.code);
    if (reason !== null) ports.store.write(endedBy(reason, accountOf(ports)));
    return { kind: 'refused', refusal: reply.refusal };
  }
  const { user, isNew, ...tokens } = reply.value;
  const before = ports.store.read();
  replaced.take(before);
  ports.store.write({ ...begun(before, tokens, user), ...(isNew && invite !== null && { inviter: 'unasked' as const }) });
  ports.brought.write(null);
  return { kind: 'value', value: { user, isNew } };
}

/** A fresh code for the profile is no change of mind: a sign-out that was wished for stays so. */
function begun(before: Account, tokens: Tokens, user: User): SignedInAccount {
  return before.kind === 'signed-in' ? withUser({ ...before, tokens }, user) : { kind: 'signed-in', tokens, user };
}

async function withSession<T>(ports: SessionPorts, recover: Recover, call: (accessToken: string) => Promise<Reply<T>>): Promise<Answer<T>> {
  const account = ports.store.read();
  if (account.kind !== 'signed-in') return account;
  const reply = await call(account.tokens.accessToken);
  if (reply.ok || !isRecoverable(ports, account, reply.refusal)) return conclude(ports, account, reply);
  const recovered = await recover(account, reply.refusal.code);
  if (recovered.kind !== 'signed-in') return recovered;
  return conclude(ports, recovered, await call(recovered.tokens.accessToken));
}

function isRecoverable(ports: SessionPorts, account: SignedInAccount, refusal: Refusal): boolean {
  return refusal.code === 'token-expired' || isExpiry(ports, account, refusal.code);
}

function conclude<T>(ports: SessionPorts, account: SignedInAccount, reply: Reply<T>): Answer<T> {
  if (reply.ok) return { kind: 'value', value: reply.value };
  const reason = endReason(reply.refusal.code);
  const now = reason === null ? account : replace(ports.store, account, { kind: 'signed-out', reason });
  return now.kind === 'signed-in' ? { kind: 'refused', refusal: reply.refusal } : now;
}

async function leave(ports: SessionPorts, recover: Recover, wish: Leaving): Promise<Answer<null>> {
  const account = markLeaving(ports, wish);
  const everywhere = wish === 'everywhere' || (account.kind === 'signed-in' && account.leaving === 'everywhere');
  const left = everywhere ? await endEverywhere(ports, recover) : await endHere(ports, recover, account);
  if (left.kind === 'value') ports.store.write({ kind: 'signed-out', reason: 'person' });
  return left;
}

/** A wish to leave everywhere is not weakened by a later tap on this device's sign-out. */
function markLeaving({ store }: SessionPorts, wish: Leaving): Account {
  const account = store.read();
  if (account.kind !== 'signed-in') return account;
  const leaving: Account = { ...account, leaving: account.leaving === 'everywhere' ? account.leaving : wish };
  store.write(leaving);
  return leaving;
}

/**
 * Needs a live session, since only that may end the others: an expired one is begun again for it. One that the cloud has ended says so
 * and claims nothing about the others.
 */
async function endEverywhere(ports: SessionPorts, recover: Recover): Promise<Answer<null>> {
  const answer = await withSession(ports, recover, (accessToken) => ports.callFunction('session', { action: 'sign-out-everywhere', accessToken }));
  return answer.kind === 'value' ? { kind: 'value', value: null } : answer;
}

async function endHere(ports: SessionPorts, recover: Recover, account: Account): Promise<Answer<null>> {
  const refusal = account.kind === 'signed-in' ? await endInCloud(ports, recover, account) : null;
  return refusal === null ? { kind: 'value', value: null } : { kind: 'refused', refusal };
}

/** Gives `null` when the session is over there, whoever ended it; a session that expired is not begun again only to be ended. */
async function endInCloud(ports: SessionPorts, recover: Recover, account: SignedInAccount): Promise<Refusal | null> {
  const refusal = await askToEnd(ports, account);
  if (refusal?.code !== 'token-expired') return refusal;
  if (isTooOld(ports, account)) return null;
  const recovered = await recover(account, refusal.code);
  if (recovered.kind === 'refused') return recovered.refusal;
  return recovered.kind === 'signed-in' ? askToEnd(ports, recovered) : null;
}

async function askToEnd(ports: SessionPorts, account: SignedInAccount): Promise<Refusal | null> {
  const reply = await ports.callFunction('session', { action: 'sign-out', accessToken: account.tokens.accessToken });
  if (reply.ok || reply.refusal.code === 'token-invalid' || endReason(reply.refusal.code) !== null) return null;
  return reply.refusal;
}
