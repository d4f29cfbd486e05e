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
 * Repeated on a session that has ended already: accepted. Drops the identity's session keys with it (SEC-14), and WeChat's tokens with her last session:
 * inside WeChat each page that opens takes the place of the session before, which ends by this.
 * Refuses: token-invalid, token-expired, user-blocked, account-closed. Calls: 1; 2 where nothing was there to end; 3 where such tokens are kept.
 */
export async function signOut(world: SignOutWorld, app: AppSettings, caller: Presenter, accessToken: string): Promise<Result<Empty>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const { identity: key, session: sid } = claims.value;
  const event = ownEvent('sign-out', now, sid, caller);
  if (await world.identities.signOut(key, event, KEEP, false)) return accept({});
  const known = await world.identities.find(key);
  const sessions = known?.identity.sessions ?? [];
  // Ended by another call in between, it is as well ended.
  if (sessions.some((each) => each.sid === sid)) await (sessions.length > 1 ? world.identities.revoke(key, event, KEEP) : world.identities.signOut(key, event, KEEP, true));
  const refused = known === null ? null : stateRefusal(known.identity.status);
  return refused === null || refused.code === 'session-revoked' ? accept({}) : { ok: false, refused };
}
