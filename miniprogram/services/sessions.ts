// The person's signed-in devices: shown, signed out one by one, or all at once.
import type { SessionItem } from '../../contract/doors';
import type { Opaque } from '../../contract/reply';
import type { CallFunction } from './cloud';
import type { Answer, Session } from './session';

export interface SessionsPorts { callFunction: CallFunction; session: Session }

export interface Sessions {
  /** Newest use first. @throws Offline */
  list(): Promise<Answer<SessionItem[]>>;
  /** Ends the session of one device; `not-found` where it has ended already. @throws Offline */
  revoke(sessionId: Opaque): Promise<Answer<null>>;
  /** Ends every session, this device's too; like a sign-out it stays wished for until the cloud confirms it. @throws Offline */
  signOutEverywhere(): Promise<Answer<null>>;
}

export function openSessions(ports: SessionsPorts): Sessions {
  return { list: () => list(ports), revoke: (sessionId) => revoke(ports, sessionId), signOutEverywhere: ports.session.signOutEverywhere };
}

async function list({ callFunction, session }: SessionsPorts): Promise<Answer<SessionItem[]>> {
  const answer = await session.withSession((accessToken) => callFunction('session', { action: 'list', accessToken }));
  return answer.kind === 'value' ? { kind: 'value', value: answer.value.sessions } : answer;
}

async function revoke({ callFunction, session }: SessionsPorts, sessionId: Opaque): Promise<Answer<null>> {
  const answer = await session.withSession((accessToken) => callFunction('session', { action: 'revoke', accessToken, sessionId }));
  return answer.kind === 'value' ? { kind: 'value', value: null } : answer;
}
