// The services as this phone has them: built once, on the real `wx`.
import { POLICY_VERSION } from '../config';
import { openAccountLife } from './account';
import { AVATAR_AND_NICKNAME, isAtLeast } from './base-library';
import { openCloud } from './cloud';
import { type Consents, openConsents } from './consent';
import { deviceOf } from './device';
import { openInvites } from './invites';
import { openLinking } from './linking';
import { openPhoneNumber } from './phone-number';
import { openPrivacy, type WxPrivacy } from './privacy';
import { openProfile } from './profile';
import { openScan } from './scan';
import { openScanned } from './scanned';
import { openSession } from './session';
import { openSessions } from './sessions';
import { openAccountStore, openBroughtStore, openConsentStore, type Shelf } from './storage';
import { openUpload } from './upload';
import { openWeChat } from './wechat';

const callFunction = openCloud({ callFunction: (call) => wx.cloud.callFunction(call) });
const wechat = openWeChat(wx);
const shelf: Shelf = { get: (key) => wx.getStorageSync<unknown>(key), set: (key, value) => wx.setStorageSync(key, value) };

const store = openAccountStore(shelf);
const brought = openBroughtStore(shelf);

export const session = openSession({
  callFunction, store, brought,
  now: () => Date.now(),
  login: () => wechat.login(),
  device: () => deviceOf(wx.getDeviceInfo()),
});

// The typings of `onNeedPrivacyAuthorization` give its listener a result where WeChat gives it a function.
export const privacy = openPrivacy({ wx: wx as unknown as WxPrivacy, agreed: () => consents.agree() });

export const consents: Consents = openConsents({ session, store: openConsentStore(shelf), policyVersion: POLICY_VERSION, ask: () => privacy.ask() });

export const profile = openProfile({
  callFunction, session, consents, wechat,
  cloudId: (id) => wx.cloud.CloudID(id),
  upload: openUpload({ uploadFile: (file) => wx.cloud.uploadFile(file) }),
  random: () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`,
});

export const phoneNumber = openPhoneNumber({ callFunction, session, consents });

export const sessions = openSessions({ callFunction, session });

export const accountLife = openAccountLife({ callFunction, session });

export const linking = openLinking({ callFunction, session, profile, now: () => Date.now() });

export const invites = openInvites({ callFunction, session, store, brought, now: () => Date.now() });

export const scan = openScan({ callFunction, session });

export const scanned = openScanned({ entered: () => wx.getEnterOptionsSync(), onFront: (heard) => wx.onAppShow(heard) });

/** The language WeChat is set to, such as 'zh_CN' or 'en'. */
export function language(): string {
  return wx.getAppBaseInfo().language;
}

/** Whether this WeChat has the avatar button and the nickname keyboard. */
export function hasAvatarAndNickname(): boolean {
  return isAtLeast(wx.getAppBaseInfo().SDKVersion, AVATAR_AND_NICKNAME);
}

/** The appid of this mini program. */
export function ownAppId(): string {
  return wx.getAccountInfoSync().miniProgram.appId;
}
