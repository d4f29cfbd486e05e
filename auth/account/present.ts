// Who a user is by now: herself, or the one that she was merged into.
import type { UserId } from '../ids';
import type { Identity, UserRecord, Users } from '../ports';

export interface Present { user: UserRecord; identities: Identity[] }

/** Whom she became may be merged on while it is looked up. */
const MOST_STEPS = 3;

/** Null where there is no such user. Calls: 1; 2 for a merged one. */
export async function present({ users }: { users: Users }, id: UserId): Promise<Present | null> {
  let found = await users.findWithIdentities(id);
  for (let step = 0; step < MOST_STEPS && found !== null && found.user.mergedInto !== null; step += 1) found = await users.findWithIdentities(found.user.mergedInto);
  return found;
}
