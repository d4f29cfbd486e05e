// What inviting asks of the world: codes by their hash, and who came by whom.
import type { Ms } from '../../contract/reply';
import type { InviteKey, UserId } from '../ids';

export interface Invites {
  /** A code of this user's; where it stands already, nothing. */
  open(key: InviteKey, userId: UserId, until: Ms): Promise<void>;
  /** Whose it is; null where there is none, or its time is over. */
  inviter(key: InviteKey, now: Ms): Promise<UserId | null>;
  /** Somebody who came just now was brought by this user, unless it is known that another brought her; false where it is. */
  bring(userId: UserId, inviter: UserId): Promise<boolean>;
  /** How many who are here today came by one of these. */
  count(inviters: readonly UserId[]): Promise<number>;
  /** Her codes are over, and nobody was brought by her any more. Calls: 2. Named exception to writing one document. */
  erase(userId: UserId): Promise<void>;
}
