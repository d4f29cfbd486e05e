// Changes what a person says of herself: a nickname that WeChat's content check lets pass.
import type { User } from '../../contract/doors';
import type { AppSettings, Caller, TextCheck, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { asUser } from './as-user';
import { normaliseNickname } from './nickname';

export interface UpdateWorld extends AuthenticateWorld { users: Users; textCheck: TextCheck }

/**
 * Refuses: bad-request (a nickname of which nothing remains), token-*, session-revoked, user-blocked, account-closed, declined (WeChat's
 * content check finds it risky), wechat-unavailable (it could not be checked: nothing unchecked is stored). Calls: 2 and the check.
 */
export async function updateProfile(world: UpdateWorld, app: AppSettings, caller: Caller, accessToken: string, change: { nickname: string | null }): Promise<Result<{ user: User }>> {
  const nickname = change.nickname === null ? null : normaliseNickname(change.nickname);
  if (change.nickname !== null && nickname === null) return refuse('bad-request', 'Nothing remains of the nickname once it is normalised.');
  const session = await authenticate(world, app, caller, accessToken);
  if (!session.ok) return session;
  const { user } = session.value;
  if (nickname === null || nickname === user.nickname) return accept({ user: asUser(user) });
  const verdict = await world.textCheck.check(caller.openId, nickname);
  if (verdict === 'risky') return refuse('declined', 'The content check of WeChat does not let this nickname pass; choose another.');
  if (verdict === 'unavailable') return refuse('wechat-unavailable', 'The nickname could not be checked; ask again later.');
  const saved = await world.users.setProfile(user.id, { nickname });
  return saved ? accept({ user: asUser({ ...user, nickname }) }) : refuse('account-closed', 'The account is closed.');
}
