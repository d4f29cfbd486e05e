// The privacy guidelines of an app: who agreed, and the gate before the APIs that need it.
import { aLocalWeChat, type LocalWeChat, UNBOUND } from './local-wechat';

const REFUSED = (api: string) => ({ ok: false, error: { errMsg: `${api}:fail privacy permission is not authorized`, errno: 104 } });
const GATED = ['requirePrivacyAuthorize', 'chooseAvatar', 'getPhoneNumber'];

let world: LocalWeChat;
beforeEach(async () => {
  world = await aLocalWeChat();
  for (const name of ['alice', 'bob']) world.wechat.people.put({ name, phone: '+8613800000001' });
});
afterEach(() => world.close());

function mustAgree(person = 'alice', options: { appid?: string; device?: string } = {}): unknown {
  const answer = world.call('getPrivacySetting', person, options);
  return answer.ok ? answer.result['needAuthorization'] : answer;
}
const gated = (api: string, privacyPopup?: unknown) => world.call(api, 'alice', { args: privacyPopup === undefined ? {} : { privacyPopup } });

test('[WX-56] at first nobody has agreed to the privacy guidelines', () => {
  expect(world.call('getPrivacySetting', 'alice')).toEqual({ ok: true, result: { needAuthorization: true, privacyContractName: '《微信账号小程序隐私保护指引》', errMsg: 'getPrivacySetting:ok' } });
});

test('[WX-56] who agrees has agreed on every device, in this app only, and alone', () => {
  expect(world.call('agreePrivacyAuthorization', 'alice')).toEqual({ ok: true, result: { errMsg: 'agreePrivacyAuthorization:ok' } });
  expect([mustAgree(), mustAgree('alice', { device: 'tablet' }), mustAgree('alice', { appid: UNBOUND }), mustAgree('bob')]).toEqual([false, false, true, true]);
});

test('[WX-56] an agreement outlives the process, and a reset forgets it', () => {
  world.call('agreePrivacyAuthorization', 'alice');
  world.restart();
  expect(mustAgree()).toBe(false);
  const [alice, app] = [world.person('alice'), world.app(UNBOUND)];
  world.wechat.reset();
  expect(world.wechat.phone('getPrivacySetting', { person: alice, app, device: 'phone-1', args: {} })).toMatchObject({ result: { needAuthorization: true } });
});

test('[WX-57] a refusal is not recorded and takes back no agreement', () => {
  expect(world.call('disagreePrivacyAuthorization', 'alice')).toEqual({ ok: true, result: { errMsg: 'disagreePrivacyAuthorization:ok' } });
  expect(mustAgree()).toBe(true);
  world.call('agreePrivacyAuthorization', 'alice');
  world.call('disagreePrivacyAuthorization', 'alice');
  expect(mustAgree()).toBe(false);
});

test.each(GATED)('[WX-58] %s of someone who has not agreed meets WeChat\'s popup; who agrees there has agreed, and the call goes on', (api) => {
  expect(gated(api)).toMatchObject({ ok: true, result: { errMsg: `${api}:ok` } });
  expect(mustAgree()).toBe(false);
});

test.each(GATED)('[WX-58] %s fails with errno 104 where she refuses, or where no popup comes, and nothing is recorded', (api) => {
  expect([gated(api, 'disagree'), gated(api, 'none'), mustAgree()]).toEqual([REFUSED(api), REFUSED(api), true]);
});

test.each(GATED)('[WX-58] %s of someone who has agreed meets no popup', (api) => {
  world.call('agreePrivacyAuthorization', 'alice');
  expect(['agree', 'disagree', 'none'].map((popup) => gated(api, popup).ok)).toEqual([true, true, true]);
});

test.each(['maybe', 7, null])('[WX-58] a popup %p is refused and records nothing', (popup) => {
  expect(gated('chooseAvatar', popup)).toEqual({ ok: false, error: { errMsg: expect.stringContaining('chooseAvatar:fail parameter error: parameter.privacyPopup') } });
  expect(mustAgree()).toBe(true);
});

test('[WX-59] wx.login, getUserInfo, the nickname\'s review and the guidelines themselves need no agreement', () => {
  for (const [api, args] of [['login', {}], ['checkSession', {}], ['getUserInfo', {}], ['reviewNickname', { nickname: '小明' }], ['openPrivacyContract', {}]] as const) {
    expect(world.call(api, 'alice', { args: { ...args, privacyPopup: 'none' } })).toMatchObject({ ok: true, result: { errMsg: `${api}:ok` } });
  }
  expect(mustAgree()).toBe(true);
});
