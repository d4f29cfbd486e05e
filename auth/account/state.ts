// The state of a user is the truth; each of her identities carries a copy, so that a renewal asks one document.
import { entryOf } from '../audit/chain';
import { record } from '../audit/record';
import type { RecordWorld } from '../audit/record';
import type { UserId } from '../ids';
import type { Identities, Identity, UserRecord, Users } from '../ports';

export interface StateWorld extends RecordWorld { identities: Identities; users: Users; indexKey: Buffer }

/** Two who change the state at once each carry out what stands after their own write; a third round finds them agreed. */
const MOST_ROUNDS = 4;

/**
 * Carries a user's changes of state to their end: into the audit, to each of her identities, and out of her document. Cut anywhere, it is
 * found by the next sign-in or by housekeeping and goes on. An identity that joins at this moment reads the user after it was added, so one
 * of the two sees the other (SEC-44). Lifting a ban ends the sessions from before it. Calls: 6 for one change that nobody disturbs.
 */
export async function carryOut(world: StateWorld, id: UserId): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = await world.users.findWithIdentities(id);
    if (found === null || found.user.status === 'erased' || isCarriedOut(found)) return;
    const { user } = found;
    await record(world, user.pending.map(({ event, identity, appId }) => entryOf(world.indexKey, { key: identity, userId: id, appId }, event)));
    await copyStatus(world, user);
    for (const { event } of user.pending) await world.users.settle(id, event.at);
  }
}

async function copyStatus(world: StateWorld, { id, status, pending }: UserRecord): Promise<void> {
  if (status === 'merged') return;
  if (pending.some(({ event }) => event.kind === 'lift')) await world.identities.setStatusAndEnd(id, status);
  else await world.identities.setStatus(id, status);
}

/** The identities of a merged one are another's, or on their way there. */
function isCarriedOut({ user, identities }: { user: UserRecord; identities: Identity[] }): boolean {
  return user.pending.length === 0 && (user.status === 'merged' || identities.every(({ status }) => status === user.status || status === 'erased'));
}
