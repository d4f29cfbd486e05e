// What a timer does for a merge: one that was cut goes on; one that is over is looked after once more, told of, and at last forgotten.
import { undoHold } from '../ids';
import { agreeOnUnions } from './agree-on-unions';
import { announce, PATIENTLY_MS } from './announce';
import { moveOwned } from './carry-out';
import type { MergeWorld } from './carry-out';
import { goOn } from './go-on';
import type { Merge } from './ports';

/** The app's own function did not answer; the next run tells it again. */
export class HookSilent extends Error {
  readonly code = 'HookSilent';
}

export async function settleMerge(world: MergeWorld, merge: Merge): Promise<void> {
  const { id, state } = merge;
  if (state === 'void' || state === 'settled') return world.journal.forget(id);
  await goOn(world, state === 'undoing' || state === 'undone' ? undoHold(id) : id);
  if (state !== 'done' && state !== 'undone') return;
  await lookAfter(world, merge);
  await world.journal.advance(id, state, state === 'done' ? 'settled' : 'apart', world.clock.now());
}

/** @throws HookSilent */
export async function tellOf(world: MergeWorld, { id }: Merge): Promise<void> {
  if (!(await announce(world, id, PATIENTLY_MS))) throw new HookSilent('The function named by MERGE_HOOK did not return; it is told again in the next run.');
}

/** Who was let in as the loser just before may have written a moment after all was moved; and who was stopped while moving may have gone on after all was back. */
async function lookAfter(world: MergeWorld, { winner, loser, state, at }: Merge): Promise<void> {
  const user = (await world.users.findWithIdentities(loser))?.user;
  if (user === undefined || user.status === 'erased') return;
  if (user.mergedInto !== null) {
    await moveOwned(world, loser, user.mergedInto);
    await world.users.addAliases(user.mergedInto, [loser, ...user.aliases]);
  } else if (state === 'undone') {
    for (const owned of [world.unions, world.identities, world.belongings]) await owned.giveBack(loser, user.aliases);
    await agreeOnUnions(world, { stayed: winner, left: loser, since: at });
  }
}
