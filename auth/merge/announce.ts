// Tells the app's own function that two users are one, or are two again: at least once for each.
import type { Ms } from '../../contract/reply';
import { present } from '../account/present';
import type { MergeId } from '../ids';
import { ACCESS_TOKEN_SECONDS, SKEW_SECONDS } from '../session/limits';
import type { MergeWorld } from './carry-out';
import type { Merge, MergeState } from './ports';

/** A person waits for her sign-in meanwhile; housekeeping tells again whatever did not answer by then. */
export const BRIEFLY_MS = 1500;
export const PATIENTLY_MS = 6000;
/** Who was let in just before may be given a token so much later: as long as a function runs. */
const LATE_MS = 10_000;

const MERGED: readonly MergeState[] = ['done', 'settled'];
const UNDONE: readonly MergeState[] = ['undone', 'apart'];

/** True where there is nothing (more) to tell. Calls: none where the app has no such function. */
export async function announce(world: MergeWorld, id: MergeId, patience: Ms): Promise<boolean> {
  if (world.mergeHook === null) return true;
  const merge = await world.journal.find(id);
  if (merge === null || merge.isTold) return true;
  const states = [MERGED, UNDONE].find((each) => each.includes(merge.state));
  if (states === undefined) return true;
  const isHeard = await world.mergeHook(await eventOf(world, merge, states === MERGED), patience);
  if (isHeard) await world.journal.markTold(id, states);
  return isHeard;
}

async function eventOf(world: MergeWorld, { id, winner, loser, doneAt, undo }: Merge, isMerged: boolean) {
  const since = (isMerged ? doneAt : undo?.at) ?? world.clock.now();
  const whom = (await present(world, winner))?.user.id ?? winner;
  return { action: isMerged ? 'merged' as const : 'unmerged' as const, mergeId: id, winner: whom, loser, at: since, tokensUntil: since + LATE_MS + (ACCESS_TOKEN_SECONDS + SKEW_SECONDS) * 1000 };
}
