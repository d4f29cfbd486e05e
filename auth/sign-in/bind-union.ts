// A unionid that shows up late: bound to the identity that lacks one, refused where it contradicts the one that stands.
import type { Known } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { Attempt, Greeting, SignInWorld } from './attempt';
import { welcome } from './register';

/**
 * Refuses: link-conflict (WeChat names another unionid than before; an alarm, nothing moves: SEC-57).
 * A unionid that belongs to another user stays unbound: the person signs in as who she is, and an alarm tells the operator.
 */
export async function bindLateUnion(world: SignInWorld, attempt: Attempt, known: Known): Promise<Result<Greeting | null>> {
  const { union, unionId, key, opening } = attempt;
  if (union === null || unionId === null) return accept(null);
  if (known.identity.union !== null) {
    world.alarm('unionid-changed', { identity: key, union });
    return refuse('link-conflict', 'WeChat names another unionid for this person than before.');
  }
  const bound = (await isFree(world, attempt, known))
    ? await world.identities.bindUnion(key, unionId, union, opening)
    : await world.identities.openSession(key, null, opening);
  return accept(bound ? await welcome(world, attempt, known) : null);
}

async function isFree(world: SignInWorld, { union, key }: Attempt, { identity }: Known): Promise<boolean> {
  if (union === null) return false;
  if (await world.unions.add({ key: union, userId: identity.userId })) return true;
  if ((await world.unions.owner(union)) === identity.userId) return true;
  world.alarm('union-of-another-user', { identity: key, union });
  return false;
}
