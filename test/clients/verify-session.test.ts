// Who asks an API: by which tokens, how the door's keys are kept, and what the door is asked.
import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyAccessToken } from '../../auth/session/verify';
import { doorSettings } from '../../clients/node/session/settings';
import { createVerifier, expressGuard, guardFetch, koaGuard, type Verifier, type VerifierOptions } from '../../clients/node/index';
import { openVerifying } from '../../clients/node/session/verifier';
import { aKey, claimsAt, type Door, NEW_YEAR, startDoor, tokenOf, USER } from './verify-session-door';

let door: Door;
beforeEach(async () => { door = await startDoor(); });
afterEach(() => door.stop());

const verifierOf = (options: Partial<VerifierOptions> = {}): Verifier => createVerifier({ door: door.door, askAt: door.askAt, clock: () => door.now, ...options });
const judged = async (token: string, verifier = verifierOf()): Promise<string> => {
  const verdict = await verifier.verifySession({ 'x-wx-ticket': token });
  return verdict.ok ? 'ok' : verdict.code;
};
const IAT = NEW_YEAR / 1000;
const SESSION = { userId: USER, appId: 'wxfa4e000000000001', sessionId: `${'i'.repeat(22)}.${'s'.repeat(22)}`, expiresAt: NEW_YEAR + 900_000 };

test('[CL-60] a request, a Node request and headers alone bring the token, in either header, and tell whose session it is', async () => {
  const token = door.token();
  const verifier = verifierOf();
  const inputs = [
    new Request('https://api.example.com/a', { headers: { 'X-Wx-Ticket': token } }), new Request('https://api.example.com/a?b=c', { headers: { authorization: `bearer ${token}` } }),
    new Headers({ authorization: `Bearer ${token}` }), { 'X-Wx-Ticket': token }, { authorization: [`Bearer ${token}`] }, { 'x-wx-ticket': token, authorization: `Bearer ${token}` },
    { headers: { 'x-wx-ticket': token }, url: '/a?b=c' }, { headers: new Headers({ 'x-wx-ticket': token }), url: 'https://api.example.com/' },
  ];
  for (const input of inputs) expect(await verifier.verifySession(input)).toEqual({ ok: true, session: SESSION });
  expect(door.paths()).toEqual(['GET /auth/jwks.json']);
});

test('[SEC-33] no token, two that differ, one that stands twice or one in the address is refused, and nobody is asked', async () => {
  const token = door.token();
  const other = door.token({ jti: 'k' });
  const verifier = verifierOf();
  const inputs = [
    {}, { 'x-wx-ticket': '' }, { 'x-wx-ticket': token, authorization: `Bearer ${other}` }, { 'x-wx-ticket': token, authorization: `Basic ${token}` }, { authorization: `Basic ${token}` }, { authorization: token },
    { 'x-wx-ticket': [token, token] }, { 'x-wx-ticket': `${token}, ${token}` }, { authorization: `Bearer ${token}, Bearer ${token}` }, { 'X-Wx-Ticket': token, 'x-wx-ticket': other },
    ...['access_token', 'accessToken', 'token', 'X-Wx-Ticket', 'wx_ticket', 'authorization', 'refresh_token', 'jwt', 'to%6Ben'].flatMap((name) => [{ headers: { 'x-wx-ticket': token }, url: `/a?b=c&${name}=${token}#d` }, new Request(`https://api.example.com/a?${name}=x`, { headers: { 'x-wx-ticket': token } })]),
  ];
  for (const input of inputs) expect(await verifier.verifySession(input)).toEqual({ ok: false, code: 'token-invalid', status: 401 });
  expect(door.asked).toEqual([]);
});

test('[SEC-31] an openid, base64 of one, a refresh token, a ticket and text of any other kind are no token, and nobody is asked', async () => {
  const openid = 'oFAKE_alicexxxxxxxxxxxxxxxxx';
  for (const odd of [openid, Buffer.from(openid).toString('base64'), 'r1.k1.aaaaaaaaaaaaaaaaaaaaaa.bbbb', 'ticket.of-some~kind', 'a.b.c', `${'a'.repeat(5000)}`, '..', '{}']) expect(await judged(odd)).toBe('token-invalid');
  expect(door.asked).toEqual([]);
});

