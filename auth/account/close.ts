// Closes an account at its owner's wish: it waits fifteen days, and nothing of it works meanwhile but changing one's mind.
import type { Ms } from '../../contract/reply';
import type { UserId } from '../ids';
import type { AppSettings, Caller } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { ownEvent } from '../session/event';
import { closingRefusal } from '../session/gate';
import { COOLING_OFF_MS } from '../session/limits';
import { carryOut } from './state';
import type { StateWorld } from './state';

/**
 * Asked again while the account waits: the same answer (REL-03). Sessions stay in the record, and the gate keeps them all out.
 * Refuses: token-*, session-revoked, user-blocked, account-closed (erased); conflict-retry. Calls: 8.
 */
export async function closeAccount(world: AuthenticateWorld & StateWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<{ erasedAt: Ms }>> {
  const session = await authenticate(world, app, caller, accessToken, closingRefusal);
  if (!session.ok) return session;
  const { identity, user, session: { sid } } = session.value;
  const now = world.clock.now();
  const erasedAt = user.closing?.erasesAt ?? now + COOLING_OFF_MS;
  const change = { event: ownEvent('close', now, sid, caller), identity: identity.key, appId: identity.appId };
  if (user.status === 'active' && !(await world.users.close(user.id, erasedAt, change))) return asClosedBy(world, user.id);
  await carryOut(world, user.id);
  return accept({ erasedAt });
}

/** Another tap of hers was faster: its day counts. */
async function asClosedBy(world: StateWorld, id: UserId): Promise<Result<{ erasedAt: Ms }>> {
  const closing = (await world.users.findWithIdentities(id))?.user.closing ?? null;
  if (closing === null) return refuse('conflict-retry', 'Another call changed the account at this moment; ask again.');
  await carryOut(world, id);
  return accept({ erasedAt: closing.erasesAt });
}
