// A person who was erased and comes back: tombstones say that she was here, and she is registered under the next generation.
import { buryIdentity } from '../account/bury';
import { entryOf } from '../audit/chain';
import { record } from '../audit/record';
import { newMergeId, newUserId } from '../ids';
import type { UserId } from '../ids';
import type { Known } from '../ports';
import type { Attempt, Greeting, SignInWorld } from './attempt';
import { register } from './register';

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

/** She gave this way in up, and WeChat says now that she is one from whom she was parted. Calls: 1. */
export function isKeptApart(world: SignInWorld, tombstone: Known, living: Known): Promise<boolean> {
  return world.journal.isKeptApart([tombstone.identity.userId], idsOf(living));
}

/** She is somebody new, outside the union, and as much apart from the other as she was before. */
export async function registerApart(world: SignInWorld, attempt: Attempt, tombstone: Known, living: Known): Promise<Greeting | null> {
  const alone = await afterErasures(world, { ...attempt, union: null }, tombstone, null);
  const loser = newUserId(world.indexKey, attempt.key, alone.generation);
  const winners = idsOf(living);
  await world.journal.add({
    id: newMergeId(world.random), state: 'apart', winner: living.identity.userId, loser, winners, losers: [loser], evidence: { identity: attempt.key, appId: attempt.app.appId, by: 'unionid' },
    at: attempt.now, doneAt: null, undo: { by: 'as-before', at: attempt.now }, isTold: true,
  });
  return register(world, alone, null, tombstone);
}

function idsOf({ identity, user }: Known): UserId[] {
  return [identity.userId, ...(user?.aliases ?? [])];
}
