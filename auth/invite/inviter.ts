// Who brought somebody who registers.
import type { Ms } from '../../contract/reply';
import type { InviteKey, UserId } from '../ids';
import type { Invites } from './ports';

/**
 * Of a first registration alone: whoever was here before, and was erased or gave this way in up, came by herself (SEC-54).
 * Written with the new user, so it counts once. Calls: none without a code, else 1.
 */
export async function inviterOf(invites: Invites, { invite, generation, now }: { invite: InviteKey | null; generation: number; now: Ms }): Promise<UserId | null> {
  return invite === null || generation > 0 ? null : invites.inviter(invite, now);
}
