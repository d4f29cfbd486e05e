// Bans a user and lifts a ban, by an operator's hand: the user first, then her identities.
import type { Empty } from '../../contract/reply';
import type { UserId } from '../ids';
import type { Clock, EventKind, SecurityEvent } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { spreadState } from './state';
import type { StateWorld } from './state';

export interface BanWorld extends StateWorld { clock: Clock }

/** Repeated: accepted, and what an earlier call left undone is done. Refuses: not-found; account-closed (erased, merged). Calls: 3. */
export async function ban(world: BanWorld, operator: string, id: UserId): Promise<Result<Empty>> {
  const banned = await world.users.ban(id);
  if (!banned) {
    const refused = await refuseUnless(world, id, 'banned');
    if (refused !== null) return refused;
  }
  await spreadState(world, id, 'banned', banned ? byOperator(world, 'ban', operator) : null, 'keep-sessions');
  return accept({});
}

/** Her sessions from before the ban are over: whoever held one signs in again by a tap. Refuses: not-found. Calls: 4. */
export async function lift(world: BanWorld, operator: string, id: UserId): Promise<Result<Empty>> {
  const found = await world.users.findWithIdentities(id);
  if (found === null) return unknown();
  const status = found.user.closing === null ? 'active' : 'closing';
  const lifted = await world.users.lift(id, status);
  if (!lifted) {
    const refused = await refuseUnless(world, id, status);
    if (refused !== null) return refused;
  }
  await spreadState(world, id, status, lifted ? byOperator(world, 'lift', operator) : null, lifted ? 'end-sessions' : 'keep-sessions');
  return accept({});
}

async function refuseUnless(world: BanWorld, id: UserId, wanted: string): Promise<Result<never> | null> {
  const found = await world.users.findWithIdentities(id);
  if (found === null) return unknown();
  return found.user.status === wanted ? null : refuse('account-closed', `The user is ${found.user.status}.`);
}

function unknown(): Result<never> {
  return refuse('not-found', 'There is no such user.');
}

function byOperator(world: BanWorld, kind: EventKind, operator: string): SecurityEvent {
  return { at: world.clock.now(), kind, sid: null, device: null, ipPrefix: null, by: operator };
}
