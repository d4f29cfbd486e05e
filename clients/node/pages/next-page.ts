// The page that was asked for first, as far as a browser may be sent there afterwards: a path of this site, and surely nothing else (SEC-47).

const MOST = 2048;
/** What RFC 3986 lets a path be made of, but for '@', which makes a host of what stands before it in some eyes. */
const PATH = /^\/[A-Za-z0-9._~!$&'()*+,;=:/%-]*$/;
/** Slashes and what looks like them, written so that another decodes them later. */
const HIDDEN = /%(?:2f|5c|25|0[0-9a-f]|1[0-9a-f]|7f)/i;
/** Printable, and as a browser writes it. Whatever stands behind the question mark names no host. */
const QUERY = /^\?[\x21\x24-\x3b\x3d\x3f-\x7e]*$/;

/** With its query where that is plain, else without; '/' where the path is not plain itself. */
export function nextPage(target: string, origin: string): string {
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  return [target, path].find((each) => isOwnPage(each, origin)) ?? '/';
}

export function isOwnPage(text: string, origin: string): boolean {
  const [path = '', ...query] = text.split(/(?=\?)/);
  if (text.length > MOST || !PATH.test(path) || path.startsWith('//') || HIDDEN.test(path)) return false;
  if (query.length > 0 && !QUERY.test(query.join(''))) return false;
  try {
    const address = new URL(`${origin}${text}`);
    return address.origin === origin && address.href === `${origin}${text}`;
  } catch {
    return false;
  }
}
