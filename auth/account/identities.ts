// The ways in which a user signs in: shown to herself without WeChat's ids, and given with them to server code.
import type { IdentityItem } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { AppId, IdentityKey, IdentityKind, OpenId, UnionId, UserId } from '../ids';
import type { AppSettings, Caller, Clock, Identity, Users } from '../ports';
import { accept } from '../result';
import type { Result } from '../result';
import { judgeOwnSessions } from '../session/authenticate';
import type { TokenReader } from '../session/authenticate';
import { present } from './present';

export interface IdentitiesWorld { clock: Clock; users: Users; reader: TokenReader }

/** Those of the caller's user: the one she is signed in by first, then the one used last. Refuses: token-*, session-revoked, user-blocked, account-closed. Calls: 1. */
export async function identities(world: IdentitiesWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<{ identities: IdentityItem[] }>> {
  const own = await judgeOwnSessions(world, app, caller, accessToken, world.clock.now());
  if (!own.ok) return own;
  const items = own.value.identities.filter(isWayIn).map((each) => item(each, own.value.identity.key));
  return accept({ identities: items.sort((a, b) => Number(b.current) - Number(a.current) || b.lastSignInAt - a.lastSignInAt || b.linkedAt - a.linkedAt) });
}

/** One of a user's identities, for code on the server alone: no door gives its openid to a phone. */
export interface ServersIdentity { appId: AppId; openId: OpenId; unionId: UnionId | null; linkedAt: Ms; lastSignInAt: Ms }

/** Those of one kind, the one used last first; none where there is no such user, or she is not active. The id of one who was merged stands for whom she became. Calls: 1; 2 for a merged one. */
export async function identitiesOf(world: { users: Users }, userId: UserId, kind: IdentityKind): Promise<ServersIdentity[]> {
  const found = await present(world, userId);
  if (found?.user.status !== 'active') return [];
  const ofKind = found.identities.filter((each) => each.kind === kind && isWayIn(each)).sort((a, b) => b.lastSignInAt - a.lastSignInAt);
  return ofKind.map(({ appId, openId, unionId, linkedAt, lastSignInAt }) => ({ appId, openId, unionId, linkedAt, lastSignInAt }));
}

/** The user's state is the truth: a copy that lags behind it is a way in all the same, a tombstone is none. */
export function isWayIn({ status }: Identity): boolean {
  return status !== 'erased' && status !== 'merged';
}

function item({ key, kind, appId, linkedAt, lastSignInAt }: Identity, current: IdentityKey): IdentityItem {
  return { identityId: key, kind, appId, linkedAt, lastSignInAt, current: key === current };
}
