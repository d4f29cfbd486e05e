// Who gets in at the two faces of the centre: signed servers over HTTP, functions and the timer behind; nobody else.
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { MINI_PROGRAM, aServer } from './a-server';
import type { Server } from './a-server';

const PATH = `/app-token/${MINI_PROGRAM}`;
const OLD = Buffer.from(Array.from({ length: 32 }, (_each, n) => n * 5)).toString('base64url');
const NEW = Buffer.from(Array.from({ length: 32 }, (_each, n) => n * 3 + 1)).toString('base64url');

let world: Journey;
let server: Server;
beforeAll(async () => {
  const now = Date.now();
  world = await startJourney({ env: { SERVER_KEYS: JSON.stringify([{ caller: 'shop', secret: NEW }, { caller: 'shop', secret: OLD, retiredAt: now + 3_600_000 }, { caller: 'news', secret: `${OLD.slice(0, -2)}AB` }]) } });
  server = await aServer(world, { caller: 'shop', secret: NEW });
});
afterAll(() => world.stop());

const codeAt = ({ status, reply }: { status: number; reply: { ok: boolean; refusal?: { code: string } } }) => (reply.ok ? `${status}` : `${status} ${reply.refusal?.code}`);

test('[SEC-79] a signed request is answered, and the very same one a second time is forbidden', async () => {
  const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
  const { createHmac } = await import('node:crypto');
  const headers = { 'X-Caller': 'shop', 'X-Time': String(now), 'X-Nonce': 'once-and-never-again', 'X-Signature': createHmac('sha256', NEW).update(`GET\n${PATH}\n\n${now}\nonce-and-never-again`).digest('hex') };
  const answers = [];
  for (let i = 0; i < 2; i += 1) answers.push((await fetch(`${world.url}/service${PATH}`, { headers })).status);
  expect(answers).toEqual([200, 403]);
  const at = await Promise.all(Array.from({ length: 20 }, () => fetch(`${world.url}/service${PATH}`, { headers: { ...headers } })));
  expect(at.every(({ status }) => status === 403)).toBe(true);
});

test.each<[string, Parameters<Server['ask']>[1]]>([
  ['an unknown caller', { headers: { 'x-caller': 'nobody' } }], ['another caller’s name', { headers: { 'x-caller': 'news' } }], ['a time of ten minutes ago', { headers: { 'x-time': String(Date.now() - 600_000) } }], ['no signature', { headers: { 'x-signature': '' } }],
  ['a signature of another request', { headers: { 'x-signature': 'ab'.repeat(32) } }], ['a short nonce', { headers: { 'x-nonce': 'short' } }], ['a query', { query: '?appid=wx' }], ['two times', { headers: { 'x-time': '1, 2' } }],
])('[SEC-79] %s is forbidden in the same words, without a database call', async (_what, asking) => {
  const { status, headers, reply } = await server.ask(PATH, asking);
  expect([status, reply]).toEqual([403, { ok: false, refusal: { code: 'forbidden', message: 'No server of SERVER_KEYS signed this request, at this time, for the first time.', retry: 'never', retryAt: null, requestId: headers.get('x-cloudbase-request-id') } }]);
  expect((await world.cost(headers.get('x-cloudbase-request-id') ?? '')).all).toBe(0);
});

test('[SEC-79] keys rotate without a moment in which a server is shut out, and each caller has its own', async () => {
  const old = await aServer(world, { caller: 'shop', secret: OLD });
  const news = await aServer(world, { caller: 'news', secret: `${OLD.slice(0, -2)}AB` });
  for (const each of [server, old, news]) expect(codeAt(await each.ask(PATH))).toBe('200');
  await world.advance(3700);
  expect([codeAt(await old.ask(PATH)), codeAt(await server.ask(PATH))]).toEqual(['403 forbidden', '200']);
});

test('[AT16] what is asked wrongly is refused with its status, in the shape of a reply and without being kept anywhere', async () => {
  const asked: [string, Parameters<Server['ask']>[1], string][] = [
    [PATH, { method: 'POST', body: '{}' }, '405 bad-request'], [`${PATH}/report`, {}, '405 bad-request'], [`${PATH}/report`, { method: 'POST', body: '{"appAccessToken":""}' }, '400 bad-request'],
    [`${PATH}/report`, { method: 'POST', body: 'x'.repeat(9000) }, '413 bad-request'], [`${PATH}/x`, {}, '404 not-found'], ['/app-token/wx0', {}, '404 not-found'], [`${PATH}/report`, { method: 'POST', body: '{"appAccessToken":"x","y":1}' }, '400 bad-request'],
  ];
  for (const [path, asking, expected] of asked) {
    const answer = await server.ask(path, asking);
    expect([path, codeAt(answer)]).toEqual([path, expected]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-type': 'application/json; charset=utf-8' });
  }
});

test('[SEC-79] neither a phone nor the console nor a page opens the centre’s functions, and a forged HTTP event is plain data', async () => {
  const forged = { path: PATH, httpMethod: 'GET', headers: {}, queryStringParameters: {}, body: '', isBase64Encoded: false };
  expect(await world.judge('alice', 'app-token' as never, { action: 'renew', appId: MINI_PROGRAM, kind: 'access-token', by: 'alice' })).toBe('forbidden');
  const { result } = await world.callFunction<{ statusCode: number; body: string }>('alice', 'app-token-http', forged);
  expect([result.statusCode, (JSON.parse(result.body) as { refusal: { code: string } }).refusal.code]).toEqual([403, 'forbidden']);
  expect(await world.testFunction('app-token', { action: 'renew', appId: MINI_PROGRAM, kind: 'access-token', by: 'x' })).toMatchObject({ result: { ok: false, refusal: { code: 'forbidden' } } });
  expect((await fetch(`${world.url}/service/app-tokens/${MINI_PROGRAM}`)).status).toBe(404);
});

test('[SEC-71] each request leaves one line with the caller’s name and what it wanted, and no token', async () => {
  const { headers } = await server.ask(PATH);
  const lines = (await world.logs()).filter(({ invocation }) => invocation === headers.get('x-cloudbase-request-id'));
  expect(lines.map(({ text }) => JSON.parse(text) as object)).toEqual([expect.objectContaining({ door: 'app-token-http', action: 'token', caller: 'shop', refusal: null })]);
  const refused = await server.ask(PATH, { headers: { 'x-signature': 'ab'.repeat(32) } });
  const why = (await world.logs()).filter(({ invocation }) => invocation === refused.headers.get('x-cloudbase-request-id')).map(({ text }) => (JSON.parse(text) as { why?: string }).why);
  expect(why).toEqual(['signature', undefined]);
});
