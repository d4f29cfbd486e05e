// database.insertDocument: `add()`, of one document or several. Several are one write.
import { randomBytes } from 'node:crypto';
import type { Collection } from '../collection';
import { decodeDocument } from '../ejson';
import { invalidParameter, writeFailed } from '../refusal';
import type { Session } from '../session';
import { refuseDollarFields } from '../update/apply';
import { type Document, field, type Value } from '../values';
import { type Body, collectionOf, type Reading } from './verb';

/** 32 lower-case hex digits. */
function newId(): string {
  return randomBytes(16).toString('hex');
}

/** Stored with `_id` first, and given one when it has none. @throws DatabaseRefusal E11000 */
export function insertOne(session: Session, collection: Collection, document: Document): Value {
  const own = field(document, '_id');
  const id = own === undefined ? newId() : own;
  if (Array.isArray(id)) throw writeFailed("can't use an array for _id", 'Insert');
  refuseDollarFields(document);
  session.insert(collection, { _id: id, ...document });
  return id;
}

export function insertDocument(body: Body, reading: Reading, session: Session): { insertedIds: Value[] } {
  const collection = collectionOf(body, reading);
  const { data } = body;
  if (!Array.isArray(data) || data.length === 0) throw invalidParameter('data must be a list of documents');
  return { insertedIds: data.map((text) => insertOne(session, collection, decodeDocument(text, 'data', reading.now))) };
}
