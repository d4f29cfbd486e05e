// Adding, replacing, removing, joining; refusals by wire code; the SDK's traps, which the local database reproduces.
import { type Cloud, openCloud } from './sdk-cloud';
import { type SdkProcess, startSdk } from './sdk-process';

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
beforeEach(() => {
  cloud.database.clear();
  cloud.entries.length = 0;
});

const things = () => cloud.database.dump()['things'] ?? [];

test('[DB-40] add stores every kind of value and answers the _id it was given', async () => {
  const read = await sdk.run(async ({ db }) => {
    const { _id } = await db.collection('things').add({ data: { _id: 'a1', n: 1, big: 2 ** 40, f: 0.1, s: 'x', d: new Date(17e11), tags: ['p'], o: { k: 1 }, nil: null, yes: true } });
    const { data } = await db.collection('things').doc('a1').get();
    return { _id, ...data, d: (data['d'] as Date).getTime() };
  });
  expect(read).toEqual({ _id: 'a1', n: 1, big: 2 ** 40, f: 0.1, s: 'x', d: 17e11, tags: ['p'], o: { k: 1 }, nil: null, yes: true });
  expect(things()).toEqual([{ _id: 'a1', n: 1, big: 2 ** 40, f: 0.1, s: 'x', d: { $date: '2023-11-14T22:13:20.000Z' }, tags: ['p'], o: { k: 1 }, nil: null, yes: true }]);
});

test('[DB-40] add without _id is given 32 lower-case hex digits', async () => {
  const { _id } = await sdk.run(({ db }) => db.collection('things').add({ data: { n: 1 } }));
  expect(_id).toMatch(/^[0-9a-f]{32}$/);
});

test('[DB-40] add of several answers their ids', async () => {
  const { _ids } = await sdk.run(({ db }) => db.collection('things').add({ data: [{ _id: 'a' }, { _id: 7 }] }));
  expect(_ids).toEqual(['a', 7]);
});

test('[DB-41] a second document with a taken _id is refused with E11000, and the first stays', async () => {
  const outcome = await sdk.outcome(({ db }) => db.collection('things').add({ data: { _id: 'a1', n: 1 } }).then(() => db.collection('things').add({ data: { _id: 'a1', n: 2 } })));
  expect(outcome).toMatchObject({ ok: false, errCode: -502001, errMsg: expect.stringContaining('[FailedOperation.Insert] multiple write errors: [{write errors: [{E11000 duplicate key error collection: tnt-local.things index: _id_ dup key: { : "a1" }}]}, {<nil>}]') });
  expect(things()).toEqual([{ _id: 'a1', n: 1 }]);
});

test('[DB-41] of twenty adds of one _id at once exactly one is stored', async () => {
  const written = await sdk.run(async ({ db }) => (await Promise.allSettled(Array.from({ length: 20 }, (_, n) => db.collection('things').add({ data: { _id: 'one', n } })))).filter(({ status }) => status === 'fulfilled').length);
  expect([written, things().length]).toEqual([1, 1]);
});

test('[DB-41] a string and a number are different ids', async () => {
  await sdk.run(({ db }) => db.collection('things').add({ data: [{ _id: '1' }, { _id: 1 }] }));
  expect(things()).toEqual([{ _id: 1 }, { _id: '1' }]);
});

test('[DB-42] a unique index refuses a second value, and a second document without the field', async () => {
  const outcomes = await sdk.run(async ({ db }) => {
    const people = db.collection('people');
    const add = (data: Record<string, unknown>) => people.add({ data }).then(() => 'ok', (error: { errMsg: string }) => /E11000.*\}\}\]/.exec(error.errMsg)?.[0] ?? error.errMsg);
    const first = await add({ _id: 1, email: 'a', row: 1, chair: 1 });
    return [first, await add({ email: 'a', row: 1, chair: 2 }), await add({ email: 'b', row: 1, chair: 1 }), await add({ row: 1, chair: 3 }), await add({ row: 1, chair: 4 })];
  });
  expect(outcomes).toEqual(['ok', 'E11000 duplicate key error collection: tnt-local.people index: email dup key: { : "a" }}]', 'E11000 duplicate key error collection: tnt-local.people index: seat dup key: { : 1, : 1 }}]', 'ok', 'E11000 duplicate key error collection: tnt-local.people index: email dup key: { : null }}]']);
});

