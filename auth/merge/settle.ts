// What a timer does for a merge: one that was cut goes on; one that is over is looked after once more, told, and at last forgotten.
import { announce, PATIENTLY_MS } from './announce';
import { moveOwned } from './carry-out';
import type { MergeWorld } from './carry-out';
import { goOn } from './go-on';
import type { Merge } from './ports';

/** The app's own function did not answer; the next run tells it again. */
export class HookSilent extends Error {
  readonly code = 'HookSilent';
}

/** @throws HookSilent */
export async function settleMerge(world: MergeWorld, merge: Merge): Promise<void> {
  const { id, state } = merge;
  if (state === 'void' || state === 'settled') return world.journal.forget(id);
  await goOn(world, id);
  if (state !== 'done' && state !== 'undone') return;
  await lookAfter(world, merge);
  if (!(await announce(world, id, PATIENTLY_MS))) throw new HookSilent('The function named by MERGE_HOOK did not return; it is told again in the next run.');
  await world.journal.advance(id, state, state === 'done' ? 'settled' : 'apart', world.clock.now());
}

/** Who was let in as the loser just before may have written a moment after all was moved; and who was stopped while moving may have gone on after all was back. */
export async function lookAfter(world: MergeWorld, { loser, state }: Merge): Promise<void> {
  const user = (await world.users.findWithIdentities(loser))?.user;
  if (user === undefined) return;
  if (user.mergedInto !== null) await moveOwned(world, loser, user.mergedInto);
  else if (state === 'undone' && user.status === 'active') for (const owned of [world.unions, world.identities, world.belongings]) await owned.giveBack(loser, user.aliases);
}
