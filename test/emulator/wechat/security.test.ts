// The content check by itself: arguments, openids, words and labels.
import { MINI_PROGRAM, OFFICIAL_ACCOUNT, type LocalWeChat, aLocalWeChat } from './local-wechat';

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  world.login('alice');
});
afterEach(() => world.close());

const AS_ALICE = { person: 'alice', app: MINI_PROGRAM };
const openid = (person: string, app = MINI_PROGRAM) => world.person(person).openids[app] ?? '';

function check(change: Record<string, unknown> = {}, caller: { person: string | null; app: string | null } | null = AS_ALICE) {
  return world.wechat.openApi.call('security.msgSecCheck', { openid: openid('alice'), scene: 1, version: 2, content: '小明', ...change }, caller);
}

test('[WX-50] a text without a test word passes, byte for byte as WeChat says it but for trace_id', () => {
  const words = JSON.stringify(check()).replace(/[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}/, 'TRACE');
  expect(words).toBe('{"errcode":0,"errmsg":"ok","detail":[{"strategy":"keyword","errcode":0},{"strategy":"content_model","errcode":0,"suggest":"pass","label":100,"prob":90}],"trace_id":"TRACE","result":{"suggest":"pass","label":100}}');
});

test.each([
  ['违禁', 'risky', 20006, '违禁'], ['一个违禁的名字', 'risky', 20006, '违禁'], ['FORBIDDEN-word!', 'risky', 20006, 'forbidden-word'],
  ['待审', 'review', 21000, '待审'], ['a review-word', 'review', 21000, 'review-word'], ['待审 and 违禁', 'risky', 20006, '违禁'],
])('[WX-50] %s is %s with label %i', (content, suggest, label, keyword) => {
  expect(check({ content })).toMatchObject({ errcode: 0, result: { suggest, label }, detail: [{ strategy: 'keyword', suggest, label, keyword }, { strategy: 'content_model', suggest, label }] });
});

test.each(['title', 'nickname', 'signature'])('[WX-50] what is given as %s is checked too', (name) => {
  expect(check({ [name]: '违禁' })).toMatchObject({ result: { suggest: 'risky' } });
});

test.each([
  ['no content', { content: undefined }, 40097], ['an empty content', { content: '' }, 40097], ['a content of 2501 characters', { content: '👍'.repeat(2501) }, 40097], ['no scene', { scene: undefined }, 40097],
  ['scene 5', { scene: 5 }, 40097], ['a scene in words', { scene: '1' }, 40097], ['a version in words', { version: '2' }, 47001], ['a title that is no text', { title: 7 }, 47001],
  ['no openid', { openid: undefined }, 40003], ['an empty openid', { openid: '' }, 40003], ['an openid that is no text', { openid: 7 }, 40003],
])('[WX-51] %s is refused with errcode', (_what, change, errcode) => {
  expect(check(change)).toEqual({ errcode, errmsg: expect.stringMatching(/^[a-z ]+ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/) });
});

test('[WX-51] 2500 characters are checked, counted as code points', () => {
  expect(check({ content: '👍'.repeat(2500) })).toMatchObject({ errcode: 0 });
});

test.each([[undefined], [1]])('[WX-51] version %s is refused by name', (version) => {
  expect(() => check({ version })).toThrow('NotEmulated: security.msgSecCheck of version 1');
});

test('[WX-52] an openid that is nobody\'s, or that a person has in another app, is 40003', () => {
  expect([check({ openid: 'oFAKE_nobody' }), check({ openid: openid('alice', OFFICIAL_ACCOUNT) })]).toEqual([expect.objectContaining({ errcode: 40003 }), expect.objectContaining({ errcode: 40003 })]);
});

test('[WX-52] the app is the caller\'s; a call of nobody\'s is made for the first mini program', () => {
  expect(check({ openid: openid('alice', OFFICIAL_ACCOUNT) }, { person: 'alice', app: OFFICIAL_ACCOUNT })).toMatchObject({ errcode: 0 });
  expect([check({}, null), check({}, { person: null, app: null })]).toEqual([expect.objectContaining({ errcode: 0 }), expect.objectContaining({ errcode: 0 })]);
});

test('[WX-53] a person who never used the app is 61010, and one who did more than two hours ago', () => {
  expect(check({ openid: openid('bob') })).toMatchObject({ errcode: 61010, errmsg: expect.stringMatching(/^code is expired rid: /) });
  world.advance(2 * 3_600_000);
  expect(check({}, null)).toMatchObject({ errcode: 0 });
  world.advance(1);
  expect(check({}, null)).toMatchObject({ errcode: 61010 });
});

test('[WX-53] wx.cloud.callFunction is a use of the app, and it outlives the process', () => {
  world.wechat.replaceCloudIds({}, { person: { name: 'bob' }, app: { appid: MINI_PROGRAM } });
  world.restart();
  expect(check({ openid: openid('bob') })).toMatchObject({ errcode: 0 });
});

test('[WX-53] a use in what is now the future counts: the clock has gone back', () => {
  world.advance(-3_600_000);
  expect(check({}, null)).toMatchObject({ errcode: 0 });
});

test('[WX-54] the keyboard\'s review lets a nickname pass unless it is risky', () => {
  const review = (nickname: unknown) => world.call('reviewNickname', 'alice', { args: { nickname } });
  expect(['小明', '待审', '违禁', 'a Forbidden-Word'].map((nickname) => { const answer = review(nickname); return answer.ok && answer.result['pass']; })).toEqual([true, true, false, false]);
  expect(review(7)).toMatchObject({ ok: false, error: { errMsg: 'reviewNickname:fail invalid nickname' } });
});

test('[WX-55] an interface of cloud.openapi that is not built is known as such, and refused by name', () => {
  const { openApi } = world.wechat;
  expect([openApi.isBuilt('security.msgSecCheck'), openApi.isBuilt('wxacode.get')]).toEqual([true, false]);
  expect(() => openApi.call('wxacode.get', {}, AS_ALICE)).toThrow('NotEmulated: cloud.openapi.wxacode.get');
});
