// A collection in memory: documents by `_id` in the order they were written, and its indexes.
import { keysOf, valueKey } from './keys';
import { refuseTakenId, refuseTakenKey } from './unique';
import { type Document, field } from './values';

export interface CollectionDefinition { name: string; indexes: { name: string; keys: Record<string, 1 | -1>; unique: boolean }[] }

/** Never changed in place: a write stores a new one. `text` is its relaxed EJSON. */
export interface Stored { sequence: number; document: Document; text: string }

export interface Index { name: string; paths: string[][]; unique: boolean; entries: Map<string, Set<Stored>> }

export interface Collection { name: string; documents: Map<string, Stored>; indexes: Index[] }

export function makeCollection({ name, indexes }: CollectionDefinition): Collection {
  return { name, documents: new Map(), indexes: indexes.map((index) => ({ name: index.name, paths: Object.keys(index.keys).map((path) => path.split('.')), unique: index.unique, entries: new Map() })) };
}

export function idOf(document: Document): string {
  return valueKey(field(document, '_id') ?? null);
}

function enter(index: Index, stored: Stored): void {
  for (const key of keysOf(index.paths, stored.document)) {
    const entries = index.entries.get(key);
    if (entries) entries.add(stored);
    else index.entries.set(key, new Set([stored]));
  }
}

function leave(index: Index, stored: Stored): void {
  for (const key of keysOf(index.paths, stored.document)) {
    const entries = index.entries.get(key);
    entries?.delete(stored);
    if (entries?.size === 0) index.entries.delete(key);
  }
}

/** Without any check: for loading, and for undoing. */
export function put(collection: Collection, stored: Stored): void {
  collection.documents.set(idOf(stored.document), stored);
  for (const index of collection.indexes) enter(index, stored);
}

export function take(collection: Collection, stored: Stored): void {
  collection.documents.delete(idOf(stored.document));
  for (const index of collection.indexes) leave(index, stored);
}

export function empty(collection: Collection): void {
  collection.documents.clear();
  for (const index of collection.indexes) index.entries.clear();
}

/** @throws DatabaseRefusal E11000 */
export function add(collection: Collection, stored: Stored): void {
  refuseTakenId(collection, field(stored.document, '_id') ?? null);
  for (const index of collection.indexes) refuseTakenKey(collection, index, stored.document, 'Insert');
  put(collection, stored);
}

/** Keeps the document's place in the collection's order. @throws DatabaseRefusal E11000, nothing changed */
export function replace(collection: Collection, before: Stored, after: Stored): void {
  for (const index of collection.indexes) leave(index, before);
  try {
    for (const index of collection.indexes) refuseTakenKey(collection, index, after.document);
  } catch (error) {
    for (const index of collection.indexes) enter(index, before);
    throw error;
  }
  put(collection, after);
}
