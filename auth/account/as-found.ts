// A found user as an operator sees her: ids in clear, no secret, the number masked.
import type { FoundIdentity, FoundLink, FoundMerge, FoundUser } from '../../contract/operator';
import type { Ms } from '../../contract/reply';
import type { UnionKey } from '../ids';
import type { Merge } from '../merge/ports';
import { undoableUntil } from '../merge/undo';
import type { Identity } from '../ports';
import type { Found } from './find';

export function asFound({ user, identities, guards, merges, isOfThisIndexKey }: Found, now: Ms): FoundUser {
  const { id: userId, status, nickname, avatarUrl, phone, createdAt, closing, consents } = user;
  return {
    userId, status, nickname, avatarUrl, phone: phone?.masked ?? null, createdAt, erasesAt: closing?.erasesAt ?? null,
    consents: consents.map(({ policy, at, appId, action }) => ({ policy, at, appId, action })), identities: identities.map(asFoundIdentity), isOfThisIndexKey,
    mergedInto: user.mergedInto, aliases: user.aliases, links: linksOf(identities, guards), journal: merges.map((merge) => asFoundMerge(merge, now)),
  };
}

function linksOf(identities: readonly Identity[], guards: readonly UnionKey[]): FoundLink[] {
  const living = identities.filter(({ status }) => status !== 'erased');
  const unions = new Set([...guards, ...living.flatMap(({ union }) => union ?? [])]);
  return [...unions].map((union) => {
    const held = living.filter((each) => each.union === union);
    return { unionId: held[0]?.unionId ?? null, identityIds: held.map(({ key }) => key), isGuarded: guards.includes(union) };
  });
}

function asFoundMerge(merge: Merge, now: Ms): FoundMerge {
  const { id, state, winner, loser, evidence, at, doneAt, undo } = merge;
  return { mergeId: id, state, winner, loser, by: evidence.by, appId: evidence.appId, at, doneAt, undoableUntil: undoableUntil(merge, now), undone: state === 'settled' ? null : undo };
}

function asFoundIdentity({ key, kind, appId, openId, unionId, mergedFrom, status, linkedAt, lastSignInAt, sessions }: Identity): FoundIdentity {
  return {
    identityId: key, kind, appId, openId, unionId, mergedFrom, status, linkedAt, lastSignInAt,
    sessions: sessions.map(({ door, device, ipPrefix, createdAt, usedAt, endsAt }) => ({ door, platform: device?.platform ?? null, ipPrefix, createdAt, lastUsedAt: usedAt, endsAt })),
  };
}
