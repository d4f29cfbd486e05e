// Ends every session of the user, this one too.
import type { Empty } from '../../contract/reply';
import type { AppSettings, Caller, Clock, Identities, Users } from '../ports';
import { accept } from '../result';
import type { Result } from '../result';
import { authenticate } from './authenticate';
import type { TokenReader } from './authenticate';
import { ownEvent } from './event';
import { KEEP } from './limits';

export interface SignOutEverywhereWorld { clock: Clock; identities: Identities; users: Users; reader: TokenReader }

/**
 * A renewal that races with it fails, or its tokens are dead when this answers: the sessions they name are gone (SEC-42).
 * Refuses: token-*, session-revoked, user-blocked, account-closed. Calls: 2.
 */
export async function signOutEverywhere(world: SignOutEverywhereWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<Empty>> {
  const session = await authenticate(world, app, caller, accessToken);
  if (!session.ok) return session;
  await world.identities.endAll(session.value.user.id, ownEvent('sign-out-everywhere', world.clock.now(), session.value.session.sid, caller), KEEP);
  return accept({});
}
