// What the centre's functions read: their environment, HTTP events, and the shapes of requests.
import { httpAnswer } from '../../cloudbase/http/answer';
import { readHttpRequest } from '../../cloudbase/http/request';
import { readCentreConfiguration } from '../../cloudbase/centre-configuration';
import { appTokenRequests } from '../../cloudbase/requests/app-token';
import { readQuestion, signedRequest } from '../../cloudbase/requests/app-token-http';
import * as v from 'valibot';
import { anEnvironment } from './an-environment';

const APPID = 'wxfa4e000000000001';
const SECRET = Buffer.from(Array.from({ length: 32 }, (_each, n) => n * 7)).toString('base64url');
const event = (change: object = {}) => ({ path: `/app-token/${APPID}`, httpMethod: 'GET', headers: { 'X-Caller': 'shop' }, queryStringParameters: {}, body: '', isBase64Encoded: false, requestContext: { requestId: 'r' }, ...change });
const request = (change: object = {}) => {
  const read = readHttpRequest(event(change));
  if (read === null) throw new Error('no request');
  return read;
};

test('[AT15] an HTTP event is read whatever the case of its headers, with a body as text or base64, and a query only noticed', () => {
  expect(request({ body: Buffer.from('{"a":"微信"}').toString('base64'), isBase64Encoded: 'true', httpMethod: 'post' })).toMatchObject({ method: 'POST', body: '{"a":"微信"}', hasQuery: false });
  expect(request({ body: null, queryStringParameters: { a: '1' } })).toMatchObject({ body: '', hasQuery: true });
  expect(request({ headers: { 'x-CALLER': 'a' } }).headers.get('x-caller')).toBe('a');
  for (const odd of [{ path: 1 }, { headers: null }, { headers: { a: {} } }, { httpMethod: undefined }, { body: {} }]) expect(readHttpRequest({ ...event(), ...odd })).toBeNull();
  for (const none of [null, undefined, 'x', [], { action: 'renew' }]) expect(readHttpRequest(none)).toBeNull();
});

test('[AT15] the signed path begins at /app-token, whether the gateway kept, prefixed or took off the route', () => {
  for (const path of [`/app-token/${APPID}/report`, `/service/app-token/${APPID}/report`, `/${APPID}/report`]) expect(signedRequest(request({ path })).path).toBe(`/app-token/${APPID}/report`);
});

test.each<[string, object, unknown]>([
  ['a token', {}, { action: 'token', app: APPID }], ['a ticket', { path: `/app-token/${APPID}/jsapi-ticket` }, { action: 'ticket', app: APPID }],
  ['a report', { path: `/app-token/${APPID}/report`, httpMethod: 'POST', body: '{"appAccessToken":"85_x","errcode":40001}' }, { action: 'report', app: APPID, failed: { value: '85_x', errcode: 40001 } }],
  ['a report that tells no errcode', { path: `/app-token/${APPID}/report`, httpMethod: 'POST', body: '{"appAccessToken":"85_x"}' }, { action: 'report', app: APPID, failed: { value: '85_x', errcode: null } }],
])('[AT15] %s is asked for', (_what, change, question) => {
  expect(readQuestion(request(change))).toEqual({ ok: true, question });
});

test.each<[object, string, number | null]>([
  [{ path: '/app-token/wx1' }, 'not-found', null], [{ path: `/app-token/${APPID}/token` }, 'not-found', null], [{ path: `/app-token/${APPID}/report/x` }, 'not-found', null], [{ path: `/app-token/${APPID}/` }, 'not-found', null], [{ path: '/' }, 'not-found', null],
  [{ path: `/app-token/${APPID.toUpperCase()}` }, 'not-found', null], [{ httpMethod: 'POST' }, 'bad-request', 405], [{ path: `/app-token/${APPID}/report` }, 'bad-request', 405],
  ...['', '{', '[]', '{}', '{"appAccessToken":""}', '{"appAccessToken":"a b"}', '{"appAccessToken":"x","errcode":1}', '{"appAccessToken":"x","more":1}', `{"appAccessToken":"${'x'.repeat(4097)}"}`]
    .map((body): [object, string, null] => [{ path: `/app-token/${APPID}/report`, httpMethod: 'POST', body }, 'bad-request', null]),
])('[AT15] %j is %s', (change, code, status) => {
  expect(readQuestion(request(change))).toMatchObject({ ok: false, refused: { code }, status });
});

