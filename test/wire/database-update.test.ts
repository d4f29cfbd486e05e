// What updates do to a document, written by the real SDK; MongoDB's refusals in its own words.
import { type Cloud, openCloud } from './sdk-cloud';
import { type SdkProcess, type SdkWorld, startSdk } from './sdk-process';

let cloud: Cloud;
let sdk: SdkProcess;
beforeAll(async () => {
  cloud = await openCloud();
  sdk = startSdk(cloud.adminUrl('child-1'));
});
afterAll(async () => {
  await sdk.close();
  await cloud.close();
});
beforeEach(() => cloud.database.clear());

type Data = (world: SdkWorld) => Record<string, unknown>;
type Fields = Record<string, unknown>;

function work(query: string, data: Data): (world: SdkWorld) => Promise<{ stats: { updated: number } }> {
  const source = `(world) => world.db.collection('things').where(${query}).update({ data: (${data.toString()})(world) })`;
  return { toString: () => source } as (world: SdkWorld) => Promise<{ stats: { updated: number } }>;
}

function stored(): Fields {
  const { _id, ...fields } = cloud.database.dump()['things']?.[0] ?? {};
  return fields;
}

const CHANGES: [rule: string, what: string, before: Fields, data: Data, after: Fields][] = [
  ['DB-20', '$set writes fields', { n: 1 }, () => ({ n: 2, s: 'x' }), { n: 2, s: 'x' }],
  ['DB-20', 'a sub-document in data is written field by field, beside what is there', { o: { p: 1, q: 2 } }, () => ({ o: { p: 5 } }), { o: { p: 5, q: 2 } }],
  ['DB-20', '_.set replaces a sub-document whole', { o: { p: 1, q: 2 } }, ({ _ }) => ({ o: _.set({ p: 5 }) }), { o: { p: 5 } }],
  ['DB-20', 'a dotted path makes the sub-documents it needs', {}, () => ({ 'o.p.q': 1 }), { o: { p: { q: 1 } } }],
  ['DB-20', 'a dotted path writes an item by its index', { s: [{ n: 1 }, { n: 2 }] }, () => ({ 's.1.n': 9 }), { s: [{ n: 1 }, { n: 9 }] }],
  ['DB-20', 'an index beyond the end pads with null', { s: [1] }, () => ({ 's.3': 4 }), { s: [1, null, null, 4] }],
  ['DB-20', 'a path through an absent field makes sub-documents, even of a number', {}, () => ({ 's.0': 4 }), { s: { 0: 4 } }],
  ['DB-21', '$unset removes a field', { n: 1, m: 1 }, ({ _ }) => ({ n: _.remove() }), { m: 1 }],
  ['DB-21', '$unset leaves null in an array', { s: [1, 2, 3] }, ({ _ }) => ({ 's.1': _.remove() }), { s: [1, null, 3] }],
  ['DB-21', '$unset of what is not there makes nothing', { n: 1 }, ({ _ }) => ({ 'o.p': _.remove() }), { n: 1 }],
  ['DB-22', '$inc adds, and starts an absent field', { n: 1 }, ({ _ }) => ({ n: _.inc(2.5), m: _.inc(-1) }), { n: 3.5, m: -1 }],
  ['DB-22', '$mul multiplies, and starts an absent field at 0', { n: 3 }, ({ _ }) => ({ n: _.mul(2), m: _.mul(2) }), { n: 6, m: 0 }],
  ['DB-22', '$min and $max keep the lesser and the greater', { a: 3, b: 3, c: 3, d: 3 }, ({ _ }) => ({ a: _.min(1), b: _.min(5), c: _.max(5), d: _.max(1) }), { a: 1, b: 3, c: 5, d: 3 }],
  ['DB-23', '$push adds items at the end', { s: [1] }, ({ _ }) => ({ s: _.push([2, 3]) }), { s: [1, 2, 3] }],
  ['DB-23', '$push starts an absent array', {}, ({ _ }) => ({ s: _.push(1) }), { s: [1] }],
  ['DB-23', '$push adds at a position', { s: [1, 4] }, ({ _ }) => ({ s: _.push({ each: [2, 3], position: 1 }) }), { s: [1, 2, 3, 4] }],
  ['DB-23', '$push at a negative position counts from the end', { s: [1, 4] }, ({ _ }) => ({ s: _.push({ each: [2, 3], position: -1 }) }), { s: [1, 2, 3, 4] }],
  ['DB-23', '_.unshift adds at the front', { s: [3] }, ({ _ }) => ({ s: _.unshift([1, 2]) }), { s: [1, 2, 3] }],
  ['DB-24', '$push sorts, then keeps the last ones', { s: [{ at: 5 }, { at: 1 }] }, ({ _ }) => ({ s: _.push({ each: [{ at: 3 }], sort: { at: 1 }, slice: -2 }) }), { s: [{ at: 3 }, { at: 5 }] }],
  ['DB-24', '$push sorts whole items downwards and keeps the first ones', { s: [1, 9] }, ({ _ }) => ({ s: _.push({ each: [5, 7], sort: -1, slice: 3 }) }), { s: [9, 7, 5] }],
  ['DB-24', '$push with nothing to add still slices', { s: [1, 2, 3] }, ({ _ }) => ({ s: _.push({ each: [], slice: -1 }) }), { s: [3] }],
  ['DB-24', '$push with slice 0 empties', { s: [1] }, ({ _ }) => ({ s: _.push({ each: [2], slice: 0 }) }), { s: [] }],
  ['DB-25', '$pull of a value takes every equal item', { s: [1, 2, 1, '1'] }, ({ _ }) => ({ s: _.pull(1) }), { s: [2, '1'] }],
  ['DB-25', '$pull of a sub-document is a condition: items with more fields go too', { s: [{ sid: 'x', n: 1 }, { sid: 'y' }] }, ({ _ }) => ({ s: _.pull({ sid: 'x' }) }), { s: [{ sid: 'y' }] }],
  ['DB-25', '$pull takes operators on the item', { s: [1, 5, 9] }, ({ _ }) => ({ s: _.pull(_.gt(3)) }), { s: [1] }],
  ['DB-25', '$pull takes operators on the item\'s fields', { s: [{ at: 1 }, { at: 9 }] }, ({ _ }) => ({ s: _.pull({ at: _.lt(5) }) }), { s: [{ at: 9 }] }],
  ['DB-25', '$pull from what is not there makes nothing', { n: 1 }, ({ _ }) => ({ s: _.pull(1) }), { n: 1 }],
  ['DB-25', '$pullAll takes every listed value', { s: [1, 2, 3, 1] }, ({ _ }) => ({ s: _.pullAll([1, 3]) }), { s: [2] }],
  ['DB-26', '$pop takes the last, _.shift the first', { s: [1, 2, 3], t: [1, 2, 3] }, ({ _ }) => ({ s: _.pop(), t: _.shift() }), { s: [1, 2], t: [2, 3] }],
  ['DB-27', '$addToSet adds what is not there', { s: [1], t: [1] }, ({ _ }) => ({ s: _.addToSet(1), t: _.addToSet(2) }), { s: [1], t: [1, 2] }],
  ['DB-27', '$addToSet of several adds each once', { s: [1] }, ({ _ }) => ({ s: _.addToSet({ $each: [1, 2, 2] }) }), { s: [1, 2] }],
  ['DB-28', '$rename moves a value over what stands there', { n: 1, m: 2 }, ({ _ }) => ({ n: _.rename('m') }), { m: 1 }],
  ['DB-28', '$rename of what is not there makes nothing', { m: 2 }, ({ _ }) => ({ n: _.rename('m') }), { m: 2 }],
  ['DB-30', 'a server date is the simulated now, with its offset, wherever it stands', { s: [] }, ({ db, _ }) => ({ at: db.serverDate(), s: _.push([{ at: db.serverDate({ offset: -1000 }) }]) }), { at: { $date: '2026-11-20T08:00:00.000Z' }, s: [{ at: { $date: '2026-11-20T07:59:59.000Z' } }] }],
];

