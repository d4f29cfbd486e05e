// The other calls of `/admin`: a function's function, open data in protobuf, and what is no call at all.
import http from 'node:http';
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
  cloud.entries.length = 0;
  cloud.faults = [];
});

interface Reply { status: number; type: string; text: string; isReused: boolean }

function post(body: string | Buffer, agent?: http.Agent, contentType = 'application/json'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request(cloud.adminUrl('child-1'), { method: 'POST', headers: { 'content-type': contentType }, ...(agent ? { agent } : {}) }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += String(chunk); }).on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text, isReused: request.reusedSocket }));
    });
    request.on('error', reject).end(body);
  });
}

test('[DB-80] a function calls another: its data arrives, with the caller\'s SOURCE and scf behind it', async () => {
  const answer = await sdk.run(({ cloud: sdkCloud }) => sdkCloud.callFunction({ name: 'echo', data: { n: 1, s: '中' } }));
  expect(answer).toMatchObject({ result: { event: { n: 1, s: '中' }, source: 'wx_client,scf' }, errMsg: 'callFunction:ok' });
});

test('[DB-80] a function that returns nothing gives null, and one that is missing is refused', async () => {
  const nothing = await sdk.run(({ cloud: sdkCloud }) => sdkCloud.callFunction({ name: 'nothing' }));
  const missing = await sdk.outcome(({ cloud: sdkCloud }) => sdkCloud.callFunction({ name: 'nobody' }));
  expect([nothing['result'], missing]).toEqual([null, expect.objectContaining({ ok: false, errMsg: expect.stringContaining('FunctionName parameter could not be found') })]);
});

test('[DB-80] a call of a function writes no entry here: who runs it does', async () => {
  await sdk.run(({ cloud: sdkCloud }) => sdkCloud.callFunction({ name: 'echo' }));
  expect(cloud.entries).toEqual([]);
});

test('[DB-81] cloud.getOpenData answers one item per cloudID', async () => {
  const answer = await sdk.run(({ cloud: sdkCloud }) => sdkCloud.getOpenData({ list: ['52_one', '52_two'] }));
  expect(answer).toEqual({ list: [{ cloudID: '52_one', data: { nickName: '小明' } }, { cloudID: '52_two', data: { nickName: '小明' } }], errMsg: 'getOpenData:ok', errCode: 0 });
});

test('[DB-81] an open interface is a WeChat call in the ledger', async () => {
  await sdk.run(({ cloud: sdkCloud }) => sdkCloud.getOpenData({ list: ['52_one'] }));
  expect(cloud.entries).toEqual([expect.objectContaining({ kind: 'wechat', name: 'wx.openApi ApiGetOpenDataByCloudId', invocation: 'invocation-1', person: 'alice', outcome: 'ok' })]);
});

test('[DB-82] an open interface that is not built is answered as one WeChat does not have', async () => {
  const outcome = await sdk.outcome(({ cloud: sdkCloud }) => sdkCloud.openapi.wxacode.get({ path: 'pages/home/home' }));
  expect(outcome).toMatchObject({ ok: false, errCode: -604100 });
  expect(cloud.entries).toEqual([expect.objectContaining({ name: 'wx.openApi wxacode.get', outcome: 'errcode:-604100' })]);
});

type Fault = Cloud['faults'][number]['fault'];

async function openDataUnder(fault: Fault): Promise<string> {
  cloud.faults = [{ call: 'wx.openApi', fault }];
  const outcome = await sdk.outcome(({ cloud: sdkCloud }) => sdkCloud.getOpenData({ list: ['52_one'] }));
  return outcome.ok ? 'ok' : `${outcome.errCode} ${outcome.errMsg}`;
}

const BROKEN: [kind: string, fault: Fault, says: string][] = [
  ['errcode', { kind: 'errcode', errcode: -601006 }, '-601006'], ['status', { kind: 'status', status: 502 }, '502'], ['refuse', { kind: 'refuse' }, 'socket hang up'], ['drop-after', { kind: 'drop-after' }, 'socket hang up'],
  ['html', { kind: 'html' }, 'unknown wx response'], ['truncated', { kind: 'truncated' }, 'unknown wx response'],
];

test.each(BROKEN)('[DB-82] the fault %s breaks an open interface', async (_kind, fault, says) => {
  expect(await openDataUnder(fault)).toContain(says);
});

test('[DB-82] an open interface can be delayed', async () => {
  expect(await openDataUnder({ kind: 'delay', milliseconds: 5 })).toBe('ok');
});

test('[DB-83] an action nobody has is INVALID_ACTION, with HTTP 200', async () => {
  const { status, type, text } = await post(JSON.stringify({ action: 'coffee.make' }));
  expect([status, type, JSON.parse(text)]).toEqual([200, 'application/json; charset=utf-8', { code: 'INVALID_ACTION', message: expect.stringContaining('coffee.make'), requestId: expect.any(String) }]);
});

test.each([
  ['no JSON', 'hello', 'application/json'], ['a list', '[]', 'application/json'], ['no action', '{}', 'application/json'], ['a form without a boundary', 'x', 'multipart/form-data'], ['a query that is no JSON', JSON.stringify({ action: 'database.getDocument', collectionName: 'things', query: '{' }), 'application/json'],
  ['a document that is a number', JSON.stringify({ action: 'database.insertDocument', collectionName: 'things', data: ['1'] }), 'application/json'], ['no collection', JSON.stringify({ action: 'database.getDocument' }), 'application/json'], ['a limit below one', JSON.stringify({ action: 'database.getDocument', collectionName: 'things', limit: 0 }), 'application/json'],
])('[DB-84] %s is refused as INVALID_PARAM, with HTTP 200', async (_what, body, contentType) => {
  const { status, text } = await post(body, undefined, contentType);
  expect([status, JSON.parse(text)]).toEqual([200, expect.objectContaining({ code: 'INVALID_PARAM' })]);
});

test('[DB-84] a body over 16 MB is refused, and the connection lives on', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const replies = [await post(Buffer.alloc(17 * 1024 * 1024, 97), agent), await post(JSON.stringify({ action: 'database.calculateDocument', collectionName: 'things' }), agent)];
  agent.destroy();
  expect(replies.map(({ text }) => JSON.parse(text))).toEqual([expect.objectContaining({ code: 'INVALID_PARAM' }), expect.objectContaining({ data: { total: 0 } })]);
  expect(replies.map(({ isReused }) => isReused)).toEqual([false, true]);
});

test('[DB-85] a call without a known invocation is served and belongs to nobody in the ledger', async () => {
  await post(JSON.stringify({ action: 'database.calculateDocument', collectionName: 'things' }));
  expect(cloud.entries).toEqual([expect.objectContaining({ name: 'database.calculateDocument things', invocation: null, person: null, outcome: 'ok' })]);
});
