// The wall towards the interfaces that hand out credentials, and the one caller of those that want a token.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppAccessTokens } from '../../auth/app-token/ports';
import { accept, refuse } from '../../auth/result';
import { stableToken } from '../../wechat/cgi-bin/stable_token';
import { jsapiTicket } from '../../wechat/cgi-bin/ticket/getticket';
import { plainToken } from '../../wechat/cgi-bin/token';
import { callWithToken } from '../../wechat/with-access-token';
import { APP } from '../auth/a-world';

/** As auth's port has it. */
type Instead = AppAccessTokens['instead'];
interface Asked { method: string; path: string; query: Record<string, string>; type: string | undefined; body: string }
type Answer = object | string | 'hang';

const servers: http.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
  }
});

/** Answers in turn; the last one again and again. */
async function aWeChat(...answers: Answer[]) {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => { void take(request, response); });
  servers.push(server);
  async function take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://wechat');
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    asked.push({ method: request.method ?? '', path: url.pathname, query: Object.fromEntries(url.searchParams), type: request.headers['content-type'], body: Buffer.concat(chunks).toString('utf8') });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer !== 'hang') response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return { endpoint: { base: `http://127.0.0.1:${port}`, budget: () => 300 }, asked };
}

const TOKEN = { access_token: '85_FAKE_token-1', expires_in: 7200 };

test('[AT12] stable_token is asked by a JSON body, with nothing in the query, and forced only where that is wanted', async () => {
  const { endpoint, asked } = await aWeChat(TOKEN);
  const source = stableToken(endpoint);
  expect(await source.fetch(APP)).toEqual({ kind: 'issued', value: TOKEN.access_token, expiresInSeconds: 7200 });
  await source.force?.(APP);
  expect(asked.map(({ method, path, query, body }) => [method, path, query, JSON.parse(body)])).toEqual([false, true].map((isForced) => ['POST', '/cgi-bin/stable_token', {}, { grant_type: 'client_credential', appid: APP.appId, secret: APP.secret, force_refresh: isForced }]));
  expect(asked[0]?.type).toBe('application/json');
});

test('[AT12] cgi-bin/token is asked by a query', async () => {
  const { endpoint, asked } = await aWeChat(TOKEN);
  expect(await plainToken(endpoint).fetch(APP)).toMatchObject({ kind: 'issued' });
  expect(asked).toEqual([{ method: 'GET', path: '/cgi-bin/token', query: { grant_type: 'client_credential', appid: APP.appId, secret: APP.secret }, type: undefined, body: '' }]);
});

test.each<[unknown]>([[{}], [{ access_token: '' , expires_in: 7200 }], [{ access_token: 'a b', expires_in: 7200 }], [{ access_token: 'x', expires_in: 0 }], [{ access_token: 'x', expires_in: '7200' }], [{ access_token: ['x'], expires_in: 7200 }], [[]], [null]])(
  '[SEC-17] the answer %j of stable_token is no token', async (answer) => {
    const { endpoint } = await aWeChat(JSON.stringify(answer));
    expect(await stableToken(endpoint).fetch(APP)).toEqual({ kind: 'failed', code: 'wechat-unavailable', reason: 'malformed answer', remedy: null });
  },
);

test.each<[number, 'wechat-busy' | 'wechat-unavailable', RegExp | null]>([
  [-1, 'wechat-busy', null], [45009, 'wechat-busy', /quota/], [45011, 'wechat-busy', null], [40013, 'wechat-unavailable', /appid/], [40125, 'wechat-unavailable', /AppSecret/], [40001, 'wechat-unavailable', /AppSecret/],
  [40243, 'wechat-unavailable', /frozen/], [89503, 'wechat-unavailable', /administrator/], [50007, 'wechat-unavailable', null],
])('[SEC-16] errcode %i of a token’s interface is %s, with what an operator can do', async (errcode, code, remedy) => {
  const { endpoint } = await aWeChat({ errcode, errmsg: 'text rid: 6129ee10-00000000-00000000' });
  expect(await stableToken(endpoint).fetch(APP)).toEqual({ kind: 'failed', code, reason: `errcode ${errcode}`, remedy: remedy === null ? null : expect.stringMatching(remedy) });
});

test.each([[40164, 'invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 6129ee10-00000000-00000000'], [61004, 'access clientip is not registered requestIP: 203.0.113.9']])(
  '[AT13] errcode %i says which address WeChat saw and where to enter it', async (errcode, errmsg) => {
    const { endpoint } = await aWeChat({ errcode, errmsg });
    expect(await stableToken(endpoint).fetch(APP)).toMatchObject({ remedy: expect.stringMatching(/^WeChat saw 203\.0\.113\.9, .*IP 白名单.*开发密钥.*开发设置.*docs\/app-token\.md/) });
  },
);

test('[AT13] an errmsg that holds something else in the place of the address is not repeated', async () => {
  const { endpoint } = await aWeChat({ errcode: 40164, errmsg: 'invalid ip <script>evil</script>, not in whitelist' });
  expect(JSON.stringify(await stableToken(endpoint).fetch(APP))).not.toContain('evil');
});

test('[REL-09] an interface that hangs, or answers with a page, is given up within the time given', async () => {
  expect(await stableToken((await aWeChat('hang')).endpoint).fetch(APP)).toMatchObject({ kind: 'failed', reason: 'WeChat did not answer in time.' });
  expect(await stableToken((await aWeChat('<html></html>')).endpoint).fetch(APP)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('not JSON') });
});

