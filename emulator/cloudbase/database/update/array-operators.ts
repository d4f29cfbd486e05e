// Update operators on an array: $push, $addToSet, $pop, $pull, $pullAll.
import { compileItem } from '../match/condition';
import { findPlace, makePlace } from '../place';
import { operatorUnknown, writeFailed } from '../refusal';
import { clone, equals, field, isDocument, type Value, typeName } from '../values';
import { type Apply, named } from './operator';
import { sortItems } from './sort-items';

interface Push { each: Value[]; position: number | null; sort: Value | null; slice: number | null }

function isEach(argument: Value): boolean {
  return isDocument(argument) && Object.keys(argument)[0]?.startsWith('$') === true;
}

function eachOf(operator: string, argument: Value): Value[] {
  const each = isDocument(argument) ? field(argument, '$each') : undefined;
  if (each === undefined) throw writeFailed(`The dollar ($) prefixed field in ${operator} is not valid for storage without $each.`);
  if (!Array.isArray(each)) throw writeFailed(`The argument to $each in ${operator} must be an array but it was of type ${typeName(each)}`);
  return each.map((item) => clone(item));
}

function integer(argument: Value | undefined, clause: string): number | null {
  if (argument === undefined) return null;
  if (typeof argument !== 'number' || !Number.isInteger(argument)) throw writeFailed(`The value for ${clause} must be an integer value but was given type: ${typeName(argument)}`);
  return argument;
}

function readPush(argument: Value): Push {
  if (!isDocument(argument) || !isEach(argument)) return { each: [clone(argument)], position: null, sort: null, slice: null };
  const unknown = Object.keys(argument).find((name) => !['$each', '$position', '$sort', '$slice'].includes(name));
  if (unknown !== undefined) throw operatorUnknown(`Unrecognized clause in $push: ${unknown}`);
  return { each: eachOf('$push', argument), position: integer(field(argument, '$position'), '$position'), sort: field(argument, '$sort') ?? null, slice: integer(field(argument, '$slice'), '$slice') };
}

function cut(items: Value[], slice: number | null): Value[] {
  if (slice === null) return items;
  return slice < 0 ? items.slice(slice) : items.slice(0, slice);
}

/** The order of the clauses is MongoDB's: insert, then sort, then slice. */
function push(...[document, path, argument]: Parameters<Apply>): void {
  const { each, position, sort, slice } = readPush(argument);
  const place = makePlace(document, path);
  const value = place.get() === undefined ? [] : place.get();
  if (!Array.isArray(value)) throw writeFailed(`The field '${path.join('.')}' must be an array but is of type ${typeName(value)} in document ${named(document)}`);
  const items = [...value];
  items.splice(position ?? items.length, 0, ...each);
  place.set(cut(sort === null ? items : sortItems(items, sort), slice));
}

function addToSet(...[document, path, argument]: Parameters<Apply>): void {
  const each = isEach(argument) ? eachOf('$addToSet', argument) : [clone(argument)];
  const place = makePlace(document, path);
  const value = place.get();
  if (value !== undefined && !Array.isArray(value)) throw writeFailed(`Cannot apply $addToSet to a non-array field. Field named '${path.at(-1)}' has a non-array type ${typeName(value)} in the document ${named(document)}`);
  const items = [...value ?? []];
  for (const item of each) if (!items.some((present) => equals(present, item))) items.push(item);
  place.set(items);
}

function pop(...[document, path, argument]: Parameters<Apply>): void {
  if (argument !== 1 && argument !== -1) throw writeFailed(`$pop expects 1 or -1, found: ${typeof argument === 'number' ? argument : typeName(argument)}`);
  const place = findPlace(document, path);
  const value = place?.get();
  if (!place || value === undefined) return;
  if (!Array.isArray(value)) throw writeFailed(`Path '${path.join('.')}' contains an element of non-array type '${typeName(value)}'`);
  place.set(argument === 1 ? value.slice(0, -1) : value.slice(1));
}

function removeFrom(operator: string, isPulled: (argument: Value) => (item: Value) => boolean): Apply {
  return (document, path, argument) => {
    const pulled = isPulled(argument);
    const place = findPlace(document, path);
    const value = place?.get();
    if (!place || value === undefined) return;
    if (!Array.isArray(value)) throw writeFailed(`Cannot apply ${operator} to a non-array value`);
    place.set(value.filter((item) => !pulled(item)));
  };
}

/** A sub-document is a condition on the item, not a value: `{ sid: 'x' }` pulls items that have more fields too. */
function pulledBy(argument: Value): (item: Value) => boolean {
  if (!isDocument(argument)) return (item) => equals(item, argument);
  const test = compileItem(argument);
  return (item) => test({ item }, { position: null });
}

function pulledAmong(argument: Value): (item: Value) => boolean {
  if (!Array.isArray(argument)) throw writeFailed('$pullAll requires an array argument');
  return (item) => argument.some((value) => equals(value, item));
}

export const ARRAY_OPERATORS: Record<string, Apply> = {
  $push: push, $addToSet: addToSet, $pop: pop, $pull: removeFrom('$pull', pulledBy), $pullAll: removeFrom('$pullAll', pulledAmong),
};
