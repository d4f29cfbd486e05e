// Sorts documents by fields, as MongoDB does: an array counts by its smallest item going up, its greatest going down.
import { readFailed } from './refusal';
import { reach } from './reach';
import { compare, type Document, type Value } from './values';

interface Key { path: string[]; direction: 1 | -1 }

function readOrder(order: Document): Key[] {
  return Object.keys(order).map((name) => {
    const direction = order[name];
    if (direction !== 1 && direction !== -1) throw readFailed('$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { path: name.split('.'), direction };
  });
}

function sortValue(document: Document, { path, direction }: Key): Value {
  const values: Value[] = [];
  reach(document, path, 'items', (value) => {
    if (!Array.isArray(value) || value.length === 0) values.push(value ?? null);
    return false;
  });
  return values.reduce<Value>((best, value) => (compare(value, best) * direction < 0 ? value : best), values[0] ?? null);
}

/** Stable: equal documents keep the order they were written in. */
export function sortDocuments<T>(items: T[], documentOf: (item: T) => Document, order: Document): T[] {
  const keys = readOrder(order);
  const rows = items.map((item) => ({ item, values: keys.map((key) => sortValue(documentOf(item), key)) }));
  rows.sort((one, other) => keys.reduce((result, { direction }, index) => result || compare(one.values[index] ?? null, other.values[index] ?? null) * direction, 0));
  return rows.map(({ item }) => item);
}
