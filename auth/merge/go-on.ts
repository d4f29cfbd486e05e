// Goes on with a merge that was found on its way, or with its undoing, whatever its state; and tells the app's own function once it is over.
import { holderOf, undoHold } from '../ids';
import type { Hold, UserId } from '../ids';
import { announce, BRIEFLY_MS } from './announce';
import { carryOutMerge } from './carry-out';
import type { MergeWorld } from './carry-out';
import { carryOutUndo } from './carry-out-undo';
import { letGo } from './let-go';
import type { Merge } from './ports';

/** Cut at any call it is found by the next touch of either user, or by housekeeping, and goes on (REL-07). `met`: the user who was found held by it. */
export async function goOn(world: MergeWorld, hold: Hold, met: UserId | null = null): Promise<void> {
  const { id, isUndo } = holderOf(hold);
  const merge = await world.journal.find(id);
  if (merge === null) {
    // Its row is swept: a helper of long ago took her after it was over.
    if (met !== null) await world.users.unlock(met, hold);
    return;
  }
  await (isUndo ? undo(world, merge, met) : finish(world, merge, met));
  if (merge.state === 'open' || merge.state === 'running' || merge.state === 'undoing') await announce(world, id, BRIEFLY_MS);
}

async function finish(world: MergeWorld, merge: Merge, met: UserId | null): Promise<void> {
  if (await carryOutMerge(world, merge)) await letGo(world, merge.id, [merge.loser, merge.winner, met]);
}

/** Nobody is let go while it is on its way: whoever finds her held goes on with it. */
async function undo(world: MergeWorld, merge: Merge, met: UserId | null): Promise<void> {
  const holder = merge.state === 'undoing' ? await carryOutUndo(world, merge) : null;
  if ((await world.journal.find(merge.id))?.state !== 'undoing') await letGo(world, undoHold(merge.id), [merge.loser, merge.winner, holder, met]);
}
