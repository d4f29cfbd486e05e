// What the cloud does only shortly after a sign-in: the phone signs in again, in the same tap, and tries once more.
import type { Reply } from '../../contract/reply';
import type { Answer, Session } from './session';

/** @throws Offline */
export async function withRecentSignIn<T>(session: Pick<Session, 'signIn' | 'replacing'>, attempt: () => Promise<Answer<T>>): Promise<Answer<T>> {
  return session.replacing(() => attemptTwice(session, attempt));
}

async function attemptTwice<T>(session: Pick<Session, 'signIn'>, attempt: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await attempt();
  if (answer.kind !== 'refused' || answer.refusal.code !== 'recent-sign-in-required') return answer;
  const signedIn = await session.signIn();
  return signedIn.kind === 'value' ? attempt() : signedIn;
}

/** The same for one call with the session's token. @throws Offline */
export function recently<T>(session: Session, call: (accessToken: string) => Promise<Reply<T>>): Promise<Answer<T>> {
  return withRecentSignIn(session, () => session.withSession(call));
}
