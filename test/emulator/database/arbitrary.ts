// Random values, documents and updates, small enough that paths and values meet often.
import fc from 'fast-check';
import type { Document, Value } from '../../../emulator/cloudbase/database/values';

const scalar: fc.Arbitrary<Value> = fc.oneof(fc.constant(null), fc.boolean(), fc.integer({ min: -2, max: 3 }), fc.constantFrom(0.5, Number.NaN, -0, 1e20, 2 ** 40), fc.constantFrom('', 'a', 'b', '中', '😀', '\uffee'), fc.constantFrom(0, 1, 1e12).map((time) => new Date(time)));
const NAMES = ['a', 'b', 'c', '0', '1'];

export const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3, noNullPrototype: true })),
}));

export const document: fc.Arbitrary<Document> = fc.record({ _id: fc.integer({ min: 0, max: 9 }), a: value, b: value, c: value }, { requiredKeys: ['_id'] });

const path = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }).map((parts) => (/^\d$/.test(parts[0] ?? '') ? ['a', ...parts] : parts).join('.'));
const push = fc.record({ $each: fc.array(value, { maxLength: 2 }), $position: fc.integer({ min: -2, max: 2 }), $slice: fc.integer({ min: -2, max: 2 }), $sort: fc.constantFrom<Value>(1, -1, { a: 1 }) }, { requiredKeys: ['$each'] });

const fields = (argument: fc.Arbitrary<Value>): fc.Arbitrary<Document> => fc.dictionary(path, argument, { minKeys: 1, maxKeys: 2, noNullPrototype: true });

/** Updates of every operator, most of them possible on some document and not on others. */
export const update: fc.Arbitrary<Document> = fc.record({
  $set: fields(value), $unset: fields(fc.constant('')), $inc: fields(fc.oneof(fc.integer(), value)), $mul: fields(fc.integer()), $min: fields(value), $max: fields(value),
  $push: fields(fc.oneof(value, push)), $addToSet: fields(value), $pop: fields(fc.constantFrom(1, -1)), $pull: fields(value), $pullAll: fields(fc.array(value, { maxLength: 2 })), $rename: fields(path),
}, { requiredKeys: [] });
