// The wall towards a person's own tokens: what a code brings, what is sent to renew them, what each failure means, and whom WeChat is believed about.
import type { OpenId } from '../../auth/ids';
import { meaningOf, saysPersonMustReturn } from '../../wechat/errcode';
import { weChatOAuth, weChatUser } from '../../wechat/oauth';
import { judgeRenewedToken } from '../../wechat/sns/oauth2/refresh_token';
import { APP, NEW_YEAR } from '../auth/a-world';
import { json, weChatThatAnswers } from './a-wechat';
import type { ScriptedWeChat } from './a-wechat';

const HER = 'oFAKE_alicexxxxxxxxxxxxxxxxx' as OpenId;
const GIVEN = { access_token: 'access-canary', expires_in: 7200, refresh_token: 'refresh-canary', openid: HER, scope: 'snsapi_login' };
const SHOWN = { openid: HER, nickname: '小明', sex: 0, province: '', city: '', country: '', headimgurl: 'https://thirdwx.qlogo.cn/a/132', privilege: [], unionid: 'oFAKE_U' };

let wechat: ScriptedWeChat | null = null;
afterEach(async () => {
  await wechat?.close();
  wechat = null;
});

async function walled(answer: Parameters<typeof weChatThatAnswers>[0]) {
  wechat = await weChatThatAnswers(answer, 300);
  const told: string[] = [];
  const journal = { alarm: (event: string, detail: object) => { told.push(`alarm ${event} ${JSON.stringify(detail)}`); }, notice: (event: string, detail: object) => { told.push(`notice ${event} ${JSON.stringify(detail)}`); } };
  const wall = { endpoint: wechat.endpoint, journal, now: () => NEW_YEAR };
  return { user: weChatUser(wall), oauth: weChatOAuth(wall), told, asked: wechat.asked };
}

test('[WE-13] renewing sends appid, grant_type and the token, and no secret', async () => {
  const { user, asked } = await walled(json(GIVEN));
  expect(await user.renew(APP, HER, 'r&appid=evil')).toEqual({ kind: 'renewed', tokens: { userAccessToken: 'access-canary', userRefreshToken: 'refresh-canary', accessUntil: NEW_YEAR + 7_200_000 } });
  expect([asked[0]?.pathname, [...(asked[0]?.searchParams.entries() ?? [])]]).toEqual(['/sns/oauth2/refresh_token', [['appid', APP.appId], ['grant_type', 'refresh_token'], ['refresh_token', 'r&appid=evil']]]);
});

test('[WE-13] a code brings tokens, with the moment until which the one is good and from which the other’s thirty days count', async () => {
  const { oauth, asked } = await walled(json(GIVEN));
  expect(await oauth.exchange(APP, 'c', false)).toMatchObject({ kind: 'exchanged', tokens: { userAccessToken: 'access-canary', userRefreshToken: 'refresh-canary', accessUntil: NEW_YEAR + 7_200_000, at: NEW_YEAR } });
  expect(asked).toHaveLength(1);
});

test('[WE-10] what WeChat shows is told as it sent it', async () => {
  const { user, asked } = await walled(json(SHOWN));
  const { openid: _openid, unionid: _unionid, ...said } = SHOWN;
  expect(await user.look(APP, HER, 'access-canary')).toEqual({ kind: 'shown', profile: { ...said, at: NEW_YEAR } });
  expect([asked[0]?.pathname, [...(asked[0]?.searchParams.entries() ?? [])]]).toEqual(['/sns/userinfo', [['access_token', 'access-canary'], ['openid', HER], ['lang', 'zh_CN']]]);
});

test.each<[string, object]>([['another person', { openid: 'oFAKE_bobxxxxxxxxxxxxxxxxxxx' }], ['nobody', { openid: '' }], ['an operator of the database', { openid: { $ne: 1 } }]])('[SEC-17] told of %s, WeChat is not believed: malformed, in both calls', async (_what, change) => {
  for (const [answer, ask] of [[GIVEN, 'renew'], [SHOWN, 'look']] as const) {
    const { user, told } = await walled(json({ ...answer, ...change }));
    expect(await user[ask](APP, HER, 'canary')).toEqual({ kind: 'unavailable', code: 'wechat-unavailable' });
    expect([told.length, told.join()]).toEqual([1, expect.stringMatching(/^notice wechat-left-out/)]);
    expect(told.join()).not.toContain('canary');
    await wechat?.close();
  }
});

test.each([[40001, 'over'], [40014, 'over'], [42001, 'over'], [42007, 'over'], [40003, 'wechat-unavailable'], [48001, 'wechat-unavailable'], [50002, 'wechat-unavailable'], [45011, 'wechat-busy'], [-1, 'wechat-busy'], [99999, 'wechat-unavailable']])('[SEC-16] errcode %i to an access token means %s', async (errcode, meant) => {
  const { user, told } = await walled(json({ errcode, errmsg: 'text, rid: 6129ee10-00000000-00000000' }));
  const looked = await user.look(APP, HER, 'access-canary');
  expect(looked).toEqual(meant === 'over' ? { kind: 'over' } : { kind: 'unavailable', code: meant });
  expect(told.map((line) => line.split(' ')[0])).toEqual(meant === 'over' ? [] : [meaningOf(errcode).misconfigured ? 'alarm' : 'notice']);
});

test.each([[40030, 'over'], [42002, 'over'], [42007, 'over'], [40001, 'wechat-unavailable'], [40013, 'wechat-unavailable'], [41003, 'wechat-unavailable'], [45011, 'wechat-busy']])('[SEC-16] errcode %i to a refresh token means %s', async (errcode, meant) => {
  const { user } = await walled(json({ errcode, errmsg: 'text' }));
  expect([await user.renew(APP, HER, 'refresh-canary'), saysPersonMustReturn(errcode)]).toEqual([meant === 'over' ? { kind: 'over' } : { kind: 'unavailable', code: meant }, meant === 'over']);
});

test.each([{}, [], null, 'ok', { ...GIVEN, access_token: '' }, { ...GIVEN, refresh_token: 1 }, { ...GIVEN, expires_in: '7200' }, { ...GIVEN, openid: 'o a' }])('[SEC-17] the answer %j renews nothing', (answer) => {
  expect(() => judgeRenewedToken(answer)).toThrow('oauth2/refresh_token');
});

test.each<[string, Parameters<typeof weChatThatAnswers>[0]]>([['never answers', () => {}], ['drops the connection', (response) => { response.destroy(); }], ['answers HTML', (response) => { response.end('<html>'); }], ['answers HTTP 502', (response) => { response.statusCode = 502; response.end('{}'); }]])('[REL-09] a WeChat that %s is unavailable, is asked once, and no token is told', async (_what, answer) => {
  const { user, asked, told } = await walled(answer);
  expect(await user.renew(APP, HER, 'refresh-canary')).toEqual({ kind: 'unavailable', code: 'wechat-unavailable' });
  expect([asked.length, told.length, told.join().includes('canary')]).toEqual([1, 1, false]);
});
