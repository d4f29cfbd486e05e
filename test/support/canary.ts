// Looks for secrets and personal data, in every spelling a text can take on its way.

export interface Canary { name: string; text: string }
/** `where`: 'log', 'answer profile.get', 'database users.nickname', 'bundle session/index.js'. */
export interface Sighting { canary: string; where: string }

/** Plain, JSON-escaped, URL-encoded, hex, and base64 of either alphabet wherever it begins in a longer text. */
function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift, 'x'), bytes]).toString('base64').replace(/=+$/, '');
    // The first and last letters also carry the neighbours' bits.
    const inner = encoded.slice(shift === 0 ? 0 : shift + 1, -1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), bytes.toString('hex'), ...base64])];
}

export function seekers(canaries: readonly Canary[]): (where: string, text: string) => Sighting[] {
  const needles = canaries.map(({ name, text }) => ({ name, needles: spellings(text) }));
  return (where, text) => needles.filter((each) => each.needles.some((needle) => text.includes(needle))).map(({ name }) => ({ canary: name, where }));
}

/** Every string of a value with the path it stands at: array positions and `$date` marks left out. */
export function leaves(value: unknown, path: string): [path: string, text: string][] {
  if (Array.isArray(value)) return value.flatMap((each) => leaves(each, path));
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, each]) => [[path, key] as [string, string], ...leaves(each, key.startsWith('$') ? path : `${path}.${key}`)]);
}
