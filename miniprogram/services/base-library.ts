// Tells whether the base library of this WeChat is new enough for something.

/** The avatar button and the nickname keyboard. */
export const AVATAR_AND_NICKNAME = '2.21.2';

/** By number, part by part: '2.9.0' is older than '2.21.2'. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [has, wants] = [partsOf(version), partsOf(wanted)];
  for (const [n, part] of wants.entries()) {
    const own = has[n] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

function partsOf(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
