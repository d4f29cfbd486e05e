// While a way to sign in is being given up.
import type { Ms } from '../../contract/reply';
import type { Identity } from '../ports';

/** A function runs for ten seconds at most: what was marked before this was cut. */
const LEAVING_MS = 60_000;

export function isLeaving({ leavingAt }: Pick<Identity, 'leavingAt'>, now: Ms): boolean {
  return leavingAt !== null && leavingAt > now - LEAVING_MS;
}
