// Bans a user and lifts a ban, by an operator's hand: the user first, then her identities.
import type { Empty } from '../../contract/reply';
import type { UserId } from '../ids';
import type { Clock, EventKind, Identity, StateChange, UserRecord } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { carryOut } from './state';
import type { StateWorld } from './state';

export interface BanWorld extends StateWorld { clock: Clock }

/** Repeated: accepted, and what an earlier call left undone is done. Refuses: not-found; account-closed (erased, merged). Calls: 8. */
export async function ban(world: BanWorld, operator: string, id: UserId): Promise<Result<Empty>> {
  const found = await findUser(world, id);
  if (!found.ok) return found;
  const banned = await world.users.ban(id, byOperator(world, 'ban', operator, found.value));
  return banned || found.value.user.status === 'banned' ? carriedOut(world, id) : refuse('account-closed', `The user is ${found.value.user.status}.`);
}

/** Her sessions from before the ban are over: whoever held one signs in again by a tap. Refuses as a ban does. Calls: 8. */
export async function lift(world: BanWorld, operator: string, id: UserId): Promise<Result<Empty>> {
  const found = await findUser(world, id);
  if (!found.ok) return found;
  const { closing, status } = found.value.user;
  const lifted = await world.users.lift(id, closing === null ? 'active' : 'closing', byOperator(world, 'lift', operator, found.value));
  return lifted || status === 'active' || status === 'closing' ? carriedOut(world, id) : refuse('account-closed', `The user is ${status}.`);
}

async function carriedOut(world: BanWorld, id: UserId): Promise<Result<Empty>> {
  await carryOut(world, id);
  return accept({});
}

interface Found { user: UserRecord; identity: Identity }

/** A user has at least the identity that she came in through. */
async function findUser(world: BanWorld, id: UserId): Promise<Result<Found>> {
  const found = await world.users.findWithIdentities(id);
  const [identity] = found?.identities ?? [];
  return found === null || identity === undefined ? refuse('not-found', 'There is no such user.') : accept({ user: found.user, identity });
}

function byOperator(world: BanWorld, kind: EventKind, operator: string, { identity }: Found): StateChange {
  return { event: { at: world.clock.now(), kind, sid: null, device: null, ipPrefix: null, by: operator }, identity: identity.key, appId: identity.appId };
}
