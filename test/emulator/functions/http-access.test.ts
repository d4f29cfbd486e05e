// HTTP access: which function a request reaches, the event it becomes, the answer that is made of what the function gives.
import http from 'node:http';
import type { LedgerEntry } from '../../support/local-world';
import { openProjectWorld, type ProjectWorld, WITH_SDK } from './a-project';

interface HttpEvent {
  path: string; httpMethod: string; headers: Record<string, string>; multiValueHeaders: Record<string, string[]>;
  queryStringParameters: Record<string, string>; multiValueQueryStringParameters: Record<string, string[]>;
  requestContext: Record<string, unknown>; body: string; isBase64Encoded: boolean;
}
interface Told { name: string; event: HttpEvent; context: Record<string, unknown>; facts: { request_id: string }; variables: string[] }
interface Answer { status: number; headers: http.IncomingHttpHeaders; bytes: Buffer; text: string; json<T>(): T }
interface Asking { method?: string; headers?: http.OutgoingHttpHeaders; body?: string | Buffer; agent?: http.Agent }

const TELLS = (name: string) => `${WITH_SDK}
  exports.main = async (event, facts) => ({ name: ${JSON.stringify(name)}, event, facts, context: cloud.getWXContext(), variables: Object.keys(process.env).filter((key) => /^(WX_|TCB_SOURCE|TRIGGER)/.test(key)) });`;
/** Gives what the body asks for. */
const OBEYS = `
  const ways = {
    give: ({ value }) => value, large: ({ bytes }) => ({ statusCode: 200, body: 'x'.repeat(bytes) }), huge: () => 'x'.repeat(7 * 1024 * 1024),
    throw: () => { throw new Error('thrown on purpose'); }, exit: () => process.exit(3), hang: () => new Promise(() => undefined), nothing: () => undefined,
  };
  exports.main = async ({ body }) => { const asked = JSON.parse(body); return ways[asked.way](asked); };`;

let world: ProjectWorld;
beforeAll(async () => {
  world = await openProjectWorld({
    teller: { code: TELLS('teller'), servicePath: '/app-token' },
    deeper: { code: TELLS('deeper'), servicePath: '/app-token/inner/most' },
    middle: { code: TELLS('middle'), servicePath: '/app-token/inner' },
    obeyer: { code: OBEYS, servicePath: '/obey', timeout: 2 },
    hidden: { code: TELLS('hidden') },
  });
});
afterAll(() => world.close());
afterEach(() => world.control('DELETE', '/emulator/faults'));

function ask(path: string, { method = 'GET', headers = {}, body, agent }: Asking = {}): Promise<Answer> {
  const { hostname, port } = new URL(world.url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path, method, headers, ...(agent ? { agent } : {}) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text, json: <T>() => JSON.parse(text) as T });
      });
    });
    request.on('error', reject).end(body);
  });
}
async function told(path: string, asking: Asking = {}): Promise<Told> {
  return (await ask(path, asking)).json<Told>();
}
function obey(asked: object): Promise<Answer> {
  return ask('/service/obey', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) });
}
async function entryOf({ headers }: Answer): Promise<LedgerEntry | undefined> {
  return (await world.entriesOf(String(headers['x-cloudbase-request-id']), 'function'))[0];
}
/** A refusal of HTTP access itself. */
function refused(code: string): unknown {
  return { code, message: expect.stringContaining('https://docs.cloudbase.net/error-code/service'), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) };
}

