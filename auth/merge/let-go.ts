// Lets go of whoever a merge holds, once it is over.
import { carryOut } from '../account/state';
import type { StateWorld } from '../account/state';
import type { UserId } from '../ids';
import type { Merge } from './ports';

/** Who is free may take part in the next one. What happened to each meanwhile reaches what she has now. `met`: who else was found held by it. */
export async function letGo(world: StateWorld, { id, winner, loser }: Merge, met: UserId | null = null): Promise<void> {
  const held = new Set([loser, winner, ...(met === null ? [] : [met])]);
  for (const user of held) await world.users.unlock(user, id);
  for (const user of held) await carryOut(world, user);
}
