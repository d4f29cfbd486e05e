// A page opens: what its address brought is traded for a session, and the session before it ends.
import { type Arrival, takeArrival } from './arrival';
import { type Answer, type AskDoor, type ClientRefusal, refused } from './door';
import type { Events } from './events';
import { frameMessage } from './frame';
import type { Held, Holding, Session } from './holding';
import type { Page } from './page';
import { keptVerifiers } from './proof';
import { endOf } from './renewal';
import type { Shelf } from './shelf';
import { trade, type Waiting, waitingTrade } from './trade';

export interface Parts { page: Page; shelf: Shelf; events: Events; holding: Holding; ask: AskDoor }

/** `isLeaving`: the page goes to WeChat, or is the frame that the page around it takes away; show nothing of anybody. */
export interface Opened { session: Session | null; refusal: ClientRefusal | null; isLeaving: boolean }

export function opened({ holding }: Parts, refusal: ClientRefusal | null = null): Opened {
  return { session: holding.session(), refusal, isLeaving: false };
}

export function leaving({ holding }: Parts): Opened {
  return { session: holding.session(), refusal: null, isLeaving: true };
}

export function refuse(parts: Parts, refusal: ClientRefusal): Opened {
  parts.events.tell('refused', { refusal });
  return opened(parts, refusal);
}

/** `hasArrived`: this opening came from WeChat, or goes on with one that did. */
export async function land(parts: Parts): Promise<{ now: Opened; hasArrived: boolean }> {
  const { page, shelf } = parts;
  const verifiers = keptVerifiers(page, shelf);
  const arrival = takeArrival(page, verifiers.length > 0 || page.handOver !== null);
  if (arrival !== null && page.handOver !== null) {
    page.handOver(frameMessage(arrival));
    return { now: leaving(parts), hasArrived: true };
  }
  if (arrival !== null) return { now: await arrive(parts, arrival, verifiers), hasArrived: true };
  const waiting = waitingTrade(page, shelf);
  return waiting === null ? { now: opened(parts), hasArrived: false } : { now: await take(parts, waiting), hasArrived: true };
}

/** The door's words, and those of whoever wrote the address: an app words them by code. */
export async function arrive(parts: Parts, arrival: Arrival, verifiers: string[]): Promise<Opened> {
  return 'refusal' in arrival ? refuse(parts, refused(arrival.refusal as ClientRefusal['code']).refusal) : take(parts, { arrival, verifiers, at: parts.page.now() });
}

async function take(parts: Parts, waiting: Waiting): Promise<Opened> {
  const { arrival } = waiting;
  const before = parts.holding.held();
  const answer = await trade(parts.ask, parts.shelf, waiting);
  if (!answer.ok) return refuse(parts, answer.refusal);
  const ticket = 'ticket' in arrival ? arrival.ticket : arrival.state;
  parts.holding.take(answer.value, ticket);
  // The same ticket again is the same session.
  if (before !== null && before.ticket !== ticket) void endSession(parts.ask, before);
  return opened(parts);
}

/** At the door. False where it could not be told. */
export async function endSession(ask: AskDoor, { tokens }: Held): Promise<boolean> {
  const answer = await ask('/auth/session/sign-out', {}, tokens.accessToken);
  if (answer.ok || answer.refusal.code !== 'token-expired') return isOver(answer);
  const renewed = await ask('/auth/session/renew', { refreshToken: tokens.refreshToken });
  return isOver(renewed.ok ? await ask('/auth/session/sign-out', {}, renewed.value.accessToken) : renewed);
}

/** Ended now, or before. */
function isOver(answer: Answer<unknown>): boolean {
  return answer.ok || answer.refusal.code === 'token-invalid' || endOf(answer.refusal) !== null;
}