test('[DB-42] an update into a taken key is refused and changes nothing; a freed key can be taken', async () => {
  cloud.database.insert('people', [{ _id: 1, email: 'a', row: 1 }, { _id: 2, email: 'b', row: 2 }]);
  const steps = await sdk.run(async ({ db }) => {
    const update = (id: number, email: string) => db.collection('people').doc(id).update({ data: { email } }).then(() => 'ok', (error: { errMsg: string }) => error.errMsg);
    return [await update(2, 'a'), await update(1, 'c'), await update(2, 'a')];
  });
  expect(steps).toEqual([expect.stringContaining('E11000'), 'ok', 'ok']);
  expect(cloud.database.dump()['people']).toEqual([{ _id: 1, email: 'c', row: 1 }, { _id: 2, email: 'a', row: 2 }]);
});

test('[DB-43] a list of documents is one write: a taken _id among them stores none', async () => {
  const outcome = await sdk.outcome(({ db }) => db.collection('things').add({ data: [{ _id: 'a' }, { _id: 'a' }] }));
  expect([outcome.ok, things()]).toEqual([false, []]);
});

test('[DB-44] doc().set replaces a document, and adds it where there is none', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 1, m: 2 }]);
  const results = await sdk.run(async ({ db }) => [await db.collection('things').doc('a').set({ data: { n: 5 } }), await db.collection('things').doc('b').set({ data: { n: 6 } })]);
  expect(results).toMatchObject([{ stats: { updated: 1, created: 0 } }, { _id: 'b', stats: { updated: 0, created: 1 } }]);
  expect(things()).toEqual([{ _id: 'a', n: 5 }, { _id: 'b', n: 6 }]);
});

test('[DB-45] updated counts the documents matched, changed or not', async () => {
  cloud.database.insert('things', [{ n: 1 }, { n: 1 }, { n: 2 }]);
  const { stats } = await sdk.run(({ db }) => db.collection('things').where({ n: 1 }).update({ data: { n: 1 } }));
  expect(stats.updated).toBe(2);
});

test('[DB-45] a conditional update of what does not match touches nothing and says 0', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 1 }]);
  const counts = await sdk.run(async ({ db }) => {
    const swap = async () => (await db.collection('things').where({ _id: 'a', n: 1 }).update({ data: { n: 2 }, multi: false })).stats.updated;
    return [await swap(), await swap(), (await db.collection('things').doc('nobody').update({ data: { n: 1 } })).stats.updated];
  });
  expect(counts).toEqual([1, 0, 0]);
});

test('[DB-46] without multi: false an update and a removal touch all that match; with it, the first', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 1 }, { _id: 'b', n: 1 }, { _id: 'c', n: 1 }]);
  const counts = await sdk.run(async ({ db }) => {
    const query = db.collection('things').where({ n: 1 });
    return [(await query.update({ data: { m: 1 } })).stats.updated, (await query.update({ data: { m: 2 }, multi: false })).stats.updated, (await query.remove({ multi: false })).stats.removed, (await query.remove()).stats.removed];
  });
  expect(counts).toEqual([3, 1, 1, 2]);
});

test('[DB-46] doc().remove removes one and says how many', async () => {
  cloud.database.insert('things', [{ _id: 'a' }, { _id: 'b' }]);
  const counts = await sdk.run(async ({ db }) => [(await db.collection('things').doc('a').remove()).stats.removed, (await db.collection('things').doc('a').remove()).stats.removed]);
  expect([counts, things()]).toEqual([[1, 0], [{ _id: 'b' }]]);
});

test('[DB-47] doc().get of nobody is refused by the SDK', async () => {
  const outcome = await sdk.outcome(({ db }) => db.collection('things').doc('nobody').get());
  expect(outcome).toMatchObject({ ok: false, errMsg: expect.stringContaining('document with _id nobody does not exist') });
});

test('[DB-48] every verb on a missing collection is refused', async () => {
  const codes = await sdk.run(async ({ db }) => {
    const nowhere = db.collection('nowhere');
    const calls = [() => nowhere.add({ data: { n: 1 } }), () => nowhere.get(), () => nowhere.count(), () => nowhere.where({ n: 1 }).update({ data: { n: 2 } }), () => nowhere.where({ n: 1 }).remove(), () => nowhere.doc('a').set({ data: { n: 1 } })];
    return Promise.all(calls.map((call) => call().then(() => 'ok', (error: { errCode: number; errMsg: string }) => `${error.errCode} ${error.errMsg.includes('[ResourceNotFound] Db or Table not exist: nowhere. Please check your request, but if the problem cannot be solved, contact us.')}`)));
  });
  expect(codes).toEqual(Array(6).fill('-502005 true'));
});