describe('which function', () => {
  test.each([
    ['/app-token', 'teller'], ['/app-token/', 'teller'], ['/app-token/wx1/report', 'teller'], ['/app-token/inners', 'teller'], ['/app-token/inner', 'middle'], ['/app-token/inner/mosts', 'middle'],
    ['/app-token/inner/most', 'deeper'], ['/app-token/inner/most/x', 'deeper'],
  ])('[FN30] %s reaches %s, whose servicePath is the longest, and keeps the whole path', async (path, name) => {
    const { name: reached, event } = await told(`/service${path}`);
    expect([reached, event.path]).toEqual([name, path]);
  });

  test.each(['/service', '/service/', '/service/app-tokenx', '/service/app-toke', '/service/App-Token', '/service/hidden', '/service/app-token/%zz'])('[FN30] %s is no function\'s: 404 INVALID_PATH, and nothing runs', async (path) => {
    const last = await world.ledgerEnd();
    const answer = await ask(path, { method: 'POST', body: 'x' });
    expect([answer.status, answer.json()]).toEqual([404, refused('INVALID_PATH')]);
    expect(answer.headers['x-cloudbase-request-id']).toBe(answer.json<{ requestId: string }>().requestId);
    expect(await world.ledgerSince(last)).toEqual([]);
  });

  test('[FN30] a phone calls a function that has a servicePath like each other one', async () => {
    const { result } = await world.callFunction<Told>('alice', 'teller', { httpMethod: 'GET' });
    expect(result.context).toMatchObject({ SOURCE: 'wx_client', OPENID: expect.any(String) });
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'GET', 'POST'])('[FN31] the method %s is the function\'s affair', async (method) => {
    expect((await told('/service/app-token', { method })).event.httpMethod).toBe(method);
  });
});

describe('who may ask', () => {
  const port = () => new URL(world.url).port;
  test.each(['service.localhost', 'SERVICE.localhost'])('[FN32] on the host %s the path stands without /service, and with it', async (name) => {
    const headers = { host: `${name}:${port()}` };
    expect((await told('/app-token/x', { headers })).event.path).toBe('/app-token/x');
    expect((await told('/service/app-token/x', { headers })).event.path).toBe('/app-token/x');
    expect((await ask('/nowhere', { headers })).json()).toEqual(refused('INVALID_PATH'));
  });

  test('[FN32] localhost is the world\'s own, another host is refused, and the control plane stays closed to the host of HTTP access', async () => {
    const statuses = (hosts: string[], path: string) => Promise.all(hosts.map(async (host) => (await ask(path, { headers: { host } })).status));
    expect(await statuses([`localhost:${port()}`, `127.0.0.1:${port()}`], '/service/app-token')).toEqual([200, 200]);
    expect(await statuses([`evil.example:${port()}`, 'service.localhost.evil.example', `site.localhost:${port()}`], '/service/app-token')).toEqual([403, 403, 403]);
    expect(await statuses([`service.localhost:${port()}`], '/emulator/people')).toEqual([403]);
    expect(await statuses([`service.localhost:${port()}`], '/service/../emulator/people')).toEqual([403]);
    expect(await statuses([`service.localhost:${port()}`], '/api.weixin.qq.com/sns/jscode2session')).toEqual([404]);
  });

  test('[FN32] an Origin is for the function to judge', async () => {
    const { event } = await told('/service/app-token', { headers: { origin: 'https://evil.example' } });
    expect(event.headers['origin']).toBe('https://evil.example');
  });
});

