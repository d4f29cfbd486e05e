// What queries find, asked by the real SDK.
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

type Query = (world: SdkWorld) => unknown;

/** Puts the documents there, named a, b, c… in order, and gives the names of those the query finds. */
async function found(documents: Record<string, unknown>[], query: Query): Promise<string> {
  cloud.database.insert('things', documents.map((document, index) => ({ _id: 'abcdefgh'[index], ...document })));
  const work = `async (world) => (await world.db.collection('things').where((${query.toString()})(world)).get()).data.map((document) => document._id).join('')`;
  return sdk.run({ toString: () => work } as (world: SdkWorld) => string);
}

const CASES: [rule: string, what: string, documents: Record<string, unknown>[], query: Query, ids: string][] = [
  ['DB-1', 'equality compares type and value', [{ n: 1 }, { n: '1' }, { n: 1.5 }, { n: true }], () => ({ n: 1 }), 'a'],
  ['DB-1', 'equality finds an item of an array', [{ n: [1, 2] }, { n: 2 }, { n: [[2]] }], () => ({ n: 2 }), 'ab'],
  ['DB-1', 'an array equals the whole array in its order', [{ n: [1, 2] }, { n: [2, 1] }, { n: [[1, 2]] }], () => ({ n: [1, 2] }), 'ac'],
  ['DB-1', 'a sub-document asked by _.eq equals only with its fields in the same order', [{ o: { x: 1, y: 2 } }, { o: { y: 2, x: 1 } }, { o: { x: 1 } }], ({ _ }) => ({ o: _.eq({ x: 1, y: 2 }) }), 'a'],
  ['DB-1', 'a sub-document asked plainly is asked field by field, since the SDK flattens it', [{ o: { x: 1, y: 2 } }, { o: { y: 2, x: 1, z: 3 } }, { o: { x: 1 } }], () => ({ o: { x: 1, y: 2 } }), 'ab'],
  ['DB-1', 'a date equals the same moment', [{ at: { $date: '2026-11-20T00:00:00Z' } }, { at: 1795132800000 }], () => ({ at: new Date('2026-11-20T00:00:00Z') }), 'a'],
  ['DB-2', 'null finds null and missing fields', [{ n: null }, {}, { n: 0 }, { n: [null] }, { n: [] }], () => ({ n: null }), 'abd'],
  ['DB-2', 'null under an array finds items without the field, not items that are no documents', [{ a: [{ b: 1 }, {}] }, { a: [1] }, { a: [] }, { a: 1 }], () => ({ 'a.b': null }), 'ad'],
  ['DB-2', '$ne null finds what is there', [{ n: null }, {}, { n: 0 }], ({ _ }) => ({ n: _.neq(null) }), 'c'],
  ['DB-3', '$gt and $lt bound a range', [{ n: 1 }, { n: 2 }, { n: 3 }], ({ _ }) => ({ n: _.gt(1).and(_.lt(3)) }), 'b'],
  ['DB-3', '$gte and $lte take the bound itself', [{ n: 1 }, { n: 2 }, { n: 3 }], ({ _ }) => ({ n: _.and(_.gte(2), _.lte(2)) }), 'b'],
  ['DB-3', 'a date and a number never compare', [{ n: { $date: '2026-11-20T00:00:00Z' } }, { n: 5 }], ({ _ }) => ({ n: _.gt(1) }), 'b'],
  ['DB-3', 'a number and a date never compare', [{ n: { $date: '2026-11-20T00:00:00Z' } }, { n: 5 }], ({ _ }) => ({ n: _.gt(new Date(0)) }), 'a'],
  ['DB-3', '$lt leaves out missing fields and null', [{}, { n: null }, { n: 0 }, { n: 'x' }], ({ _ }) => ({ n: _.lt(1) }), 'c'],
  ['DB-3', '$gte null finds null and missing fields', [{}, { n: null }, { n: 0 }], ({ _ }) => ({ n: _.gte(null) }), 'ab'],
  ['DB-3', 'strings are ordered by code point', [{ s: 'a' }, { s: 'b' }, { s: '中' }], ({ _ }) => ({ s: _.gt('a') }), 'bc'],
  ['DB-3', 'each item of an array may meet a bound', [{ n: [1, 9] }, { n: [4, 5] }, { n: [1] }], ({ _ }) => ({ n: _.gt(3).and(_.lt(5)) }), 'ab'],
  ['DB-4', '$in finds any of the values', [{ n: 1 }, { n: 2 }, { n: [3] }, {}], ({ _ }) => ({ n: _.in([1, 3]) }), 'ac'],
  ['DB-4', '$nin finds the rest, missing fields too', [{ n: 1 }, { n: 2 }, { n: [3] }, {}], ({ _ }) => ({ n: _.nin([1, 3]) }), 'bd'],
  ['DB-4', '$in with null finds missing fields', [{ n: 1 }, {}], ({ _ }) => ({ n: _.in([null]) }), 'b'],
  ['DB-5', '$exists tells missing from null', [{ n: null }, {}, { n: 0 }], ({ _ }) => ({ n: _.exists(true) }), 'ac'],
  ['DB-5', '$exists false finds a place beyond an array\'s end', [{ r: [1, 2] }, { r: [1] }, {}], ({ _ }) => ({ 'r.1': _.exists(false) }), 'bc'],
  ['DB-6', 'a dotted path goes through sub-documents', [{ o: { p: { q: 1 } } }, { o: { p: 1 } }], () => ({ 'o.p.q': 1 }), 'a'],
  ['DB-6', 'a dotted path goes through every item of an array', [{ s: [{ n: 1 }, { n: 2 }] }, { s: [{ n: 3 }] }, { s: { n: 2 } }], () => ({ 's.n': 2 }), 'ac'],
  ['DB-6', 'a number in a path is an index, and a field\'s name', [{ r: [5, 6] }, { r: [6, 5] }, { r: { 1: 6 } }], () => ({ 'r.1': 6 }), 'ac'],
  ['DB-6', 'an index may lead on into a sub-document', [{ s: [{ n: 1 }, { n: 2 }] }, { s: [{ n: 2 }, { n: 1 }] }], () => ({ 's.0.n': 1 }), 'a'],
  ['DB-6', 'an absent or old twentieth item is told by one query', [{ r: [] }, { r: Array.from({ length: 20 }, () => 50) }, { r: Array.from({ length: 20 }, () => 5) }], ({ _ }) => ({ 'r.19': _.or(_.exists(false), _.lt(10)) }), 'ac'],
  ['DB-7', '$elemMatch needs one item to meet everything', [{ s: [{ x: 1, y: 2 }] }, { s: [{ x: 1, y: 1 }, { x: 2, y: 2 }] }], ({ _ }) => ({ s: _.elemMatch({ x: 1, y: 2 }) }), 'a'],
  ['DB-7', '$elemMatch with bounds looks at the items themselves and opens none', [{ n: [1, 9] }, { n: [4] }, { n: 4 }, { n: [[4]] }], ({ _ }) => ({ n: _.elemMatch({ $gt: 3, $lt: 5 }) }), 'b'],
  ['DB-7', '$elemMatch takes operators on fields', [{ s: [{ n: 1, at: 5 }] }, { s: [{ n: 1, at: 50 }] }], ({ _ }) => ({ s: _.elemMatch({ n: 1, at: _.gt(10) }) }), 'b'],
  ['DB-7', '$elemMatch finds nothing in what is no array', [{ s: { x: 1 } }, { s: [{ x: 1 }] }], ({ _ }) => ({ s: _.elemMatch({ x: 1 }) }), 'b'],
  ['DB-8', '$and, written as a query of several, needs all', [{ n: 1, m: 1 }, { n: 1 }, { m: 1 }], ({ _ }) => _.and({ n: 1 }, { m: 1 }), 'a'],
  ['DB-8', '$or needs one', [{ n: 1, m: 1 }, { n: 2 }, { m: 1 }], ({ _ }) => _.or({ n: 1 }, { m: 1 }), 'ac'],
  ['DB-8', '$nor needs none', [{ n: 1, m: 1 }, { n: 2 }, { m: 1 }], ({ _ }) => _.nor({ n: 1 }, { m: 1 }), 'b'],
  ['DB-8', '$not turns a condition round and finds missing fields', [{ n: 1 }, { n: 5 }, {}], ({ _ }) => ({ n: _.not(_.gt(3)) }), 'ac'],
  ['DB-9', '$size counts an array', [{ n: [1, 2] }, { n: [1] }, { n: 2 }], ({ _ }) => ({ n: _.size(2) }), 'a'],
  ['DB-9', '$all needs every value', [{ n: [1, 2, 3] }, { n: [1] }, { n: 1 }], ({ _ }) => ({ n: _.all([1, 2]) }), 'a'],
  ['DB-9', '$all of one value finds a scalar too', [{ n: [1, 2, 3] }, { n: 1 }, { n: 2 }], ({ _ }) => ({ n: _.all([1]) }), 'ab'],
  ['DB-10', 'an indexed field is found by one value, also inside an array', [{ owner: 'x' }, { owner: ['y', 'x'] }, { owner: 'y' }, {}], () => ({ owner: 'x' }), 'ab'],
  ['DB-10', 'an indexed field is found by null where it is missing', [{ owner: 'x' }, {}, { owner: null }], () => ({ owner: null }), 'bc'],
  ['DB-10', 'an indexed field is still asked the rest of the query', [{ owner: 'x', n: 1 }, { owner: 'x', n: 2 }], ({ _ }) => ({ owner: 'x', n: _.gt(1) }), 'b'],
  ['DB-10', '_id is found by its value and asked the rest of the query', [{ n: 1 }, { n: 2 }], ({ _ }) => ({ _id: 'b', n: _.exists(true) }), 'b'],
  ['DB-10', '_id is found by a list of values', [{}, {}, {}], ({ _ }) => ({ _id: _.in(['c', 'a', 'x']) }), 'ac'],
];

