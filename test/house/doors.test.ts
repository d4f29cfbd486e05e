// Each door deploys by upload alone, and its bundle runs in a cloud function's environment as it is.
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { CALLER, callInCloud } from './cloud-function';
import { type DeployedFunction, doorFaults, doorsOf, requiresOf } from './door';
import { only, ROOT, readJson, readTree } from './tree';

const tree = only(readTree(), (file) => file.startsWith('cloudfunctions/'));
const doors = doorsOf(tree);
const { functions } = readJson('cloudbaserc.json') as { functions: DeployedFunction[] };
/** Who a door is for; everyone else is forbidden. */
const FOR: Record<string, 'people' | 'operators' | 'its timer' | 'functions' | 'servers' | 'browsers'> = { operator: 'operators', housekeeping: 'its timer', 'app-token': 'functions', 'app-token-http': 'servers', web: 'browsers', scan: 'browsers' };
const audienceOf = (door: string) => FOR[door] ?? 'people';
const CONSOLE = {};
/** What HTTP access makes of a request. */
const A_GET = { path: '/app-token/wx0123456789abcdef', httpMethod: 'GET', headers: {}, queryStringParameters: {}, body: '', isBase64Encoded: false };

/** What a door answers: an HTTP door wraps it. */
function replyOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'body' in result ? JSON.parse(String(result.body)) : result;
}

const bundleOf = (door: string): string => path.join(ROOT, 'dist/cloudfunctions', door, 'index.js');

test('[HO-13] every door is complete and listed for deployment', () => {
  expect(doors).toEqual(expect.arrayContaining(['session', 'profile']));
  expect(doorFaults(tree, functions)).toEqual([]);
});

test('[HO-13] a door without its config.json, one that is not listed, one that is only listed and a short timeout are caught', () => {
  const deployed = { name: 'session', handler: 'index.main', runtime: 'Nodejs18.15', timeout: 3, installDependency: false };
  const faults = doorFaults({ 'cloudfunctions/session/index.ts': '', 'cloudfunctions/session/package.json': '', 'cloudfunctions/new/index.ts': '', 'cloudfunctions/new/package.json': '', 'cloudfunctions/new/config.json': '' }, [deployed, { ...deployed, name: 'gone' }]);
  expect(faults).toEqual([
    expect.stringMatching(/session has no config\.json/), expect.stringMatching(/lists gone, which has no folder/),
    expect.stringMatching(/does not list new/), expect.stringMatching(/session: timeout must be 10 seconds/),
  ]);
});

describe.each(doors)('the bundle of %s', (door) => {
  test('[HO-13] stands beside its package.json and config.json', () => {
    for (const file of ['index.js', 'sdk.js', 'package.json', 'config.json']) expect(fs.existsSync(path.join(path.dirname(bundleOf(door)), file))).toBe(true);
  });

  test('[HO-14] asks for the SDK that lies beside it, which asks for nothing but Node', () => {
    expect(requiresOf(fs.readFileSync(bundleOf(door), 'utf8'))).toContain('./sdk.js');
    const asked = requiresOf(fs.readFileSync(path.join(path.dirname(bundleOf(door)), 'sdk.js'), 'utf8')).map((name) => name.replace(/^node:/, ''));
    expect(asked.filter((name) => !builtinModules.includes(name))).toEqual([]);
  });

  test('[HO-14] asks the runtime for nothing but Node itself', () => {
    const asked = requiresOf(fs.readFileSync(bundleOf(door), 'utf8')).map((name) => name.replace(/^node:/, ''));
    expect(asked).toContain('crypto');
    expect(asked.filter((name) => !builtinModules.includes(name) && name !== './sdk.js')).toEqual([]);
  });

  test('[HO-14] carries nothing of the local world', () => {
    expect(/.{0,40}emulat.{0,40}/i.exec(fs.readFileSync(bundleOf(door), 'utf8'))?.[0] ?? null).toBeNull();
  });

  test('[HO-15] answers whoever it is not for with forbidden and no call to the cloud', async () => {
    const { result, printed } = await callInCloud(door, { action: 'no-such-action' }, ['operators', 'servers', 'browsers'].includes(audienceOf(door)) ? CALLER : CONSOLE);
    expect(replyOf(result)).toEqual({ ok: false, refusal: { code: 'forbidden', message: expect.stringMatching(/^[A-Z].+\.$/), retry: 'never', retryAt: null, requestId: expect.any(String) } });
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ door, databaseCalls: 0, wechatCalls: 0 });
  });

  test('[HO-15] knows its caller and refuses a request it does not understand', async () => {
    const asked = { people: CALLER, operators: CONSOLE, 'its timer': CALLER, functions: { TCB_SOURCE: 'wx_client,scf' }, servers: CONSOLE, browsers: CONSOLE }[audienceOf(door)];
    const { result } = await callInCloud(door, { servers: A_GET, browsers: { ...A_GET, path: '/auth/nowhere' } }[audienceOf(door) as string] ?? { action: 'no-such-action' }, asked);
    expect(replyOf(result)).toMatchObject({ ok: false, refusal: { code: ({ 'its timer': 'forbidden', servers: 'forbidden', browsers: 'not-found' } as Record<string, string>)[audienceOf(door)] ?? 'bad-request' } });
  });
});

