// $push's $sort: whole items, or items by their fields.
import { valueAt } from '../reach';
import { writeFailed } from '../refusal';
import { compare, type Document, isDocument, type Value } from '../values';

function isDirection(value: Value | undefined): value is 1 | -1 {
  return value === 1 || value === -1;
}

// A scalar among sub-documents has no fields: all of them count as null.
function compareBy(pattern: Document, left: Value, right: Value): number {
  for (const name of Object.keys(pattern)) {
    const [one, other] = [left, right].map((item) => (isDocument(item) ? valueAt(item, name.split('.')) : undefined));
    const order = compare(one ?? null, other ?? null) * Number(pattern[name]);
    if (order !== 0) return order;
  }
  return 0;
}

/** @throws DatabaseRefusal when `pattern` is neither 1, -1 nor `{ field: 1 | -1 }` */
export function sortItems(items: Value[], pattern: Value): Value[] {
  if (isDirection(pattern)) return [...items].sort((one, other) => compare(one, other) * pattern);
  if (!isDocument(pattern)) throw writeFailed('The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  const names = Object.keys(pattern);
  if (names.length === 0) throw writeFailed('The $sort pattern is empty when it should be a set of fields.');
  if (!names.every((name) => isDirection(pattern[name]))) throw writeFailed('The $sort element value must be either 1 or -1');
  return [...items].sort((one, other) => compareBy(pattern, one, other));
}
