// What WeChat shows of a person fills what she did not give herself; what she chose here stays.
import type { User } from '../../contract/doors';
import { parseUserId } from '../ids';
import type { Users, WeChatProfile } from '../ports';
import { shownOf } from '../profile/shown';
import { KEEP } from '../session/limits';

/** Her profile afterwards. Where a policy is in force, only hers who agreed to it. Calls: none where nothing is missing, or WeChat shows nothing; else 1. */
export async function fillGaps({ users, policyVersion }: { users: Users; policyVersion: string | null }, user: User, profile: WeChatProfile): Promise<User> {
  const id = parseUserId(user.id);
  const shown = shownOf(profile);
  const nickname = user.nickname === null ? shown.nickname : null;
  const avatarUrl = user.avatarUrl === null ? shown.avatarUrl : null;
  if (id === null || (nickname === null && avatarUrl === null)) return user;
  const change = { ...(nickname === null ? {} : { nickname }), ...(avatarUrl === null ? {} : { avatarUrl, avatarFile: null }) };
  const over = { ...(nickname === null ? {} : { nickname: null }), ...(avatarUrl === null ? {} : { avatarUrl: null }) };
  const isStored = await users.store(id, { change, over, consent: null, policy: policyVersion }, KEEP);
  return isStored ? { ...user, ...(nickname === null ? {} : { nickname }), ...(avatarUrl === null ? {} : { avatarUrl }) } : user;
}
