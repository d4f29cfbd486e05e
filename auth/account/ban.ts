// Bans a user and lifts a ban, by an operator's hand: the user first, then her identities.
import type { Empty } from '../../contract/reply';
import type { UserId } from '../ids';
import type { MergeWorld } from '../merge/carry-out';
import { goOn } from '../merge/go-on';
import type { EventKind, Identity, StateChange, UserRecord } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { present } from './present';
import { carryOut } from './state';

export type BanWorld = MergeWorld;

/** The id of one who was merged stands for whom she became. Repeated: accepted, and what an earlier call left undone is done. Refuses: not-found; account-closed (erased). Calls: 8; 1 more for a merged one. */
export async function ban(world: BanWorld, operator: string, id: UserId): Promise<Result<Empty>> {
  const found = await findUser(world, id);
  if (!found.ok) return found;
  const { user } = found.value;
  const banned = await world.users.ban(user.id, byOperator(world, 'ban', operator, found.value));
  return banned || user.status === 'banned' ? carriedOut(world, user.id) : refuse('account-closed', `The user is ${user.status}.`);
}

/** Her sessions from before the ban are over: whoever held one signs in again by a tap. Refuses as a ban does. Calls: 8. */
export async function lift(world: BanWorld, operator: string, id: UserId): Promise<Result<Empty>> {
  const found = await findUser(world, id);
  if (!found.ok) return found;
  const { id: of, closing, status } = found.value.user;
  const lifted = await world.users.lift(of, closing === null ? 'active' : 'closing', byOperator(world, 'lift', operator, found.value));
  return lifted || status === 'active' || status === 'closing' ? carriedOut(world, of) : refuse('account-closed', `The user is ${status}.`);
}

async function carriedOut(world: BanWorld, id: UserId): Promise<Result<Empty>> {
  await carryOut(world, id);
  return accept({});
}

interface Found { user: UserRecord; identity: Identity }

/** A user has at least the identity that she came in through. */
async function findUser(world: BanWorld, id: UserId): Promise<Result<Found>> {
  const met = await present(world, id);
  // Of one who is being parted, all that is hers may still be on its way.
  const hold = met !== null && met.identities.length === 0 ? met.user.merging : null;
  if (met !== null && hold !== null) await goOn(world, hold, met.user.id);
  const found = hold === null ? met : await present(world, id);
  const [identity] = found?.identities ?? [];
  return found === null || identity === undefined ? refuse('not-found', 'There is no such user.') : accept({ user: found.user, identity });
}

function byOperator(world: BanWorld, kind: EventKind, operator: string, { identity }: Found): StateChange {
  return { event: { at: world.clock.now(), kind, sid: null, device: null, ipPrefix: null, by: operator }, identity: identity.key, appId: identity.appId };
}
