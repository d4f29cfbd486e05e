// sns/oauth2/access_token: what the code of a sign-in page is worth, once.
import { ask, DAY, MINUTE, type Reply } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, MINI_PROGRAM, OFFICIAL_ACCOUNT, UNBOUND, WEBSITE } from './local-wechat';
import { accountCode, aWebsite, scannedCode, tradeOf } from './web-pages';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  aWebsite(world);
});
afterEach(() => world.close());

const TRADE = 'sns/oauth2/access_token';
const trade = (code: string, appid = WEBSITE): Promise<Reply> => ask(world, TRADE, tradeOf(world, code, appid));
const TOKEN = expect.stringMatching(/^\d\d_FAKE[\w-]{505}$/) as unknown;

test('[WX-96] the code of a website is traded for the tokens, openid, scope and unionid, in the order of the wire, as text/plain without errcode', async () => {
  const query = new URLSearchParams(tradeOf(world, await scannedCode(world)));
  const response = await fetch(`${world.origin}/${TRADE}?${query}`);
  const reply = await response.json() as Reply;
  const alice = world.person('alice');
  expect(reply).toEqual({ access_token: TOKEN, expires_in: 7200, refresh_token: TOKEN, openid: alice.openids[WEBSITE], scope: 'snsapi_login', unionid: alice.unionids['op1'] });
  expect(Object.keys(reply)).toEqual(['access_token', 'expires_in', 'refresh_token', 'openid', 'scope', 'unionid']);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain']);
  expect(reply['access_token']).not.toBe(reply['refresh_token']);
});

test('[WX-96] a page inside WeChat tells the unionid with snsapi_userinfo, and with snsapi_base not', async () => {
  const alice = world.person('alice');
  expect(await trade(await accountCode(world), OFFICIAL_ACCOUNT)).toMatchObject({ openid: alice.openids[OFFICIAL_ACCOUNT], scope: 'snsapi_userinfo', unionid: alice.unionids['op1'] });
  const silent = await trade(await accountCode(world, { scope: 'snsapi_base' }), OFFICIAL_ACCOUNT);
  expect([silent['openid'], silent['scope'], 'unionid' in silent]).toEqual([alice.openids[OFFICIAL_ACCOUNT], 'snsapi_base', false]);
});

test('[WX-96] an app that is not bound and a person without a unionid get none', async () => {
  world.wechat.people.put({ name: 'bob', unionid: false });
  expect(await trade(await scannedCode(world, 'bob'))).not.toHaveProperty('unionid');
  aWebsite(world, 'wxfa4e0000000000aa', null);
  expect(await trade(await scannedCode(world, 'alice', 'wxfa4e0000000000aa'), 'wxfa4e0000000000aa')).not.toHaveProperty('unionid');
});

test('[WX-97] the parameters are judged before the app, the app before the secret, the secret before the code', async () => {
  const good = tradeOf(world, await scannedCode(world));
  const queries: Record<string, string>[] = [
    {}, { appid: 'x' }, { appid: 'x', secret: 'x' }, { appid: 'x', secret: 'x', code: 'x' }, { ...good, grant_type: 'client_credential' }, { ...good, appid: 'x', secret: 'x' },
    { ...good, appid: MINI_PROGRAM }, { ...good, secret: 'x', code: 'x' }, { ...good, code: 'x' },
  ];
  const replies = await Promise.all(queries.map((query) => ask(world, TRADE, query)));
  expect(replies.map((reply) => reply['errcode'])).toEqual([41002, 41004, 41008, 40002, 40002, 40013, 40013, 40125, 40029]);
  expect(replies[8]?.['errmsg']).toMatch(/^invalid code, rid: /);
  expect(await ask(world, TRADE, good)).toHaveProperty('openid');
});

test('[WX-97] a form post misses its appid', async () => {
  const body = new URLSearchParams(tradeOf(world, await scannedCode(world)));
  expect(await ask(world, TRADE, {}, { method: 'POST', body })).toMatchObject({ errcode: 41002 });
});

