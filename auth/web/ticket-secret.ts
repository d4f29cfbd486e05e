// The ticket that a page hands over for its session: which flow it is of, and a MAC, so that nothing of it need be kept.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseFlowId } from '../ids';
import type { FlowId, SessionId } from '../ids';
import type { KeyRing } from '../keys';

const LENGTH = 22;

/** The same flow always has the same ticket: a page that is loaded again gets it again. */
export function ticketOf({ first }: KeyRing, id: FlowId): string {
  return `${id}.${mac(first.key, `ticket:${id}`)}`;
}

/** Null for anything but a ticket made here, under the key that makes them now: a ticket lives a minute. */
export function readTicket(keys: KeyRing, ticket: string): FlowId | null {
  const id = parseFlowId(ticket.split('.')[0] ?? '');
  if (id === null) return null;
  const [expected, given] = [Buffer.from(ticketOf(keys, id)), Buffer.from(ticket)];
  return expected.length === given.length && timingSafeEqual(expected, given) ? id : null;
}

/** The session that a flow opens: asked for again, it is the same one (REL-03). */
export function sessionOf({ first }: KeyRing, id: FlowId): SessionId {
  return mac(first.key, `session:${id}`) as SessionId;
}

function mac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, LENGTH);
}
