// The local cloud database: answers one wire verb at a time, atomically, and keeps what it acknowledged.
import { type Clock, NotEmulated } from '../../ports';
import { type Collection, type CollectionDefinition, empty, makeCollection, put } from './collection';
import { decode, decodeTree } from './ejson';
import { collectionMissing, DatabaseRefusal } from './refusal';
import { write } from './session';
import { openStorage, type Storage } from './storage';
import { compare, type Document, field, isDocument } from './values';
import { aggregateDocuments } from './verbs/aggregate-documents';
import { calculateDocument } from './verbs/calculate-document';
import { getDocument } from './verbs/get-document';
import { insertDocument, insertOne } from './verbs/insert-document';
import { modifyDocument } from './verbs/modify-document';
import { removeDocument } from './verbs/remove-document';
import type { Reading, Verb } from './verbs/verb';

export type { CollectionDefinition } from './collection';

/** A wire answer: `data`, or a refusal's `code` and `message`. */
export type Answer = { data?: unknown; requestId?: string; [topLevel: string]: unknown } | { code: string; message: string };

export interface Database {
  /** One wire verb ('database.insertDocument', …), synchronously and atomically. @throws NotEmulated for what is not built */
  execute(action: string, body: Record<string, unknown>): Answer;
  /** Every collection, documents by _id, relaxed EJSON, empty collections too. */
  dump(): Record<string, Record<string, unknown>[]>;
  /** Seed documents (relaxed EJSON accepted). @throws Error with a sentence on an unknown collection or a taken _id; then none is stored */
  insert(collection: string, documents: Record<string, unknown>[]): void;
  /** Documents gone, collections kept. */
  clear(): void;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  directory: string;
  collections: CollectionDefinition[];
  clock: Clock;
  /** fsync per commit: survives power loss too. */
  sync: boolean;
}

const VERBS: Record<string, Verb> = {
  'database.insertDocument': insertDocument,
  'database.getDocument': getDocument,
  'database.calculateDocument': calculateDocument,
  'database.modifyDocument': modifyDocument,
  'database.removeDocument': removeDocument,
  'database.aggregateDocuments': aggregateDocuments,
};

/** Fills memory from disk; the greatest sequence found. A collection no longer defined stays on disk, unseen. */
function load(storage: Storage, collections: Map<string, Collection>): number {
  let last = 0;
  storage.load((name, sequence, text) => {
    last = Math.max(last, sequence);
    const collection = collections.get(name);
    const document = decode(text, 0);
    if (collection && isDocument(document)) put(collection, { sequence, document, text });
  });
  return last;
}

function answer(work: () => Record<string, unknown>): Answer {
  try {
    return { data: work() };
  } catch (error) {
    if (error instanceof DatabaseRefusal) return { code: error.code, message: error.message };
    throw error;
  }
}

function dumpCollection(collection: Collection): Record<string, unknown>[] {
  const byId = [...collection.documents.values()].sort((one, other) => compare(field(one.document, '_id') ?? null, field(other.document, '_id') ?? null));
  return byId.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
}

function seedDocument(collection: string, tree: Record<string, unknown>, now: number): Document {
  const document = decodeTree(tree as Parameters<typeof decodeTree>[0], now);
  if (!isDocument(document)) throw new Error(`A seed document of ${collection} is not an object.`);
  return document;
}

export function openDatabase({ directory, collections: definitions, clock, sync }: DatabaseOptions): Database {
  const storage = openStorage(directory, sync);
  const collections = new Map(definitions.map((definition) => [definition.name, makeCollection(definition)]));
  let sequence = load(storage, collections);
  const nextSequence = () => { sequence += 1; return sequence; };
  const findCollection = (name: string) => collections.get(name) ?? null;
  const collection = (name: string) => {
    const found = findCollection(name);
    if (!found) throw collectionMissing(name);
    return found;
  };
  const reading = (): Reading => ({ collection, findCollection, now: clock.now() });
  return {
    execute(action, body) {
      const verb = Object.hasOwn(VERBS, action) ? VERBS[action] : undefined;
      if (!verb) throw new NotEmulated(action);
      return answer(() => write(storage, nextSequence, (session) => verb(body, reading(), session)));
    },
    dump: () => Object.fromEntries([...collections.values()].map((each) => [each.name, dumpCollection(each)])),
    insert(name, documents) {
      const target = findCollection(name);
      if (!target) throw new Error(`The seed names a collection '${name}', which is not defined.`);
      write(storage, nextSequence, (session) => {
        for (const tree of documents) insertOne(session, target, seedDocument(name, tree, clock.now()));
      });
    },
    clear() {
      storage.clear();
      for (const each of collections.values()) empty(each);
    },
    close: () => storage.close(),
  };
}