describe('the event', () => {
  test('[FN31] it is the integration request, of nobody WeChat knows', async () => {
    const answer = await ask('/service/app-token/wx1?a=1', { headers: { 'X-Caller': 'pay', accept: '*/*' } });
    const { event, facts, context, variables } = answer.json<Told>();
    expect(event).toEqual({
      path: '/app-token/wx1', httpMethod: 'GET',
      headers: { 'x-caller': 'pay', accept: '*/*', host: new URL(world.url).host, connection: expect.any(String), 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-cloudbase-request-id': facts.request_id },
      multiValueHeaders: expect.objectContaining({ 'x-caller': ['pay'], 'x-real-ip': ['127.0.0.1'] }),
      queryStringParameters: { a: '1' }, multiValueQueryStringParameters: { a: ['1'] },
      requestContext: { requestId: facts.request_id, envId: 'local-env', appId: expect.any(Number), uin: expect.any(Number) },
      body: '', isBase64Encoded: false,
    });
    expect(answer.headers['x-cloudbase-request-id']).toBe(facts.request_id);
    expect(context).toEqual({ ENV: 'local-env' });
    expect(variables.sort()).toEqual(['WX_API_TOKEN', 'WX_CONTEXT_KEYS']);
  });

  test('[FN31] a repeated parameter shows its last value and all of them, whatever it is named', async () => {
    const { event } = await told('/service/app-token?a=1&b=x%20y&a=2&__proto__=p&a=');
    expect(Object.entries(event.queryStringParameters)).toEqual([['a', ''], ['b', 'x y'], ['__proto__', 'p']]);
    expect(Object.entries(event.multiValueQueryStringParameters)).toEqual([['a', ['1', '2', '']], ['b', ['x y']], ['__proto__', ['p']]]);
  });

  test('[FN31] a repeated header is joined, and shown one by one', async () => {
    const { event } = await told('/service/app-token', { headers: { 'X-Time': ['1', '2'], cookie: ['a=1', 'b=2'], authorization: 'Bearer x' } });
    expect(event.headers).toMatchObject({ 'x-time': '1, 2', cookie: 'a=1; b=2', authorization: 'Bearer x' });
    expect(event.multiValueHeaders).toMatchObject({ 'x-time': ['1', '2'], authorization: ['Bearer x'] });
  });

  test('[FN33] where a request comes from is what its socket says, whatever the client sent', async () => {
    const { event } = await told('/service/app-token', { headers: { 'X-Forwarded-For': ['8.8.8.8', '9.9.9.9'], 'X-Real-IP': '8.8.4.4', 'X-CloudBase-Request-Id': 'mine' } });
    expect([event.headers['x-forwarded-for'], event.headers['x-real-ip'], event.headers['x-cloudbase-request-id']]).toEqual(['127.0.0.1', '127.0.0.1', event.requestContext['requestId']]);
    expect([event.multiValueHeaders['x-forwarded-for'], event.multiValueHeaders['x-real-ip']]).toEqual([['127.0.0.1'], ['127.0.0.1']]);
    expect(JSON.stringify(event)).not.toMatch(/8\.8\.|9\.9\.|mine/);
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'text/plain', 'text/html;charset=UTF-8', 'APPLICATION/JSON', 'application/x-www-form-urlencoded', 'application/javascript', 'application/xml'])('[FN34] a body of %s arrives as text', async (type) => {
    const { event } = await told('/service/app-token', { method: 'POST', headers: { 'content-type': type }, body: '{"名":"é🙂"}' });
    expect([event.body, event.isBase64Encoded]).toEqual(['{"名":"é🙂"}', false]);
  });

  test.each(['application/octet-stream', 'image/png', 'application/jsonish', 'multipart/form-data; boundary=x', undefined])('[FN34] a body of type %s arrives as base64, byte for byte', async (type) => {
    const bytes = Buffer.from([0, 255, 128, 10, 13, 195]);
    const { event } = await told('/service/app-token', { method: 'POST', headers: type === undefined ? {} : { 'content-type': type }, body: bytes });
    expect([event.isBase64Encoded, Buffer.from(event.body, 'base64')]).toEqual([true, bytes]);
  });

  test.each([['text/plain', 102_400], ['application/octet-stream', 6 * 1024 * 1024]])('[FN34] %s may have %i bytes; one more is 413, runs nothing, and the connection lives on', async (type, most) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const send = (bytes: number) => ask('/service/obey', { method: 'POST', headers: { 'content-type': type }, body: Buffer.alloc(bytes, 'x'), agent });
    const last = await world.ledgerEnd();
    const over = await send(most + 1);
    expect([over.status, over.json()]).toEqual([413, refused('EXCEED_MAX_PAYLOAD_SIZE')]);
    expect(await world.ledgerSince(last)).toEqual([]);
    await send(most);
    agent.destroy();
    expect(await world.ledgerSince(last)).toEqual([expect.objectContaining({ name: 'obeyer', kind: 'function' })]);
  });
});

