// database.removeDocument: `remove()`, of one document or of all that match.
import { find } from '../find';
import type { Session } from '../session';
import { type Body, collectionOf, type Reading, writeQueryOf } from './verb';

export function removeDocument(body: Body, reading: Reading, session: Session): { deleted: number } {
  const collection = collectionOf(body, reading);
  const matched = find(collection, writeQueryOf(body, reading.now), body['multi'] === true ? undefined : 1);
  for (const { stored } of matched) session.remove(collection, stored);
  return { deleted: matched.length };
}
