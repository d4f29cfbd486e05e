// Calls that bring an access_token: what it is worth, and how the families of paths answer.
import { once } from 'node:events';
import net from 'node:net';
import { ask, clientOf, plain, post, RID, stable, tokenOf } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, CHILD, exchangeOf, MINI_PROGRAM, OFFICIAL_ACCOUNT } from './local-wechat';

const NOT_LATEST = 'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r';

let world: LocalWeChat;
beforeEach(async () => { world = await aLocalWeChat(); });
afterEach(() => world.close());

const bearing = (access_token: string) => ask(world, 'cgi-bin/getcallbackip', { access_token });
const ending = (errmsg: string) => expect.stringMatching(new RegExp(`^${errmsg.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')} rid: ${RID}$`)) as unknown;

test('[WX-86] no token is 41001, one that was never handed out is 40014', async () => {
  expect(await ask(world, 'cgi-bin/getcallbackip')).toEqual({ errcode: 41001, errmsg: ending('access_token missing') });
  expect(await bearing('')).toMatchObject({ errcode: 41001 });
  const good = tokenOf(await stable(world));
  for (const token of [`85_${'x'.repeat(133)}`, '../app/wxfa4e000000000001', 'x'.repeat(4000), `${good}x`, good.slice(0, -1)]) expect(await bearing(token)).toEqual({ errcode: 40014, errmsg: ending('invalid access_token') });
});

test('[WX-86] one whose app is gone is 40014', async () => {
  const good = tokenOf(await stable(world));
  world.shelf.remove(`wechat/app/${MINI_PROGRAM}`);
  expect(await bearing(good)).toMatchObject({ errcode: 40014 });
});

test('[WX-86] a replaced token is 40001 and an aged one 42001, in WeChat\'s words', async () => {
  const [replaced] = [await plain(world), await plain(world), await plain(world)];
  expect(await bearing(tokenOf(replaced ?? {}))).toEqual({ errcode: 40001, errmsg: ending(NOT_LATEST) });
  const aged = await stable(world);
  world.advance(7_200_000);
  expect(await bearing(tokenOf(aged))).toEqual({ errcode: 42001, errmsg: ending('access_token expired') });
});

test('[WX-86] a token in a header or a body is not read', async () => {
  const token = tokenOf(await stable(world));
  expect(await ask(world, 'cgi-bin/getcallbackip', {}, { headers: { authorization: `Bearer ${token}` } })).toMatchObject({ errcode: 41001 });
  expect(await post(world, 'wxa/business/getuserphonenumber', { access_token: token, code: 'x' })).toMatchObject({ errcode: 41001 });
});

test.each(['cgi-bin/getcallbackip', 'cgi-bin/get_api_domain_ip'])('[WX-89] %s tells this machine, without an errcode, to tokens of both kinds and endpoints', async (path) => {
  for (const token of [await plain(world), await stable(world), await plain(world, OFFICIAL_ACCOUNT), await stable(world, OFFICIAL_ACCOUNT)]) {
    expect(await ask(world, path, { access_token: tokenOf(token) })).toEqual({ ip_list: ['127.0.0.1'] });
  }
});

const JSON_CALLS = 'application/json; encoding=utf-8';
const contentType = async (path: string, query: Record<string, string> = {}) => (await fetch(`${world.origin}/${path}?${new URLSearchParams(query)}`)).headers.get('content-type');

test('[WX-90] cgi-bin and wxa answer as JSON with the parameter encoding, sns as text/plain, in success and refusal', async () => {
  const good = tokenOf(await stable(world));
  expect(await contentType('cgi-bin/token', clientOf(world))).toBe(JSON_CALLS);
  expect(await contentType('cgi-bin/token')).toBe(JSON_CALLS);
  expect(await contentType('cgi-bin/getcallbackip', { access_token: good })).toBe(JSON_CALLS);
  expect(await contentType('wxa/business/getuserphonenumber', { access_token: good })).toBe(JSON_CALLS);
  expect(await contentType('sns/jscode2session', exchangeOf(world, world.login('alice')))).toBe('text/plain');
  expect(await contentType('sns/jscode2session')).toBe('text/plain');
});

test('[WX-90] the fault errcode answers in the style of the path, and nothing is handed out', async () => {
  world.failNext({ kind: 'errcode', errcode: -1 });
  const response = await fetch(`${world.origin}/cgi-bin/token?${new URLSearchParams(clientOf(world))}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, JSON_CALLS]);
  expect(await response.json()).toEqual({ errcode: -1, errmsg: ending('system error') });
  expect(world.wechat.credentials.list()[0]).toMatchObject({ tokens: [], calls: { token: 0 } });
  expect(world.ledger.at(-1)?.outcome).toBe('errcode:-1');
});

test('[WX-90] the faults empty and drop-after hand a token out that nobody sees', async () => {
  const former = tokenOf(await plain(world));
  world.failNext({ kind: 'empty' });
  const empty = await fetch(`${world.origin}/cgi-bin/token?${new URLSearchParams(clientOf(world))}`);
  expect([empty.headers.get('content-type'), await empty.text()]).toEqual([JSON_CALLS, '']);
  world.failNext({ kind: 'drop-after' });
  await expect(plain(world)).rejects.toThrow();
  expect(await bearing(former)).toMatchObject({ errcode: 40001 });
  expect(world.wechat.credentials.list()[0]?.calls.token).toBe(3);
});

test('[WX-90] the fault status is a gateway\'s page on every path', async () => {
  world.failNext({ kind: 'status', status: 502 });
  const response = await fetch(`${world.origin}/cgi-bin/token`);
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
});

test('[WX-92] a body counts in the ledger, with its length told before or not', async () => {
  const body = JSON.stringify(clientOf(world));
  const path = `/@${CHILD}/cgi-bin/stable_token`;
  const untold = new Blob([body]).stream();
  const replies = [await fetch(world.origin + path, { method: 'POST', body }), await fetch(world.origin + path, { method: 'POST', body: untold, duplex: 'half' } as RequestInit)];
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect(world.ledger).toMatchObject(Array(2).fill({ name: 'cgi-bin/stable_token', invocation: 'invocation-1', person: 'alice', bytesIn: '/cgi-bin/stable_token'.length + `/@${CHILD}`.length + body.length, outcome: 'ok' }));
});

test('[WX-92] a body of 64 KB is read, a larger one is a gateway\'s 413', async () => {
  const sent = async (length: number) => {
    const shell = JSON.stringify({ ...clientOf(world), padding: '' });
    const body = JSON.stringify({ ...clientOf(world), padding: 'x'.repeat(length - shell.length) });
    return (await fetch(`${world.origin}/cgi-bin/stable_token`, { method: 'POST', body })).status;
  };
  expect([await sent(65_536), await sent(65_537), await sent(2_000_000)]).toEqual([200, 413, 413]);
  expect(world.ledger.map(({ outcome }) => outcome)).toEqual(['ok', 'error:413', 'error:413']);
});

test('[WX-92] a caller that leaves in the middle of its body has asked nothing', async () => {
  const { port } = new URL(world.origin);
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.end('POST /cgi-bin/stable_token HTTP/1.1\r\nHost: api.weixin.qq.com\r\nContent-Length: 100\r\n\r\n{').resume();
  await once(socket, 'close');
  expect(world.ledger).toEqual([]);
});
