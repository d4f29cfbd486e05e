// Ends the waiting of an account that was to be erased.
import type { Empty } from '../../contract/reply';
import type { AppSettings, Caller, Identity, StateChange } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { ownEvent } from '../session/event';
import { closingRefusal } from '../session/gate';
import { carryOut } from './state';
import type { StateWorld } from './state';

/** On an active account: accepted. Refuses: token-*, session-revoked, user-blocked, account-closed (its time is over). Calls: 8; 1 where nothing waits. */
export async function keep(world: AuthenticateWorld & StateWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<Empty>> {
  const session = await authenticate(world, app, caller, accessToken, closingRefusal);
  if (!session.ok) return session;
  const { identity, user, session: { sid } } = session.value;
  if (user.status === 'active' && identity.status === 'active' && user.pending.length === 0) return accept({});
  const kept = await keepAccount(world, identity, { event: ownEvent('keep', world.clock.now(), sid, caller), identity: identity.key, appId: identity.appId });
  return kept ? accept({}) : refuse('account-closed', 'The account is closed.');
}

/** False when its time is over, or it is banned. */
export async function keepAccount(world: StateWorld, { userId }: Identity, change: StateChange): Promise<boolean> {
  const kept = await world.users.keep(userId, change);
  if (!kept && (await world.users.findWithIdentities(userId))?.user.status !== 'active') return false;
  await carryOut(world, userId);
  return true;
}
