// What holds for every value, document, query and update.
import fc from 'fast-check';
import { decode, encode } from '../../../emulator/cloudbase/database/ejson';
import { makeCollection, put } from '../../../emulator/cloudbase/database/collection';
import { find } from '../../../emulator/cloudbase/database/find';
import { valueKey } from '../../../emulator/cloudbase/database/keys';
import { compileQuery, matches } from '../../../emulator/cloudbase/database/match/query';
import { DatabaseRefusal } from '../../../emulator/cloudbase/database/refusal';
import { applyUpdate } from '../../../emulator/cloudbase/database/update/apply';
import { clone, compare, type Document, equals, type Value } from '../../../emulator/cloudbase/database/values';
import { document, update, value } from './arbitrary';

function deepFreeze(item: Value): void {
  if (typeof item !== 'object' || item === null || item instanceof Date) return;
  Object.freeze(item);
  for (const inside of Object.values(item)) deepFreeze(inside);
}

function hasFrozenPart(item: Value): boolean {
  if (typeof item !== 'object' || item === null || item instanceof Date) return false;
  return Object.isFrozen(item) || Object.values(item).some(hasFrozenPart);
}

test('[DB-16] values have one total order: turned round it is reversed, and it never runs in a circle', () => {
  fc.assert(fc.property(value, value, value, (one, two, three) => {
    const [first, second, third] = [one, two, three].sort(compare) as [Value, Value, Value];
    expect(Math.sign(compare(one, two))).toBe(-Math.sign(compare(two, one)) + 0);
    expect(compare(first, second) <= 0 && compare(second, third) <= 0 && compare(first, third) <= 0).toBe(true);
  }), { numRuns: 500 });
});

test('[DB-16] two values have the same index key exactly when they are equal', () => {
  fc.assert(fc.property(value, value, (one, two) => {
    if (typeof one === 'object' && one !== null && !(one instanceof Date)) return; // a zero inside may be -0
    expect(valueKey(one) === valueKey(two)).toBe(equals(one, two));
  }), { numRuns: 500 });
});

test('[DB-17] a document read back is the document written', () => {
  fc.assert(fc.property(document, (written) => {
    const read = decode(encode(written), 0);
    expect(equals(read, written)).toBe(true);
    expect(encode(read)).toBe(encode(written));
  }));
});

test('[DB-34] an update gives a new document or a refusal; the old one never changes, and neither shares a part', () => {
  fc.assert(fc.property(document, update, (before, change) => {
    const copy = clone(before);
    deepFreeze(before);
    deepFreeze(change);
    try {
      const after = applyUpdate(before, change, null);
      expect(equals(after['_id'] ?? null, before['_id'] ?? null)).toBe(true);
      expect(hasFrozenPart(after)).toBe(false);
    } catch (error) {
      if (!(error instanceof DatabaseRefusal)) throw error;
    }
    expect(equals(before, copy)).toBe(true);
  }), { numRuns: 1000 });
});

test('[DB-34] an update of nothing but $set and $unset, once done, done again changes nothing', () => {
  fc.assert(fc.property(document, update, (before, { $set = {}, $unset = {} }) => {
    try {
      const once = applyUpdate(before, { $set, $unset }, null);
      expect(encode(applyUpdate(once, { $set, $unset }, null))).toBe(encode(once));
    } catch (error) {
      if (!(error instanceof DatabaseRefusal)) throw error;
    }
  }), { numRuns: 500 });
});

/** The plainest reading of a condition on one top-level field. */
function oracle(item: Document, operator: string, argument: Value): boolean {
  const own = Object.hasOwn(item, 'a') ? item['a'] ?? null : undefined;
  const candidates = Array.isArray(own) ? [...own, own] : [own ?? null];
  const isSameType = (one: Value) => (one === null) === (argument === null) && typeof one === typeof argument && Array.isArray(one) === Array.isArray(argument) && one instanceof Date === argument instanceof Date;
  const isOrdered = (one: Value) => isSameType(one) && Number.isNaN(one) === Number.isNaN(argument);
  switch (operator) {
    case '$eq': return candidates.some((one) => equals(one, argument));
    case '$ne': return !oracle(item, '$eq', argument);
    case '$gt': return candidates.some((one) => isOrdered(one) && compare(one, argument) > 0);
    case '$lte': return candidates.some((one) => isOrdered(one) && compare(one, argument) <= 0);
    case '$in': return candidates.some((one) => [argument, 1].some((each) => equals(one, each)));
    default: return own !== undefined;
  }
}

test('[DB-18] operators on a field agree with their plainest reading', () => {
  const operators = fc.constantFrom('$eq', '$ne', '$gt', '$lte', '$in', '$exists');
  fc.assert(fc.property(document, operators, value, (item, operator, argument) => {
    const condition = operator === '$in' ? [argument, 1] : operator === '$exists' ? true : argument;
    expect(matches(compileQuery({ a: { [operator]: condition } }), item)).toBe(oracle(item, operator, argument));
  }), { numRuns: 1000 });
});

test('[DB-19] an index never changes what a query finds', () => {
  const queries = fc.record({ a: value, 'a.b': value, _id: fc.integer({ min: 0, max: 9 }) }, { requiredKeys: [] });
  const indexes = ['a', 'a.b'].map((name) => ({ name, keys: { [name]: 1 as const }, unique: false }));
  fc.assert(fc.property(fc.uniqueArray(document, { selector: ({ _id }) => _id, maxLength: 10 }), queries, (documents, query) => {
    const [plain, indexed] = [makeCollection({ name: 'plain', indexes: [] }), makeCollection({ name: 'indexed', indexes })];
    documents.forEach((item, sequence) => {
      for (const collection of [plain, indexed]) put(collection, { sequence, document: item, text: encode(item) });
    });
    const ids = [plain, indexed].map((collection) => find(collection, query as Document).map(({ stored }) => stored.document['_id']));
    expect(ids[1]).toEqual(ids[0]);
  }), { numRuns: 500 });
});
