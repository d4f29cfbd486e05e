// What a client is made of, checked before its first request. No message repeats a value: one of them is the secret.
import { check } from '../shapes';

export interface AppTokenClientOptions {
  /** Where the centre stands, without `/app-token`: 'https://<environment>.service.tcloudbase.com'. Plain http only to this machine. */
  url: string;
  /** The name under which SERVER_KEYS of the centre lists the secret. */
  caller: string;
  /** As SERVER_KEYS writes it, in base64url. */
  secret: string;
  /** For one whole request; 10,000 when left out. */
  timeoutMilliseconds?: number;
  /** Epoch milliseconds; the machine's clock when left out. */
  clock?: () => number;
}

export interface Settings { base: string; caller: string; secret: string; timeoutMilliseconds: number; clock: () => number }

const PATIENCE_MILLISECONDS = 10_000;
const LONGEST_PATIENCE_MILLISECONDS = 600_000;
const CALLER = /^[A-Za-z0-9_-]{1,32}$/;
/** 32 bytes and more in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43,512}$/;
const APP_ID = /^wx[0-9a-f]{16}$/;
const OWN_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** @throws TypeError that names the option */
export function settingsOf({ url, caller, secret, timeoutMilliseconds = PATIENCE_MILLISECONDS, clock = Date.now }: AppTokenClientOptions): Settings {
  check(typeof caller === 'string' && CALLER.test(caller), 'caller is 1 to 32 of [A-Za-z0-9_-]');
  check(typeof secret === 'string' && SECRET.test(secret), 'secret is the base64url text of 32 bytes or more, as SERVER_KEYS has it');
  check(Number.isInteger(timeoutMilliseconds) && timeoutMilliseconds > 0 && timeoutMilliseconds <= LONGEST_PATIENCE_MILLISECONDS, 'timeoutMilliseconds is a whole number from 1 to 600000');
  check(typeof clock === 'function', 'clock is a function that gives epoch milliseconds');
  return { base: baseOf(url), caller, secret, timeoutMilliseconds, clock };
}

function baseOf(url: string): string {
  const parsed = parse(url);
  check(parsed !== null, 'url is the whole address of the centre');
  const { protocol, hostname, origin, pathname, search, hash, username, password } = parsed;
  check(protocol === 'https:' || (protocol === 'http:' && OWN_MACHINE.test(hostname)), 'url begins with https://: the token comes back in the answer');
  check([search, hash, username, password].every((part) => part === ''), 'url has no query, no fragment and no user');
  return origin + pathname.replace(/\/+$/, '').replace(/\/app-token$/, '');
}

/** Node 18 has no URL.canParse before 18.17, and its TypeError repeats the text. */
function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

/** @throws TypeError */
export function checkAppId(appId: string): void {
  check(typeof appId === 'string' && APP_ID.test(appId), "appId is 'wx' and 16 lower-case hex digits");
}
