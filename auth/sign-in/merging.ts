// A sign-in that meets a merge on its way goes on with it, and then looks again.
import { moveOwned } from '../merge/carry-out';
import { goOn } from '../merge/go-on';
import type { Known } from '../ports';
import type { SignInWorld } from './attempt';

/** True where something was done: the next round sees it. Costs nothing where no merge is on its way. */
export async function isOnItsWay(world: SignInWorld, known: Known | null): Promise<boolean> {
  const user = known?.user ?? null;
  // A tombstone is where it is.
  if (known === null || user === null || known.identity.status === 'erased') return false;
  if (user.merging !== null) {
    await goOn(world, user.merging, user.id);
    return true;
  }
  // An identity that was added to her at the moment of her merge.
  if (user.mergedInto === null) return false;
  await moveOwned(world, user.id, user.mergedInto);
  return true;
}
