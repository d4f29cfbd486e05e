// WeChat's own calls about the person, as promises: a code, whether the login still stands, the user info.
import { Offline } from './cloud';
import { singleFlight } from './single-flight';

/** What `wx.getUserInfo({ withCredentials: true })` gives; `cloudID` only where cloud development is on. */
export interface UserInfo { cloudID?: string; encryptedData: string; iv: string; rawData: string; signature: string }

export interface WeChat {
  /** A code, good for one exchange within five minutes; callers at the same time share one. @throws Offline */
  login(): Promise<string>;
  /** Whether WeChat still holds the login that the last code began. */
  checkSession(): Promise<boolean>;
  /** @throws Declined when the person or the privacy agreement says no, Offline otherwise */
  getUserInfo(): Promise<UserInfo>;
}

/** The three calls of `wx`, which answer by callback in every base library. */
export type WxLogin = Pick<WechatMiniprogram.Wx, 'login' | 'checkSession' | 'getUserInfo'>;

/** WeChat asked the person, or the privacy agreement, and the answer was no. */
export class Declined extends Error {
  readonly code = 'declined';
}

export function isDeclined(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'declined';
}

export function openWeChat(wx: WxLogin): WeChat {
  return {
    login: singleFlight(() => login(wx)),
    checkSession: () => checkSession(wx),
    getUserInfo: () => getUserInfo(wx),
  };
}

function login(wx: WxLogin): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.login({ success: ({ code }) => resolve(code), fail: (failure) => reject(new Offline('wx.login', failure)) });
  });
}

function checkSession(wx: WxLogin): Promise<boolean> {
  return new Promise((resolve) => {
    wx.checkSession({ success: () => resolve(true), fail: () => resolve(false) });
  });
}

function getUserInfo(wx: WxLogin): Promise<UserInfo> {
  return new Promise((resolve, reject) => {
    wx.getUserInfo({ withCredentials: true, success: resolve, fail: (failure) => reject(failureOfUserInfo(failure.errMsg)) });
  });
}

// 'getUserInfo:fail auth deny', '… scope unauthorized'; '… privacy permission is not authorized' comes before the agreement is accepted
function failureOfUserInfo(errMsg: string): Error {
  return /auth deny|unauthorized|not authorized|cancel/.test(errMsg) ? new Declined(errMsg) : new Offline('wx.getUserInfo', errMsg);
}
