// The user as her own clients see her.
import type { User } from '../../contract/doors';
import type { UserRecord } from '../ports';

export function asUser(user: UserRecord): User {
  return { id: user.id, nickname: user.nickname, avatarUrl: user.avatarUrl, phone: user.phone?.masked ?? null };
}
