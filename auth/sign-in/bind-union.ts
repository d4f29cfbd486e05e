// A unionid that shows up late: bound to the identity that lacks one, refused where it contradicts the one that stands.
import type { Known, Union } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { Attempt, Greeting, SignInWorld } from './attempt';
import { claimUnion, welcome } from './register';

/**
 * Refuses: link-conflict (WeChat names another unionid than before; an alarm, nothing moves: SEC-57).
 * A unionid that belongs to another user stays unbound: the person signs in as who she is, and an alarm tells the operator.
 */
export async function bindLateUnion(world: SignInWorld, attempt: Attempt, union: Union, found: { known: Known; sibling: Known | null }): Promise<Result<Greeting | null>> {
  const { known } = found;
  if (known.identity.union !== null) {
    world.alarm('unionid-changed', { identity: attempt.key, union: union.key });
    return refuse('link-conflict', 'WeChat names another unionid for this person than before.');
  }
  const bound = (await isHers(world, attempt, union, found))
    ? await world.identities.bindUnion(attempt.key, union, attempt.opening)
    : await world.identities.openSession(attempt.key, null, attempt.opening);
  return accept(bound ? await welcome(world, attempt, known) : null);
}

/** An identity of another user in the union counts even where its guard is missing: a crash kept it from being written. */
async function isHers(world: SignInWorld, attempt: Attempt, union: Union, { known, sibling }: { known: Known; sibling: Known | null }): Promise<boolean> {
  const { userId } = known.identity;
  if (sibling !== null && sibling.identity.userId !== userId) await claimUnion(world, attempt.key, union, sibling.identity.userId);
  return claimUnion(world, attempt.key, union, userId);
}
