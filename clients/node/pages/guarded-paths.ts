// Which paths a guard stands before: in every spelling that some router could read as one of them.

const ENTRY = /^\/[A-Za-z0-9._~!$&'()*+,;=:@/-]*$/;
/** Some routers decode a path, and some what is decoded already. */
const MOST_DECODINGS = 3;

export function isPathEntry(path: unknown): path is string {
  return typeof path === 'string' && ENTRY.test(path) && !path.includes('//') && !/(^|\/)\.\.?(\/|$)/.test(path);
}

/** '/a' and '/a/' stand for '/a' and all beneath it. */
export function guardedPaths(paths: readonly string[]): (path: string) => boolean {
  const prefixes = paths.map((path) => path.toLowerCase().replace(/\/$/, ''));
  return (path) => spellings(path).some((spelling) => spelling === null || prefixes.some((prefix) => spelling === prefix || spelling.startsWith(`${prefix}/`)));
}

/** Null: what cannot be decoded may be anything. */
function spellings(path: string): (string | null)[] {
  const decoded: (string | null)[] = [path];
  for (let count = 0; count < MOST_DECODINGS; count += 1) {
    const next = decode(decoded[decoded.length - 1] ?? '');
    decoded.push(next);
    if (next === null) break;
  }
  return decoded.flatMap((each) => (each === null ? [null] : plain(each)));
}

function plain(path: string): string[] {
  const one = path.toLowerCase().replace(/\\/g, '/').replace(/[\t\n\r]/g, '').replace(/\/{2,}/g, '/');
  return [one, resolved(one)];
}

function resolved(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/').slice(1)) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Of the target of a request, which may be a whole address (RFC 9112 3.2.2). */
export function pathOf(target: string): string {
  const [path = ''] = target.split(/[?#]/);
  if (path.startsWith('/')) return path;
  try {
    return new URL(target).pathname;
  } catch {
    return '/';
  }
}