test.each(CASES)('[%s] %s', async (_rule, _what, documents, query, ids) => {
  expect(await found(documents, query)).toBe(ids);
});

test('[DB-11] an order sorts by type, then value, and takes an array by its nearest end', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 2 }, { _id: 'b', n: 'x' }, { _id: 'c' }, { _id: 'd', n: [1, 9] }, { _id: 'e', n: null }, { _id: 'f', n: false }]);
  const ordered = await sdk.run(async ({ db }) => {
    const ids = async (direction: 'asc' | 'desc') => (await db.collection('things').orderBy('n', direction).get()).data.map(({ _id }) => _id).join('');
    return [await ids('asc'), await ids('desc')];
  });
  expect(ordered).toEqual(['cedabf', 'fbdace']);
});

test('[DB-11] a second order decides between equals', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 1, m: 1 }, { _id: 'b', n: 1, m: 2 }, { _id: 'c', n: 0, m: 3 }]);
  const ids = await sdk.run(async ({ db }) => (await db.collection('things').orderBy('n', 'asc').orderBy('m', 'desc').get()).data.map(({ _id }) => _id).join(''));
  expect(ids).toBe('cba');
});

test('[DB-12] skip and limit cut a page; without a limit 100 documents come, and never more than 1,000', async () => {
  cloud.database.insert('things', Array.from({ length: 1005 }, (_, index) => ({ _id: index })));
  const pages = await sdk.run(async ({ db }) => {
    const things = db.collection('things');
    return { page: (await things.skip(3).limit(2).get()).data.map(({ _id }) => _id), usual: (await things.get()).data.length, most: (await things.limit(5000).get()).data.length };
  });
  expect(pages).toEqual({ page: [3, 4], usual: 100, most: 1000 });
});

