// Lists the signed-in devices of the caller's user, newest use first.
import type { SessionItem } from '../../contract/doors';
import type { AppSettings, Clock, Identity, Session, Users } from '../ports';
import type { Presenter } from './presenter';
import { accept } from '../result';
import type { Result } from '../result';
import { judgeOwnSessions } from './authenticate';
import type { TokenReader } from './authenticate';
import { expiresAt, isAlive } from './lifetime';
import { sidOf } from './verify';

export interface ListWorld { clock: Clock; users: Users; reader: TokenReader }

/** Refuses: token-invalid, token-expired, session-revoked, user-blocked, account-closed. Calls: 1. */
export async function list(world: ListWorld, app: AppSettings, caller: Presenter, accessToken: string): Promise<Result<{ sessions: SessionItem[] }>> {
  const now = world.clock.now();
  const own = await judgeOwnSessions(world, app, caller, accessToken, now);
  if (!own.ok) return own;
  const { claims, identities } = own.value;
  const sessions = identities.flatMap((each) => each.sessions.filter((session) => isAlive(session, now)).map((session) => item(each, session, claims.sid)));
  return accept({ sessions: sessions.sort((a, b) => b.lastUsedAt - a.lastUsedAt || b.createdAt - a.createdAt) });
}

function item(identity: Identity, session: Session, currentSid: string): SessionItem {
  const sessionId = sidOf(identity.key, session.sid);
  return {
    sessionId, current: sessionId === currentSid, door: session.door, appId: identity.appId, device: session.device, ipPrefix: session.ipPrefix,
    createdAt: session.createdAt, lastUsedAt: session.usedAt, expiresAt: expiresAt(session),
  };
}