test.each(CHANGES)('[%s] %s', async (_rule, _what, before, data, after) => {
  cloud.database.insert('things', [{ _id: 'a', ...before }]);
  const result = await sdk.run(work("{ _id: 'a' }", data));
  expect({ stored: stored(), ...result.stats }).toEqual({ stored: after, updated: 1 });
});

const TWO = { sessions: [{ sid: 'x', n: 1 }, { sid: 'y', n: 1 }] };
const POSITIONAL: [what: string, query: string, data: Data, after: Fields][] = [
  ['a path through the array', "{ _id: 'a', 'sessions.sid': 'y' }", ({ _ }) => ({ 'sessions.$.n': _.inc(4) }), { sessions: [{ sid: 'x', n: 1 }, { sid: 'y', n: 5 }] }],
  ['$elemMatch', "{ _id: 'a', sessions: world._.elemMatch({ sid: 'y', n: 1 }) }", () => ({ 'sessions.$.n': 7 }), { sessions: [{ sid: 'x', n: 1 }, { sid: 'y', n: 7 }] }],
  ['the item itself', "{ _id: 'a', 'sessions.sid': 'x' }", ({ _ }) => ({ 'sessions.$': _.set({ sid: 'z' }) }), { sessions: [{ sid: 'z' }, { sid: 'y', n: 1 }] }],
];

