// Gives a person the code for the links that she shares.
import type { Invite } from '../../contract/doors';
import { inviteKey } from '../ids';
import type { AppSettings, Caller } from '../ports';
import { accept } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { inviteOf } from './code';
import type { Invites } from './ports';

/** Refuses: token-*, session-revoked, user-blocked, account-closed. Calls: 2. */
export async function invite(world: AuthenticateWorld & { invites: Invites; indexKey: Buffer }, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<Invite>> {
  const own = await authenticate(world, app, caller, accessToken);
  if (!own.ok) return own;
  const { id } = own.value.user;
  const given = inviteOf(world.indexKey, id, world.clock.now());
  await world.invites.open(inviteKey(given.inviteCode), id, given.expiresAt);
  return accept(given);
}
