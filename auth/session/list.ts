// Lists the signed-in devices of the caller's user, newest use first.
import type { SessionItem } from '../../contract/doors';
import type { AppSettings, Caller, Clock, Identity, Session, Users } from '../ports';
import { accept } from '../result';
import type { Result } from '../result';
import { judgeSession, readCallersToken } from './authenticate';
import type { TokenReader } from './authenticate';
import { expiresAt, isAlive } from './lifetime';
import { sidOf } from './verify';

export interface ListWorld { clock: Clock; users: Users; reader: TokenReader }

/** Refuses: token-invalid, token-expired, session-revoked, user-blocked, account-closed. Calls: 1. */
export async function list(world: ListWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<{ sessions: SessionItem[] }>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const found = await world.users.findWithIdentities(claims.value.userId);
  const identity = found?.identities.find((each) => each.key === claims.value.identity);
  const judged = judgeSession(found === null || identity === undefined ? null : { identity, user: found.user }, claims.value, now);
  if (!judged.ok) return judged;
  const sessions = (found?.identities ?? []).flatMap((each) => each.sessions.filter((session) => isAlive(session, now)).map((session) => item(each, session, claims.value.sid)));
  return accept({ sessions: sessions.sort((a, b) => b.lastUsedAt - a.lastUsedAt || b.createdAt - a.createdAt) });
}

function item(identity: Identity, session: Session, currentSid: string): SessionItem {
  const sessionId = sidOf(identity.key, session.sid);
  return {
    sessionId, current: sessionId === currentSid, door: session.door, appId: identity.appId, device: session.device, ipPrefix: session.ipPrefix,
    createdAt: session.createdAt, lastUsedAt: session.usedAt, expiresAt: expiresAt(session),
  };
}