describe('the answer', () => {
  test.each([
    ['a string', 'hällo', 'text/plain; charset=utf-8', 'hällo'], ['a number', 12.5, 'text/plain; charset=utf-8', '12.5'],
    ['an object', { a: ['é'] }, 'application/json; charset=utf-8', '{"a":["é"]}'], ['a list', [1], 'application/json; charset=utf-8', '[1]'],
  ])('[FN35] %s is an answer of status 200', async (_, value, type, text) => {
    const answer = await obey({ way: 'give', value });
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([200, type, text]);
  });

  test('[FN35] nothing is null', async () => {
    expect((await obey({ way: 'nothing' })).text).toBe('null');
  });

  test('[FN35] an object with a statusCode says status, headers and body; an array repeats a header', async () => {
    const value = { statusCode: 429, headers: { 'Retry-After': 3, 'Content-Type': 'text/html', 'Set-Cookie': ['a=1; Path=/', 'b=2'], Connection: 'upgrade', 'Content-Length': 1 }, body: '<b>é</b>' };
    const answer = await obey({ way: 'give', value });
    expect([answer.status, answer.text]).toEqual([429, '<b>é</b>']);
    expect(answer.headers).toMatchObject({ 'retry-after': '3', 'content-type': 'text/html', 'set-cookie': ['a=1; Path=/', 'b=2'], 'content-length': '9' });
    expect(answer.headers.connection).not.toBe('upgrade');
  });

  test.each([[true], ['true']])('[FN35] isBase64Encoded %j: the body is bytes', async (isBase64Encoded) => {
    const { bytes } = await obey({ way: 'give', value: { statusCode: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([0, 255, 1]).toString('base64'), isBase64Encoded } });
    expect(bytes).toEqual(Buffer.from([0, 255, 1]));
  });

  test('[FN35] a statusCode alone is an answer without a body; 204 has no length', async () => {
    const [bare, none] = [await obey({ way: 'give', value: { statusCode: 302, headers: { location: '/x' } } }), await obey({ way: 'give', value: { statusCode: 204, body: 'lost' } })];
    expect([bare.status, bare.text, bare.headers.location]).toEqual([302, '', '/x']);
    expect([none.status, none.text, none.headers['content-length']]).toEqual([204, '', undefined]);
  });

  test('[FN35] HEAD has the headers alone', async () => {
    const { status, headers, text } = await ask('/service/app-token', { method: 'HEAD' });
    expect([status, Number(headers['content-length']) > 100, text]).toEqual([200, true, '']);
  });

  test.each<[string, object]>([
    ['a status that is none', { statusCode: 99 }], ['a status as text', { statusCode: '200' }], ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a header with a line break', { statusCode: 200, headers: { a: 'x\r\nset-cookie: y' } }], ['a header name that is none', { statusCode: 200, headers: { 'a b': 'x' } }], ['a header that is an object', { statusCode: 200, headers: { a: {} } }], ['headers as a list', { statusCode: 200, headers: ['a'] }],
  ])('[FN36] %s is a failure of the function, which names it', async (_, value) => {
    const answer = await obey({ way: 'give', value });
    expect([answer.status, answer.json()]).toEqual([500, refused('FUNCTION_INVOCATION_FAILED')]);
  });

  test('[FN36] multiValueHeaders in an answer are refused by name', async () => {
    const answer = await obey({ way: 'give', value: { statusCode: 200, multiValueHeaders: { a: ['b'] } } });
    expect([answer.status, answer.json()]).toEqual([501, { ...(refused('NotEmulated') as object), message: expect.stringContaining('NotEmulated: multiValueHeaders') }]);
  });

  test('[FN36] an answer has at most 1 MB', async () => {
    const most = await obey({ way: 'large', bytes: 1024 * 1024 });
    expect([most.status, most.bytes.length]).toEqual([200, 1024 * 1024]);
    for (const asked of [{ way: 'large', bytes: 1024 * 1024 + 1 }, { way: 'huge' }]) {
      const over = await obey(asked);
      expect([over.status, over.json()]).toEqual([500, refused('EXCEED_MAX_RESPONSE_SIZE')]);
    }
  });

  test.each([['throw', 500, 'FUNCTION_INVOCATION_FAILED', 'error:FUNCTIONS_EXECUTE_FAIL'], ['exit', 500, 'FUNCTION_INVOCATION_FAILED', 'crash'], ['hang', 504, 'FUNCTION_TIME_LIMIT_EXCEEDED', 'timeout']])('[FN36] a function that does %s answers %i %s, without a word of its own', async (way, status, code, outcome) => {
    const answer = await obey({ way });
    expect([answer.status, answer.headers['content-type'], answer.json()]).toEqual([status, 'application/json; charset=utf-8', refused(code)]);
    expect(answer.text).not.toContain('on purpose');
    expect(await entryOf(answer)).toMatchObject({ name: 'obeyer', outcome });
  });

  test('[FN36] the faults of functions hit an invocation by HTTP', async () => {
    await world.setFault({ target: 'function', call: 'teller', kind: 'timeout' });
    expect((await ask('/service/app-token')).status).toBe(504);
    expect((await ask('/service/app-token')).status).toBe(200);
  });
});

