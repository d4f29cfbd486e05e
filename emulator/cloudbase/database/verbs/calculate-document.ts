// database.calculateDocument: `count()`.
import { find } from '../find';
import { type Body, collectionOf, queryOf, type Reading } from './verb';

export function calculateDocument(body: Body, reading: Reading): { total: number } {
  const collection = collectionOf(body, reading);
  return { total: find(collection, queryOf(body, reading.now)).length };
}
