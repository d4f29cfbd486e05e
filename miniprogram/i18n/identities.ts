// The words of the ways to sign in.
import type { Kind } from '../../contract/doors';

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
}

export const zhIdentities: IdentityWords = {
  title: '登录方式',
  hint: '关联的应用',
  kinds: { 'mini-program': '小程序', 'official-account': '公众号', website: '网站' },
  nameless: '{kind}（尾号 {end}）',
  here: '这里',
  linked: '关联时间',
  lastSignIn: '最近登录',
  joins: '同一个微信开放平台账号下的小程序、公众号和网站，用同一个微信登录后会自动归到这个账号，不用另外绑定。',
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
};