function tokens(first: string, other: string | null): AppAccessTokens & { reported: string[]; errcodes: number[] } {
  const reported: string[] = [];
  const errcodes: number[] = [];
  const note: Instead = async (_app, failed, errcode) => { reported.push(failed); errcodes.push(errcode); return other === null ? refuse('wechat-unavailable', 'None.') : accept(other); };
  return { reported, errcodes, current: async () => accept(first), instead: note };
}

test.each([40001, 40014, 42001])('[AT8] a call that WeChat refuses with %i is reported by the very value and made once more, once', async (errcode) => {
  const { endpoint, asked } = await aWeChat({ errcode, errmsg: 'x' }, { errcode: 0, errmsg: 'ok', ip_list: [] });
  const held = tokens('dead', 'living');
  expect(await callWithToken(endpoint, held, APP, { path: '/cgi-bin/getcallbackip' })).toEqual({ ok: true, answer: { errcode: 0, errmsg: 'ok', ip_list: [] } });
  expect([held.reported, held.errcodes, asked.map(({ query }) => query['access_token'])]).toEqual([['dead'], [errcode], ['dead', 'living']]);
});

test('[AT8] refused twice it is refused; another errcode is neither reported nor repeated; without a token WeChat is not asked', async () => {
  const twice = await aWeChat({ errcode: 42001, errmsg: 'x' });
  const held = tokens('dead', 'dead too');
  expect(await callWithToken(twice.endpoint, held, APP, { path: '/x' })).toMatchObject({ ok: false, errcode: 42001 });
  expect([twice.asked.length, held.reported]).toEqual([2, ['dead']]);
  const none = tokens('dead', null);
  expect(await callWithToken(twice.endpoint, none, APP, { path: '/x' })).toMatchObject({ ok: false, errcode: 42001, refused: { code: 'wechat-unavailable' } });
  const other = await aWeChat({ errcode: 48001, errmsg: 'x' });
  const fine = tokens('fine', 'another');
  expect(await callWithToken(other.endpoint, fine, APP, { path: '/x', query: { type: 'a' }, body: { scene: 'b' } })).toMatchObject({ ok: false, errcode: 48001, meaning: { code: 'internal' } });
  expect([other.asked, fine.reported]).toMatchObject([[{ method: 'POST', query: { access_token: 'fine', type: 'a' }, body: '{"scene":"b"}' }], []]);
  const nothing: AppAccessTokens = { current: async () => refuse('wechat-busy', 'None.'), instead: async () => refuse('wechat-busy', 'None.') };
  expect(await callWithToken(other.endpoint, nothing, APP, { path: '/x' })).toEqual({ ok: false, answer: null, refused: expect.objectContaining({ code: 'wechat-busy' }), errcode: null, meaning: null });
  expect(other.asked).toHaveLength(1);
});

test('[AT14] a jsapi_ticket is fetched with the account’s token, and renewed with the next one where that is dead', async () => {
  const { endpoint, asked } = await aWeChat({ errcode: 40001, errmsg: 'x' }, { errcode: 0, errmsg: 'ok', ticket: 'FAKE_ticket', expires_in: 7200 });
  expect(await jsapiTicket(endpoint, tokens('dead', 'living')).fetch(APP)).toEqual({ kind: 'issued', value: 'FAKE_ticket', expiresInSeconds: 7200 });
  expect(asked.map(({ path, query }) => [path, query])).toEqual(['dead', 'living'].map((token) => ['/cgi-bin/ticket/getticket', { access_token: token, type: 'jsapi' }]));
  const nothing: AppAccessTokens = { current: async () => refuse('wechat-busy', 'None.'), instead: async () => refuse('wechat-busy', 'None.') };
  expect(await jsapiTicket(endpoint, nothing).fetch(APP)).toMatchObject({ kind: 'failed', code: 'wechat-busy', reason: 'no access_token to ask with' });
  const refused = await aWeChat({ errcode: 48001, errmsg: 'x' });
  expect(await jsapiTicket(refused.endpoint, tokens('fine', null)).fetch(APP)).toMatchObject({ kind: 'failed', reason: 'errcode 48001' });
});

test('[AT13] a ticket that WeChat does not let the address fetch says which address; of the AppSecret its errcodes tell nothing', async () => {
  const outside = await aWeChat({ errcode: 40164, errmsg: 'invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist' });
  expect(await jsapiTicket(outside.endpoint, tokens('fine', null)).fetch(APP)).toMatchObject({ reason: 'errcode 40164', remedy: expect.stringContaining('WeChat saw 203.0.113.9,') });
  const dead = await aWeChat({ errcode: 40001, errmsg: 'x' });
  expect(await jsapiTicket(dead.endpoint, tokens('dead', 'dead too')).fetch(APP)).toEqual({ kind: 'failed', code: 'wechat-unavailable', reason: 'errcode 40001', remedy: null });
});

test('[SEC-17] an answer of a token’s interface longer than 64 KB is given up', async () => {
  const { endpoint } = await aWeChat(JSON.stringify({ ...TOKEN, more: 'x'.repeat(70_000) }));
  expect(await stableToken(endpoint).fetch(APP)).toMatchObject({ kind: 'failed' });
});

test('[AT14] the token that a ticket is asked with is there before the ticket’s lease is taken', async () => {
  let asked = 0;
  const held: AppAccessTokens = { current: async () => { asked += 1; return accept('fine'); }, instead: async () => refuse('wechat-busy', 'None.') };
  await jsapiTicket({ base: 'http://127.0.0.1:1', budget: () => 100 }, held).prepare(APP);
  expect(asked).toBe(1);
});
