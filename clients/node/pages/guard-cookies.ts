// The cookies of a guarded site: first-party, of this host alone, and out of reach of its scripts.
import { headerOf } from '../session/brought-token';
import type { Asked } from '../guard';
import { isOwnPage } from './next-page';

/** A round to the door that this browser began. */
export interface Begun { verifier: string; next: string }
export interface HeldTokens { accessToken: string; refreshToken: string }

export interface GuardCookies {
  accessToken(asked: Asked): string | null;
  refreshToken(asked: Asked): string | null;
  hold(tokens: HeldTokens): string[];
  /** Newest first. */
  begun(asked: Asked, origin: string): Begun[];
  keepBegun(begun: Begun[]): string;
  /** When this browser began, in epoch milliseconds. */
  rounds(asked: Asked): number[];
  keepRounds(rounds: number[]): string;
  /** Of whatever of them the request has. */
  drop(asked: Asked, names?: readonly CookieName[]): string[];
}
export type CookieName = 'wx_session' | 'wx_refresh' | 'wx_begin' | 'wx_rounds';

const ALL: readonly CookieName[] = ['wx_session', 'wx_refresh', 'wx_begin', 'wx_rounds'];
/** The door's patience with a round is as long. */
const BEGUN_SECONDS = 600;
export const ROUNDS_SECONDS = 60;
/** Tabs that were opened at once each find their own way back. */
const MOST_BEGUN = 3;
/** A browser keeps 4 KB with the name. */
const LONGEST_VALUE = 3800;
const TOKEN = /^[A-Za-z0-9._~-]{1,4096}$/;
const BEGUN = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{1,2800})$/;
const ROUNDS = /^\d{1,15}(\.\d{1,15}){0,7}$/;

/** With https the prefix keeps other hosts of the domain from planting one; on plain http, which is this machine alone, a browser may refuse it. */
export function guardCookies(isSecure: boolean): GuardCookies {
  const named = (name: CookieName): string => (isSecure ? `__Host-${name}` : name);
  const made = (name: CookieName, value: string, seconds: number | null): string => [`${named(name)}=${value}`, ...(seconds === null ? [] : [`Max-Age=${seconds}`]), 'Path=/', 'HttpOnly', ...(isSecure ? ['Secure'] : []), 'SameSite=Lax'].join('; ');
  const read = (asked: Asked, name: CookieName): string | null => cookieOf(asked, named(name));
  const token = (asked: Asked, name: CookieName): string | null => {
    const value = read(asked, name);
    return value !== null && TOKEN.test(value) ? value : null;
  };
  return {
    accessToken: (asked) => token(asked, 'wx_session'),
    refreshToken: (asked) => token(asked, 'wx_refresh'),
    // Without an end of their own: they go with the browser.
    hold: ({ accessToken, refreshToken }) => [made('wx_session', accessToken, null), made('wx_refresh', refreshToken, null)],
    begun: (asked, origin) => (read(asked, 'wx_begin') ?? '').split('~').slice(0, MOST_BEGUN).flatMap((entry) => begunIn(entry, origin)),
    keepBegun: (begun) => (begun.length === 0 ? made('wx_begin', '', 0) : made('wx_begin', written(begun), BEGUN_SECONDS)),
    rounds(asked) {
      const value = read(asked, 'wx_rounds') ?? '';
      return ROUNDS.test(value) ? value.split('.').map(Number) : [];
    },
    keepRounds: (rounds) => made('wx_rounds', rounds.join('.'), ROUNDS_SECONDS),
    drop: (asked, names = ALL) => names.filter((name) => read(asked, name) !== null).map((name) => made(name, '', 0)),
  };
}

/** Oldest out first. */
function written(begun: Begun[]): string {
  const entries = begun.slice(0, MOST_BEGUN).map(({ verifier, next }) => `${verifier}.${Buffer.from(next).toString('base64url')}`);
  while (entries.length > 1 && entries.join('~').length > LONGEST_VALUE) entries.pop();
  return entries.join('~');
}

/** A person can write what she likes into her own cookies: the page is judged again. */
function begunIn(entry: string, origin: string): Begun[] {
  const [, verifier, encoded] = BEGUN.exec(entry) ?? [];
  if (verifier === undefined || encoded === undefined) return [];
  const next = Buffer.from(encoded, 'base64url').toString('utf8');
  return [{ verifier, next: isOwnPage(next, origin) ? next : '/' }];
}

function cookieOf({ headers }: Asked, name: string): string | null {
  const pairs = (headerOf(headers, 'cookie') ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}