describe('the ledger', () => {
  test('[FN37] an invocation by HTTP stands there with its trigger, nobody\'s, by the id of the answer', async () => {
    const answer = await ask('/service/app-token/wx1?code=x');
    expect(await entryOf(answer)).toMatchObject({ kind: 'function', name: 'teller', trigger: 'http', request: 'GET /app-token/wx1', parent: null, person: null, app: null, device: null, outcome: 'ok' });
  });

  const reply = { ok: false, refusal: { code: 'rate-limited' } };
  test.each<[string, unknown, string]>([
    ['a refusal in the body', { statusCode: 429, body: JSON.stringify(reply) }, 'refused:rate-limited'], ['a refusal as the answer', reply, 'refused:rate-limited'],
    ['a body that is no JSON', { statusCode: 500, body: '{no' }, 'ok'], ['a page', { statusCode: 404, body: '<p>' }, 'ok'], ['another JSON', { statusCode: 200, body: '{"ok":true}' }, 'ok'],
  ])('[FN37] %s: %j is %s', async (_, value, outcome) => {
    expect(await entryOf(await obey({ way: 'give', value }))).toMatchObject({ outcome });
  });
});

test('[FN36] a client that leaves in the middle of its request or before the answer harms nobody', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const { hostname, port } = new URL(world.url);
  const half = http.request({ hostname, port, path: '/service/obey', method: 'POST', headers: { 'content-length': 1000 } });
  half.on('error', () => undefined).write('x');
  const waiting = http.request({ hostname, port, path: '/service/obey', method: 'POST', headers: { 'content-type': 'text/plain' } });
  waiting.on('error', () => undefined).end('{"way":"hang"}');
  const last = await world.ledgerEnd();
  await new Promise((resolve) => setTimeout(resolve, 50));
  half.destroy();
  waiting.destroy();
  while (!(await world.ledgerSince(last)).some(({ outcome }) => outcome === 'timeout')) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await ask('/service/app-token')).status).toBe(200);
  expect(said.mock.calls).toEqual([]);
  said.mockRestore();
});

test.each([
  ['no slash in front', { a: { code: '', servicePath: 'app' } }, /servicePath is '\/' or as/], ['a slash behind', { a: { code: '', servicePath: '/app/' } }, /servicePath is/], ['a query', { a: { code: '', servicePath: '/app?x' } }, /servicePath is/],
  ['one of two functions', { a: { code: '', servicePath: '/app' }, b: { code: '', servicePath: '/app' } }, /two functions have the servicePath \/app/],
])('[FN30] a servicePath with %s stops the start with a sentence', async (_, functions, sentence) => {
  await expect(openProjectWorld(functions)).rejects.toThrow(sentence);
});

test('[FN30] the servicePath / takes what no other has', async () => {
  const rooted = await openProjectWorld({ all: { code: 'exports.main = ({ path }) => "all " + path;', servicePath: '/' }, one: { code: 'exports.main = () => "one";', servicePath: '/one' } });
  const texts = await Promise.all(['/', '/x/y', '/one', '/ones', ''].map(async (path) => (await fetch(`${rooted.url}/service${path}`)).text()));
  expect(texts).toEqual(['all /', 'all /x/y', 'one', 'all /ones', 'all /']);
  await rooted.close();
});
