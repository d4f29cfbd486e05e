// Lets go of whoever a merge, or its undoing, holds, once it is over.
import { carryOut } from '../account/state';
import type { StateWorld } from '../account/state';
import type { Hold, UserId } from '../ids';

/** Who is free may take part in the next one. What happened to each meanwhile reaches what she has now. */
export async function letGo(world: StateWorld, hold: Hold, users: Iterable<UserId | null>): Promise<void> {
  const held = [...new Set(users)].filter((user) => user !== null);
  for (const user of held) await world.users.unlock(user, hold);
  for (const user of held) await carryOut(world, user);
}
