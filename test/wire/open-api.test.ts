// cloud.openapi with the real SDK: what it sends, what comes back, who may call, and what goes wrong.
import http from 'node:http';
import { APP, type Cloud, openCloud } from './sdk-cloud';
import { type Outcome, type SdkProcess, startSdk } from './sdk-process';

const SECRET_TEXT = 'my canary says 违禁';
let cloud: Cloud;
let sdk: SdkProcess;
let alice: string;
let bob: string;

function start(): void {
  sdk = startSdk(cloud.adminUrl('child-1'));
  cloud.children.set('child-1', sdk.kill);
}
beforeAll(async () => {
  cloud = await openCloud();
  [alice = '', bob = ''] = cloud.wechat.people.list().map(({ openids }) => openids[APP]);
  start();
});
afterAll(async () => {
  await sdk.close();
  await cloud.close();
});
beforeEach(() => {
  cloud.entries.length = 0;
  cloud.faults = [];
  cloud.permissions = ['security.msgSecCheck'];
});

function check(change: Record<string, unknown> = {}): Promise<Outcome<Record<string, unknown>>> {
  const asked = { openid: alice, scene: 1, version: 2, content: '小明', ...change };
  return sdk.outcome(({ cloud: sdkCloud }, options) => sdkCloud.openapi.security.msgSecCheck(options), asked);
}
const outcomes = () => cloud.entries.map(({ outcome }) => outcome);

