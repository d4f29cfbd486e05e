// What a database keeps from one opening to the next, and what a refused write leaves behind: nothing.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '../../../emulator/cloudbase/database/database';

let directory: string;
let open: Database[];
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'database-'));
  open = [];
});
afterEach(async () => {
  for (const database of open) await database.close();
  fs.rmSync(directory, { recursive: true });
});

const collections = [{ name: 'things', indexes: [{ name: 'key', keys: { key: 1 as const }, unique: true }] }, { name: 'empty', indexes: [] }];

function opened(names = ['things', 'empty'], sync = false): Database {
  const database = openDatabase({ directory, collections: collections.filter(({ name }) => names.includes(name)), clock: { now: () => 5 }, sync });
  open.push(database);
  return database;
}

async function reopened(names?: string[]): Promise<Database> {
  await open.pop()?.close();
  return opened(names);
}

const call = (database: Database, action: string, body: Record<string, unknown>) => database.execute(`database.${action}`, { collectionName: 'things', ...body });
const listed = (database: Database) => (call(database, 'getDocument', { query: '{}' }) as { data: { list: string[] } }).data.list.map((text) => (JSON.parse(text) as { _id: unknown })._id);

test.each([false, true])('[DB-91] documents, their order and their ids outlive a closing (sync: %s)', async (sync) => {
  const database = opened(undefined, sync);
  database.insert('things', [{ _id: 'z', key: 1, at: { $date: '2026-11-20T08:00:00Z' } }, { _id: 'a', key: 2 }, { _id: 7, key: 3 }]);
  call(database, 'modifyDocument', { query: '{"_id":"z"}', data: '{"$set":{"n":1}}', multi: false, merge: true });
  call(database, 'removeDocument', { query: '{"_id":"a"}', multi: false });
  const again = await reopened();
  expect([again.dump(), listed(again)]).toEqual([{ things: [{ _id: 7, key: 3 }, { _id: 'z', key: 1, at: { $date: '2026-11-20T08:00:00.000Z' }, n: 1 }], empty: [] }, ['z', 7]]);
  expect(call(again, 'insertDocument', { data: ['{"_id":"z","key":9}'] })).toMatchObject({ code: 'DATABASE_REQUEST_FAILED' });
});

test('[DB-91] a document written after a reopening stands after the older ones', async () => {
  opened().insert('things', [{ _id: 'z', key: 1 }]);
  const again = await reopened();
  again.insert('things', [{ _id: 'a', key: 2 }]);
  expect(listed(await reopened())).toEqual(['z', 'a']);
});

test('[DB-91] an id of any length is kept', async () => {
  const id = '长'.repeat(3000);
  opened().insert('things', [{ _id: id }]);
  expect(listed(await reopened())).toEqual([id]);
});

test('[DB-92] what clear emptied stays empty, and its keys are free', async () => {
  const database = opened();
  database.insert('things', [{ _id: 'a', key: 1 }]);
  database.clear();
  expect(database.dump()).toEqual({ things: [], empty: [] });
  const again = await reopened();
  again.insert('things', [{ _id: 'a', key: 1 }]);
  expect(again.dump()['things']).toHaveLength(1);
});

test('[DB-93] a write refused half way is undone in memory, in its indexes and in its order', async () => {
  const database = opened();
  database.insert('things', [{ _id: 'a', key: 1, n: 1 }, { _id: 'b', key: 2, n: 'x' }, { _id: 'c', key: 3, n: 1 }]);
  const before = database.dump();
  expect(call(database, 'modifyDocument', { query: '{}', data: '{"$inc":{"n":1,"key":10}}', multi: true, merge: true })).toMatchObject({ code: 'DATABASE_REQUEST_FAILED' });
  expect(call(database, 'insertDocument', { data: ['{"_id":"d","key":4}', '{"_id":"e","key":1}'] })).toMatchObject({ code: 'DATABASE_REQUEST_FAILED' });
  expect([database.dump(), listed(database)]).toEqual([before, ['a', 'b', 'c']]);
  expect(call(database, 'insertDocument', { data: ['{"_id":"d","key":4}', '{"_id":"e","key":11}'] })).toMatchObject({ data: { insertedIds: ['d', 'e'] } });
  expect(listed(await reopened())).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('[DB-94] a seed with an unknown collection or a taken _id is refused with a sentence, and none of it is stored', () => {
  const database = opened();
  expect(() => database.insert('nowhere', [{ _id: 'a' }])).toThrow("The seed names a collection 'nowhere', which is not defined.");
  expect(() => database.insert('things', [{ _id: 'a', key: 1 }, { _id: 'a', key: 2 }])).toThrow('E11000');
  expect(database.dump()['things']).toEqual([]);
});

test('[DB-94] a verb that is not built throws its name', () => {
  expect(() => opened().execute('database.modifyAndReturnDoc', { collectionName: 'things' })).toThrow('NotEmulated: database.modifyAndReturnDoc');
});

test('[DB-94] a collection that is no longer defined is not seen, and is there again when it is defined again', async () => {
  opened().insert('things', [{ _id: 'a' }]);
  const without = await reopened(['empty']);
  expect([without.dump(), 'code' in call(without, 'getDocument', { query: '{}' })]).toEqual([{ empty: [] }, true]);
  expect((await reopened()).dump()['things']).toEqual([{ _id: 'a' }]);
});
