// The tags and the `wx` members that the runtime implements: the build refuses everything else by name, the runtime must fill every name.

export const BUILTIN_TAGS = [
  'view', 'text', 'image', 'button', 'input', 'textarea', 'form', 'label', 'checkbox', 'checkbox-group',
  'radio', 'radio-group', 'switch', 'scroll-view', 'navigator', 'icon', 'progress',
] as const;
export type BuiltinTag = (typeof BUILTIN_TAGS)[number];

/** Tags that the template compiler itself understands. */
export const TEMPLATE_TAGS: readonly string[] = ['block', 'slot', 'template', 'import', 'include', 'wxs'];

export const WX_MEMBERS = [
  'login', 'checkSession', 'getUserInfo', 'getPrivacySetting', 'requirePrivacyAuthorize', 'openPrivacyContract', 'onNeedPrivacyAuthorization',
  'setStorage', 'getStorage', 'removeStorage', 'clearStorage', 'getStorageInfo',
  'setStorageSync', 'getStorageSync', 'removeStorageSync', 'clearStorageSync', 'getStorageInfoSync',
  'getSystemInfo', 'getSystemInfoAsync', 'getSystemInfoSync', 'getAppBaseInfo', 'getDeviceInfo', 'getWindowInfo', 'getSystemSetting', 'getAccountInfoSync',
  'getLaunchOptionsSync', 'getEnterOptionsSync', 'getNetworkType', 'onNetworkStatusChange', 'offNetworkStatusChange',
  'onAppShow', 'offAppShow', 'onAppHide', 'offAppHide', 'onError', 'offError', 'onUnhandledRejection', 'offUnhandledRejection',
  'navigateTo', 'redirectTo', 'navigateBack', 'switchTab', 'reLaunch',
  'showToast', 'hideToast', 'showLoading', 'hideLoading', 'showModal', 'showActionSheet', 'setClipboardData', 'getClipboardData',
  'setNavigationBarTitle', 'setNavigationBarColor', 'showNavigationBarLoading', 'hideNavigationBarLoading',
  'stopPullDownRefresh', 'pageScrollTo', 'nextTick', 'canIUse', 'createSelectorQuery', 'env', 'cloud',
] as const;
export type WxMember = (typeof WX_MEMBERS)[number];

export const WX_CLOUD_MEMBERS = ['init', 'callFunction', 'CloudID', 'uploadFile', 'downloadFile', 'getTempFileURL', 'deleteFile'] as const;
export type WxCloudMember = (typeof WX_CLOUD_MEMBERS)[number];

/** Every name a mini program may use, as it is written after `wx.`. */
export function isImplemented(name: string): boolean {
  const [first = '', second] = name.split('.');
  if (!(WX_MEMBERS as readonly string[]).includes(first)) return false;
  return first !== 'cloud' || second === undefined || (WX_CLOUD_MEMBERS as readonly string[]).includes(second);
}
