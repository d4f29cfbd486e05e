// Every word the phone says, in Chinese and in English; the type holds the two together.
import type { RefusalCode } from '../../contract/reply';
import { type AccountWords, enAccount, zhAccount } from './account';
import { type DeviceWords, enDevices, zhDevices } from './devices';
import { enHistory, type HistoryWords, zhHistory } from './history';
import { enIdentities, type IdentityWords, zhIdentities } from './identities';
import { enInvite, type InviteWords, zhInvite } from './invite';
import { enPrivacy, type PrivacyWords, zhPrivacy } from './privacy';
import { enScan, type ScanWords, zhScan } from './scan';
import { enSelf, type SelfWords, zhSelf } from './self';

export interface Words {
  title: string;
  tagline: string;
  facts: readonly { title: string; text: string }[];
  signIn: string;
  signingIn: string;
  notNow: string;
  laterTitle: string;
  laterText: string;
  signOut: string;
  profile: string;
  profileHint: string;
  userId: string;
  noNickname: string;
  nickname: string;
  nicknamePlaceholder: string;
  nicknameEmpty: string;
  save: string;
  retry: string;
  offlineTitle: string;
  offlineText: string;
  refusedTitle: string;
  /** Over a session that ended elsewhere: nothing was tried here. */
  endedTitle: string;
  updateFromWeChat: string;
  updating: string;
  updateHint: string;
  signInFirst: string;
  toHome: string;
  /** On the button that opens WeChat's chat with support. */
  contact: string;
  devices: DeviceWords;
  /** What she shows of herself: picture, nickname, phone number. */
  self: SelfWords;
  privacy: PrivacyWords;
  history: HistoryWords;
  identities: IdentityWords;
  account: AccountWords;
  invite: InviteWords;
  scan: ScanWords;
  /** For a refusal that tells until when. */
  refusedUntil: string;
  status: string;
  refusals: Record<RefusalCode, string>;
}

export const zh: Words = {
  title: '微信账号',
  tagline: '一个账号，走到哪里都是你',
  facts: [
    { title: '轻轻一点', text: '用微信登录，不用记密码，也不用填手机号。' },
    { title: '不多要', text: '不申请任何权限，只认得你在这个小程序里的标识。' },
    { title: '随时离开', text: '退出登录后，这台设备上的登录立即失效。' },
  ],
  signIn: '微信登录',
  signingIn: '正在登录…',
  notNow: '暂不登录',
  laterTitle: '先随便看看',
  laterText: '不登录也可以浏览这里的介绍。想保存昵称、头像和自己的内容时，再回到这里登录。',
  signOut: '退出登录',
  profile: '我的资料',
  profileHint: '头像、昵称',
  userId: '用户编号',
  noNickname: '还没有昵称',
  nickname: '昵称',
  nicknamePlaceholder: '填写或选用微信昵称',
  nicknameEmpty: '请先填写昵称',
  save: '保存',
  retry: '再试一次',
  offlineTitle: '没有连上',
  offlineText: '网络或服务暂时不可用，请稍后再试。',
  refusedTitle: '没有成功',
  endedTitle: '已退出登录',
  updateFromWeChat: '从微信更新资料',
  updating: '正在更新…',
  updateHint: '微信可能只提供“微信用户”这样的匿名资料，那时你自己选的昵称和头像不会被覆盖。',
  signInFirst: '请先回到首页登录',
  toHome: '回到首页',
  contact: '联系客服',
  devices: zhDevices,
  self: zhSelf,
  privacy: zhPrivacy,
  history: zhHistory,
  identities: zhIdentities,
  account: zhAccount,
  invite: zhInvite,
  scan: zhScan,
  refusedUntil: '操作太频繁了，{moment} 之后可以再试。',
  status: '状态',
  refusals: {
    'bad-request': '这个版本和服务对不上，请更新小程序后再试。',
    'code-invalid': '微信登录凭证已失效，请再试一次。',
    'code-used': '微信登录凭证已用过，请再试一次。',
    'user-blocked': '这个账号已被停用。如有疑问请联系客服。',
    'rate-limited': '操作太频繁了，请稍后再试。',
    'wechat-busy': '微信繁忙，请稍后再试。',
    'wechat-unavailable': '暂时连不上微信，请稍后再试。',
    'decrypt-failed': '没能读取微信资料，请再试一次。',
    'token-invalid': '登录状态无效，请重新登录。',
    'token-expired': '登录已过期，请重新登录。',
    'session-revoked': '这台设备已退出登录，请重新登录。',
    'state-invalid': '登录请求已失效，请重新开始。',
    'ticket-invalid': '登录凭证已失效，请重新开始。',
    declined: '你没有同意，所以没有更改。',
    'snapshot-user': '请点击“使用完整服务”后再登录。',
    'link-conflict': '这个微信已经属于另一个账号。',
    'consent-required': '你还没有同意隐私政策，所以没有保存。',
    'recent-sign-in-required': '为了安全，请重新登录后再操作。',
    'account-closed': '这个账号已申请注销，正等待删除。还想用它，可以保留账号。',
    forbidden: '没有权限这样做。',
    'not-found': '没有找到。',
    'conflict-retry': '刚才有别的操作在进行，请再试一次。',
    internal: '服务出了点问题，请稍后再试。',
  },
};

