// The life of the person's account: the ways into it, what happened to it, what is held about her, and its end.
import type { HistoryPage, IdentityItem } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { CallFunction } from './cloud';
import { withRecentSignIn } from './recent-sign-in';
import type { Answer, Session } from './session';

export interface AccountPorts { callFunction: CallFunction; session: Session }

export interface AccountLife {
  /** The one she is signed in by here first, then the one used last. @throws Offline */
  identities(): Promise<Answer<IdentityItem[]>>;
  /** Newest first; `before`: the `next` of the page before. @throws Offline */
  history(before?: Ms): Promise<Answer<HistoryPage>>;
  /** Everything held about the person. Wants a recent sign-in. @throws Offline */
  exportAccount(): Promise<Answer<object>>;
  /** Begins the waiting before the erasure; nobody is signed in here afterwards. Gives the moment of the erasure. @throws Offline */
  close(): Promise<Answer<Ms>>;
}

export function openAccountLife(ports: AccountPorts): AccountLife {
  return { identities: () => identities(ports), history: (before) => history(ports, before), exportAccount: () => exportAccount(ports), close: () => ports.session.replacing(() => close(ports)) };
}

async function identities({ callFunction, session }: AccountPorts): Promise<Answer<IdentityItem[]>> {
  const answer = await session.withSession((accessToken) => callFunction('account', { action: 'identities', accessToken }));
  return answer.kind === 'value' ? { kind: 'value', value: answer.value.identities } : answer;
}

function history({ callFunction, session }: AccountPorts, before?: Ms): Promise<Answer<HistoryPage>> {
  const page = before === undefined ? {} : { before };
  return session.withSession((accessToken) => callFunction('account', { action: 'history', accessToken, ...page }));
}

async function exportAccount({ callFunction, session }: AccountPorts): Promise<Answer<object>> {
  const answer = await withRecentSignIn(session, () => session.withSession((accessToken) => callFunction('account', { action: 'export', accessToken })));
  return answer.kind === 'value' ? { kind: 'value', value: answer.value.document } : answer;
}

async function close({ callFunction, session }: AccountPorts): Promise<Answer<Ms>> {
  const answer = await withRecentSignIn(session, () => session.withSession((accessToken) => callFunction('account', { action: 'close', accessToken })));
  if (answer.kind !== 'value') return answer;
  session.closed(answer.value.erasedAt);
  return { kind: 'value', value: answer.value.erasedAt };
}