test('[AT16] a refusal over HTTP has the status of its code, and says when to come again', () => {
  const refusal = { code: 'rate-limited', message: 'x', retry: 'later', retryAt: 10_500, requestId: 'r' } as const;
  expect(httpAnswer({ ok: false, refusal }, 1000)).toMatchObject({ statusCode: 429, headers: { 'retry-after': '10', 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' }, isBase64Encoded: false });
  expect(httpAnswer({ ok: false, refusal: { ...refusal, code: 'wechat-unavailable', retryAt: null } }, 1000).statusCode).toBe(503);
  expect(httpAnswer({ ok: false, refusal: { ...refusal, code: 'forbidden', retryAt: null } }, 1000)).toMatchObject({ statusCode: 403, headers: expect.not.objectContaining({ 'retry-after': expect.anything() }) });
  expect(httpAnswer({ ok: false, refusal: { ...refusal, code: 'bad-request' } }, 1000, 405).statusCode).toBe(405);
  expect(httpAnswer({ ok: true, value: { a: 1 } }, 1000)).toMatchObject({ statusCode: 200, body: '{"ok":true,"value":{"a":1}}' });
});

test('[AT17] the centre reads its own variables alone, and needs neither TOKEN_KEYS nor INDEX_KEY', () => {
  const { WECHAT_APPS, SEAL_KEYS } = anEnvironment();
  const settings = readCentreConfiguration({ WECHAT_APPS, SEAL_KEYS });
  expect([...settings.apps.keys(), settings.servers, [...settings.plainTokenApps], settings.wechatApiBase]).toEqual(['wx1234567890abcdef', [], [], 'https://api.weixin.qq.com']);
  const full = readCentreConfiguration({ WECHAT_APPS, SEAL_KEYS, SERVER_KEYS: JSON.stringify([{ caller: 'shop', secret: SECRET, retiredAt: 5 }]), ACCESS_TOKEN_ENDPOINTS: '{"wx1234567890abcdef":"token"}' });
  expect([full.servers, [...full.plainTokenApps]]).toEqual([[{ caller: 'shop', secret: SECRET, retiredAt: 5 }], ['wx1234567890abcdef']]);
});

test.each<[string, Record<string, string>]>([
  ['SERVER_KEYS', { SERVER_KEYS: '[{"caller":"shop","secret":"short"}]' }], ['SERVER_KEYS', { SERVER_KEYS: `[{"caller":"shop","secret":"${'A'.repeat(43)}"}]` }], ['SERVER_KEYS', { SERVER_KEYS: JSON.stringify([{ caller: 'a', secret: SECRET }, { caller: 'b', secret: SECRET }]) }],
  ['ACCESS_TOKEN_ENDPOINTS', { ACCESS_TOKEN_ENDPOINTS: '{"wx1":"token"}' }], ['ACCESS_TOKEN_ENDPOINTS', { ACCESS_TOKEN_ENDPOINTS: '{"wx00000000000000ff":"token"}' }], ['ACCESS_TOKEN_ENDPOINTS', { ACCESS_TOKEN_ENDPOINTS: '{"wx1234567890abcdef":"other"}' }], ['WECHAT_API_BASE', { WECHAT_API_BASE: 'http://127.0.0.1:1' }],
])('[AT17] %s as %j stops the centre', (name, change) => {
  expect(() => readCentreConfiguration({ ...anEnvironment(), ...change })).toThrow(name);
});

test.each([{ action: 'renew', appId: APPID, kind: 'access-token' }, { action: 'renew', appId: 'wx1', kind: 'access-token', by: 'f' }, { action: 'renew', appId: APPID, kind: 'other', by: 'f' }, { action: 'renew', appId: APPID, kind: 'access-token', by: 'two words' }, { action: 'renew', appId: APPID, kind: 'access-token', by: 'f', more: 1 }])(
  '[SEC-05] %j is no request of app-token', (asked) => { expect(v.safeParse(appTokenRequests.renew, asked).success).toBe(false); },
);

test('[SEC-79] a report to app-token names the dead value by its hash, and has no place for the value itself', () => {
  const report = { action: 'report', appId: APPID, failedHash: 'x'.repeat(43), by: 'f' };
  expect(v.safeParse(appTokenRequests.report, report).success).toBe(true);
  for (const odd of [{ ...report, appAccessToken: '85_x' }, { ...report, failedHash: '85_x' }, { ...report, errcode: 1 }]) expect(v.safeParse(appTokenRequests.report, odd).success).toBe(false);
});
