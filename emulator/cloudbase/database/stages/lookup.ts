// The $lookup stage in its simple form: documents of another collection whose field equals ours.
import { NotEmulated } from '../../../ports';
import type { Collection } from '../collection';
import { find } from '../find';
import { makePlace } from '../place';
import { reach } from '../reach';
import { readFailed } from '../refusal';
import { copyToSet, type Document, field, type Value } from '../values';

const FIELDS = ['from', 'localField', 'foreignField', 'as'];

function textOf(specification: Document, name: string): string {
  const value = field(specification, name);
  if (typeof value !== 'string') throw readFailed(`$lookup argument '${name}' must be a string`);
  return value;
}

/** Every value the local field has; none at all counts as null. */
function localValues(document: Document, path: string[]): Value[] {
  const values: Value[] = [];
  reach(document, path, 'items', (value) => {
    if (!Array.isArray(value)) values.push(value ?? null);
    return false;
  });
  return values.length === 0 ? [null] : values;
}

function condition(values: Value[]): Value {
  const [only = null] = values;
  return values.length === 1 ? { $eq: only } : { $in: values };
}

/** A collection that is missing gives no documents. @throws NotEmulated for `pipeline` and `let` */
export function lookup(documents: Document[], specification: Document, findCollection: (name: string) => Collection | null): Document[] {
  const other = Object.keys(specification).find((name) => !FIELDS.includes(name));
  if (other !== undefined) throw new NotEmulated(`$lookup with ${other}`);
  const [from = '', localField = '', foreignField = '', as = ''] = FIELDS.map((name) => textOf(specification, name));
  const collection = findCollection(from);
  return documents.map((document) => {
    const joined = collection ? find(collection, { [foreignField]: condition(localValues(document, localField.split('.'))) }) : [];
    const path = as.split('.');
    const copy = copyToSet(document, [path]);
    makePlace(copy, path).set(joined.map(({ stored }) => stored.document));
    return copy;
  });
}
