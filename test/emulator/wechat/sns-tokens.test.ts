// What a person's tokens are good for, and for how long: refresh_token, sns/userinfo, sns/auth.
import { ask, DAY, HOUR, MINUTE, type Reply } from './access-tokens';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, OFFICIAL_ACCOUNT, WEBSITE } from './local-wechat';
import { accountCode, aWebsite, scannedCode, tradeOf } from './web-pages';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  aWebsite(world);
});
afterEach(() => world.close());

interface Tokens { access_token: string; refresh_token: string; openid: string; expires_in: number }

async function signedIn(person = 'alice'): Promise<Tokens> {
  return await ask(world, 'sns/oauth2/access_token', tradeOf(world, await scannedCode(world, person))) as unknown as Tokens;
}
const renewed = (token: string, changes: Record<string, string> = {}): Promise<Reply> => ask(world, 'sns/oauth2/refresh_token', { appid: WEBSITE, grant_type: 'refresh_token', refresh_token: token, ...changes });
const told = ({ access_token, openid }: Pick<Tokens, 'access_token' | 'openid'>, lang = 'zh_CN'): Promise<Reply> => ask(world, 'sns/userinfo', { access_token, openid, lang });

test('[WX-100] without a secret, a living access_token comes back with a whole life again', async () => {
  const first = await signedIn();
  world.advance(2 * HOUR - 1);
  const again = await renewed(first.refresh_token);
  expect(again).toEqual({ access_token: first.access_token, expires_in: 7200, refresh_token: first.refresh_token, openid: first.openid, scope: 'snsapi_login' });
  expect(Object.keys(again)).toEqual(['access_token', 'expires_in', 'refresh_token', 'openid', 'scope']);
  world.advance(2 * HOUR - 1);
  expect(await told(first)).toHaveProperty('nickname');
  world.advance(1);
  expect(await told(first)).toMatchObject({ errcode: 42001 });
});

test('[WX-100] where the access_token aged out, a new one takes its place and the refresh_token stays', async () => {
  const first = await signedIn();
  world.advance(2 * HOUR);
  const next = await renewed(first.refresh_token) as unknown as Tokens;
  expect([next.access_token === first.access_token, next.refresh_token]).toEqual([false, first.refresh_token]);
  expect([await told(next), await told(first)]).toMatchObject([{ nickname: 'alice' }, { errcode: 42001 }]);
});

test('[WX-100] a refresh_token lives thirty days however often it is used, is 42002 for a day, and unknown then', async () => {
  const { refresh_token: token } = await signedIn();
  world.advance(29 * DAY);
  expect(await renewed(token)).toHaveProperty('openid');
  world.advance(DAY - 1);
  expect(await renewed(token)).toHaveProperty('openid');
  world.advance(1);
  expect(await renewed(token)).toMatchObject({ errcode: 42002 });
  world.advance(DAY);
  await signedIn();
  expect(await renewed(token)).toMatchObject({ errcode: 40030 });
});

test('[WX-100] parameters, app and token are judged in this order', async () => {
  const { refresh_token: token, access_token: access } = await signedIn();
  const bare = (query: Record<string, string>) => ask(world, 'sns/oauth2/refresh_token', query);
  const replies = [await bare({}), await bare({ appid: 'x' }), await renewed('x', { grant_type: 'authorization_code' }), await renewed(token, { appid: 'x' }), await renewed('x'), await renewed(access), await renewed(token, { appid: OFFICIAL_ACCOUNT })];
  expect(replies.map((reply) => reply['errcode'])).toEqual([41002, 41003, 40002, 40013, 40030, 40030, 40030]);
  expect(replies[4]?.['errmsg']).toMatch(/^invalid refresh_token, rid: /);
});

test.each(['zh_CN', 'zh_TW', 'en', ''])('[WX-101] sns/userinfo tells nickname and picture in %j, and neither sex nor region', async (lang) => {
  world.wechat.people.put({ name: 'alice', nickname: '小明 👩‍👩‍👧' });
  const alice = world.person('alice');
  expect(await told(await signedIn(), lang)).toEqual({
    openid: alice.openids[WEBSITE], nickname: '小明 👩‍👩‍👧', sex: 0, province: '', city: '', country: '', headimgurl: 'http://127.0.0.1:4000/emulator/avatars/alice.svg', privilege: [], unionid: alice.unionids['op1'],
  });
});

test('[WX-101] a person without a picture has an empty headimgurl, one without a unionid none', async () => {
  world.wechat.people.put({ name: 'bob', avatarUrl: '', unionid: false });
  const reply = await told(await signedIn('bob'));
  expect([reply['headimgurl'], 'unionid' in reply]).toEqual(['', false]);
});