test('[WX-98] a code is good once, also at the same moment and after a restart: then it is 40163', async () => {
  const code = await scannedCode(world);
  const replies = await Promise.all(Array.from({ length: 20 }, () => trade(code)));
  expect(replies.filter((reply) => 'openid' in reply)).toHaveLength(1);
  expect(replies.filter(({ errcode }) => errcode === 40163)).toHaveLength(19);
  world.restart();
  expect(await trade(code)).toMatchObject({ errcode: 40163 });
});

test.each([['a website', 10, () => scannedCode(world), WEBSITE], ['an official account', 5, () => accountCode(world), OFFICIAL_ACCOUNT]])('[WX-98] a code of %s is good for %i minutes of the simulated clock', async (_what, minutes, make, appid) => {
  const [early, late] = [await make(), await make()];
  world.advance(minutes * MINUTE - 1);
  expect(await trade(early, appid)).toHaveProperty('openid');
  world.advance(1);
  expect(await trade(late, appid)).toMatchObject({ errcode: 40029 });
});

test('[WX-98] a code is good for its own app alone, and none of wx.login is one', async () => {
  const code = await scannedCode(world);
  aWebsite(world, 'wxfa4e0000000000aa');
  expect([await trade(code, 'wxfa4e0000000000aa'), await trade(code, OFFICIAL_ACCOUNT), await trade(world.login('alice'))]).toMatchObject([{ errcode: 40029 }, { errcode: 40029 }, { errcode: 40029 }]);
  const asLogin = await world.exchange({ appid: UNBOUND, secret: world.app(UNBOUND).secret, js_code: code, grant_type: 'authorization_code' });
  expect(await asLogin.json()).toMatchObject({ errcode: 40029 });
  expect(await trade(code)).toHaveProperty('openid');
});

test('[WX-99] the code of a blocked person is 50002 and is not used up', async () => {
  const code = await scannedCode(world);
  world.wechat.people.put({ name: 'alice', blocked: true });
  expect(await trade(code)).toMatchObject({ errcode: 50002, errmsg: expect.stringMatching(/^user limited, rid: /) as unknown });
  world.wechat.people.put({ name: 'alice', blocked: false });
  expect(await trade(code)).toHaveProperty('openid');
});

test('[WX-104] above 10,000 trades a minute an app is 45011, until the next', async () => {
  const code = await scannedCode(world);
  world.shelf.put(`wechat/minute-calls/${WEBSITE}/access_token`, { minute: Math.floor(world.now() / MINUTE), count: 10_000 });
  expect(await trade(code)).toMatchObject({ errcode: 45011 });
  world.advance(MINUTE);
  expect(await trade(code)).toHaveProperty('openid');
});

test('[WX-105] codes and tokens outlive the process, and a reset forgets them', async () => {
  const code = await scannedCode(world);
  world.restart();
  const { access_token: token, openid } = await trade(code);
  world.restart();
  const query = { access_token: String(token), openid: String(openid) };
  expect(await ask(world, 'sns/auth', query)).toEqual({ errcode: 0, errmsg: 'ok' });
  const spare = await scannedCode(world);
  world.wechat.reset();
  aWebsite(world);
  world.wechat.people.put({ name: 'alice' });
  expect([await ask(world, 'sns/auth', query), await trade(spare)]).toMatchObject([{ errcode: 40001 }, { errcode: 40029 }]);
});

test('[WX-105] what is over leaves the shelf', async () => {
  await trade(await scannedCode(world));
  world.advance(32 * DAY);
  await trade(await scannedCode(world));
  expect(['oauth-code', 'oauth-access', 'oauth-refresh', 'web-scan'].map((prefix) => world.shelf.entries(`wechat/${prefix}/`).length)).toEqual([1, 1, 1, 1]);
});

test('[WX-106] a call stands in the ledger under its own name, and a lost answer has used the code up', async () => {
  const code = await scannedCode(world);
  world.failNext({ kind: 'drop-after' });
  await expect(trade(code)).rejects.toThrow();
  expect(await trade(code)).toMatchObject({ errcode: 40163 });
  await ask(world, 'sns/userinfo');
  expect(world.ledger.map(({ kind, name, outcome }) => [kind, name, outcome])).toEqual([['wechat', TRADE, 'lost'], ['wechat', TRADE, 'errcode:40163'], ['wechat', 'sns/userinfo', 'errcode:41001']]);
});