/** Each odd token is judged here and by the door's own rule, which must agree. */
const odd: [what: string, make: (key: Door['keys'][0]) => string][] = [
  ['as it should be', (key) => tokenOf(claimsAt(NEW_YEAR), {}, key)],
  ...[{ typ: 'JWT' }, { typ: 'rt+jwt' }, { crit: ['exp'] }, { b64: false }, { jku: 'https://a.example' }, { x5c: [] }, { cty: 'JWT' }, { zip: 'DEF' }, { alg: 'none' }, { alg: 'HS256' }, { kid: 1 }, { kid: '__proto__' }].map((header): [string, (key: Door['keys'][0]) => string] => [`a header with ${JSON.stringify(header)}`, (key) => tokenOf(claimsAt(NEW_YEAR), header, key)]),
  ...[
    { nbf: IAT }, { aud: ['https://accounts.example.com'] }, { iss: 'https://other.example' }, { exp: IAT + 901 }, { exp: 1e30 }, { exp: '1' }, { iat: IAT + 61, exp: IAT + 900 }, { iat: IAT + 60, exp: IAT + 900 }, { sub: '' }, { sub: 1 }, { sid: 'x' },
    { jti: '' }, { client_id: 'wx1' }, { openid: 'o' }, { exp: IAT }, { iat: IAT - 899, exp: IAT }, { iat: IAT - 960, exp: IAT - 60 }, { iat: IAT - 961, exp: IAT - 61 }, { iat: IAT - 961, exp: IAT - 61, iss: 'https://other.example' },
  ].map((change): [string, (key: Door['keys'][0]) => string] => [`claims with ${JSON.stringify(change)}`, (key) => tokenOf({ ...claimsAt(NEW_YEAR), ...change }, {}, key)]),
  ...Object.keys(claimsAt(NEW_YEAR)).map((claim): [string, (key: Door['keys'][0]) => string] => [`no ${claim}`, (key) => tokenOf(Object.fromEntries(Object.entries(claimsAt(NEW_YEAR)).filter(([name]) => name !== claim)), {}, key)]),
  ['a cut signature', (key) => tokenOf(claimsAt(NEW_YEAR), {}, key).slice(0, -4)],
  ['a signature spelled otherwise', (key) => respelled(tokenOf(claimsAt(NEW_YEAR), {}, key))],
  ['claims that are no object', (key) => tokenOf([1], {}, key)],
  ['the hash of the public key for a signature', (key) => hs256(tokenOf(claimsAt(NEW_YEAR), { alg: 'HS256' }, key), key)],
];

test.each(odd)('[CL-61] a token with %s is judged as the door judges it', async (_what, make) => {
  const [key = aKey('none')] = door.keys;
  const token = make(key);
  const rule = verifyAccessToken(token, new Map([[key.kid, { publicKey: key.publicKey, retiredAt: null }]]), door.door, door.now, () => true);
  expect(await judged(token)).toBe(rule.ok ? 'ok' : rule.refused.code);
});

test('[CL-61] both verdicts stand in that table, and another key under a known name is token-invalid', async () => {
  expect(await judged(tokenOf(claimsAt(NEW_YEAR), {}, door.keys[0] ?? aKey('none')))).toBe('ok');
  expect(await judged(tokenOf({ ...claimsAt(NEW_YEAR), iat: IAT - 961, exp: IAT - 61 }, {}, door.keys[0] ?? aKey('none')))).toBe('token-expired');
  expect(await judged(door.token({}, {}, aKey('t1')))).toBe('token-invalid');
});

function respelled(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.slice(-1)) ^ 1] ?? '');
}
function hs256(token: string, { publicKey }: { publicKey: { export(options: { format: 'pem'; type: 'spki' }): string | Buffer } }): string {
  const body = token.slice(0, token.lastIndexOf('.'));
  return `${body}.${createHmac('sha256', publicKey.export({ format: 'pem', type: 'spki' })).update(body).digest('base64url')}`;
}

/** A verifier whose monotonic clock a test turns as well. */
function turning(options: Partial<VerifierOptions> = {}) {
  let passed = 0;
  const verify = openVerifying(doorSettings({ door: door.door, askAt: door.askAt, clock: () => door.now, ...options }), () => passed);
  return { pass: (milliseconds: number) => { passed += milliseconds; }, codeOf: async (token: string) => { const verdict = await verify(token, false); return verdict.ok ? 'ok' : verdict.code; } };
}

test('[CL-62] a hundred first requests at once fetch the keys once', async () => {
  const { codeOf } = turning();
  expect(new Set(await Promise.all(Array.from({ length: 100 }, () => codeOf(door.token()))))).toEqual(new Set(['ok']));
  expect(door.paths()).toEqual(['GET /auth/jwks.json']);
});

test('[CL-62] forged kids fetch the keys once in ten seconds, and a new key is known after them', async () => {
  const { codeOf, pass } = turning();
  expect(await codeOf(door.token())).toBe('ok');
  const next = aKey('t2');
  door.keys.push(next);
  pass(9_999);
  for (let count = 0; count < 50; count += 1) expect(await codeOf(door.token({}, {}, aKey(`forged${count}`)))).toBe('token-invalid');
  expect([await codeOf(door.token({}, {}, next)), door.asked.length]).toEqual(['token-invalid', 1]);
  pass(1);
  expect([await codeOf(door.token({}, {}, next)), door.asked.length]).toEqual(['ok', 2]);
  for (let count = 0; count < 50; count += 1) expect(await codeOf(door.token({}, {}, aKey(`forged${count}`)))).toBe('token-invalid');
  expect(door.asked.length).toBe(2);
});

