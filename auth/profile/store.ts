// The one write of what a person gives of herself, together with the consent it rests on.
import type { User } from '../../contract/doors';
import type { Storing, UserRecord, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { stateRefusal } from '../session/gate';
import { KEEP } from '../session/limits';
import { asUser } from './as-user';

/** Refuses: what the state says, where she was closed or banned at this moment; conflict-retry, where another call stored at this moment. Calls: 1; 2 where it refuses. */
export async function storeProfile(world: { users: Users }, user: UserRecord, storing: Storing): Promise<Result<{ user: User }>> {
  const stored = await world.users.store(user.id, storing, KEEP);
  if (stored) return accept({ user: asUser({ ...user, ...storing.change }) });
  const standing = (await world.users.findWithIdentities(user.id))?.user;
  const refused = stateRefusal(standing?.status ?? 'erased');
  // Two taps with the same number: the other one bound it.
  if (refused === null && standing !== undefined && isSameNumber(standing, storing)) return accept({ user: asUser(standing) });
  return refused === null ? refuse('conflict-retry', 'Another call changed the profile at this moment; ask again.') : { ok: false, refused };
}

function isSameNumber(standing: UserRecord, { change }: Storing): boolean {
  return change.phone !== undefined && standing.phone?.key === change.phone.key;
}
