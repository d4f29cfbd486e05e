// Compiles the condition on one field: a value, or operators.
import { NotEmulated } from '../../../ports';
import { type Leaf, reach } from '../reach';
import { operatorUnknown, readFailed } from '../refusal';
import { isDocument, typeName, type Value } from '../values';
import { type Comparison, comparison, equalTo, oneOf } from './comparison';
import { compileQuery } from './query';
import { every, not, type Test } from './test';

const NOT_BUILT = [
  '$regex', '$options', '$mod', '$type', '$bitsAllClear', '$bitsAllSet', '$bitsAnyClear', '$bitsAnySet', '$expr', '$where', '$text', '$jsonSchema', '$comment',
  '$geoIntersects', '$geoWithin', '$near', '$nearSphere', '$maxDistance', '$minDistance',
];

type Operator = (path: string[], argument: Value, leaf: Leaf) => Test;

/** True when some value on the path passes; remembers where in an array that was. */
function anywhere(path: string[], leaf: Leaf, passes: Comparison): Test {
  return (document, found) => reach(document, path, leaf, (value, position) => {
    if (!passes(value)) return false;
    if (position !== null) found.position = position;
    return true;
  });
}

function list(operator: string, argument: Value): Value[] {
  if (!Array.isArray(argument)) throw readFailed(`${operator} needs an array`);
  if (argument.some((item) => isOperators(item))) throw readFailed(`cannot nest $ under ${operator}`);
  return argument;
}

function compare(operator: '$gt' | '$gte' | '$lt' | '$lte'): Operator {
  return (path, argument, leaf) => anywhere(path, leaf, comparison(operator, argument));
}

function size(path: string[], argument: Value): Test {
  if (typeof argument !== 'number' || !Number.isInteger(argument)) throw readFailed(`Failed to parse $size. Expected an integer, got ${typeName(argument)}`);
  if (argument < 0) throw readFailed('Failed to parse $size. Expected a non-negative number');
  return anywhere(path, 'whole', (value) => Array.isArray(value) && value.length === argument);
}

/** A test of `{ item }`, an array's item: `{ $gt: 1 }` looks at the item itself, `{ a: 1 }` into it. */
export function compileItem(condition: Value): Test {
  if (!isDocument(condition)) throw readFailed('$elemMatch needs an Object');
  const [first] = Object.keys(condition);
  if (first?.startsWith('$') && !['$and', '$or', '$nor'].includes(first)) {
    return compileCondition(['item'], condition, 'whole');
  }
  const test = compileQuery(condition);
  // To $elemMatch an array is a document whose fields are its indexes.
  return ({ item = null }, found) => (isDocument(item) ? test(item, found) : Array.isArray(item) && test(Object.fromEntries(item.entries()), found));
}

function elemMatch(path: string[], condition: Value): Test {
  const test = compileItem(condition);
  return (document, found) => reach(document, path, 'whole', (value, position) => {
    const index = Array.isArray(value) ? value.findIndex((item) => test({ item }, { position: null })) : -1;
    if (index >= 0) found.position = position ?? index;
    return index >= 0;
  });
}

function allOf(path: string[], argument: Value, leaf: Leaf): Test {
  if (!Array.isArray(argument)) throw readFailed('$all needs an array');
  if (argument.length === 0) return () => false;
  return every(argument.map((item) => {
    if (!isDocument(item) || Object.keys(item)[0] !== '$elemMatch') return compileCondition(path, { $eq: item }, leaf);
    return elemMatch(path, item['$elemMatch'] ?? null);
  }));
}

const OPERATORS: Record<string, Operator> = {
  $eq: (path, argument, leaf) => anywhere(path, leaf, equalTo(argument)),
  $ne: (path, argument, leaf) => not(anywhere(path, leaf, equalTo(argument))),
  $gt: compare('$gt'), $gte: compare('$gte'), $lt: compare('$lt'), $lte: compare('$lte'),
  $in: (path, argument, leaf) => anywhere(path, leaf, oneOf(list('$in', argument))),
  $nin: (path, argument, leaf) => not(anywhere(path, leaf, oneOf(list('$nin', argument)))),
  $exists: (path, argument) => {
    const present = anywhere(path, 'whole', (value) => value !== undefined);
    return argument === false || argument === 0 || argument === null ? not(present) : present;
  },
  $size: size,
  $all: allOf,
  $elemMatch: elemMatch,
  $not: (path, argument, leaf) => {
    if (!isOperators(argument)) throw readFailed('$not needs a regex or a document');
    return not(compileCondition(path, argument, leaf));
  },
};

/** `{ $gt: 1 }`, told from a sub-document by its first field, as MongoDB does. */
function isOperators(condition: Value): boolean {
  return isDocument(condition) && (Object.keys(condition)[0]?.startsWith('$') ?? false);
}

/** `leaf` 'whole' looks at an array as one value: inside $elemMatch the item is not opened again. */
export function compileCondition(path: string[], condition: Value, leaf: Leaf): Test {
  if (!isDocument(condition) || !isOperators(condition)) return anywhere(path, leaf, equalTo(condition));
  return every(Object.keys(condition).map((name) => {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (operator) return operator(path, condition[name] ?? null, leaf);
    if (NOT_BUILT.includes(name)) throw new NotEmulated(`query operator ${name}`);
    throw operatorUnknown(`unknown operator: ${name}`);
  }));
}
