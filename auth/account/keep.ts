// Ends the waiting of an account that was to be erased.
import type { Empty } from '../../contract/reply';
import type { UserId } from '../ids';
import type { AppSettings, Caller, Clock, SecurityEvent } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { ownEvent } from '../session/event';
import { closingRefusal } from '../session/gate';
import { spreadState } from './state';
import type { StateWorld } from './state';

/** On an active account: accepted. Refuses: token-*, session-revoked, user-blocked, account-closed (its time is over). Calls: 4. */
export async function keep(world: AuthenticateWorld & StateWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<Empty>> {
  const session = await authenticate(world, app, caller, accessToken, closingRefusal);
  if (!session.ok) return session;
  const { identity, user, session: { sid } } = session.value;
  if (user.status === 'active' && identity.status === 'active') return accept({});
  const kept = await keepAccount(world, user.id, ownEvent('keep', world.clock.now(), sid, caller));
  return kept ? accept({}) : refuse('account-closed', 'The account is closed.');
}

/** False when its time is over, or it is banned. */
export async function keepAccount(world: StateWorld & { clock: Clock }, id: UserId, event: SecurityEvent): Promise<boolean> {
  const kept = await world.users.keep(id, event.at);
  const status = kept ? 'active' : (await world.users.findWithIdentities(id))?.user.status;
  if (status !== 'active') return false;
  await spreadState(world, id, status, kept ? event : null, 'keep-sessions');
  return true;
}
