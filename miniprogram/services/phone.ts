// The services as this phone has them: built once, on the real `wx`.
import { openCloud } from './cloud';
import { deviceOf } from './device';
import { openProfile } from './profile';
import { openSession } from './session';
import { openSessions } from './sessions';
import { openAccountStore } from './storage';
import { openWeChat } from './wechat';

const callFunction = openCloud({ callFunction: (call) => wx.cloud.callFunction(call) });
const wechat = openWeChat(wx);

export const session = openSession({
  callFunction,
  store: openAccountStore({ get: (key) => wx.getStorageSync<unknown>(key), set: (key, value) => wx.setStorageSync(key, value) }),
  now: () => Date.now(),
  login: () => wechat.login(),
  device: () => deviceOf(wx.getDeviceInfo()),
});

export const profile = openProfile({ callFunction, session, wechat, cloudId: (id) => wx.cloud.CloudID(id) });

export const sessions = openSessions({ callFunction, session });

/** The language WeChat is set to, such as 'zh_CN' or 'en'. */
export function language(): string {
  return wx.getAppBaseInfo().language;
}
