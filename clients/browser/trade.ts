// Trades what the address brought for a session; a reload in the middle goes on where it was.
import type { SignedIn } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { Arrival } from './arrival';
import type { Answer, AskDoor, ClientRefusal } from './door';
import { BY_COOKIE, refused } from './door';
import type { Shelf } from './shelf';

type Tradable = Exclude<Arrival, { refusal: string }>;
/** `verifiers`: newest first. `at`: when it came. */
export interface Come<A = Arrival> { arrival: A; verifiers: string[]; at: Ms }
type Waiting = Come<Tradable>;
interface Trader { ask: AskDoor; shelf: Shelf; cookie: boolean }

const NAME = 'arrived';
/** The door gives the same answer so long. */
const GIVEN_MS = 60_000;

/** What an earlier load of this page did not get answered. */
export function waitingTrade(shelf: Shelf): Waiting | null {
  return shelf.recent<Waiting>(NAME, GIVEN_MS)[0] ?? null;
}

/** Kept until the door has decided: a code and a ticket are in the address no more. */
export async function trade({ ask, shelf, cookie }: Trader, waiting: Waiting): Promise<Answer<SignedIn>> {
  shelf.write(NAME, [waiting]);
  const { arrival, verifiers } = waiting;
  // A state is used up by whoever brings it, also with a wrong verifier; a ticket is not.
  const answer = await firstOf({ ask, cookie }, arrival, 'code' in arrival ? verifiers.slice(0, 1) : verifiers);
  if (answer.ok || isDecided(answer.refusal)) shelf.write(NAME, null);
  return answer;
}

async function firstOf({ ask, cookie }: Pick<Trader, 'ask' | 'cookie'>, arrival: Tradable, verifiers: string[]): Promise<Answer<SignedIn>> {
  for (const verifier of verifiers) {
    const answer = await ask('/auth/ticket', { ...arrival, verifier, ...(cookie && BY_COOKIE) });
    if (answer.ok || answer.refusal.code !== 'ticket-invalid') return answer;
  }
  return refused('ticket-invalid');
}

/** Asked again, the door would say the same. */
export function isDecided({ code }: ClientRefusal): boolean {
  return !/^(unreachable|internal|rate-limited|wechat-.*|conflict-retry)$/.test(code);
}
