// What the page says of refusals and of sessions that ended, by code, in Chinese and in English.
export const REFUSALS = {
  'not-found': ['这里没有可以扫码的小程序。', 'There is no mini program to scan with here.'],
  declined: ['你在微信里取消了登录。', 'You declined in WeChat.'],
  'ticket-invalid': ['这次登录已经失效，请再试一次。', 'This sign-in has expired; please try again.'],
  'state-invalid': ['这次登录已经失效，请再试一次。', 'This sign-in has expired; please try again.'],
  'code-invalid': ['微信的登录码已经失效，请再试一次。', 'WeChat’s code has expired; please try again.'],
  'code-used': ['微信的登录码已经用过，请再试一次。', 'WeChat’s code was used already; please try again.'],
  'snapshot-user': ['这是微信的快照页：请轻触底部的“使用完整服务”，再登录。', 'This is a WeChat snapshot page: tap “use the full service” below, then sign in.'],
  'user-blocked': ['这个账号不能登录。', 'This account cannot sign in.'],
  'account-closed': ['这个账号已经注销。', 'This account was closed.'],
  'rate-limited': ['太频繁了，请稍等一会儿。', 'Too often; please wait a little.'],
  'wechat-busy': ['微信正忙，请稍后再试。', 'WeChat is busy; please try later.'],
  'wechat-unavailable': ['暂时连不上微信，请稍后再试。', 'WeChat cannot be reached; please try later.'],
  unreachable: ['没有网络，或者服务没有回答。重新打开这一页再试。', 'No network, or no answer. Open this page again to retry.'],
  loop: ['这一页一分钟里打开了好几次，先不再问微信了。稍等一会儿再打开。', 'This page was opened several times within a minute and asks WeChat no more. Open it again a little later.'],
};
const OTHER = ['登录没有成功，请再试一次。', 'That did not work; please try again.'];

export const ENDINGS = {
  'signed-out': ['已经退出登录。', 'You are signed out.'],
  'other-person': ['微信换了人：上一位已经退出。', 'Another person’s WeChat: the one before was signed out.'],
  'session-revoked': ['这里的登录已经在别处结束。', 'This session was ended elsewhere.'],
  'account-closed': ['这个账号已经注销。', 'This account was closed.'],
  'user-blocked': ['这个账号已被停用。', 'This account was suspended.'],
};
const ENDED = ['登录已经结束，请重新登录。', 'The session has ended; please sign in again.'];

export const OFFLINE = ['没有网络。看到的可能不是最新的。', 'No network. What you see may be out of date.'];
export const ONLY_HERE = ['已经在这里退出；服务没有回答，那边的登录到期才结束。', 'Signed out here; the service did not answer, and ends the session there when it is due.'];

export const DOORS = { 'mini-program': ['小程序', 'Mini program'], 'official-account': ['微信里的网页', 'Page inside WeChat'], website: ['网站扫码', 'Website'], scan: ['小程序扫码', 'Scan'] };
export const secondsLeft = (seconds) => [`还有 ${seconds} 秒`, `${seconds} s left`];
export const HERE = ['这里', 'here'];
export const NOBODY_NAMED = ['微信用户', 'WeChat user'];

export const refusalWords = (code) => REFUSALS[code] ?? OTHER;
export const endingWords = (reason) => ENDINGS[reason] ?? ENDED;
