// The middle level of the three session checks: what the database said at most 60 seconds ago. For reads only; a write asks the database (SEC-32).
import type { Ms } from '../../contract/reply';
import type { UserId } from '../ids';
import type { AppSettings, Caller } from '../ports';
import { accept } from '../result';
import type { Result } from '../result';
import { authenticate, readCallersToken } from './authenticate';
import type { AuthenticateWorld } from './authenticate';
import { CACHED_CHECK_MS } from './limits';

/** Lives as long as the instance; holds no token. */
export interface CheckCache { read(sid: string): Ms | null; write(sid: string, checkedAt: Ms): void; forget(sid: string): void }

const MOST_REMEMBERED = 1000;

export function checkCache(): CheckCache {
  const checked = new Map<string, Ms>();
  return {
    read: (sid) => checked.get(sid) ?? null,
    write: (sid, checkedAt) => {
      checked.delete(sid);
      checked.set(sid, checkedAt);
      const [oldest] = checked.keys();
      if (checked.size > MOST_REMEMBERED && oldest !== undefined) checked.delete(oldest);
    },
    forget: (sid) => { checked.delete(sid); },
  };
}

/** Refuses: token-invalid, token-expired; session-revoked, user-blocked and account-closed at most 60 s late. Calls: 0, or 1 once a minute. */
export async function checkForReading(world: AuthenticateWorld & { checks: CheckCache }, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<{ userId: UserId }>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const { sid, userId } = claims.value;
  const checkedAt = world.checks.read(sid);
  // A clock that went back makes an age negative: then the database is asked.
  if (checkedAt !== null && now >= checkedAt && now - checkedAt <= CACHED_CHECK_MS) return accept({ userId });
  world.checks.forget(sid);
  const session = await authenticate(world, app, caller, accessToken);
  if (!session.ok) return session;
  world.checks.write(sid, now);
  return accept({ userId });
}
