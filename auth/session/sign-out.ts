// Ends the session that a token belongs to, at once.
import type { Empty } from '../../contract/reply';
import type { AppSettings, Clock, Identities } from '../ports';
import type { Presenter } from './presenter';
import { accept } from '../result';
import type { Result } from '../result';
import { readCallersToken } from './authenticate';
import type { TokenReader } from './authenticate';
import { ownEvent } from './event';
import { stateRefusal } from './gate';
import { KEEP } from './limits';

export interface SignOutWorld { clock: Clock; identities: Identities; reader: TokenReader }

/**
 * Repeated on a session that has ended already: accepted. Drops the identity's session keys with it (SEC-14).
 * Refuses: token-invalid, token-expired, user-blocked, account-closed. Calls: 1; 2 where nothing was there to end.
 */
export async function signOut(world: SignOutWorld, app: AppSettings, caller: Presenter, accessToken: string): Promise<Result<Empty>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const ended = await world.identities.signOut(claims.value.identity, ownEvent('sign-out', now, claims.value.session, caller), KEEP);
  if (ended) return accept({});
  const known = await world.identities.find(claims.value.identity);
  const refused = known === null ? null : stateRefusal(known.identity.status);
  return refused === null || refused.code === 'session-revoked' ? accept({}) : { ok: false, refused };
}
