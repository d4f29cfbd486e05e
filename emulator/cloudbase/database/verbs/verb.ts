// What a wire verb is given, and how it reads the fields of a request.
import { NotEmulated } from '../../../ports';
import type { Collection } from '../collection';
import { decodeDocument } from '../ejson';
import { invalidParameter } from '../refusal';
import type { Session } from '../session';
import type { Document } from '../values';

export interface Reading {
  /** @throws DatabaseRefusal DATABASE_COLLECTION_NOT_EXIST */
  collection(name: string): Collection;
  /** Null when there is none: $lookup from it finds nothing. */
  findCollection(name: string): Collection | null;
  /** The moment of this call, for server dates. */
  now: number;
}

export type Body = Record<string, unknown>;
/** The answer's `data`. */
export type Verb = (body: Body, reading: Reading, session: Session) => Record<string, unknown>;

export function collectionOf(body: Body, reading: Reading): Collection {
  const name = body['collectionName'];
  if (typeof name !== 'string' || name === '') throw invalidParameter('collectionName must be a string');
  if (body['transactionId'] !== undefined) throw new NotEmulated('a transaction');
  return reading.collection(name);
}

function isAbsent(query: unknown): boolean {
  return query === undefined || query === '';
}

/** No query reads everything. */
export function queryOf(body: Body, now: number): Document {
  return isAbsent(body['query']) ? {} : decodeDocument(body['query'], 'query', now);
}

/** No query at all is refused for a write; `{}`, which the SDK makes of `{ x: {} }`, is not: it writes everything. */
export function writeQueryOf(body: Body, now: number): Document {
  if (isAbsent(body['query'])) throw invalidParameter('query must not be empty');
  return decodeDocument(body['query'], 'query', now);
}

/** A whole number of at least `least`, or `otherwise` when left out. */
export function countOf(body: Body, name: string, least: number, otherwise: number): number {
  const value = body[name] ?? otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) throw invalidParameter(`${name} must be an integer of at least ${least}`);
  return value;
}