test.each([
  ['operator', 'a person', CALLER, 'forbidden'], ['operator', 'another function', { TCB_SOURCE: 'wx_client,scf' }, 'forbidden'], ['operator', 'a timer', { TCB_SOURCE: 'wx_trigger' }, 'forbidden'],
  ['operator', 'the API of the cloud', { TCB_SOURCE: 'wx_http' }, 'bad-request'], ['operator', 'the API with a person behind it', { ...CALLER, TCB_SOURCE: 'wx_http' }, 'forbidden'],
  ['housekeeping', 'a person who says she is a timer', CALLER, 'forbidden'], ['housekeeping', 'a timer with a person behind it', { ...CALLER, TCB_SOURCE: 'wx_trigger' }, 'forbidden'],
  ['session', 'a timer', { TCB_SOURCE: 'wx_trigger' }, 'forbidden'],
] as const)('[SEC-03] the door %s answers %s with %4$s', async (door, _who, environment, code) => {
  const { result } = await callInCloud(door, { Type: 'Timer', TriggerName: 'housekeeping' }, environment);
  expect(result).toMatchObject({ ok: false, refusal: { code } });
});

describe.each(['app-token-http', 'web', 'scan'])('over HTTP, %s', (door) => test.each([
  ['a person', CALLER], ['a person through another function', { ...CALLER, TCB_SOURCE: 'wx_client,scf' }], ['a timer', { TCB_SOURCE: 'wx_trigger' }], ['the API with a person behind it', { ...CALLER, TCB_SOURCE: 'wx_http' }], ['another function', { TCB_SOURCE: 'scf' }], ['a function that was called from outside', { TCB_SOURCE: 'wx_http,scf' }],
])('[SEC-79] takes a whole HTTP event from HTTP access alone: %s who sends one is forbidden', async (_who, environment) => {
  const { result, printed } = await callInCloud(door, A_GET, environment);
  expect(replyOf(result)).toMatchObject({ ok: false, refusal: { code: 'forbidden', message: expect.stringContaining('HTTP access alone') } });
  expect(printed).toHaveLength(1);
}));

test.each([
  ['a person', 'forbidden', CALLER], ['the console', 'forbidden', {}], ['the API of the cloud', 'forbidden', { TCB_SOURCE: 'wx_http' }], ['a source that only looks like a function', 'forbidden', { TCB_SOURCE: 'scf,wx_client' }],
  ['another function', 'not-found', { TCB_SOURCE: 'wx_http,scf' }], ['a function that an HTTP request called', 'not-found', { TCB_SOURCE: ',scf' }], ['a function that a person called', 'not-found', { ...CALLER, TCB_SOURCE: 'wx_client,scf' }],
])('[SEC-79] app-token answers %s with %s', async (_who, code, environment) => {
  const { result } = await callInCloud('app-token', { action: 'renew', appId: 'wx00000000000000ff', kind: 'access-token', by: 'f' }, environment as Record<string, string>);
  expect(result).toMatchObject({ ok: false, refusal: { code } });
});