test.each(POSITIONAL)('[DB-29] the place $ stands for comes from the query: %s', async (_what, query, data, after) => {
  cloud.database.insert('things', [{ _id: 'a', ...TWO }]);
  await sdk.run(work(query, data));
  expect(stored()).toEqual(after);
});

test('[DB-29] of arrays inside an array the outermost gives the place', async () => {
  cloud.database.insert('things', [{ _id: 'a', s: [{ k: [1] }, { k: [2] }] }]);
  await sdk.run(work("{ 's.k': 2 }", () => ({ 's.$.hit': true })));
  expect(stored()).toEqual({ s: [{ k: [1] }, { k: [2], hit: true }] });
});

test('[DB-29] the place is found before any operator of the same update runs', async () => {
  cloud.database.insert('things', [{ _id: 'a', ...TWO, log: [] }]);
  await sdk.run(work("{ _id: 'a', 'sessions.sid': 'y' }", ({ _ }) => ({ log: _.push('renewed'), 'sessions.$.sid': 'new' })));
  expect(stored()).toEqual({ sessions: [{ sid: 'x', n: 1 }, { sid: 'new', n: 1 }], log: ['renewed'] });
});

test('[DB-29] each document of a multi update has its own place', async () => {
  cloud.database.insert('things', [{ _id: 'a', s: [{ k: 1 }, { k: 2 }] }, { _id: 'b', s: [{ k: 2 }, { k: 1 }] }]);
  await sdk.run(work("{ 's.k': 2 }", () => ({ 's.$.k': 0 })));
  expect(cloud.database.dump()['things']).toEqual([{ _id: 'a', s: [{ k: 1 }, { k: 0 }] }, { _id: 'b', s: [{ k: 0 }, { k: 1 }] }]);
});

