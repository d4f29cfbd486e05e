// The words of the ways to sign in, and of linking two of them.
import type { Kind } from '../../contract/doors';
import type { RefusalCode } from '../../contract/reply';
import type { Question } from '../services/confirm';

export interface IdentityWords {
  title: string;
  hint: string;
  kinds: Record<Kind, string>;
  /** `{kind}` and `{end}` of its appid: an app that config.ts does not name. */
  nameless: string;
  here: string;
  linked: string;
  lastSignIn: string;
  /** How another app comes to stand here. */
  joins: string;
  unlink: string;
  /** `{app}`: what is unlinked. */
  askUnlink: Question;
  unlinked: string;
  unlinkedBefore: string;
  cannotUnlink: string;
  link: typeof zhLink;
}

const zhRefusals: Partial<Record<RefusalCode, string>> = {
  'code-invalid': '这个关联码不对、用过、超过 5 分钟，或那边已退出登录。请在另一个应用里换一个新的。',
  'link-conflict': '两个账号中有一个已停用或正在注销，没有合并。',
};

const zhLink = {
  title: '关联另一个应用',
  give: '在另一个应用里是另一个账号？在这里得到一个关联码，到那里输入，两个账号就合并成一个。',
  make: '得到关联码',
  makeNew: '换一个新的',
  working: '请稍候…',
  use: '打开你的另一个应用，在“登录方式 › 关联另一个应用”里输入。不要发给任何人。',
  /** `{time}` left. */
  left: '{time} 后失效',
  copy: '复制关联码',
  over: '关联码已失效',
  enter: '输入另一个应用里的关联码',
  placeholder: '粘贴或输入关联码',
  next: '下一步',
  /** What she typed cannot be one. */
  noCode: '这不像是一个关联码，请检查。',
  joins: '将与这个账号合并',
  noName: '未命名',
  /** `{app}` in which the code was made. */
  from: '来自{app}',
  own: '这已经是同一个账号，不用再关联。',
  warningTitle: '只输入你自己得到的关联码',
  warning: '如果这个关联码是别人给你的，请取消：合并后对方能看到你的一切，你们的账号会成为同一个。',
  confirm: '合并成一个账号',
  ask: { title: '这个关联码是你自己得到的吗？', content: '两个账号会合并成一个。是别人给你的，就取消。', confirmText: '是我的', cancelText: '取消' },
  done: '已合并成一个账号，在两个应用里都是它',
  refusals: zhRefusals,
};

const enLink: typeof zhLink = {
  title: 'Link another app',
  give: 'Are you another account in another app? Get a code here and enter it there: the two become one.',
  make: 'Get a code',
  makeNew: 'Get a new one',
  working: 'One moment…',
  use: 'Enter it in your other app, under “Ways to sign in › Link another app”. Send it to nobody.',
  left: 'Good for {time}',
  copy: 'Copy the code',
  over: 'The code has expired',
  enter: 'Enter a code from another app',
  placeholder: 'Paste or type the code',
  next: 'Next',
  noCode: 'This does not look like a code. Please check it.',
  joins: 'Your account will be joined with',
  noName: 'No name',
  from: 'From {app}',
  own: 'This is the same account already; nothing to do.',
  warningTitle: 'Only enter a code that you got yourself',
  warning: 'If somebody gave you this code, cancel: that person would see everything of yours, and your account and theirs would become one.',
  confirm: 'Make them one account',
  ask: { title: 'Did you get this code yourself?', content: 'The two accounts become one. If somebody gave it to you, cancel.', confirmText: 'It is mine', cancelText: 'Cancel' },
  done: 'One account now, in both apps',
  refusals: {
    'code-invalid': 'The code is wrong, used, older than 5 minutes, or the other app was signed out. Get a new one there.',
    'link-conflict': 'One of the two accounts is suspended or being closed. Nothing was joined.',
  },
};

export const zhIdentities: IdentityWords = {
  title: '登录方式',
  hint: '关联的应用',
  kinds: { 'mini-program': '小程序', 'official-account': '公众号', website: '网站' },
  nameless: '{kind}（尾号 {end}）',
  here: '这里',
  linked: '关联时间',
  lastSignIn: '最近登录',
  joins: '同一个微信开放平台账号下的小程序、公众号和网站，用同一个微信登录后会自动归到这个账号，不用另外绑定。',
  unlink: '解除关联',
  askUnlink: { title: '解除关联“{app}”？', content: '30 天内合并来的，会分开成原来的账号；更早的，以后在那里是新的空账号。', confirmText: '解除关联', cancelText: '取消' },
  unlinked: '“{app}”已解除关联',
  unlinkedBefore: '“{app}”之前已经解除关联',
  cannotUnlink: '不能解除：这是最后一种登录方式，或者微信认为它和另一种是同一个人。',
  link: zhLink,
};

export const enIdentities: IdentityWords = {
  title: 'Ways to sign in',
  hint: 'Linked apps',
  kinds: { 'mini-program': 'Mini program', 'official-account': 'Official account', website: 'Website' },
  nameless: '{kind} ({end})',
  here: 'Here',
  linked: 'Linked',
  lastSignIn: 'Last sign-in',
  joins: 'Mini programs, official accounts and websites of the same WeChat open platform join this account by themselves once you sign in to them with the same WeChat.',
  unlink: 'Unlink',
  askUnlink: { title: 'Unlink “{app}”?', content: 'Joined within 30 days, it is its own account again; else a new, empty one begins there.', confirmText: 'Unlink', cancelText: 'Cancel' },
  unlinked: '“{app}” is unlinked',
  unlinkedBefore: '“{app}” was unlinked before',
  cannotUnlink: 'It stays: it is the last way to sign in, or WeChat takes it and another one for the same person.',
  link: enLink,
};
