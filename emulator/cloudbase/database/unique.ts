// What may stand in a collection only once: `_id`, and the keys of unique indexes.
import type { Collection, Index } from './collection';
import { keysOf, valueKey } from './keys';
import { valueAt } from './reach';
import { type DatabaseRefusal, writeFailed } from './refusal';
import { type Document, show, type Value } from './values';

function duplicateKey(collection: string, index: string, values: Value[], step?: 'Insert'): DatabaseRefusal {
  const key = values.map((value) => `: ${show(value)}`).join(', ');
  return writeFailed(`E11000 duplicate key error collection: tnt-local.${collection} index: ${index} dup key: { ${key} }`, step);
}

/** The lock every first sign-in relies on. */
export function refuseTakenId(collection: Collection, id: Value): void {
  if (collection.documents.has(valueKey(id))) throw duplicateKey(collection.name, '_id_', [id], 'Insert');
}

/** A missing field counts as null, so two documents without it collide. */
export function refuseTakenKey(collection: Collection, index: Index, document: Document, step?: 'Insert'): void {
  if (!index.unique || !keysOf(index.paths, document).some((key) => index.entries.has(key))) return;
  throw duplicateKey(collection.name, index.name, index.paths.map((path) => valueAt(document, path) ?? null), step);
}