test('[DB-48] an aggregate of a missing collection loses its code in this SDK: -1', async () => {
  const outcome = await sdk.outcome(({ db }) => db.collection('nowhere').aggregate().match({ n: 1 }).end());
  expect(outcome).toMatchObject({ ok: false, errCode: -1, errMsg: expect.stringContaining('Db or Table not exist: nowhere') });
});

test('[DB-49] an update or removal without any query is refused', async () => {
  const outcomes = await sdk.run(async ({ db }) => {
    const refused = (error: { errCode: number }) => error.errCode;
    return [await db.collection('things').update({ data: { n: 1 } }).catch(refused), await db.collection('things').remove().catch(refused)];
  });
  expect(outcomes).toEqual([-501007, -501007]);
});

test('[DB-50] a field whose name begins with $ is refused, one with a dot is not', async () => {
  const outcomes = await sdk.run(async ({ db }) => [await db.collection('things').add({ data: { _id: 'a', 'key.': 1 } }).then(() => 'ok'), await db.collection('things').add({ data: { $x: 1 } }).catch((error: { errCode: number; errMsg: string }) => `${error.errCode} ${error.errMsg.includes("The dollar ($) prefixed field '$x'")}`)]);
  expect(outcomes).toEqual(['ok', '-502001 true']);
});

test('[DB-51] an aggregate matches, joins by one field, and limits', async () => {
  cloud.database.insert('things', [{ _id: 'a', owner: 'p1', n: 1 }, { _id: 'b', owner: 'p9', n: 2 }, { _id: 'c', n: 3 }]);
  cloud.database.insert('people', [{ _id: 'p1', email: 'x', row: 1 }, { _id: 'p2', email: 'y', row: 2 }]);
  const { list } = await sdk.run(({ db, _ }) => db.collection('things').aggregate().match({ n: _.lt(3) }).lookup({ from: 'people', localField: 'owner', foreignField: '_id', as: 'people' }).limit(5).end());
  expect(list).toEqual([{ _id: 'a', owner: 'p1', n: 1, people: [{ _id: 'p1', email: 'x', row: 1 }] }, { _id: 'b', owner: 'p9', n: 2, people: [] }]);
});

test('[DB-51] a join takes each item of an array, and joins missing fields with missing fields', async () => {
  cloud.database.insert('things', [{ _id: 'a', friends: ['p2', 'p1'] }, { _id: 'b' }]);
  cloud.database.insert('people', [{ _id: 'p1', email: 'x', row: 1 }, { _id: 'p2', email: 'y', row: 2, nick: 'z' }]);
  const lists = await sdk.run(async ({ db }) => {
    const join = (localField: string, foreignField: string) => db.collection('things').aggregate().lookup({ from: 'people', localField, foreignField, as: 'found' }).end();
    return [(await join('friends', '_id')).list, (await join('nick', 'nick')).list].map((list) => list.map(({ found }) => (found as { _id: string }[]).map(({ _id }) => _id)));
  });
  expect(lists).toEqual([[['p1', 'p2'], []], [['p1'], ['p1']]]);
});

test('[DB-51] a join with a missing collection gives empty lists', async () => {
  cloud.database.insert('things', [{ _id: 'a' }]);
  const { list } = await sdk.run(({ db }) => db.collection('things').aggregate().lookup({ from: 'nowhere', localField: '_id', foreignField: '_id', as: 'found' }).end());
  expect(list).toEqual([{ _id: 'a', found: [] }]);
});

test('[DB-52] $project shows fields and computes others, and refuses an expression that is not built', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 2, m: 5 }]);
  const list = await sdk.run(async ({ db }) => (await db.collection('things').aggregate().match({ _id: 'a' }).project({ m: 1, double: { $multiply: ['$n', 2] }, copy: '$n', gone: '$nothing' }).end()).list);
  expect(list).toEqual([{ _id: 'a', m: 5, double: 4, copy: 2 }]);
  const outcome = await sdk.outcome(({ db }) => db.collection('things').aggregate().project({ x: { $function: {} } }).end());
  expect(outcome).toMatchObject({ ok: false, errMsg: expect.stringContaining('NotEmulated: aggregation expression $function') });
});

test('[DB-53] an update that matches nothing is read all the same', async () => {
  const outcome = await sdk.outcome(({ db }) => db.collection('things').where({ n: 1 }).update({ data: { $bit: { n: { and: 1 } } } }));
  expect(outcome).toMatchObject({ ok: false, errMsg: expect.stringContaining('NotEmulated: update operator $bit') });
});