test('[DB-13] a projection shows the fields named, through arrays, and _id unless it is left out', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 1, m: 2, s: [{ x: 1, y: 2 }, 7, { y: 3 }], o: { p: 1, q: 2 } }]);
  const shown = await sdk.run(async ({ db }) => {
    const project = async (fields: Record<string, unknown>) => (await db.collection('things').field(fields).get()).data[0];
    return [await project({ n: true, 's.x': true }), await project({ _id: false, o: true }), await project({ s: false, 'o.p': false, m: false })];
  });
  expect(shown).toEqual([{ _id: 'a', n: 1, s: [{ x: 1 }, {}] }, { o: { p: 1, q: 2 } }, { _id: 'a', n: 1, o: { q: 2 } }]);
});

test('[DB-13] a projection that both shows and leaves out is refused', async () => {
  const outcome = await sdk.outcome(async ({ db }) => db.collection('things').add({ data: { n: 1 } }).then(() => db.collection('things').field({ n: true, m: false }).get()));
  expect(outcome).toMatchObject({ ok: false, errCode: -502001, errMsg: expect.stringContaining('Cannot do exclusion on field m in inclusion projection') });
});

test('[DB-14] count counts what a query finds', async () => {
  cloud.database.insert('things', [{ n: 1 }, { n: 2 }, { n: 3 }]);
  const totals = await sdk.run(async ({ db, _ }) => [(await db.collection('things').count()).total, (await db.collection('things').where({ n: _.gt(1) }).count()).total]);
  expect(totals).toEqual([3, 2]);
});

const REFUSED: [what: string, query: Query, errCode: number, message: string][] = [
  ['a regular expression', () => ({ s: /a/i }), -501001, 'NotEmulated: EJSON type $regularExpression'],
  ['$mod', ({ _ }) => ({ n: _.mod(2, 0) }), -501001, 'NotEmulated: query operator $mod'],
  ['$where', () => ({ $where: 'true' }), -501001, 'NotEmulated: query operator $where'],
  ['an ObjectId', () => ({ o: { $oid: '0123456789abcdef01234567' } }), -501001, 'NotEmulated: EJSON type $oid'],
  ['an operator nobody has', () => ({ n: { $larger: 1 } }), -502002, 'unknown operator: $larger'],
  ['$in without a list', () => ({ n: { $in: 1 } }), -502001, '$in needs an array'],
  ['an empty $or', () => ({ $or: [] }), -502001, '$or must be a nonempty array'],
];

test.each(REFUSED)('[DB-15] %s in a query is refused by name', async (_what, query, errCode, message) => {
  const work = `async (world) => world.db.collection('things').where((${query.toString()})(world)).get()`;
  const outcome = await sdk.outcome({ toString: () => work } as (world: SdkWorld) => unknown);
  expect(outcome).toMatchObject({ ok: false, errCode, errMsg: expect.stringContaining(message) });
});
