// One verb's writes: applied to memory as they come, committed to disk together, undone together.
import { add, type Collection, idOf, put, replace, type Stored, take } from './collection';
import { encode } from './ejson';
import type { Storage } from './storage';
import type { Document } from './values';

export interface Session {
  insert(collection: Collection, document: Document): void;
  update(collection: Collection, before: Stored, document: Document): void;
  remove(collection: Collection, stored: Stored): void;
}

interface Change { collection: Collection; before: Stored | null; after: Stored | null }

function undo({ collection, before, after }: Change): void {
  if (after) take(collection, after);
  if (before) put(collection, before);
}

/** An undone removal is put back at the end of the map: the order documents were written in is restored. */
function restoreOrder(collection: Collection): void {
  const inOrder = [...collection.documents.values()].sort((one, other) => one.sequence - other.sequence);
  collection.documents.clear();
  for (const stored of inOrder) collection.documents.set(idOf(stored.document), stored);
}

function undoAll(changes: Change[]): void {
  for (const change of [...changes].reverse()) undo(change);
  for (const collection of new Set(changes.map((change) => change.collection))) restoreOrder(collection);
}

function commit(storage: Storage, changes: Change[]): void {
  if (changes.length === 0) return;
  storage.commit(changes.map(({ collection, before, after }) => ({ collection: collection.name, sequence: (after ?? before)?.sequence ?? 0, text: after?.text ?? null })));
}

function makeSession(changes: Change[], nextSequence: () => number): Session {
  return {
    insert(collection, document) {
      const after = { sequence: nextSequence(), document, text: encode(document) };
      add(collection, after);
      changes.push({ collection, before: null, after });
    },
    update(collection, before, document) {
      const text = encode(document);
      if (text === before.text) return;
      const after = { sequence: before.sequence, document, text };
      replace(collection, before, after);
      changes.push({ collection, before, after });
    },
    remove(collection, stored) {
      take(collection, stored);
      changes.push({ collection, before: stored, after: null });
    },
  };
}

/** Runs `work` so that either all of its writes are on disk when it returns, or none happened. */
export function write<T>(storage: Storage, nextSequence: () => number, work: (session: Session) => T): T {
  const changes: Change[] = [];
  try {
    const result = work(makeSession(changes, nextSequence));
    commit(storage, changes);
    return result;
  } catch (error) {
    undoAll(changes);
    throw error;
  }
}
