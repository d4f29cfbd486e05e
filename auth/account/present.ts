// Who a user is by now: herself, or the one that she was merged into.
import type { UserId } from '../ids';
import type { Identity, UserRecord, Users } from '../ports';

export interface Present { user: UserRecord; identities: Identity[] }

/** Null where there is no such user. Calls: 1; 2 for a merged one. */
export async function present({ users }: { users: Users }, id: UserId): Promise<Present | null> {
  const found = await users.findWithIdentities(id);
  const into = found?.user.mergedInto ?? null;
  return into === null ? found : users.findWithIdentities(into);
}