test('[DB-53] what is not built is refused by its name', async () => {
  const refusals = await sdk.run(async ({ db }) => {
    const calls = [() => db.startTransaction(), () => db.createCollection('more'), () => db.collection('things').aggregate().group({ _id: null }).end(), () => db.collection('things').field({ s: { $slice: 2 } }).get()];
    return Promise.all(calls.map((call) => call().then(() => 'ok', (error: { errMsg?: string; message?: string }) => /NotEmulated: [^.]*(\.[^.]*)?/.exec(error.errMsg ?? error.message ?? '')?.[0])));
  });
  expect(refusals).toEqual(['NotEmulated: database.startTransaction', 'NotEmulated: database.addCollection', 'NotEmulated: aggregation stage $group', 'NotEmulated: projection of s by an operator']);
});

// The SDK's traps: what a careless caller gets, here as in the cloud.
test('[DB-60] an empty sub-document is dropped from a query: where({ owner: {} }).remove() removes everything', async () => {
  cloud.database.insert('things', [{ owner: 'x' }, { owner: 'y' }]);
  const { stats } = await sdk.run(({ db }) => db.collection('things').where({ owner: {} }).remove());
  expect([stats.removed, things()]).toEqual([2, []]);
});

test('[DB-60] undefined is dropped from a query: the rest of it decides', async () => {
  cloud.database.insert('things', [{ _id: 'a', n: 1 }, { _id: 'b', n: 1, owner: 'x' }]);
  const { data } = await sdk.run(({ db }) => db.collection('things').where({ n: 1, owner: undefined }).get());
  expect(data).toHaveLength(2);
});

test('[DB-60] operators inside a value from outside go through to the database', async () => {
  cloud.database.insert('things', [{ _id: 'a', secret: 'x' }]);
  const outside: Record<string, unknown> = JSON.parse('{"secret":{"$ne":null}}');
  const { data } = await sdk.run(({ db }, query) => db.collection('things').where(query).get(), outside);
  expect(data).toEqual([{ _id: 'a', secret: 'x' }]);
});

test('[DB-60] a $set inside data from outside is merged into the update', async () => {
  cloud.database.insert('things', [{ _id: 'a', role: 'user' }]);
  const outside: Record<string, unknown> = JSON.parse('{"nickname":"n","$set":{"role":"root"}}');
  await sdk.run(({ db }, data) => db.collection('things').doc('a').update({ data }), outside);
  expect(things()).toEqual([{ _id: 'a', role: 'root', nickname: 'n' }]);
});

test('[DB-60] fields under __proto__ in data from outside are stored as fields of the document', async () => {
  const text = '{"_id":"a","__proto__":{"role":"admin"}}';
  await sdk.run(({ db }, json) => db.collection('things').add({ data: JSON.parse(json) as Record<string, unknown> }), text);
  expect(things()).toEqual([{ _id: 'a', role: 'admin' }]);
});

test('[DB-61] update({ x: {} }) changes nothing and says it did', async () => {
  cloud.database.insert('things', [{ _id: 'a', x: { n: 1 } }]);
  const { stats } = await sdk.run(({ db }) => db.collection('things').doc('a').update({ data: { x: {} } }));
  expect([stats.updated, things()]).toEqual([1, [{ _id: 'a', x: { n: 1 } }]]);
});

test('[DB-61] an empty query with update touches everything', async () => {
  cloud.database.insert('things', [{ _id: 'a' }, { _id: 'b' }]);
  const { stats } = await sdk.run(({ db }) => db.collection('things').where({}).update({ data: { n: 1 } }));
  expect([stats.updated, things()]).toEqual([2, [{ _id: 'a', n: 1 }, { _id: 'b', n: 1 }]]);
});

test('[DB-62] the ledger names verb, collection, invocation and person, and is written before the answer leaves', async () => {
  await sdk.run(({ db }) => db.collection('things').where({ n: 1 }).update({ data: { n: 2 } }));
  await sdk.outcome(({ db }) => db.collection('nowhere').get());
  expect(cloud.entries).toEqual([
    { kind: 'database', name: 'database.modifyDocument things', invocation: 'invocation-1', person: 'alice', app: 'wxfa4e000000000001', device: 'phone-1', bytesIn: expect.any(Number), outcome: 'ok', bytesOut: expect.any(Number) },
    expect.objectContaining({ name: 'database.getDocument nowhere', outcome: 'error:DATABASE_COLLECTION_NOT_EXIST' }),
  ]);
  expect(cloud.entries.every(({ bytesIn, bytesOut }) => bytesIn > 100 && bytesOut > 50)).toBe(true);
});