export const en: Words = {
  title: 'WeChat account',
  tagline: 'One account, wherever you come in',
  facts: [
    { title: 'One tap', text: 'Sign in with WeChat: no password to remember, no phone number to type.' },
    { title: 'Nothing extra', text: 'No permission is asked. We only know you by your id in this mini program.' },
    { title: 'Leave any time', text: 'Signing out ends the session of this device at once.' },
  ],
  signIn: 'Sign in with WeChat',
  signingIn: 'Signing in…',
  notNow: 'Not now',
  laterTitle: 'Just looking around',
  laterText: 'You can read about this place without signing in. Come back here when you want to keep a nickname, a picture or your own things.',
  signOut: 'Sign out',
  profile: 'My profile',
  profileHint: 'Picture, nickname',
  userId: 'User id',
  noNickname: 'No nickname yet',
  nickname: 'Nickname',
  nicknamePlaceholder: 'Type a nickname',
  nicknameEmpty: 'Type a nickname first',
  save: 'Save',
  retry: 'Try again',
  offlineTitle: 'Not connected',
  offlineText: 'The network or the service is not available right now. Please try again later.',
  refusedTitle: 'That did not work',
  endedTitle: 'Signed out',
  updateFromWeChat: 'Update from WeChat',
  updating: 'Updating…',
  updateHint: 'WeChat may only give an anonymous profile (“微信用户”). What you chose yourself is never overwritten by an anonymous one.',
  signInFirst: 'Please sign in on the home page first',
  toHome: 'Go to the home page',
  contact: 'Contact support',
  devices: enDevices,
  self: enSelf,
  privacy: enPrivacy,
  history: enHistory,
  identities: enIdentities,
  account: enAccount,
  invite: enInvite,
  scan: enScan,
  refusedUntil: 'Too many attempts. You can try again after: {moment}.',
  status: 'Status',
  refusals: {
    'bad-request': 'This version does not match the service. Please update the mini program.',
    'code-invalid': 'The WeChat code is no longer valid. Please try again.',
    'code-used': 'The WeChat code was already used. Please try again.',
    'user-blocked': 'This account is suspended. Please contact support.',
    'rate-limited': 'Too many attempts. Please try again later.',
    'wechat-busy': 'WeChat is busy. Please try again later.',
    'wechat-unavailable': 'WeChat cannot be reached. Please try again later.',
    'decrypt-failed': 'Your WeChat profile could not be read. Please try again.',
    'token-invalid': 'This sign-in is not valid. Please sign in again.',
    'token-expired': 'This sign-in has expired. Please sign in again.',
    'session-revoked': 'This device was signed out. Please sign in again.',
    'state-invalid': 'This sign-in request is no longer valid. Please start again.',
    'ticket-invalid': 'This sign-in ticket is no longer valid. Please start again.',
    declined: 'You did not agree, so nothing was changed.',
    'snapshot-user': 'Please choose “full service” and sign in then.',
    'link-conflict': 'This WeChat account belongs to another user.',
    'consent-required': 'You have not agreed to the privacy policy, so nothing was stored.',
    'recent-sign-in-required': 'For your safety, please sign in again first.',
    'account-closed': 'This account was closed and waits to be erased. You can still keep it.',
    forbidden: 'This is not allowed.',
    'not-found': 'Not found.',
    'conflict-retry': 'Something else was under way. Please try again.',
    internal: 'Something went wrong with the service. Please try again later.',
  },
};

/** Chinese for every kind of it ('zh_CN', 'zh_TW', 'zh_HK'), English for all other languages. */
export function wordsIn(language: string): Words {
  return language.toLowerCase().startsWith('zh') ? zh : en;
}