test('[WX-101] a token of snsapi_base is 48001, another openid 40003, a token none made 40001 or 40014, none 41001, a blocked person 50002', async () => {
  const silent = await ask(world, 'sns/oauth2/access_token', tradeOf(world, await accountCode(world, { scope: 'snsapi_base' }), OFFICIAL_ACCOUNT)) as unknown as Tokens;
  const { openid, access_token: access, refresh_token: refresh } = await signedIn();
  const replies = [
    await told(silent), await told({ access_token: access, openid: world.person('bob').openids[WEBSITE] ?? '' }), await told({ access_token: access, openid: '' }),
    await told({ access_token: `70_FAKE${'x'.repeat(505)}`, openid }), await told({ access_token: refresh, openid }), await told({ access_token: 'no token!', openid }), await told({ access_token: '', openid }),
  ];
  expect(replies.map((reply) => reply['errcode'])).toEqual([48001, 40003, 40003, 40001, 40001, 40014, 41001]);
  world.wechat.people.put({ name: 'alice', blocked: true });
  expect(await told({ access_token: access, openid })).toMatchObject({ errcode: 50002 });
});

test('[WX-102] sns/auth says whether a token is its person\'s and good', async () => {
  const { openid, access_token: access } = await signedIn();
  const auth = (changes: Record<string, string> = {}) => ask(world, 'sns/auth', { access_token: access, openid, ...changes });
  expect(await auth()).toEqual({ errcode: 0, errmsg: 'ok' });
  expect(await auth({ openid: 'x' })).toMatchObject({ errcode: 40003 });
  world.advance(2 * HOUR);
  expect(await auth()).toMatchObject({ errcode: 42001 });
  world.advance(DAY);
  await signedIn();
  expect(await auth()).toMatchObject({ errcode: 40001 });
});

test('[WX-103] a virtual person comes of snsapi_userinfo alone: other identifiers, no name, no picture of her own', async () => {
  world.wechat.people.put({ name: 'alice', snapshot: true });
  const alice = world.person('alice');
  const virtual = await ask(world, 'sns/oauth2/access_token', tradeOf(world, await accountCode(world), OFFICIAL_ACCOUNT));
  expect(Object.keys(virtual)).toEqual(['access_token', 'expires_in', 'refresh_token', 'openid', 'scope', 'is_snapshotuser', 'unionid']);
  expect(virtual).toMatchObject({ is_snapshotuser: 1, openid: expect.stringMatching(/^oFAKE_[\w-]{22}$/) as unknown, unionid: expect.stringMatching(/^oFAKE_U[\w-]{21}$/) as unknown });
  expect([virtual['openid'] === alice.openids[OFFICIAL_ACCOUNT], virtual['unionid'] === alice.unionids['op1']]).toEqual([false, false]);
  const reply = await told(virtual as unknown as Tokens);
  expect(reply).toMatchObject({ openid: virtual['openid'], nickname: '微信用户', headimgurl: 'http://127.0.0.1:4000/emulator/avatars/grey.svg', unionid: virtual['unionid'] });
  expect(reply).not.toHaveProperty('is_snapshotuser');
  const again = await ask(world, 'sns/oauth2/access_token', tradeOf(world, await accountCode(world), OFFICIAL_ACCOUNT));
  expect(again['openid']).toBe(virtual['openid']);
});

test('[WX-103] with snsapi_base and at a website the same person is real, and nobody else is virtual', async () => {
  world.wechat.people.put({ name: 'alice', snapshot: true });
  const replies = [
    await ask(world, 'sns/oauth2/access_token', tradeOf(world, await accountCode(world, { scope: 'snsapi_base' }), OFFICIAL_ACCOUNT)),
    await signedIn() as unknown as Reply,
    await ask(world, 'sns/oauth2/access_token', tradeOf(world, await accountCode(world, { person: 'bob' }), OFFICIAL_ACCOUNT)),
  ];
  expect(replies.map((reply) => ['openid' in reply, 'is_snapshotuser' in reply])).toEqual([[true, false], [true, false], [true, false]]);
});

test.each(['snsapi_base', 'snsapi_userinfo'])('[WX-103] forceSnapShot makes anybody virtual under %s, but who comes as a follower', async (scope) => {
  const forced = async () => ask(world, 'sns/oauth2/access_token', tradeOf(world, await accountCode(world, { person: 'bob', scope, forceSnapShot: 'true' }), OFFICIAL_ACCOUNT));
  expect(await forced()).toMatchObject({ is_snapshotuser: 1 });
  world.wechat.web.settings.change(OFFICIAL_ACCOUNT, { followers: ['bob'] });
  expect(await forced()).not.toHaveProperty('is_snapshotuser');
});

test.each([['refresh_token', (tokens: Tokens) => renewed(tokens.refresh_token)], ['userinfo', (tokens: Tokens) => told(tokens)]])('[WX-104] above 50,000 calls a minute %s is 45011', async (endpoint, call) => {
  const tokens = await signedIn();
  world.shelf.put(`wechat/minute-calls/${WEBSITE}/${endpoint}`, { minute: Math.floor(world.now() / MINUTE), count: 49_999 });
  expect(await call(tokens)).not.toHaveProperty('errcode');
  expect(await call(tokens)).toMatchObject({ errcode: 45011 });
});
