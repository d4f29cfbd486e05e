// A compiled query or condition, and how tests join.
import type { Document } from '../values';

/** Where in an array the query matched; the update path's `$`. */
export interface Found { position: number | null }
export type Test = (document: Document, found: Found) => boolean;

/** A position found inside a negation is no match: MongoDB forgets it. */
export function not(test: Test): Test {
  return (document) => !test(document, { position: null });
}

export function every(tests: Test[]): Test {
  return (document, found) => tests.every((test) => test(document, found));
}

export function some(tests: Test[]): Test {
  return (document, found) => tests.some((test) => test(document, found));
}
