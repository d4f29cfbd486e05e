// WeChat's callbacks as promises, and the small facts the phone tells about itself.
import { en, wordsIn, zh } from '../../../miniprogram/i18n/dictionary';
import { isOffline } from '../../../miniprogram/services/cloud';
import { deviceOf } from '../../../miniprogram/services/device';
import { isDeclined, openWeChat, type WxLogin } from '../../../miniprogram/services/wechat';

type Options = { success?: (result: object) => void; fail?: (failure: { errMsg: string }) => void };

/** A `wx` whose calls are answered by `answer`: a result, or an error text beginning with the call's name. */
function aWx(answer: (options: Options) => void): { wx: WxLogin; calls: object[] } {
  const calls: object[] = [];
  const call = (options: Options) => { calls.push(options); answer(options); };
  return { wx: { login: call, checkSession: call, getUserInfo: call } as unknown as WxLogin, calls };
}

it('[PH-21] callers at the same time share one wx.login; a later one fetches a new code', async () => {
  let issued = 0;
  const { wx } = aWx((options) => { issued += 1; const code = `code-${issued}`; setTimeout(() => options.success?.({ code, errMsg: 'login:ok' }), 0); });
  const wechat = openWeChat(wx);
  expect(await Promise.all([wechat.login(), wechat.login(), wechat.login()])).toEqual(['code-1', 'code-1', 'code-1']);
  expect(await wechat.login()).toBe('code-2');
});

it('[PH-21] a failed wx.login is Offline, and the next one asks again', async () => {
  let first = true;
  const { wx } = aWx((options) => { if (first) { first = false; options.fail?.({ errMsg: 'login:fail timeout' }); } else options.success?.({ code: 'code-2' }); });
  const wechat = openWeChat(wx);
  expect(isOffline(await wechat.login().catch((thrown: unknown) => thrown))).toBe(true);
  expect(await wechat.login()).toBe('code-2');
});

it('[PH-22] checkSession tells whether the WeChat login stands', async () => {
  expect(await openWeChat(aWx((options) => options.success?.({})).wx).checkSession()).toBe(true);
  expect(await openWeChat(aWx((options) => options.fail?.({ errMsg: 'checkSession:fail' })).wx).checkSession()).toBe(false);
});

it('[PH-22] the user info is asked with credentials', async () => {
  const { wx, calls } = aWx((options) => options.success?.({ rawData: '{}' }));
  expect(await openWeChat(wx).getUserInfo()).toEqual({ rawData: '{}' });
  expect(calls).toEqual([expect.objectContaining({ withCredentials: true })]);
});

it.each(['getUserInfo:fail auth deny', 'getUserInfo:fail scope unauthorized', 'getUserInfo:fail privacy permission is not authorized'])('[PH-22] %s is the person declining', async (errMsg) => {
  const failure = await openWeChat(aWx((options) => options.fail?.({ errMsg })).wx).getUserInfo().catch((thrown: unknown) => thrown);
  expect([isDeclined(failure), isOffline(failure)]).toEqual([true, false]);
});

it('[PH-22] any other failure of the user info is Offline', async () => {
  const failure = await openWeChat(aWx((options) => options.fail?.({ errMsg: 'getUserInfo:fail timeout' })).wx).getUserInfo().catch((thrown: unknown) => thrown);
  expect(isOffline(failure)).toBe(true);
});

it('[PH-23] the device is named by a known platform and at most 64 code points of its model', () => {
  expect(deviceOf({ platform: 'android', model: 'Mi 11' })).toEqual({ platform: 'android', model: 'Mi 11' });
  expect(deviceOf({ platform: 'ohos', model: '📱'.repeat(70) })).toEqual({ platform: 'other', model: '📱'.repeat(64) });
});

it('[PH-24] every kind of Chinese gets Chinese words, every other language English ones', () => {
  expect(['zh_CN', 'zh_TW', 'zh_HK', 'zh-Hans'].map(wordsIn)).toEqual([zh, zh, zh, zh]);
  expect(['en', 'fr', ''].map(wordsIn)).toEqual([en, en, en]);
});

it('[PH-24] each refusal has a sentence of its own in both languages', () => {
  for (const { refusals } of [zh, en]) expect(new Set(Object.values(refusals)).size).toBe(23);
});
