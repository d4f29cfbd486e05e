// Two users who turn out to be one person become one: the older stays, then the smaller id; the other is an alias of one step.
import type { AppId, IdentityKey, UserId } from '../ids';
import { newMergeId } from '../ids';
import type { Pause, UserRecord } from '../ports';
import { carryOutMerge } from './carry-out';
import type { MergeWorld } from './carry-out';

export interface MergingWorld extends MergeWorld { pause: Pause }

/** Others who merge the same people at this moment are helped along, so often. */
const MOST_ROUNDS = 6;

export type Merged = 'one' | 'not-active' | 'busy';

/**
 * 'one': they are one user now. 'not-active': one of them is banned, closing or erased, and nothing moved.
 * 'busy': too many merged the same people at this moment.
 */
export async function mergeUsers(world: MergingWorld, pair: [UserId, UserId], evidence: { identity: IdentityKey; appId: AppId }): Promise<Merged> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round > 0) await world.pause(5 + world.random.fraction() * 20 * 2 ** Math.min(round, 5));
    const [one, other] = await Promise.all([present(world, pair[0]), present(world, pair[1])]);
    if (one === null || other === null) return 'not-active';
    if (one.id === other.id) return 'one';
    const merging = one.merging ?? other.merging;
    if (merging !== null) await carryOutMerge(world, merging);
    else if (one.status !== 'active' || other.status !== 'active') return 'not-active';
    else await begin(world, one, other, evidence);
  }
  return 'busy';
}

async function begin(world: MergingWorld, one: UserRecord, other: UserRecord, evidence: { identity: IdentityKey; appId: AppId }): Promise<void> {
  const [winner, loser] = isBefore(one, other) ? [one, other] : [other, one];
  const id = newMergeId(world.random);
  await world.journal.add({ id, state: 'open', winner: winner.id, loser: loser.id, evidence, at: world.clock.now(), doneAt: null });
  await carryOutMerge(world, id);
}

/** The user of an id, or the one that she was merged into. */
async function present(world: MergingWorld, id: UserId): Promise<UserRecord | null> {
  const user = (await world.users.findWithIdentities(id))?.user ?? null;
  if (user?.mergedInto === null || user === null) return user;
  return (await world.users.findWithIdentities(user.mergedInto))?.user ?? null;
}

function isBefore(one: UserRecord, other: UserRecord): boolean {
  return one.createdAt !== other.createdAt ? one.createdAt < other.createdAt : one.id < other.id;
}
