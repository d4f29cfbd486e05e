// What an update operator is: a change of a document's own copy at one path.
import { field, type Document, show, type Value } from '../values';

/** Changes `document`, which nobody else holds. @throws DatabaseRefusal in MongoDB's words */
export type Apply = (document: Document, path: string[], argument: Value) => void;

/** `{_id: "a1"}`, as error messages name the document. */
export function named(document: Document): string {
  return `{_id: ${show(field(document, '_id') ?? null)}}`;
}
