// Finds the documents a query matches, by `_id` or an index where the query names one value for it.
import type { Collection, Stored } from './collection';
import { valueKey } from './keys';
import { compileQuery } from './match/query';
import type { Found } from './match/test';
import { type Document, field, isDocument, type Value } from './values';

export interface Match { stored: Stored; found: Found }

/** The one value a field must have, or undefined. An array or sub-document may match in more than one way. */
function pinned(query: Document, path: string): Value | undefined {
  const condition = field(query, path);
  const value = isDocument(condition) && Object.keys(condition)[0] === '$eq' ? condition['$eq'] : condition;
  return isDocument(value) || Array.isArray(value) ? undefined : value;
}

/** Documents that include every match, in the order they were written. */
function candidates(collection: Collection, query: Document): Iterable<Stored> {
  const id = pinned(query, '_id');
  if (id !== undefined) {
    const stored = collection.documents.get(valueKey(id));
    return stored ? [stored] : [];
  }
  for (const index of collection.indexes) {
    const [path, second] = index.paths;
    const value = path && !second ? pinned(query, path.join('.')) : undefined;
    if (value !== undefined) return [...index.entries.get(valueKey(value)) ?? []].sort((one, other) => one.sequence - other.sequence);
  }
  return collection.documents.values();
}

/** @throws DatabaseRefusal when the query cannot be parsed, whether or not there are documents */
export function find(collection: Collection, query: Document, limit = Number.POSITIVE_INFINITY): Match[] {
  const test = compileQuery(query);
  const matched: Match[] = [];
  for (const stored of candidates(collection, query)) {
    if (matched.length >= limit) break;
    const found: Found = { position: null };
    if (test(stored.document, found)) matched.push({ stored, found });
  }
  return matched;
}