const REFUSALS: [what: string, before: Fields, data: Data, message: string][] = [
  ['$ without a place found by the query', TWO, () => ({ 'sessions.$.n': 2 }), 'The positional operator did not find the match needed from the query.'],
  ['a field under null', { nil: null }, () => ({ 'nil.x': 1 }), "Cannot create field 'x' in element {nil: null}"],
  ['a field under a number', { n: 5 }, () => ({ 'n.x': 1 }), "Cannot create field 'x' in element {n: 5}"],
  ['a named field in an array', { s: [1] }, () => ({ 's.x': 1 }), "Cannot create field 'x' in element {s: [1]}"],
  ['$inc of a string', { n: 'x' }, ({ _ }) => ({ n: _.inc(1) }), 'Cannot apply $inc to a value of non-numeric type. {_id: "a"} has the field \'n\' of non-numeric type string'],
  ['$inc of null', { n: null }, ({ _ }) => ({ n: _.inc(1) }), 'of non-numeric type null'],
  ['$inc by a string', { n: 1 }, ({ _ }) => ({ n: _.inc('1') }), 'Cannot increment with non-numeric argument: {n: "1"}'],
  ['$push to a string', { n: 'x' }, ({ _ }) => ({ n: _.push(1) }), "The field 'n' must be an array but is of type string in document {_id: \"a\"}"],
  ['$push to null', { n: null }, ({ _ }) => ({ n: _.push(1) }), "The field 'n' must be an array but is of type null"],
  ['$pull from a string', { n: 'x' }, ({ _ }) => ({ n: _.pull(1) }), 'Cannot apply $pull to a non-array value'],
  ['$pop from a string', { n: 'x' }, ({ _ }) => ({ n: _.pop() }), "Path 'n' contains an element of non-array type 'string'"],
  ['$addToSet to a string', { n: 'x' }, ({ _ }) => ({ n: _.addToSet(1) }), 'Cannot apply $addToSet to a non-array field'],
  ['$rename out of an array', { s: [{ n: 1 }] }, ({ _ }) => ({ 's.0.n': _.rename('m') }), 'The source field cannot be an array element'],
  ['two changes of one path', { n: 1 }, ({ _ }) => ({ n: _.inc(1), $set: { n: 5 } }), "Updating the path 'n' would create a conflict at 'n'"],
  ['a change inside another', { o: { p: 1 } }, ({ _ }) => ({ o: _.set({ p: 2 }), 'o.p': _.inc(1) }), "Updating the path 'o.p' would create a conflict at 'o'"],
  ['an empty part of a path', {}, () => ({ 'o..p': 1 }), "The update path 'o..p' contains an empty field name"],
  ['a bad sort', { s: [1] }, ({ _ }) => ({ s: _.push({ each: [1], sort: 2 }) }), 'The $sort is invalid'],
  ['another _id', {}, () => ({ $set: { _id: 'b' } }), "would modify the immutable field '_id'"],
];

test.each(REFUSALS)('[DB-31] %s is refused in MongoDB\'s words and nothing is written', async (_what, before, data, message) => {
  cloud.database.insert('things', [{ _id: 'a', ...before }]);
  const outcome = await sdk.outcome(work("{ _id: 'a' }", data));
  expect(outcome).toMatchObject({ ok: false, errCode: -502001, errMsg: expect.stringContaining(message) });
  expect(stored()).toEqual(before);
});

const UNKNOWN: [what: string, data: Data, errCode: number, message: string][] = [
  ['$bit', () => ({ $bit: { n: { and: 1 } } }), -501001, 'NotEmulated: update operator $bit'],
  ['an array filter', () => ({ 's.$[].n': 1 }), -501001, 'NotEmulated: array filter $[]'],
  ['an operator nobody has', () => ({ $increase: { n: 1 } }), -502002, 'Unknown modifier: $increase'],
  ['a clause nobody has', () => ({ $push: { s: { $each: [1], $shuffle: true } } }), -502002, 'Unrecognized clause in $push: $shuffle'],
];

test.each(UNKNOWN)('[DB-32] %s in an update is refused by name and nothing is written', async (_what, data, errCode, message) => {
  cloud.database.insert('things', [{ _id: 'a', n: 1, s: [{ n: 1 }] }]);
  const outcome = await sdk.outcome(work("{ _id: 'a' }", data));
  expect(outcome).toMatchObject({ ok: false, errCode, errMsg: expect.stringContaining(message) });
  expect(stored()).toEqual({ n: 1, s: [{ n: 1 }] });
});

test('[DB-33] an update that fails on one of several documents changes none', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 1 }, { _id: 'b', n: 'x' }]);
  const outcome = await sdk.outcome(work('{}', ({ _ }) => ({ n: _.inc(1) })));
  expect(outcome.ok).toBe(false);
  expect(cloud.database.dump()['things']).toEqual([{ _id: 'a', n: 1 }, { _id: 'b', n: 'x' }]);
});
