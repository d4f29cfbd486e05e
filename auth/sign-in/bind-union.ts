// A unionid that shows up late: bound to the identity that lacks one, refused where it contradicts the one that stands.
import type { UnionKey, UserId } from '../ids';
import { mergeUsers } from '../merge/merge';
import type { Identity, Known, Union } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { Attempt, Greeting, SignInWorld } from './attempt';
import { welcome } from './register';

/**
 * Refuses: link-conflict (WeChat names another unionid than before; an alarm, nothing moves: SEC-57).
 * A unionid that belongs to another user shows that the two are one person: they are merged. Where one of them is banned or closing it
 * stays unbound: the person signs in as who she is, and an alarm tells the operator.
 */
export async function bindLateUnion(world: SignInWorld, attempt: Attempt, union: Union, found: { known: Known; sibling: Known | null }): Promise<Result<Greeting | null>> {
  const { known } = found;
  if (known.identity.union !== null) {
    world.alarm('unionid-changed', { identity: attempt.key, union: union.key });
    return refuse('link-conflict', 'WeChat names another unionid for this person than before.');
  }
  const owner = await ownerOf(world, union, found);
  if (owner === known.identity.userId) return accept(await greetBound(world, attempt, known, await world.identities.bindUnion(attempt.key, union, attempt.opening)));
  if (await isOneNow(world, known.identity, owner, union.key)) return accept(null);
  return accept(await greetBound(world, attempt, known, await world.identities.openSession(attempt.key, null, attempt.opening)));
}

async function greetBound(world: SignInWorld, attempt: Attempt, known: Known, isOpen: boolean): Promise<Greeting | null> {
  return isOpen ? welcome(world, attempt, known) : null;
}

/** True where two users became one, or others are at it: look again. */
export async function isOneNow(world: SignInWorld, { key, appId, userId }: Pick<Identity, 'key' | 'appId' | 'userId'>, owner: UserId, union: UnionKey): Promise<boolean> {
  const merged = await mergeUsers(world, [userId, owner], { identity: key, appId, by: 'unionid' });
  // Written for the other at the moment of her merge, it is still hers.
  const into = merged === 'one' ? ((await world.users.findWithIdentities(owner))?.user.mergedInto ?? null) : null;
  if (into !== null) await world.unions.moveAll(owner, into);
  if (merged === 'not-active') world.alarm('union-of-another-user', { identity: key, union });
  return merged === 'one' || merged === 'busy';
}

/** Whose the union is, hers where nobody had it. An identity of another user in it counts even where its guard is missing: a crash kept it from being written. */
async function ownerOf(world: SignInWorld, union: Union, { known, sibling }: { known: Known; sibling: Known | null }): Promise<UserId> {
  const { userId } = known.identity;
  const first = sibling === null || sibling.identity.status === 'erased' ? userId : sibling.identity.userId;
  return (await world.unions.add({ key: union.key, userId: first })) ? first : ((await world.unions.owner(union.key)) ?? userId);
}
