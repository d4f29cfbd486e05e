// Who gets an access_token at all: the parameters, the app, its secret and the caller's address.
import { ask, clientOf, plain, post, RID, stable } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, WEBSITE } from './local-wechat';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  world.wechat.apps.put({ appid: WEBSITE, kind: 'website' });
});
afterEach(() => world.close());

const errcodeOf = (reply: Record<string, unknown>) => reply['errcode'] ?? 0;

/** Each with one more mistake put right. */
function clients(): Record<string, string>[] {
  const good = clientOf(world);
  return [
    {}, { appid: '' }, { appid: 'wrong' }, { appid: 'wrong', secret: 'wrong' }, { appid: 'wrong', secret: 'wrong', grant_type: 'authorization_code' },
    { ...good, appid: 'wrong', secret: 'wrong' }, clientOf(world, WEBSITE), { ...good, secret: 'wrong' }, good,
  ];
}
const JUDGED = [41002, 41002, 41004, 40002, 40002, 40013, 40013, 40125, 0];

test('[WX-82] cgi-bin/token judges the presence of appid, secret and grant_type, then the app, then its secret', async () => {
  const replies = await Promise.all(clients().map((query) => ask(world, 'cgi-bin/token', query)));
  expect(replies.map(errcodeOf)).toEqual(JUDGED);
});

test('[WX-82] stable_token judges them in the same order', async () => {
  const replies = await Promise.all(clients().map((body) => post(world, 'cgi-bin/stable_token', body)));
  expect(replies.map(errcodeOf)).toEqual(JUDGED);
});

test('[WX-83] a form post to cgi-bin/token misses its appid', async () => {
  expect(await ask(world, 'cgi-bin/token', {}, { method: 'POST', body: new URLSearchParams(clientOf(world)) })).toMatchObject({ errcode: 41002 });
});

test('[WX-83] parameters in the query of stable_token miss the appid, with a body or without', async () => {
  const query = clientOf(world);
  expect(await post(world, 'cgi-bin/stable_token', {}, query)).toMatchObject({ errcode: 41002 });
  expect(await ask(world, 'cgi-bin/stable_token', query, { method: 'POST' })).toMatchObject({ errcode: 41002 });
});

test.each([
  ['no body', { method: 'POST' }, 44002], ['a form', { method: 'POST', body: 'appid=wx' }, 47001], ['a JSON list', { method: 'POST', body: '[]' }, 47001],
  ['a number for an appid', { method: 'POST', body: '{"appid":1}' }, 47001], ['a text for force_refresh', { method: 'POST', body: '{"force_refresh":"true"}' }, 47001], ['GET', { method: 'GET' }, 43002],
])('[WX-83] stable_token refuses %s', async (_what, init: RequestInit, errcode) => {
  expect(await ask(world, 'cgi-bin/stable_token', {}, init)).toMatchObject({ errcode });
});

test('[WX-84] a frozen secret is 40243 at both endpoints, until it is thawed; a wrong one stays 40125', async () => {
  world.wechat.credentials.change(MINI_PROGRAM, { secretFrozen: true });
  expect([await plain(world), await stable(world)]).toMatchObject([{ errcode: 40243 }, { errcode: 40243 }]);
  expect(await ask(world, 'cgi-bin/token', { ...clientOf(world), secret: 'wrong' })).toMatchObject({ errcode: 40125 });
  world.wechat.credentials.change(MINI_PROGRAM, { secretFrozen: false });
  expect([await plain(world), await stable(world)].map(errcodeOf)).toEqual([0, 0]);
});

test.each([[[]], [['10.0.0.1']]])('[WX-84] a caller who is not in the list %j is 40164 at both endpoints, with the address WeChat saw', async (ipWhitelist) => {
  world.wechat.credentials.change(MINI_PROGRAM, { ipWhitelist });
  const refusal = { errcode: 40164, errmsg: expect.stringMatching(new RegExp(`^invalid ip 127\\.0\\.0\\.1 ipv6 ::ffff:127\\.0\\.0\\.1, not in whitelist rid: ${RID}$`)) as unknown };
  expect([await plain(world), await stable(world)]).toEqual([refusal, refusal]);
});

test.each([[['10.0.0.1', '127.0.0.1']], [null]])('[WX-84] a caller is let in by %j', async (ipWhitelist) => {
  world.wechat.credentials.change(MINI_PROGRAM, { ipWhitelist });
  expect([await plain(world), await stable(world)].map(errcodeOf)).toEqual([0, 0]);
});

test('[WX-84] a refused call is not counted', async () => {
  world.wechat.credentials.change(MINI_PROGRAM, { ipWhitelist: [] });
  await Promise.all([plain(world), stable(world)]);
  expect(world.wechat.credentials.list()[0]?.calls).toEqual({ token: 0, stableToken: 0, forced: 0, getticket: 0 });
});
