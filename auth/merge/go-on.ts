// Goes on with a merge that was found on its way, or with its undoing, whatever its state; and tells the app's own function once it is over.
import type { MergeId, UserId } from '../ids';
import { announce, BRIEFLY_MS } from './announce';
import { carryOutMerge } from './carry-out';
import type { MergeWorld } from './carry-out';
import { carryOutUndo } from './carry-out-undo';
import { letGo } from './let-go';

/** Cut at any call it is found by the next touch of either user, or by housekeeping, and goes on (REL-07). `met`: the user who was found held by it. */
export async function goOn(world: MergeWorld, id: MergeId, met: UserId | null = null): Promise<void> {
  const merge = await world.journal.find(id);
  if (merge === null) {
    // Its row is swept: a helper of long ago took her after it was over.
    if (met !== null) await world.users.unlock(met, id);
    return;
  }
  if (merge.state === 'undoing') await letGo(world, merge, (await carryOutUndo(world, merge)) ?? met);
  else if (await carryOutMerge(world, merge)) await letGo(world, merge, met);
  if (merge.state === 'open' || merge.state === 'running' || merge.state === 'undoing') await announce(world, id, BRIEFLY_MS);
}
