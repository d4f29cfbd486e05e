// The one write of what a person gives of herself, together with the consent it rests on.
import type { User } from '../../contract/doors';
import type { UserRecord, Users } from '../ports';
import type { Storing } from './ports';
import { accept, refuse } from '../result';
import type { Refused, Result } from '../result';
import { stateRefusal } from '../session/gate';
import { KEEP } from '../session/limits';
import { asUser } from './as-user';

/** What was stored, and over whose record: the one before it. */
export interface Stored { user: User; before: UserRecord }

/** Losers of a race look again at most so often. */
const MOST_ROUNDS = 6;

/**
 * Where another call stored at this moment, this one stores over it: `mayReplace` says whether it still may.
 * Refuses: what the state says, where she was closed or banned at this moment; what `mayReplace` refuses; conflict-retry. Calls: 1; 2 more for each race lost.
 */
export async function storeProfile(world: { users: Users }, read: UserRecord, storing: Omit<Storing, 'over'>, mayReplace: (standing: UserRecord) => Refused | null): Promise<Result<Stored>> {
  let before = read;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (await world.users.store(before.id, { ...storing, over: whatStands(storing, before) }, KEEP)) return accept({ user: asUser({ ...before, ...storing.change }), before });
    const standing = (await world.users.findWithIdentities(before.id))?.user;
    const refused = standing === undefined ? stateRefusal('erased') : (stateRefusal(standing.status) ?? mayReplace(standing));
    if (refused !== null) return { ok: false, refused };
    before = standing ?? before;
  }
  return refuse('conflict-retry', 'Other calls changed the profile at this moment; ask again.');
}

function whatStands({ change }: Omit<Storing, 'over'>, { avatarFile, phone }: UserRecord): Storing['over'] {
  return { ...(change.avatarFile === undefined ? {} : { avatarFile }), ...(change.phone === undefined ? {} : { phone: phone?.key ?? null }) };
}
