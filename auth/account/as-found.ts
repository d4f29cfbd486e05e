// A found user as an operator sees her: ids in clear, no secret, the number masked.
import type { FoundIdentity, FoundUser } from '../../contract/operator';
import type { Identity } from '../ports';
import type { Found } from './find';

export function asFound({ user, identities, isOfThisIndexKey }: Found): FoundUser {
  const { id: userId, status, nickname, avatarUrl, phone, createdAt, closing, consents } = user;
  return {
    userId, status, nickname, avatarUrl, phone: phone?.masked ?? null, createdAt, erasesAt: closing?.erasesAt ?? null,
    consents: consents.map(({ policy, at, appId, action }) => ({ policy, at, appId, action })), identities: identities.map(asFoundIdentity), isOfThisIndexKey,
    mergedInto: user.mergedInto, aliases: user.aliases,
  };
}

function asFoundIdentity({ key, kind, appId, openId, unionId, status, linkedAt, lastSignInAt, sessions }: Identity): FoundIdentity {
  return {
    identityId: key, kind, appId, openId, unionId, status, linkedAt, lastSignInAt,
    sessions: sessions.map(({ door, device, ipPrefix, createdAt, usedAt, endsAt }) => ({ door, platform: device?.platform ?? null, ipPrefix, createdAt, lastUsedAt: usedAt, endsAt })),
  };
}
