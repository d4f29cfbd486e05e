// Takes the access token out of a request: from one header, once, and never from the address.
import type { HeaderReader } from '../web-types';

export type HeaderBag = Readonly<Record<string, string | readonly string[] | undefined>>;
/** A fetch Request, Node's IncomingMessage or what wraps it, or headers alone. */
export type Bringing = { readonly headers: HeaderReader | HeaderBag; readonly url?: string | undefined } | HeaderReader | HeaderBag;

/** Ways a token may be told in an address. */
const TOKEN_WORDS = /^(access_?token|token|x-wx-ticket|wx_?ticket|authorization|refresh_?token|jwt)$/i;
const BEARER = /^Bearer ([^\s,]+)$/i;

/** Null where there is none, more than one, or one in the address. */
export function broughtToken(input: Bringing): string | null {
  const { headers, url } = partsOf(input);
  const [ticket, authorization] = [headerOf(headers, 'x-wx-ticket'), headerOf(headers, 'authorization')];
  if (ticket === undefined || authorization === undefined || isInQuery(url)) return null;
  const bearer = authorization === null ? null : (BEARER.exec(authorization)?.[1] ?? null);
  if (ticket !== null && authorization !== null && ticket !== bearer) return null;
  return ticket ?? bearer;
}

function partsOf(input: Bringing): { headers: HeaderReader | HeaderBag; url: string } {
  const { headers, url } = input as { headers?: unknown; url?: unknown };
  // A header of the name "headers" would be a text.
  const isWhole = typeof headers === 'object' && headers !== null && !Array.isArray(headers);
  return isWhole ? { headers: headers as HeaderReader | HeaderBag, url: typeof url === 'string' ? url : '' } : { headers: input as HeaderReader | HeaderBag, url: '' };
}

/** Missing: null; more than once: undefined, which is neither. */
export function headerOf(headers: HeaderReader | HeaderBag, name: string): string | null | undefined {
  if (isReader(headers)) return headers.get(name);
  const values = Object.entries(headers).flatMap(([each, value]) => (each.toLowerCase() === name && value !== undefined ? [value].flat() : []));
  return values.length > 1 ? undefined : (values[0] ?? null);
}

function isReader(headers: HeaderReader | HeaderBag): headers is HeaderReader {
  return typeof headers['get'] === 'function';
}

function isInQuery(url: string): boolean {
  const [, query = ''] = /\?([^#]*)/.exec(url) ?? [];
  return [...new URLSearchParams(query).keys()].some((name) => TOKEN_WORDS.test(name));
}
