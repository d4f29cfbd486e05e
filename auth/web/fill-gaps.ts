// What WeChat shows of a person fills what she did not give herself; what she chose here stays.
import type { User } from '../../contract/doors';
import { parseUserId } from '../ids';
import type { Users, WeChatProfile } from '../ports';
import { normaliseNickname } from '../profile/nickname';
import { KEEP } from '../session/limits';

/** What WeChat calls people who show nothing. */
const ANONYMOUS = '微信用户';
const ADDRESS = /^https?:\/\/[\x21-\x7e]{1,500}$/;

/** Her profile afterwards. Calls: none where nothing is missing, or WeChat shows nothing; else 1. */
export async function fillGaps({ users }: { users: Users }, user: User, shown: WeChatProfile): Promise<User> {
  const id = parseUserId(user.id);
  const nickname = user.nickname !== null || shown.nickname === ANONYMOUS ? null : normaliseNickname(shown.nickname);
  const avatarUrl = user.avatarUrl === null && ADDRESS.test(shown.headimgurl) ? shown.headimgurl : null;
  if (id === null || (nickname === null && avatarUrl === null)) return user;
  const change = { ...(nickname === null ? {} : { nickname }), ...(avatarUrl === null ? {} : { avatarUrl, avatarFile: null }) };
  const over = { ...(nickname === null ? {} : { nickname: null }), ...(avatarUrl === null ? {} : { avatarUrl: null }) };
  const isStored = await users.store(id, { change, over, consent: null, policy: null }, KEEP);
  return isStored ? { ...user, ...(nickname === null ? {} : { nickname }), ...(avatarUrl === null ? {} : { avatarUrl }) } : user;
}
