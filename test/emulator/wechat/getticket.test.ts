// cgi-bin/ticket/getticket: the jsapi_ticket of an official account.
import type { Reply } from './access-tokens';
import { ask, HOUR, MINUTE, plain, stable, tokenOf } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, OFFICIAL_ACCOUNT } from './local-wechat';

let world: LocalWeChat;
let token: string;
beforeEach(async () => {
  world = await aLocalWeChat();
  token = tokenOf(await stable(world, OFFICIAL_ACCOUNT));
});
afterEach(() => world.close());

const ticket = (access_token = token, init: RequestInit = {}): Promise<Reply> => ask(world, 'cgi-bin/ticket/getticket', { access_token, type: 'jsapi' }, init);

test('[WX-88] an official account gets a ticket of 86 characters, by GET and by POST', async () => {
  const first = await ticket();
  expect(first).toEqual({ errcode: 0, errmsg: 'ok', ticket: expect.stringMatching(/^FAKE[A-Za-z0-9_-]{82}$/) as unknown, expires_in: 7200 });
  expect(Object.keys(first)).toEqual(['errcode', 'errmsg', 'ticket', 'expires_in']);
  expect(await ticket(token, { method: 'POST', body: '{}' })).toEqual(first);
});

test.each([7200, 600, 301])('[WX-88] of %i seconds it is the same one until its last five minutes, whichever token asks', async (lifetimeSeconds) => {
  world.wechat.credentials.change(OFFICIAL_ACCOUNT, { lifetimeSeconds });
  const first = await ticket();
  expect(first['expires_in']).toBe(lifetimeSeconds);
  world.advance(lifetimeSeconds * 1000 - 5 * MINUTE - 1);
  expect(await ticket(tokenOf(await plain(world, OFFICIAL_ACCOUNT)))).toEqual({ ...first, expires_in: 300 });
  world.advance(1);
  const second = await ticket();
  expect([second['ticket'] === first['ticket'], second['expires_in']]).toEqual([false, lifetimeSeconds]);
  expect(await ticket()).toEqual(second);
});

test('[WX-88] each account has a ticket of its own, and a clock that goes back makes no life longer', async () => {
  const other = 'wxfa4e0000000000bb';
  world.wechat.apps.put({ appid: other, kind: 'official-account' });
  const first = await ticket();
  expect((await ticket(tokenOf(await stable(world, other))))['ticket']).not.toBe(first['ticket']);
  world.advance(-HOUR);
  expect(await ticket()).toEqual(first);
});

test('[WX-88] a mini program is 48001, a token that is not good its errcode, another type 40097', async () => {
  expect(await ticket(tokenOf(await stable(world, MINI_PROGRAM)))).toMatchObject({ errcode: 48001 });
  expect(await ticket('85_made-up')).toMatchObject({ errcode: 40014 });
  expect(await ask(world, 'cgi-bin/ticket/getticket', { access_token: token })).toMatchObject({ errcode: 40097 });
  expect(await ask(world, 'cgi-bin/ticket/getticket', { access_token: token, type: 'card' })).toMatchObject({ errcode: 40097 });
  expect(world.wechat.credentials.list()[1]?.calls.getticket).toBe(0);
});

test('[WX-88] a ticket of coupons is refused by name', async () => {
  const response = await fetch(`${world.origin}/cgi-bin/ticket/getticket?${new URLSearchParams({ access_token: token, type: 'wx_card' })}`);
  expect([response.status, await response.json()]).toEqual([501, { error: { code: 'NotEmulated', message: 'NotEmulated: cgi-bin/ticket/getticket of type wx_card' } }]);
});

test('[WX-94] a ticket outlives the process', async () => {
  const first = await ticket();
  world.restart();
  expect(await ticket()).toEqual(first);
});