/** Waits for what no answer announces: a closed connection reaches the server a moment later. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => { setImmediate(resolve); });
}

test('[DB-100] the SDK gives a passed text as result, detail and traceId, errCode 0 and errMsg ok', async () => {
  expect(await check()).toMatchObject({ ok: true, value: {
    errCode: 0, errMsg: 'openapi.security.msgSecCheck:ok', traceId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{8}){2}$/), result: { suggest: 'pass', label: 100 },
    detail: [{ strategy: 'keyword', errcode: 0 }, { strategy: 'content_model', errcode: 0, suggest: 'pass', label: 100, prob: 90 }],
  } });
});

test('[DB-100] a text with a test word is risky, with its label and the word', async () => {
  const checked = await check({ content: 'a Forbidden-Word' });
  expect(checked).toMatchObject({ ok: true, value: { result: { suggest: 'risky', label: 20006 }, detail: [{ keyword: 'forbidden-word', suggest: 'risky' }, { suggest: 'risky', label: 20006 }] } });
});

test('[DB-100] text of any script and quotes arrive as they were sent', async () => {
  expect(await check({ content: '"\\ 👩‍👩‍👧 \u0000 --boundary\r\n违禁' })).toMatchObject({ ok: true, value: { result: { suggest: 'risky' } } });
});

test('[DB-101] a function whose config.json does not list the interface is refused with -604101', async () => {
  cloud.permissions = ['security.imgSecCheck'];
  expect(await check()).toMatchObject({ ok: false, errCode: -604101, errMsg: expect.stringContaining('-604101') });
  expect(outcomes()).toEqual(['errcode:-604101']);
});

test('[DB-101] a call of no known invocation belongs to no function and is refused', async () => {
  const stranger = startSdk(cloud.adminUrl(''));
  const refused = await stranger.outcome(({ cloud: sdkCloud }) => sdkCloud.openapi.security.msgSecCheck({ version: 2 }));
  await stranger.close();
  expect(refused).toMatchObject({ ok: false, errCode: -604101 });
});

test('[DB-101] an interface that is not built stays -604100, listed or not', async () => {
  cloud.permissions = ['wxacode.get'];
  expect(await sdk.outcome(({ cloud: sdkCloud }) => sdkCloud.openapi.wxacode.get({ path: 'pages/home/home' }))).toMatchObject({ ok: false, errCode: -604100 });
});

test('[DB-102] what WeChat refuses reaches the function as its errcode and words', async () => {
  expect(await check({ openid: 'oFAKE_nobody' })).toMatchObject({ ok: false, errCode: 40003, errMsg: expect.stringMatching(/^openapi\.security\.msgSecCheck:fail invalid openid rid: [0-9a-f-]{26}$/) });
  expect(await check({ openid: bob })).toMatchObject({ ok: false, errCode: 61010, errMsg: expect.stringContaining('code is expired') });
  expect(outcomes()).toEqual(['errcode:40003', 'errcode:61010']);
});

test('[DB-102] version 1 of the check is refused by name', async () => {
  expect(await check({ version: 1 })).toMatchObject({ ok: false, errMsg: expect.stringContaining('NotEmulated: security.msgSecCheck of version 1') });
});

test('[DB-103] the ledger knows the call by the interface\'s name, and neither ledger nor log what was checked', async () => {
  const lines: string[] = [];
  const spies = (['log', 'warn', 'error'] as const).map((level) => jest.spyOn(console, level).mockImplementation((...words: unknown[]) => { lines.push(words.map(String).join(' ')); }));
  await check({ content: SECRET_TEXT });
  await check({ content: SECRET_TEXT, version: 1 });
  await check({ content: SECRET_TEXT, scene: 9 });
  for (const spy of spies) spy.mockRestore();
  expect(cloud.entries[0]).toMatchObject({ kind: 'wechat', name: 'security.msgSecCheck', invocation: 'invocation-1', person: 'alice', app: APP, device: 'phone-1', outcome: 'ok' });
  expect(JSON.stringify([lines, cloud.entries])).not.toMatch(/canary|违禁/);
});

type Fault = Cloud['faults'][number]['fault'];

async function checkUnder(fault: Fault): Promise<string> {
  cloud.faults = [{ call: 'security.msgSecCheck', fault }];
  const outcome = await check();
  return outcome.ok ? 'ok' : `${outcome.errCode} ${outcome.errMsg}`;
}

const BROKEN: [name: string, fault: Fault, says: string, entry: string][] = [
  ['errcode of WeChat', { kind: 'errcode', errcode: 45009 }, '45009 openapi.security.msgSecCheck:fail reach max api daily quota limit rid: ', 'errcode:45009'],
  ['errcode -1', { kind: 'errcode', errcode: -1 }, '-1 openapi.security.msgSecCheck:fail system error', 'errcode:-1'],
  ['errcode of the cloud', { kind: 'errcode', errcode: -604102 }, '-604102 ', 'errcode:-604102'],
  ['status', { kind: 'status', status: 502 }, '502', 'error:502'], ['refuse', { kind: 'refuse' }, 'socket hang up', 'lost'],
  ['drop-before', { kind: 'drop-before' }, 'socket hang up', 'lost'], ['drop-after', { kind: 'drop-after' }, 'socket hang up', 'lost'],
  ['html', { kind: 'html' }, 'unknown wx response', 'ok'], ['truncated', { kind: 'truncated' }, 'unknown wx response', 'ok'], ['delay', { kind: 'delay', milliseconds: 5 }, 'ok', 'ok'],
];

test.each(BROKEN)('[DB-104] the fault %s works on an interface by its name', async (_name, fault, says, entry) => {
  expect(await checkUnder(fault)).toContain(says);
  expect(outcomes()).toEqual([entry]);
});

test('[DB-104] hang never answers, and is lost when the caller leaves', async () => {
  cloud.faults = [{ call: 'security.msgSecCheck', fault: { kind: 'hang' } }];
  const ended = check().catch((error: Error) => error.message);
  await until(() => cloud.entries.length === 1);
  sdk.kill();
  await until(() => outcomes()[0] !== null);
  expect([await ended, outcomes()]).toEqual(['the process ended', ['lost']]);
  start();
});

/** The answer to an open interface that is not built, which is short, in the pieces it came in. */
function pieces(): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const form = ['action', 'wx.openApi', 'apiName', 'x.y', 'requestData', ''];
    const body = [0, 2, 4].map((at) => `--b\r\nContent-Disposition: form-data; name="${form[at]}"\r\n\r\n${form[at + 1]}\r\n`).join('');
    const request = http.request(cloud.adminUrl('child-1'), { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b' } }, (response) => {
      const lengths: number[] = [];
      response.on('data', (piece: Buffer) => { lengths.push(piece.length); }).on('end', () => resolve(lengths));
    });
    request.on('error', reject).end(`${body}--b--\r\n`);
  });
}

test('[DB-104] drip sends the answer byte by byte', async () => {
  cloud.faults = [{ call: 'wx.openApi x.y', fault: { kind: 'drip' } }];
  expect(await pieces()).toEqual(Array.from({ length: 11 }, () => 1));
});
