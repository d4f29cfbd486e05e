// The one write of what a person gives of herself, together with the consent it rests on.
import type { User } from '../../contract/doors';
import type { Storing, UserRecord, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { KEEP } from '../session/limits';
import { asUser } from './as-user';

/** Refuses: account-closed (she was closed or banned at this moment). Calls: 1. */
export async function storeProfile(world: { users: Users }, user: UserRecord, storing: Storing): Promise<Result<{ user: User }>> {
  const stored = await world.users.store(user.id, storing, KEEP);
  return stored ? accept({ user: asUser({ ...user, ...storing.change }) }) : refuse('account-closed', 'The account is closed.');
}