test('[CL-63] keys are fetched again when they are stale; a key that is gone counts no more, and while the door does not answer a known one does', async () => {
  const { codeOf, pass } = turning({ cacheSeconds: 60 });
  const old = door.token();
  expect(await codeOf(old)).toBe('ok');
  pass(59_999);
  expect([await codeOf(old), door.asked.length]).toEqual(['ok', 1]);
  for (const broken of ['hang up', { status: 503, text: '{}' }, { status: 200, text: 'not the door' }, { status: 200, text: '{"keys":[]}' }, { status: 200, text: '{"keys":[{"kty":"oct","k":"x","kid":"t1"}]}' }] as const) {
    door.answers.set('GET /auth/jwks.json', broken);
    pass(60_000);
    expect(await codeOf(old)).toBe('ok');
    // Somebody's key, which may be a new one: that it is forged cannot be told.
    expect(await codeOf(door.token({}, {}, aKey('t9')))).toBe('unavailable');
  }
  door.answers.clear();
  door.keys.splice(0, 1, aKey('t2'));
  pass(60_000);
  expect([await codeOf(door.token()), await codeOf(old)]).toEqual(['ok', 'token-invalid']);
});

test('[CL-63] before the first answer of the door nobody is known: unavailable, asked again after a second', async () => {
  const { codeOf, pass } = turning();
  door.answers.set('GET /auth/jwks.json', 'hang up');
  expect([await codeOf(door.token()), await codeOf(door.token())]).toEqual(['unavailable', 'unavailable']);
  expect(door.asked.length).toBe(1);
  door.answers.clear();
  pass(1_000);
  expect([await codeOf(door.token()), door.asked.length]).toEqual(['ok', 2]);
});

test('[CL-63] a redirect, and an answer without end, are no answer of the door', async () => {
  door.answers.set('GET /auth/jwks.json', { status: 200, text: `{"keys":[],"more":"${'x'.repeat(70_000)}"}` });
  expect(await judged(door.token())).toBe('unavailable');
  const given: unknown[] = [];
  const verifier = createVerifier({ door: door.door, clock: () => door.now, fetch: async (address, { redirect }) => { given.push(address, redirect); throw new TypeError('fetch failed'); } });
  expect([await judged(door.token(), verifier), given]).toEqual(['unavailable', ['https://accounts.example.com/auth/jwks.json', 'error']]);
});

test('[SEC-32] asked for revocation the door itself says who it is, by the token in a header, each time', async () => {
  const token = door.token();
  const verifier = verifierOf();
  const verify = () => verifier.verifySession({ 'x-wx-ticket': token }, { revocation: true });
  expect(await verify()).toEqual({ ok: true, session: SESSION });
  for (const [code, status] of [['session-revoked', 401], ['user-blocked', 403], ['account-closed', 403], ['token-invalid', 401], ['token-expired', 401]] as const) {
    door.answers.set('GET /auth/me', code);
    expect(await verify()).toEqual({ ok: false, code, status });
  }
  for (const nothing of ['rate-limited', 'internal', 'hang up', { status: 200, text: '{"ok":true,"value":{}}' }, { status: 200, text: '<html>' }] as const) {
    door.answers.set('GET /auth/me', nothing);
    expect(await verify()).toEqual({ ok: false, code: 'unavailable', status: 503 });
  }
  expect(await verifier.verifySession({ 'x-wx-ticket': token })).toEqual({ ok: true, session: SESSION });
  const asked = door.asked.filter(({ path }) => path.startsWith('/auth/me'));
  expect([asked.length, new Set(asked.map((each) => `${each.path} ${each.token === token}`))]).toEqual([11, new Set(['/auth/me true'])]);
});

test('[SEC-32] of a merged user the door tells the id that is hers now, and a forged token does not reach it', async () => {
  door.answers.set('GET /auth/me', { status: 200, text: '{"ok":true,"value":{"user":{"id":"winner"}}}' });
  const verifier = verifierOf({ revocation: true });
  expect(await verifier.verifySession({ 'x-wx-ticket': door.token() })).toMatchObject({ session: { userId: 'winner' } });
  expect(await judged(door.token({}, {}, aKey('t1')), verifier)).toBe('token-invalid');
  expect(door.paths().filter((path) => path.endsWith('/me')).length).toBe(1);
});

