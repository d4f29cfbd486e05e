// A page opens: what its address brought is traded for a session, and the session before it ends.
import { takeArrival } from './arrival';
import { type Answer, type AskDoor, type AskMe, BY_COOKIE, type ClientRefusal, type PollScan, refused } from './door';
import type { Events } from './events';
import { frameMessage } from './frame';
import { dropInvite } from './invite';
import type { Held, Holding, Session } from './holding';
import { roundIsOver } from './opening';
import type { Page } from './page';
import { dropProofs, keptVerifiers } from './proof';
import { deadBy } from './renewal';
import type { Shelf } from './shelf';
import { type Come, trade, waitingTrade } from './trade';

/** `cookie`: the door keeps the refresh token. */
export interface Parts { page: Page; shelf: Shelf; events: Events; holding: Holding; ask: AskDoor; poll: PollScan; me: AskMe; cookie: boolean }

/** `isLeaving`: the page goes to WeChat, or is the frame that the page around it takes away; show nothing of anybody. */
export interface Opened { session: Session | null; refusal: ClientRefusal | null; isLeaving: boolean }

export function opened({ holding }: Parts, refusal: ClientRefusal | null = null): Opened {
  return { session: holding.session(), refusal, isLeaving: false };
}

export function leaving(parts: Parts): Opened {
  return { ...opened(parts), isLeaving: true };
}

export function refuse(parts: Parts, refusal: ClientRefusal): Opened {
  parts.events.tell('refused', { refusal });
  return opened(parts, refusal);
}

/** `hasArrived`: this opening came from WeChat, or goes on with one that did; where it did not, a scan may go on. */
export async function land(parts: Parts, resume: () => void): Promise<[now: Opened, hasArrived: boolean]> {
  const { page, shelf } = parts;
  const verifiers = keptVerifiers(shelf);
  const arrival = takeArrival(page, verifiers.length > 0 || page.handOver !== null);
  if (arrival !== null && page.handOver !== null) {
    page.handOver(frameMessage(arrival));
    return [leaving(parts), true];
  }
  const come = arrival === null ? waitingTrade(shelf) : { arrival, verifiers, at: page.now() };
  const refusal = come === null ? null : (await take(parts, come)).refusal;
  if (parts.cookie) await comeBack(parts);
  if (come === null) resume();
  return [opened(parts, refusal), come !== null];
}

/** Signed in by another tab, or before this one was closed: the cookie tells, unless she left here; also where the address brought nothing but a refusal, which anybody can write. */
async function comeBack({ ask, me, holding }: Parts): Promise<void> {
  if (holding.held() !== null || holding.left() !== null) return;
  const renewed = await ask('/auth/session/renew', BY_COOKIE);
  const told = renewed.ok ? await me(renewed.value.accessToken) : renewed;
  if (renewed.ok && told.ok) holding.take({ ...renewed.value, ...told.value, isNew: false }, null);
}

/** Refused, it is in the door's words, or in those of whoever wrote the address: an app words them by code. */
export async function take(parts: Parts, come: Come): Promise<Opened> {
  const { arrival } = come;
  if ('refusal' in arrival) return refuse(parts, refused(arrival.refusal as ClientRefusal['code']).refusal);
  const before = parts.holding.held();
  const answer = await trade(parts, { ...come, arrival });
  if (!answer.ok) return refuse(parts, answer.refusal);
  if (before !== null && parts.holding.left() === 'signed-out') {
    // She left while it was under way.
    void endSession(parts.ask, { tokens: answer.value });
    return opened(parts);
  }
  const ticket = 'ticket' in arrival ? arrival.ticket : arrival.state;
  parts.holding.take(answer.value, ticket);
  dropInvite(parts.shelf);
  dropProofs(parts.shelf);
  roundIsOver(parts.page, parts.shelf);
  // The same ticket again is the same session.
  if (before !== null && before.ticket !== ticket) void endSession(parts.ask, before);
  return opened(parts);
}

/** At the door. False where it could not be told. */
export async function endSession(ask: AskDoor, { tokens }: Pick<Held, 'tokens'>): Promise<boolean> {
  const answer = await ask('/auth/session/sign-out', {}, tokens.accessToken);
  if (answer.ok || answer.refusal.code !== 'token-expired') return isOver(answer);
  // Its cookie may be another session's by now, which it must not end.
  if (tokens.refreshToken === undefined) return false;
  const renewed = await ask('/auth/session/renew', { refreshToken: tokens.refreshToken });
  return isOver(renewed.ok ? await ask('/auth/session/sign-out', {}, renewed.value.accessToken) : renewed);
}

/** Ended now, or before. */
function isOver(answer: Answer<unknown>): boolean {
  return answer.ok || deadBy(answer.refusal.code) !== null;
}
