// Where a browser may be sent back to: an entry of the list as it stands there, or a path of our own (SEC-47).

const MOST = 2048;
/** What RFC 3986 lets a path and a query be made of, but for '@', which makes a host of what stands before it in some eyes. */
const OWN_PATH = /^\/[A-Za-z0-9._~!$&'()*+,;=:/?%-]*$/;
/** Slashes and what looks like them, written so that another decodes them later. */
const HIDDEN = /%(?:2f|5c|25|0[0-9a-f]|1[0-9a-f]|7f)/i;

/** The whole address; null for anything that is not plainly one of the two. `origin`: the door's own. */
export function returnAddress(text: string, allowed: readonly string[], origin: string): string | null {
  if (allowed.includes(text)) return text;
  if (text.length > MOST || !OWN_PATH.test(text) || text.startsWith('//') || HIDDEN.test(text)) return null;
  const whole = `${origin}${text}`;
  return URL.canParse(whole) && new URL(whole).origin === origin && new URL(whole).href === whole ? whole : null;
}
