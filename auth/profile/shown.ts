// What of WeChat's word about a person is fit to stand in her profile.
import type { WeChatProfile } from '../ports';
import { normaliseNickname } from './nickname';

/** What WeChat calls people who show nothing. */
const ANONYMOUS = '微信用户';
const ADDRESS = /^https?:\/\/[\x21-\x7e]{1,500}$/;

/** Null for what she does not show; the picture of one without a name is WeChat's grey one. */
export function shownOf({ nickname, headimgurl }: Pick<WeChatProfile, 'nickname' | 'headimgurl'>): { nickname: string | null; avatarUrl: string | null } {
  if (nickname === ANONYMOUS) return { nickname: null, avatarUrl: null };
  return { nickname: normaliseNickname(nickname), avatarUrl: ADDRESS.test(headimgurl) ? headimgurl : null };
}
