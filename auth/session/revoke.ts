// Ends another session of the same user, or this one, by its id.
import type { Empty } from '../../contract/reply';
import type { AppSettings, Caller, Clock, Identities, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { judgeOwnSessions } from './authenticate';
import type { TokenReader } from './authenticate';
import { ownEvent } from './event';
import { KEEP } from './limits';
import { readSid } from './verify';

export interface RevokeWorld { clock: Clock; identities: Identities; users: Users; reader: TokenReader }

/**
 * Refuses: token-*, session-revoked, user-blocked, account-closed; not-found for an id that is unknown, ended or another user's, all alike.
 * Calls: 2; 1 where there is nothing to end.
 */
export async function revoke(world: RevokeWorld, app: AppSettings, caller: Caller, accessToken: string, sessionId: string): Promise<Result<Empty>> {
  const now = world.clock.now();
  const own = await judgeOwnSessions(world, app, caller, accessToken, now);
  if (!own.ok) return own;
  const target = readSid(sessionId);
  const identity = own.value.identities.find((each) => each.key === target?.identity);
  if (target === null || identity === undefined || !identity.sessions.some(({ sid }) => sid === target.session)) return refuse('not-found', 'There is no such session of this user.');
  await world.identities.revoke(target.identity, ownEvent('revoke', now, target.session, caller), KEEP);
  return accept({});
}
