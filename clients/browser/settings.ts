// The options of a client, checked: what cannot be right is a TypeError that names it.
import type { Storing } from './page';

export interface ClientOptions {
  /** The web door's origin, as in its PUBLIC_ORIGIN: `https://accounts.example.com`. */
  door: string;
  /** Where WeChat's page leads back to, as it stands in the door's RETURN_TO; the page's own address without query and fragment when left out. */
  returnTo?: string;
  /** Origins besides the door whose requests carry the session: `https://api.example.com`. */
  origins?: readonly string[];
  /** The tab's sessionStorage when left out. What survives the tab keeps whoever was signed in there. */
  storage?: Storing;
  /** The door keeps the refresh token in a cookie that no script reads. Only where page and door share a site; inside WeChat it is left out, since pages of many owners share their cookies there. */
  cookie?: boolean;
}

export interface Settings { door: string; returnTo: string | null; origins: readonly string[]; cookie: boolean }

export function readOptions({ door, returnTo, origins = [], cookie = false }: ClientOptions): Settings {
  return { door: originOf('door', door), returnTo: returnTo ?? null, origins: origins.map((each) => originOf('origins', each)), cookie };
}

/** A token goes over https, or stays on this machine. */
const SAFE = /^(https:|http:\/\/(127\.0\.0\.1|(.+\.)?localhost)(:\d+)?$)/;

function originOf(name: string, text: string): string {
  const { origin, href } = parsed(text);
  if (!SAFE.test(origin) || href !== `${origin}/`) throw new TypeError(`wechat-accounts: ${name} wants an https origin.`);
  return origin;
}

/** URL.canParse is younger than the web-views of many phones. */
function parsed(text: string): Pick<URL, 'origin' | 'href'> {
  try { return new URL(text); } catch { return { origin: '', href: '' }; }
}
