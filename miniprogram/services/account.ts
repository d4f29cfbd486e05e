// The life of the person's account: the ways into it, what happened to it, what is held about her, and its end.
import type { HistoryPage, IdentityItem } from '../../contract/doors';
import type { Ms, Opaque } from '../../contract/reply';
import type { CallFunction } from './cloud';
import { recently } from './recent-sign-in';
import type { Answer, Session } from './session';

export interface AccountPorts { callFunction: CallFunction; session: Session }

export interface AccountLife {
  /** The one she is signed in by here first, then the one used last. @throws Offline */
  identities(): Promise<Answer<IdentityItem[]>>;
  /** One way in less; `not-found` where it is gone already. Wants a recent sign-in. @throws Offline */
  unlink(identityId: Opaque): Promise<Answer<null>>;
  /** Newest first; `before`: the `next` of the page before. @throws Offline */
  history(before?: Ms): Promise<Answer<HistoryPage>>;
  /** Everything held about the person. Wants a recent sign-in. @throws Offline */
  exportAccount(): Promise<Answer<object>>;
  /** Begins the waiting before the erasure; nobody is signed in here afterwards. Gives the moment of the erasure. @throws Offline */
  close(): Promise<Answer<Ms>>;
}

export function openAccountLife(ports: AccountPorts): AccountLife {
  return {
    identities: () => identities(ports),
    unlink: (identityId) => unlink(ports, identityId),
    history: (before) => history(ports, before),
    exportAccount: () => exportAccount(ports),
    close: () => ports.session.replacing(() => close(ports)),
  };
}

async function identities({ callFunction, session }: AccountPorts): Promise<Answer<IdentityItem[]>> {
  const answer = await session.withSession((accessToken) => callFunction('account', { action: 'identities', accessToken }));
  return answer.kind === 'value' ? { kind: 'value', value: answer.value.identities } : answer;
}

async function unlink({ callFunction, session }: AccountPorts, identityId: Opaque): Promise<Answer<null>> {
  const answer = await recently(session, (accessToken) => callFunction('account', { action: 'unlink', accessToken, identityId }));
  return answer.kind === 'value' ? { kind: 'value', value: null } : answer;
}

function history({ callFunction, session }: AccountPorts, before?: Ms): Promise<Answer<HistoryPage>> {
  const page = before === undefined ? {} : { before };
  return session.withSession((accessToken) => callFunction('account', { action: 'history', accessToken, ...page }));
}

async function exportAccount({ callFunction, session }: AccountPorts): Promise<Answer<object>> {
  const answer = await recently(session, (accessToken) => callFunction('account', { action: 'export', accessToken }));
  return answer.kind === 'value' ? { kind: 'value', value: answer.value.document } : answer;
}

async function close({ callFunction, session }: AccountPorts): Promise<Answer<Ms>> {
  const answer = await recently(session, (accessToken) => callFunction('account', { action: 'close', accessToken }));
  if (answer.kind !== 'value') return answer;
  session.closed(answer.value.erasedAt);
  return { kind: 'value', value: answer.value.erasedAt };
}
