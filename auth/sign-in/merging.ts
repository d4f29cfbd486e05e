// A sign-in that meets a merge on its way goes on with it, and then looks again.
import { carryOutMerge } from '../merge/carry-out';
import type { Known } from '../ports';
import type { SignInWorld } from './attempt';

/** True where something was done: the next round sees it. Costs nothing where no merge is on its way. */
export async function isOnItsWay(world: SignInWorld, known: Known | null): Promise<boolean> {
  const user = known?.user ?? null;
  if (known === null || user === null) return false;
  if (user.merging !== null) {
    await carryOutMerge(world, user.merging);
    return true;
  }
  // An identity that was added to her at the moment of her merge.
  if (user.mergedInto === null) return false;
  await world.identities.move(known.identity.key, user.id, user.mergedInto);
  return true;
}
