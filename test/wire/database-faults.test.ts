// What a fault does to a database call: on the wire, in the database, in the ledger, to the calling process.
import { type Cloud, openCloud } from './sdk-cloud';
import { type Outcome, type SdkProcess, startSdk } from './sdk-process';

let cloud: Cloud;
let sdk: SdkProcess;
function start(): void {
  sdk = startSdk(cloud.adminUrl('child-1'));
  cloud.children.set('child-1', sdk.kill);
}
beforeAll(async () => {
  cloud = await openCloud();
  start();
});
afterAll(async () => {
  await sdk.close();
  await cloud.close();
});
beforeEach(() => {
  cloud.database.clear();
  cloud.entries.length = 0;
  cloud.faults = [];
});

const add = (): Promise<Outcome<unknown>> => sdk.outcome(({ db }) => db.collection('things').add({ data: { _id: 'a' } }));
const isStored = () => cloud.database.dump()['things']?.length === 1;
const outcomes = () => cloud.entries.map(({ outcome }) => outcome);

/** Waits for what no answer announces: a closed connection reaches the server a moment later. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => { setImmediate(resolve); });
}

test('[DB-70] error answers its code and nothing is written', async () => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind: 'error', code: 'DATABASE_PERMISSION_DENIED' } }];
  expect(await add()).toMatchObject({ ok: false, errCode: -502003 });
  expect([isStored(), outcomes()]).toEqual([false, ['error:DATABASE_PERMISSION_DENIED']]);
});

test.each([
  ['DATABASE_REQUEST_FAILED', -502001], ['DATABASE_INVALID_OPERRATOR', -502002], ['DATABASE_COLLECTION_NOT_EXIST', -502005], ['DATABASE_COLLECTION_EXCEED_LIMIT', -502004], ['EXCEED_REQUEST_LIMIT', -501003],
  ['EXCEED_CONCURRENT_REQUEST_LIMIT', -501004], ['SERVER_TIMEOUT', -501002], ['INVALIID_ENV', -501005], ['INVALID_PARAM', -501007], ['RESOURCE_NOT_INITIAL', -501009], ['SYS_ERR', -501001], ['DATABASE_TRANSACTION_CONFLICT', -501001],
])('[DB-71] the SDK turns the wire code %s into %i', async (code, errCode) => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind: 'error', code } }];
  expect(await add()).toMatchObject({ ok: false, errCode });
});

test('[DB-72] applied-lost writes and breaks the connection without an answer', async () => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind: 'applied-lost' } }];
  expect(await add()).toMatchObject({ ok: false, errMsg: expect.stringContaining('socket hang up') });
  expect([isStored(), outcomes()]).toEqual([true, ['lost']]);
});

test('[DB-72] drop-before breaks the connection and writes nothing', async () => {
  cloud.faults = [{ call: 'database.insertDocument things', fault: { kind: 'drop-before' } }];
  expect(await add()).toMatchObject({ ok: false, errMsg: expect.stringContaining('socket hang up') });
  expect([isStored(), outcomes()]).toEqual([false, ['lost']]);
});

test('[DB-72] hang never answers, writes nothing, and is lost when the caller leaves', async () => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind: 'hang' } }];
  const ended = add().catch((error: Error) => error.message);
  await until(() => cloud.entries.length === 1);
  expect(outcomes()).toEqual([null]);
  sdk.kill();
  await until(() => outcomes()[0] !== null);
  expect([await ended, isStored(), outcomes()]).toEqual(['the process ended', false, ['lost']]);
  start();
});

test.each([['kill-before', false], ['kill-after', true]] as const)('[DB-73] %s kills the calling process; whether it was written: %s', async (kind, isWritten) => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind } }];
  await expect(add()).rejects.toThrow('the process ended');
  expect([isStored(), outcomes()]).toEqual([isWritten, ['killed']]);
  start();
});

test('[DB-74] delay writes at once and holds the answer, and the ledger has the call unfinished meanwhile', async () => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind: 'delay', milliseconds: 60 } }];
  const answer = add();
  await until(isStored);
  expect(outcomes()).toEqual([null]);
  expect([(await answer).ok, outcomes()]).toEqual([true, ['ok']]);
});

test('[DB-74] calls that are delayed together stand open together', async () => {
  cloud.faults = [{ call: 'database.getDocument', fault: { kind: 'delay', milliseconds: 1_000 } }]; // far longer than the other call takes to arrive
  const order: string[] = [];
  const both = sdk.run(({ db }) => Promise.all([db.collection('things').get(), db.collection('people').count()]));
  await until(() => cloud.entries.length === 2);
  await until(() => outcomes().includes('ok'));
  order.push(...cloud.entries.filter(({ outcome }) => outcome === 'ok').map(({ name }) => name));
  await both;
  expect([order, outcomes()]).toEqual([['database.calculateDocument people'], ['ok', 'ok']]);
});

test('[DB-75] several faults hit one call: delayed, then lost', async () => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind: 'delay', milliseconds: 20 } }, { call: 'database.insertDocument', fault: { kind: 'applied-lost' } }];
  const answer = add();
  await until(isStored);
  expect(outcomes()).toEqual([null]);
  expect([(await answer).ok, outcomes()]).toEqual([false, ['lost']]);
});

test('[DB-75] several faults hit one call: delayed, then refused', async () => {
  cloud.faults = [{ call: 'database.insertDocument', fault: { kind: 'error', code: 'SYS_ERR' } }, { call: 'database.insertDocument', fault: { kind: 'delay', milliseconds: 10 } }];
  expect([(await add()).ok, isStored(), outcomes()]).toEqual([false, false, ['error:SYS_ERR']]);
});

test('[DB-75] a call no fault names is left alone', async () => {
  cloud.faults = [{ call: 'database.removeDocument', fault: { kind: 'drop-before' } }];
  expect([(await add()).ok, isStored()]).toEqual([true, true]);
});
