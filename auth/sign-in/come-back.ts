// A person who was erased and comes back: tombstones say that she was here, and she is registered under the next generation.
import { buryIdentity } from '../account/bury';
import { entryOf } from '../audit/chain';
import { record } from '../audit/record';
import { newUserId } from '../ids';
import type { Known } from '../ports';
import type { Attempt, SignInWorld } from './attempt';

/** An erasure that was cut, or is on its way: its step for this identity is done now, and the next round finds the tombstone. */
export async function isBuried(world: SignInWorld, known: Known | null): Promise<boolean> {
  if (known?.user?.status !== 'erased' || known.identity.status === 'erased') return false;
  const { events } = (await world.users.findWithIdentities(known.user.id))?.identities.find(({ key }) => key === known.identity.key) ?? known.identity;
  await record(world, events.map((event) => entryOf(world.indexKey, known.identity, event)));
  await world.audit.forget(known.identity.userId);
  await buryIdentity(world, known.identity);
  return true;
}

/**
 * The attempt under the first generation that has no tombstone, and after the last one that was given up. Ids are derived, so everyone who
 * comes back at this moment, through any of her apps, arrives at the same one. Calls: 1 for each time she was erased before, and 1; none for everyone else.
 */
export async function afterErasures(world: SignInWorld, attempt: Attempt, known: Known | null, sibling: Known | null): Promise<Attempt> {
  if (known === null && sibling?.identity.status !== 'erased' && sibling?.user?.status !== 'erased') return attempt;
  const root = attempt.union?.key ?? attempt.key;
  let generation = Math.max(0, ...[known, sibling].map((each) => (each?.identity.status === 'erased' ? each.identity.generation : 0)));
  // A merged one is over too: her erasure may be on its way with that of whom she became.
  const isOver = async (): Promise<boolean> => {
    const status = (await world.users.findWithIdentities(newUserId(world.indexKey, root, generation)))?.user.status;
    return status === 'erased' || status === 'merged';
  };
  while (await isOver()) generation += 1;
  return { ...attempt, generation };
}
