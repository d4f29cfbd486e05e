// Applies an update, or a replacement, to a copy of a document: all of it or an error.
import { writeFailed } from '../refusal';
import { clone, type Document, equals, field } from '../values';
import { readSteps } from './steps';

function refuseChangedId(before: Document, after: Document): void {
  const [id, other] = [field(before, '_id') ?? null, field(after, '_id')];
  if (other === undefined || !equals(id, other)) throw writeFailed("Performing an update on the path '_id' would modify the immutable field '_id'");
}

/** @throws DatabaseRefusal in MongoDB's words; NotEmulated; `document` itself never changes */
export function applyUpdate(document: Document, update: Document, position: number | null): Document {
  const steps = readSteps(update, position);
  const copy = clone(document);
  for (const { apply, path, argument } of steps) apply(copy, path, argument);
  refuseChangedId(document, copy);
  return copy;
}

/** An update that matches nothing is still read: a bad operator or argument is refused. */
export function refuseBadUpdate(update: Document): void {
  const nobody: Document = {};
  for (const { apply, path, argument } of readSteps(update, 0)) apply(nobody, path, argument);
}

export function refuseDollarFields(document: Document): void {
  const name = Object.keys(document).find((candidate) => candidate.startsWith('$'));
  if (name !== undefined) throw writeFailed(`The dollar ($) prefixed field '${name}' in '${name}' is not valid for storage.`);
}

/** What `doc().set()` leaves of a document: its `_id` and the new fields. */
export function applyReplacement(document: Document, replacement: Document): Document {
  refuseDollarFields(replacement);
  const copy = { _id: field(document, '_id') ?? null, ...clone(replacement) };
  refuseChangedId(document, copy);
  return copy;
}
