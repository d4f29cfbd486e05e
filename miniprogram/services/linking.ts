// Two accounts of one person become one: a code made in one of her apps is entered in another.
import type { LinkPreview, User } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { CallFunction } from './cloud';
import type { Profile } from './profile';
import { recently } from './recent-sign-in';
import type { Answer, Session } from './session';

export interface LinkingPorts { callFunction: CallFunction; session: Session; profile: Pick<Profile, 'get'>; now(): Ms }

/** `until`: by this phone's clock. */
export interface LinkCode { linkCode: string; until: Ms }

export interface Linking {
  /** A code to enter in another app. Wants a recent sign-in. @throws Offline */
  start(): Promise<Answer<LinkCode>>;
  /** Whose code it is; it stays good. @throws Offline */
  preview(linkCode: string): Promise<Answer<LinkPreview>>;
  /** Gives the one user that there is then, as whom this phone goes on. Wants a recent sign-in. @throws Offline */
  finish(linkCode: string): Promise<Answer<User>>;
}

const CODE_LIVES_MS = 5 * 60_000;

export function openLinking(ports: LinkingPorts): Linking {
  return { start: () => start(ports), preview: (linkCode) => preview(ports, linkCode), finish: (linkCode) => finish(ports, linkCode) };
}

async function start({ callFunction, session, now }: LinkingPorts): Promise<Answer<LinkCode>> {
  const answer = await recently(session, (accessToken) => callFunction('account', { action: 'link-start', accessToken }));
  if (answer.kind !== 'value') return answer;
  const { linkCode, expiresAt } = answer.value;
  return { kind: 'value', value: { linkCode, until: byOwnClock(expiresAt, now()) } };
}

/** A phone whose clock is wrong would show a new code as old, or as good for hours. */
function byOwnClock(expiresAt: Ms, now: Ms): Ms {
  const left = expiresAt - now;
  return left > 0 && left <= CODE_LIVES_MS ? expiresAt : now + CODE_LIVES_MS;
}

function preview({ callFunction, session }: LinkingPorts, linkCode: string): Promise<Answer<LinkPreview>> {
  return session.withSession((accessToken) => callFunction('account', { action: 'link-preview', accessToken, linkCode }));
}

async function finish({ callFunction, session, profile }: LinkingPorts, linkCode: string): Promise<Answer<User>> {
  const before = session.account();
  const answer = await recently(session, (accessToken) => callFunction('account', { action: 'link-finish', accessToken, linkCode }));
  if (answer.kind !== 'value') return answer;
  const { user } = answer.value;
  session.remember(user);
  // The account of this phone went into the other, and its token with it: any call signs in again by itself, if not this one then the next.
  if (before.kind === 'signed-in' && before.user.id !== user.id) await profile.get().catch(() => null);
  return { kind: 'value', value: user };
}
