// The jsapi_tickets of official accounts: one at a time, the same until its last five minutes.
import { newTicket } from '../identifiers';
import type { State } from '../state';
import { MINUTE, SECOND, SHELF_PREFIX } from '../state';
import type { SettingsStore } from './settings';

const PREFIX = `${SHELF_PREFIX}jsapi-ticket/`;
const OVERLAP = 5 * MINUTE;

interface Ticket { value: string; issuedAt: number; expiresAt: number }
/** As on the wire. */
export type HandedOutTicket = { ticket: string; expires_in: number };
export interface Tickets {
  /** Whichever access_token asks for it. */
  present(appid: string): HandedOutTicket;
}

export function openTickets({ clock, shelf }: Pick<State, 'clock' | 'shelf'>, settings: SettingsStore): Tickets {
  function issue(appid: string, now: number): Ticket {
    const ticket: Ticket = { value: newTicket(), issuedAt: now, expiresAt: now + settings.of(appid).lifetimeSeconds * SECOND };
    shelf.put(PREFIX + appid, ticket);
    return ticket;
  }
  return {
    present(appid) {
      const now = clock.now();
      const known = shelf.get(PREFIX + appid) as Ticket | undefined;
      const { value, issuedAt, expiresAt } = known && known.expiresAt - now > OVERLAP ? known : issue(appid, now);
      return { ticket: value, expires_in: Math.floor(Math.min(expiresAt - issuedAt, expiresAt - now) / SECOND) };
    },
  };
}
