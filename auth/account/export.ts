// Everything that is held about a person, for herself; nothing of another's, and no secret.
import type { Audit } from '../audit/ports';
import type { AppSettings, Caller, Clock, Identity, UserRecord, Users } from '../ports';
import { phoneBinding } from '../profile/phone-number';
import { accept } from '../result';
import type { Result } from '../result';
import { judgeOwnSessions, readCallersToken } from '../session/authenticate';
import type { TokenReader } from '../session/authenticate';
import { refuseOldSignIn } from '../session/recent';
import { asEvents, eventsOf, newestFirst, rowsOfAliases } from './history';
import type { Invites } from '../invite/ports';
import { isWayIn } from './identities';
import type { Belongings } from './ports';
import type { Seal } from '../keys';

export interface ExportWorld { clock: Clock; users: Users; reader: TokenReader; audit: Audit; belongings: Belongings; invites: Invites; phoneSeal: Seal; indexKey: Buffer }

/** A function's result is at most 1 MB; a row takes about 200 bytes of it. */
const MOST_ROWS = 1000;

/**
 * The one answer that holds ids and the number in full, so it wants a recent sign-in.
 * Refuses: token-*, session-revoked, user-blocked, account-closed; recent-sign-in-required. Calls: 3 at once, one for each collection of the app's own; 2 for each user who was merged into her, and 1.
 */
export async function exportAccount(world: ExportWorld, app: AppSettings, caller: Caller, accessToken: string): Promise<Result<{ document: object }>> {
  const now = world.clock.now();
  const claims = readCallersToken(world.reader, app, caller, accessToken, now);
  if (!claims.ok) return claims;
  const { userId } = claims.value;
  const [own, rows, invited] = await Promise.all([judgeOwnSessions(world, app, caller, accessToken, now), world.audit.ofUser(userId, Number.MAX_SAFE_INTEGER, MOST_ROWS), world.invites.count([userId])]);
  if (!own.ok) return own;
  const old = refuseOldSignIn(own.value.session, now);
  if (old !== null) return { ok: false, refused: old };
  const { user, identities } = own.value;
  const [earlier, merged, before] = await Promise.all([rowsOfAliases(world.audit, user, Number.MAX_SAFE_INTEGER, MOST_ROWS), Promise.all(user.aliases.map((alias) => world.users.findWithIdentities(alias))), user.aliases.length === 0 ? 0 : world.invites.count(user.aliases)]);
  const entries = newestFirst([...eventsOf(world.indexKey, identities), ...rows, ...earlier.flat()]);
  return accept({
    document: {
      format: 1, exportedAt: now, user: userPart(world, user), merged: merged.flatMap((each) => (each === null ? [] : userPart(world, each.user))), identities: identities.filter(isWayIn).map(identityPart),
      history: asEvents(entries, entries), historyIsWhole: [rows, ...earlier].every(({ length }) => length < MOST_ROWS), belongings: await world.belongings.all(userId), invitations: { wasInvited: user.invitedBy !== null, invited: invited + before },
    },
  });
}

function userPart(world: ExportWorld, user: UserRecord): object {
  const { id, nickname, avatarUrl, phone, consents, createdAt } = user;
  const number = phone === null ? null : world.phoneSeal.open(phone.sealed, phoneBinding(id));
  return { id, nickname, avatarUrl, phone: phone === null ? null : { number: number ?? phone.masked, boundAt: phone.boundAt }, consents, createdAt };
}

function identityPart({ kind, appId, openId, unionId, linkedAt, lastSignInAt, sessions, profile, wechatTokens }: Identity): object {
  const devices = sessions.map(({ door, device, ipPrefix, createdAt, usedAt, endsAt }) => ({ door, device, ipPrefix, createdAt, lastUsedAt: usedAt, endsAt }));
  return { kind, appId, openId, unionId, linkedAt, lastSignInAt, sessions: devices, wechatTokensKept: wechatTokens !== null, ...(profile === null ? {} : { profile }) };
}
