// Bounds on any event, judged before anything is parsed for meaning (SEC-08).

const LONGEST_STRING_BYTES = 8 * 1024;
const DEEPEST = 16;
const MOST_MEMBERS = 200;

/** Strings of at most 8 KB, at most 16 deep, at most 200 keys or items in all. */
export function isWithinLimits(event: unknown): boolean {
  let members = 0;
  const fits = (value: unknown, depth: number): boolean => {
    if (typeof value === 'string') return Buffer.byteLength(value) <= LONGEST_STRING_BYTES;
    if (typeof value !== 'object' || value === null) return true;
    const entries = Object.entries(value);
    members += entries.length;
    return depth < DEEPEST && members <= MOST_MEMBERS && entries.every(([key, each]) => key.length <= LONGEST_STRING_BYTES && fits(each, depth + 1));
  };
  return fits(event, 0);
}
