// Strings that are equal exactly when MongoDB calls the values equal: the keys of `_id` and of indexes.
import { encode } from './ejson';
import { reach } from './reach';
import type { Document, Value } from './values';

export function valueKey(value: Value): string {
  return typeof value === 'string' ? `"${value}` : encode(Object.is(value, -0) ? 0 : value);
}

/** Every key one field gives: an array gives one per item, and one for itself. */
function pathKeys(path: string[], document: Document): string[] {
  const keys = new Set<string>();
  reach(document, path, 'items', (value) => {
    if (!Array.isArray(value) || value.length > 0) keys.add(valueKey(value ?? null));
    return false;
  });
  return [...keys];
}

/** Every combination of the index's fields. */
export function keysOf(paths: string[][], document: Document): string[] {
  const [first, ...rest] = paths.map((path) => pathKeys(path, document));
  const joined = rest.reduce((heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head}\n${tail}`)), first ?? []);
  return joined;
}
