// Who brought somebody who registers.
import type { Ms } from '../../contract/reply';
import type { InviteKey, UserId } from '../ids';
import type { UserRecord } from '../ports';
import type { Invites } from './ports';

/**
 * Of a first registration alone: whoever was here before, and was erased or gave this way in up, came by herself (SEC-54).
 * Written with the new user, so it counts once. Calls: none without a code, else 1.
 */
export async function inviterOf(invites: Invites, { invite, generation, now }: { invite: InviteKey | null; generation: number; now: Ms }): Promise<UserId | null> {
  return invite === null || generation > 0 ? null : invites.inviter(invite, now);
}

/** Somebody who registered on her phone while the browser waited that brought the link. Calls: none without a code, or for who was here before; else 2. */
export async function bringFrom(invites: Invites, { invite, since, now }: { invite: InviteKey | null; since: Ms; now: Ms }, { id, generation, createdAt, invitedBy }: UserRecord): Promise<void> {
  if (invitedBy !== null || createdAt < since) return;
  const inviter = await inviterOf(invites, { invite, generation, now });
  if (inviter !== null && inviter !== id) await invites.bring(id, inviter);
}
