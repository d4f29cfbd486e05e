// By whom a person came, and how many came by her.
import type { Invitations } from '../../contract/doors';
import type { UserId } from '../ids';
import type { AppSettings, Caller, UserRecord, Users } from '../ports';
import { accept } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import type { Invites } from './ports';

export interface InvitationsWorld extends AuthenticateWorld { users: Users; invites: Invites }

/** Refuses: token-*, session-revoked, user-blocked, account-closed. Calls, deep / all: 2 / 2; 2 / 3 where somebody brought her, one more where that one was merged. */
export async function invitations(world: InvitationsWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<Invitations>> {
  const own = await authenticate(world, app, caller, accessToken);
  if (!own.ok) return own;
  const { id, aliases, invitedBy } = own.value.user;
  const [inviter, invited] = await Promise.all([invitedBy === null ? null : inviterNow(world, invitedBy), world.invites.count([id, ...aliases])]);
  // Two users who turned out to be one person brought nobody.
  const other = inviter === null || inviter.id === id ? null : inviter;
  return accept({ invitedBy: other === null ? null : { nickname: other.nickname, avatarUrl: other.avatarUrl }, invited });
}

/** Who it is today: merges are followed here, so that taking one back puts nothing right. Null: she is not here any more. */
async function inviterNow(world: InvitationsWorld, inviter: UserId): Promise<UserRecord | null> {
  const user = (await world.users.findWithIdentities(inviter))?.user ?? null;
  if (user?.status === 'merged' && user.mergedInto !== null) return inviterNow(world, user.mergedInto);
  return user?.status === 'active' ? user : null;
}
