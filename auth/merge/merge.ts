// Two users who turn out to be one person become one: the older stays, then the smaller id; the other is an alias of one step.
import { present } from '../account/present';
import type { UserId } from '../ids';
import { newMergeId } from '../ids';
import type { Pause, UserRecord } from '../ports';
import type { MergeWorld } from './carry-out';
import { goOn } from './go-on';
import type { Evidence } from './ports';

export interface MergingWorld extends MergeWorld { pause: Pause }

/** Others who merge the same people at this moment are helped along, so often. */
const MOST_ROUNDS = 6;

export type Merged = 'one' | 'not-active' | 'kept-apart' | 'busy';

/**
 * 'one': they are one user now. 'not-active': one of them is banned, closing or erased, and nothing moved.
 * 'kept-apart': an operator took such a merge back, and only the person herself can ask for it again, by linking.
 * 'busy': too many merged the same people at this moment.
 */
export async function mergeUsers(world: MergingWorld, pair: [UserId, UserId], evidence: Evidence): Promise<Merged> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round > 0) await world.pause(5 + world.random.fraction() * 20 * 2 ** Math.min(round, 5));
    const [one, other] = (await Promise.all(pair.map((id) => present(world, id)))).map((found) => found?.user);
    if (one === undefined || other === undefined) return 'not-active';
    if (one.id === other.id) return 'one';
    const held = [one, other].find(({ merging }) => merging !== null);
    if (held?.merging) await goOn(world, held.merging, held.id);
    else if (one.status !== 'active' || other.status !== 'active') return 'not-active';
    else if (evidence.by === 'unionid' && (await world.journal.isKeptApart([one.id, ...one.aliases], [other.id, ...other.aliases]))) return 'kept-apart';
    else await begin(world, one, other, evidence);
  }
  return 'busy';
}

async function begin(world: MergingWorld, one: UserRecord, other: UserRecord, evidence: Evidence): Promise<void> {
  const [winner, loser] = isBefore(one, other) ? [one, other] : [other, one];
  const id = newMergeId(world.random);
  await world.journal.add({ id, state: 'open', winner: winner.id, loser: loser.id, winners: [winner.id, ...winner.aliases], losers: [loser.id, ...loser.aliases], evidence, at: world.clock.now(), doneAt: null, undo: null, isTold: false });
  await goOn(world, id);
}

function isBefore(one: UserRecord, other: UserRecord): boolean {
  return one.createdAt !== other.createdAt ? one.createdAt < other.createdAt : one.id < other.id;
}
