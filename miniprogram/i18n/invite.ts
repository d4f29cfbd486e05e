// The words of invitations: the card she shares, who brought her, and how many she brought.

export interface InviteWords {
  title: string;
  hint: string;
  /** On the card in a friend's chat. */
  card: string;
  /** `{name}` of whoever brought her. */
  by: string;
  /** The same where that person has no nickname. */
  bySomebody: string;
  meanings: readonly string[];
  share: string;
  reading: string;
  /** `{count}` who came by her cards; one and none read differently. */
  count: string;
  one: string;
  none: string;
}

export const zhInvite: InviteWords = {
  title: '邀请好友',
  hint: '发给朋友',
  card: '邀请你一起来：一个账号，走到哪里都是你',
  by: '由 {name} 邀请',
  bySomebody: '由一位朋友邀请',
  meanings: ['朋友点开你发的卡片，第一次登录时会记下是你邀请的。', '卡片里只有一个不透明的邀请码，看不出你是谁，也不会给任何人权限。'],
  share: '发给朋友',
  reading: '正在读取…',
  count: '已有 {count} 位朋友通过你的邀请加入',
  one: '已有 1 位朋友通过你的邀请加入',
  none: '还没有朋友通过你的邀请加入',
};

export const enInvite: InviteWords = {
  title: 'Invite friends',
  hint: 'Send a card',
  card: 'Join me: one account, wherever you are',
  by: 'Invited by {name}',
  bySomebody: 'Invited by a friend',
  meanings: ['When a friend opens your card and signs in for the first time, we note that you invited them.', 'The card carries an opaque code only: it does not tell who you are and gives nobody any rights.'],
  share: 'Send to a friend',
  reading: 'Reading…',
  count: '{count} friends joined by your invitation',
  one: '1 friend joined by your invitation',
  none: 'Nobody has joined by your invitation yet',
};
