// What a timer does for a merge: one that was cut goes on; one that is done is looked after once more.
import { carryOutMerge } from './carry-out';
import type { MergeWorld } from './carry-out';
import type { Merge } from './ports';

/** Who was let in as the loser just before may have written a moment after all was moved. */
export async function settleMerge(world: MergeWorld, { id, state, loser }: Merge): Promise<void> {
  await carryOutMerge(world, id);
  if (state !== 'done') return;
  const to = (await world.users.findWithIdentities(loser))?.user.mergedInto ?? null;
  if (to !== null) {
    await world.unions.moveAll(loser, to);
    await world.identities.moveAll(loser, to);
    await world.belongings.move(loser, to);
  }
  await world.journal.advance(id, 'done', 'settled', world.clock.now());
}
