// database.modifyDocument: `update()` of one or all that match, and `doc().set()`, which replaces or adds.
import { NotEmulated } from '../../../ports';
import type { Collection } from '../collection';
import { decodeDocument } from '../ejson';
import { find, type Match } from '../find';
import { writeFailed } from '../refusal';
import type { Session } from '../session';
import { applyReplacement, applyUpdate, refuseBadUpdate } from '../update/apply';
import { type Document, field, isDocument, type Value } from '../values';
import { insertOne } from './insert-document';
import { type Body, collectionOf, type Reading, writeQueryOf } from './verb';

/** `updated` counts what matched, changed or not. */
interface Modified { updated: number; upsert_id?: Value }

function changeOne({ stored, found }: Match, data: Document, isUpdate: boolean): Document {
  return isUpdate ? applyUpdate(stored.document, data, found.position) : applyReplacement(stored.document, data);
}

/** A document that was not there: its `_id` is the one that was looked for. */
function addReplacement(session: Session, collection: Collection, query: Document, data: Document): Modified {
  const id = field(query, '_id');
  if (id === undefined || isDocument(id) || Object.keys(query).length !== 1) throw new NotEmulated('an upsert that is not by _id');
  return { updated: 0, upsert_id: insertOne(session, collection, { _id: id, ...data }) };
}

export function modifyDocument(body: Body, reading: Reading, session: Session): Modified & Record<string, unknown> {
  const collection = collectionOf(body, reading);
  const [isUpdate, isMulti, isUpsert] = [body['merge'] === true, body['multi'] === true, body['upsert'] === true];
  if (isUpdate && isUpsert) throw new NotEmulated('an upsert by update operators');
  if (!isUpdate && isMulti) throw writeFailed('multi update is not supported for replacement-style update');
  const data = decodeDocument(body['data'], 'data', reading.now);
  const query = writeQueryOf(body, reading.now);
  const matched = find(collection, query, isMulti ? undefined : 1);
  if (matched.length === 0 && isUpsert) return { ...addReplacement(session, collection, query, data) };
  if (matched.length === 0 && isUpdate) refuseBadUpdate(data);
  for (const match of matched) session.update(collection, match.stored, changeOne(match, data, isUpdate));
  return { updated: matched.length };
}