const good = { door: 'https://accounts.example.com' };
test.each<[string, object]>([
  ['door', { door: 'accounts.example.com' }], ['door', { door: 'https://accounts.example.com/' }], ['door', { door: 'https://accounts.example.com/service' }], ['door', { door: 'http://accounts.example.com' }], ['door', { door: undefined }], ['door', { door: 'https://a:b@accounts.example.com' }],
  ['askAt', { askAt: 'http://10.0.0.1' }], ['askAt', { askAt: 'https://a.example.com/?b' }], ['fetch', { fetch: 1 }], ['cacheSeconds', { cacheSeconds: 0 }], ['cacheSeconds', { cacheSeconds: 1e9 }], ['timeoutMilliseconds', { timeoutMilliseconds: '1' }], ['clock', { clock: 1 }], ['revocation', { revocation: 'yes' }],
])('[CL-2] %s of a verifier that cannot be right is refused by its name', (name, change) => {
  expect(() => createVerifier({ ...good, ...change } as VerifierOptions)).toThrow(new RegExp(`^${name} `));
});

test('[CL-64] a guard of an API in fetch style refuses in the door’s shape, and hands the session on with what the runtime gives', async () => {
  const guarded = guardFetch(verifierOf(), (request: Request, session, more: number) => Response.json([new URL(request.url).pathname, session.userId, more]));
  const asked = (headers: Record<string, string>) => guarded(new Request('https://api.example.com/a', { headers }), 7);
  expect(await (await asked({ 'x-wx-ticket': door.token() })).json()).toEqual(['/a', USER, 7]);
  const refused = await asked({ 'x-wx-ticket': door.token({ iat: IAT - 2000, exp: IAT - 1100 }) });
  expect([refused.status, refused.headers.get('cache-control'), refused.headers.get('content-type'), await refused.json()]).toEqual([401, 'no-store', 'application/json; charset=utf-8', {
    ok: false, refusal: { code: 'token-expired', message: 'The access token has expired; renew the session.', retry: 'renew', retryAt: null, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  }]);
});

test.each([['session-revoked', 401, 'session-revoked', 'sign-in'], ['user-blocked', 403, 'user-blocked', 'never'], ['account-closed', 403, 'account-closed', 'never'], ['hang up', 503, 'internal', 'later']])('[CL-64] where the door says %s a guard answers %i %s, %s', async (said, status, code, retry) => {
  door.answers.set('GET /auth/me', said);
  const response = await guardFetch(verifierOf({ revocation: true }), () => new Response('in'))(new Request('https://api.example.com/', { headers: { 'x-wx-ticket': door.token() } }));
  expect([response.status, await response.json()]).toMatchObject([status, { ok: false, refusal: { code, retry } }]);
});

/** Node's own objects, with what the framework puts on them. */
async function asked(handle: http.RequestListener, headers: Record<string, string>): Promise<[number, string]> {
  const server = http.createServer(handle);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mounted/a?b=c`, { headers });
    return [response.status, await response.text()];
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('[CL-64] on Express’s request the session is auth, and the address before mounting is looked at', async () => {
  const guard = expressGuard(verifierOf());
  const as = (originalUrl: string) => (request: http.IncomingMessage, response: http.ServerResponse) => {
    const express = Object.assign(request, { originalUrl, protocol: 'http', url: '/a' });
    void guard(express, response, (error) => response.end(JSON.stringify([error ?? null, (express as { auth?: unknown }).auth])));
  };
  const headers = { 'x-wx-ticket': door.token() };
  expect(await asked(as('/mounted/a'), headers)).toEqual([200, JSON.stringify([null, SESSION])]);
  expect(await asked(as('/mounted/a?token=x'), headers)).toEqual([401, expect.stringContaining('"token-invalid"')]);
  expect(await asked(as('/mounted/a'), {})).toEqual([401, expect.stringContaining('"token-invalid"')]);
});

test('[CL-64] in Koa’s context the session is state.session, and what stood in the state stays', async () => {
  const guard = koaGuard(verifierOf());
  const koa = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const context = {
      method: request.method ?? '', originalUrl: request.url ?? '', origin: `http://${request.headers.host}`, req: request, request: {}, state: { before: 1 }, status: 404, body: undefined as unknown,
      set: (name: string, value: string) => { response.setHeader(name, value); }, append: (name: string, value: string[]) => { response.setHeader(name, value); },
    };
    void guard(context, async () => { context.status = 200; context.body = JSON.stringify(context.state); }).then(() => { response.statusCode = context.status; response.end(context.body); });
  };
  expect(await asked(koa, { authorization: `Bearer ${door.token()}` })).toEqual([200, JSON.stringify({ before: 1, session: SESSION })]);
  expect(await asked(koa, {})).toEqual([401, expect.stringContaining('"token-invalid"')]);
});
