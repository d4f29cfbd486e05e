// The words of the account's life: export, closing, and the time until it is erased.
import type { Question } from '../services/confirm';

export interface AccountWords {
  title: string;
  closeTitle: string;
  /** What closing means. */
  meanings: readonly string[];
  exportFirst: string;
  close: string;
  closing: string;
  askClose: Question;
  waitingTitle: string;
  /** `{date}`: of the erasure. */
  waitingUntil: string;
  /** Closed on another phone, or before this one forgot: the date is not known here. */
  waitingSomeDay: string;
  waitingText: string;
  /** The same where the date is not known. */
  waitingTextSomeDay: string;
  keep: string;
  keeping: string;
  kept: string;
  /** She asked to keep an account that was erased before, and has another now. */
  keptTooLate: string;
  /** Her tap came after the date. */
  erased: string;
  exportTitle: string;
  exportHint: string;
  exportMeanings: readonly string[];
  export: string;
  exporting: string;
  exported: string;
  /** By the name of a part of the document; others are shown by that name. */
  parts: Record<string, string>;
  /** `{count}` of a part's items. */
  items: string;
  nothing: string;
  yes: string;
  no: string;
  /** `{items}`: a part of which the document holds no more. */
  notWhole: string;
  copy: string;
  copied: string;
  notCopied: string;
}

export const zhAccount: AccountWords = {
  title: '账号与隐私',
  closeTitle: '注销账号',
  meanings: [
    '确认后账号立即停用，在所有设备上都不能再用。',
    '等待 15 天，期间可以随时保留账号，一切照旧。',
    '到期后删除昵称、头像、手机号、登录和记录，不能恢复。',
    '之后再用微信登录，会是一个全新的账号。',
  ],
  exportFirst: '先导出我的信息',
  close: '注销账号',
  closing: '正在处理…',
  askClose: { title: '注销这个账号？', content: '账号立即停用，15 天后删除全部资料。期间可以保留账号。', confirmText: '注销', cancelText: '取消' },
  waitingTitle: '账号等待注销',
  waitingUntil: '将于 {date} 删除',
  waitingSomeDay: '已申请注销，现在还可以保留',
  waitingText: '在那之前账号停用。改变主意的话，保留账号就能继续使用，资料都还在。',
  waitingTextSomeDay: '账号现在停用。改变主意的话，保留账号就能继续使用，资料都还在。',
  keep: '保留账号',
  keeping: '正在恢复…',
  kept: '账号已保留，可以继续使用',
  keptTooLate: '原来的账号已经删除，不能恢复。你现在用的是一个全新的账号。',
  erased: '可以保留的时间已过，原来的账号已经删除。再次登录会是一个全新的账号。',
  exportTitle: '导出我的信息',
  exportHint: '查看、复制',
  exportMeanings: ['这里会列出我们保存的、关于你的全部信息。', '内容只显示在这台设备上；复制后请小心保管，它含有你的个人信息。'],
  export: '导出我的信息',
  exporting: '正在整理…',
  exported: '以下是关于你的全部信息',
  parts: { exportedAt: '导出时间', id: '用户编号', nickname: '昵称', avatarUrl: '头像', phone: '手机号', consents: '同意过的政策', createdAt: '注册时间', identities: '微信身份', history: '账号记录', notes: '笔记', wasInvited: '由朋友邀请', invited: '邀请来的人数' },
  items: '{count} 项',
  nothing: '无',
  yes: '是',
  no: '否',
  notWhole: '{items}，只列出最近的一部分',
  copy: '复制全部内容',
  copied: '已复制',
  notCopied: '没能复制，请再试一次',
};

export const enAccount: AccountWords = {
  title: 'Account and privacy',
  closeTitle: 'Close the account',
  meanings: [
    'The account stops working at once, on every device.',
    'It waits 15 days. Until then you can keep it, and everything is as before.',
    'Then nickname, picture, phone number, sign-ins and history are erased and cannot be brought back.',
    'Signing in with WeChat after that makes a new account.',
  ],
  exportFirst: 'Export my data first',
  close: 'Close the account',
  closing: 'One moment…',
  askClose: { title: 'Close this account?', content: 'It stops working at once and everything is erased after 15 days. Until then you can keep it.', confirmText: 'Close account', cancelText: 'Cancel' },
  waitingTitle: 'Your account waits to be erased',
  waitingUntil: 'It will be erased on {date}',
  waitingSomeDay: 'It was closed and can still be kept',
  waitingText: 'Until then it cannot be used. If you change your mind, keep it: everything is still there.',
  waitingTextSomeDay: 'It cannot be used now. If you change your mind, keep it: everything is still there.',
  keep: 'Keep my account',
  keeping: 'Bringing it back…',
  kept: 'Your account is kept; go on as before',
  keptTooLate: 'Your old account was erased before and cannot be brought back. This is a new one.',
  erased: 'The time to keep it is over: the account was erased. Signing in again makes a new one.',
  exportTitle: 'Export my data',
  exportHint: 'See, copy',
  exportMeanings: ['Here you find everything that we keep about you.', 'It is shown on this device only. Take care of a copy: it holds your personal data.'],
  export: 'Export my data',
  exporting: 'Collecting…',
  exported: 'This is everything about you',
  parts: { exportedAt: 'Exported', id: 'User id', nickname: 'Nickname', avatarUrl: 'Picture', phone: 'Phone number', consents: 'Policies agreed to', createdAt: 'Registered', identities: 'WeChat identities', history: 'History', notes: 'Notes', wasInvited: 'Came by an invitation', invited: 'People invited' },
  items: '{count} in all',
  nothing: 'None',
  yes: 'Yes',
  no: 'No',
  notWhole: '{items}, only the latest',
  copy: 'Copy everything',
  copied: 'Copied',
  notCopied: 'It could not be copied; please try again',
};
