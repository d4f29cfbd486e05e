// database.getDocument: `get()`, with order, skip, limit and the fields to show.
import { decodeDocument, encode } from '../ejson';
import { find } from '../find';
import { compileProjection } from '../project';
import { sortDocuments } from '../sort';
import { type Body, collectionOf, countOf, queryOf, type Reading } from './verb';

/** What the cloud returns when not asked for more, and the most it ever returns. */
const USUAL_LIMIT = 100;
const MOST = 1000;

export function getDocument(body: Body, reading: Reading): { list: string[] } {
  const collection = collectionOf(body, reading);
  const query = queryOf(body, reading.now);
  const offset = countOf(body, 'offset', 0, 0);
  const limit = Math.min(countOf(body, 'limit', 1, USUAL_LIMIT), MOST);
  const order = body['order'] === undefined ? null : decodeDocument(body['order'], 'order', reading.now);
  const project = body['projection'] === undefined ? null : compileProjection(decodeDocument(body['projection'], 'projection', reading.now));
  const matched = find(collection, query, order ? undefined : offset + limit).map(({ stored }) => stored);
  const page = (order ? sortDocuments(matched, (stored) => stored.document, order) : matched).slice(offset, offset + limit);
  if (!project) return { list: page.map(({ text }) => text) };
  return { list: page.map(({ document }) => encode(project(document))) };
}
