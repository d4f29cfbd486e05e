// What a dotted path reaches in a document, through sub-documents and arrays, as MongoDB's queries walk it.
import { type Document, field, isDocument, type Value } from './values';

/** One value on the path (undefined: nothing there) and the place of the outermost array item it was found in. True ends the walk. */
export type See = (value: Value | undefined, position: number | null) => boolean;

/** Whether an array at the path's end is seen item by item before it is seen whole. */
export type Leaf = 'items' | 'whole';

function seeLeaf(value: Value | undefined, position: number | null, leaf: Leaf, see: See): boolean {
  if (leaf === 'items' && Array.isArray(value) && value.some((item, index) => see(item, position ?? index))) return true;
  return see(value, position);
}

/** The rest of the path below one value; a scalar there is a missing field. */
function below(value: Value | undefined, rest: string[], position: number | null, leaf: Leaf, see: See): boolean {
  if (isDocument(value)) return reach(value, rest, leaf, see, position);
  if (Array.isArray(value)) return throughArray(value, rest, position, leaf, see);
  return see(undefined, position);
}

// 'a.0.b' means both "b of the first item" and "field 0 of any item, then b". Items that are scalars, or arrays
// not named by an index, give nothing at all, not even a missing field.
function throughArray(items: Value[], path: string[], position: number | null, leaf: Leaf, see: See): boolean {
  const [first, ...rest] = path;
  return items.some((item, index) => {
    if (isDocument(item) && reach(item, path, leaf, see, position ?? index)) return true;
    if (String(index) !== first) return false;
    if (rest.length === 0) return see(item, position);
    return (isDocument(item) || Array.isArray(item)) && below(item, rest, position, leaf, see);
  });
}

/** Walks every value the path reaches until `see` says true; says whether it did. */
export function reach(document: Document, path: string[], leaf: Leaf, see: See, position: number | null = null): boolean {
  const [first = '', ...rest] = path;
  const value = field(document, first);
  return rest.length === 0 ? seeLeaf(value, position, leaf, see) : below(value, rest, position, leaf, see);
}

/** The first value a path reaches, arrays whole. */
export function valueAt(document: Document, path: string[]): Value | undefined {
  let first: Value | undefined;
  reach(document, path, 'whole', (value) => {
    first = value;
    return true;
  });
  return first;
}
