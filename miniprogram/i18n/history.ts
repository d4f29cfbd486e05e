// The words of the account's history.

export interface HistoryWords {
  title: string;
  hint: string;
  empty: string;
  more: string;
  noMore: string;
  /** By the kind that the cloud gives; `other` for one that this version does not know. */
  kinds: Record<string, string>;
  other: string;
  /** Under an event that the person should look into, by its kind. */
  warnings: Record<string, string>;
  /** An event in another app of the same account. */
  otherApp: string;
}

export const zhHistory: HistoryWords = {
  title: '账号记录',
  hint: '登录、安全',
  empty: '还没有记录',
  more: '查看更早的记录',
  noMore: '没有更早的记录了',
  kinds: {
    'sign-in': '登录', 'sign-out': '退出登录', 'sign-out-everywhere': '退出所有设备', revoke: '让一台设备下线', 'refresh-reuse': '登录凭证被重复使用',
    ban: '账号被停用', lift: '账号恢复使用', close: '申请注销账号', keep: '保留账号', merge: '与你的另一个账号合并', unmerge: '一次合并被撤销', unlink: '解除关联一种登录方式',
  },
  other: '其他事件',
  warnings: {
    'refresh-reuse': '可能有人复制了这台设备的登录信息，那次登录已被结束。如果不是你，请退出所有设备。',
    ban: '管理员停用了这个账号，所有设备都已退出登录。如有疑问，请联系客服。',
  },
  otherApp: '在另一个应用里',
};

export const enHistory: HistoryWords = {
  title: 'Account history',
  hint: 'Sign-ins, security',
  empty: 'Nothing yet',
  more: 'Earlier events',
  noMore: 'Nothing earlier',
  kinds: {
    'sign-in': 'Signed in', 'sign-out': 'Signed out', 'sign-out-everywhere': 'Signed out everywhere', revoke: 'Signed a device out', 'refresh-reuse': 'A sign-in was used twice',
    ban: 'Account suspended', lift: 'Account restored', close: 'Asked to close the account', keep: 'Kept the account', merge: 'Joined with another account of yours', unmerge: 'A joining was undone', unlink: 'Unlinked a way to sign in',
  },
  other: 'Another event',
  warnings: {
    'refresh-reuse': 'Somebody may have copied the sign-in of this device; that session was ended. If it was not you, sign out everywhere.',
    ban: 'An administrator suspended this account, and every device was signed out. If you have questions, contact support.',
  },
  otherApp: 'In another app',
};
