// Where the web door stands and how it is asked, checked before the first request.
import { safeAddress } from '../safe-address';
import { check } from '../shapes';
import type { Fetch } from '../web-types';

export interface DoorOptions {
  /** PUBLIC_ORIGIN of the web door, as browsers see it; its tokens say so: 'https://accounts.example.com'. Plain http only to this machine. */
  door: string;
  /** Where this server reaches the door, if not there: before `/auth`. */
  askAt?: string;
  /** In the place of the runtime's own. */
  fetch?: Fetch;
  /** How long the door's public keys count as fresh; 300 when left out, and longer while the door does not answer. */
  cacheSeconds?: number;
  /** For one request to the door; 5,000 when left out. */
  timeoutMilliseconds?: number;
  /** Epoch milliseconds; the machine's clock when left out. */
  clock?: () => number;
}

export interface DoorSettings { door: string; askAt: string; fetch: Fetch; cacheMilliseconds: number; timeoutMilliseconds: number; clock: () => number }

const CACHE_SECONDS = 300;
const LONGEST_CACHE_SECONDS = 86_400;
const PATIENCE_MILLISECONDS = 5_000;
const LONGEST_PATIENCE_MILLISECONDS = 60_000;

/** @throws TypeError that names the option */
export function doorSettings({ door, askAt = door, fetch = globalThis.fetch, cacheSeconds = CACHE_SECONDS, timeoutMilliseconds = PATIENCE_MILLISECONDS, clock = Date.now }: DoorOptions): DoorSettings {
  const whole = safeAddress(door);
  check(whole !== null && whole.origin === door, 'door is an origin with https:// and no slash at its end, as PUBLIC_ORIGIN has it');
  const asked = safeAddress(askAt);
  check(asked !== null && asked.search === '' && asked.hash === '', 'askAt is an address with https://, without query and fragment');
  check(typeof fetch === 'function', 'fetch is a function as fetch is one');
  check(Number.isInteger(cacheSeconds) && cacheSeconds > 0 && cacheSeconds <= LONGEST_CACHE_SECONDS, 'cacheSeconds is a whole number from 1 to 86400');
  check(Number.isInteger(timeoutMilliseconds) && timeoutMilliseconds > 0 && timeoutMilliseconds <= LONGEST_PATIENCE_MILLISECONDS, 'timeoutMilliseconds is a whole number from 1 to 60000');
  check(typeof clock === 'function', 'clock is a function that gives epoch milliseconds');
  return { door, askAt: asked.href.replace(/\/+$/, ''), fetch, cacheMilliseconds: cacheSeconds * 1000, timeoutMilliseconds, clock };
}
