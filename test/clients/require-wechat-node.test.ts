// What frameworks on Node leave on a request before a guard sees it, and on an answer.
import { Readable } from 'node:stream';
import { expressGuard, koaGuard, requireWeChat } from '../../clients/node/index';
import { type Door, hashOf, startDoor, USER } from './verify-session-door';

const SITE = 'https://www.example.com';
const VERIFIER = 'v'.repeat(43);
let door: Door;
beforeEach(async () => {
  door = await startDoor();
  door.tickets.set('a-ticket', hashOf(VERIFIER));
});
afterEach(() => door.stop());

const guard = () => requireWeChat({ paths: ['/activity'], door: door.door, askAt: door.askAt, clock: () => door.now, returnTo: `${SITE}/wechat/back` });
const begun = `__Host-wx_begin=${VERIFIER}.${Buffer.from('/activity/a').toString('base64url')}`;
const posting = { host: 'www.example.com', 'content-type': 'application/json', origin: SITE, cookie: begun };

/** Node's objects as far as a guard touches them. */
function exchange(method: string, url: string, headers: Record<string, string>, sent: string[], parsed?: unknown) {
  const stream = Readable.from(sent.map((part) => Buffer.from(part)));
  const request = Object.assign(stream, { method, url, originalUrl: url, protocol: 'https', headers, socket: {}, auth: undefined as unknown, ...(parsed === undefined ? {} : { body: parsed }) });
  const set = new Map<string, string | string[]>();
  const response = { statusCode: 200, ended: '', getHeader: (name: string) => set.get(name), setHeader: (name: string, value: string | string[]) => set.set(name, value), end(body: string) { response.ended = body; } };
  return { request, response, set };
}
const DONE = { ok: true, value: { next: '/activity/a' } };

test.each<[string, string[], unknown]>([
  ['unread, in pieces', ['{"tick', 'et":"a-ticket"}'], undefined], ['parsed', [], { ticket: 'a-ticket' }], ['read as text', [], '{"ticket":"a-ticket"}'], ['read as bytes', [], Buffer.from('{"ticket":"a-ticket"}')],
])('[CL-67] a ticket is taken from a body that is %s', async (_how, sent, parsed) => {
  const { request, response, set } = exchange('POST', '/wechat/back', posting, sent, parsed);
  await expressGuard(guard())(request, response, () => { throw new Error('it passed'); });
  expect([response.statusCode, JSON.parse(response.ended), set.get('set-cookie')]).toEqual([200, DONE, expect.arrayContaining([expect.stringMatching(/^__Host-wx_session=/)])]);
});

test('[CL-67] in Koa the parsed body stands beside Node’s request', async () => {
  const { request } = exchange('POST', '/wechat/back', posting, []);
  const set = new Map<string, unknown>();
  const context = {
    method: 'POST', originalUrl: '/wechat/back', origin: SITE, req: request, request: { body: { ticket: 'a-ticket' } }, state: {}, status: 404, body: undefined as unknown,
    set: (name: string, value: string) => { set.set(name, value); }, append: (name: string, value: string[]) => { set.set(name, value); },
  };
  await koaGuard(guard())(context, () => { throw new Error('it passed'); });
  expect([context.status, JSON.parse(String(context.body)), set.get('set-cookie')]).toEqual([200, DONE, expect.arrayContaining([expect.stringMatching(/^__Host-wx_refresh=/)])]);
});

test('[SEC-05] a body without end is not read to its end', async () => {
  const { request, response } = exchange('POST', '/wechat/back', posting, Array.from({ length: 100 }, () => 'x'.repeat(1024)));
  await expressGuard(guard())(request, response, () => { throw new Error('it passed'); });
  expect([response.statusCode, door.asked]).toEqual([400, []]);
});

test('[CL-69] renewed cookies join those that stand there already', async () => {
  const { refreshToken } = door.tokens();
  const { request, response, set } = exchange('GET', '/activity/a', { host: 'www.example.com', accept: 'text/html', cookie: `__Host-wx_refresh=${refreshToken}` }, []);
  set.set('set-cookie', 'own=1');
  const passed: unknown[] = [];
  await expressGuard(guard())(request, response, (error) => passed.push(error));
  expect([passed, request.auth, set.get('cache-control')]).toEqual([[undefined], expect.objectContaining({ userId: USER }), 'no-store']);
  expect(set.get('set-cookie')).toEqual(['own=1', expect.stringMatching(/^__Host-wx_session=/), '__Host-wx_refresh=r1.2; Path=/; HttpOnly; Secure; SameSite=Lax']);
});

test('[CL-73] what the guard cannot work with reaches Express’s own error handler', async () => {
  const { request, response } = exchange('GET', '/activity/a', { host: 'www.example.com', accept: 'text/html' }, []);
  const passed: unknown[] = [];
  await expressGuard(requireWeChat({ paths: ['/activity'], door: door.door }))(Object.assign(request, { protocol: 'http' }), response, (error) => passed.push(error));
  expect([String(passed[0]), response.ended]).toEqual([expect.stringMatching(/^TypeError: returnTo is a path/), '']);
});

test.each([undefined, 'a b', '[', '%'])('[CL-65] with the host %p there is no page to come back to', async (host) => {
  const { request, response } = exchange('GET', '/activity/a', { accept: 'text/html', ...(host === undefined ? {} : { host }) }, []);
  await expressGuard(requireWeChat({ paths: ['/activity'], door: door.door }))(request, response, () => { throw new Error('it passed'); });
  expect(response.statusCode).toBe(400);
});
