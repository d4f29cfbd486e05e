// Writes the user and the identity of someone who signs in for the first time; safe against any number of racers.
import { inviterOf } from '../invite/inviter';
import { indexKeyFingerprint, newUserId } from '../ids';
import type { UserId } from '../ids';
import { UNMERGED } from '../merge/unmerged';
import type { Identity, Known, Union, UserRecord } from '../ports';
import type { Attempt, Greeting, SignInWorld } from './attempt';

/**
 * The unique `_id` of the identity is the lock; ids are derived, so racers agree (REL-01). The identity stands before its union:
 * a crash between the two is healed by the next sign-in. A tombstone is replaced under the same lock. Null: someone else was faster.
 */
export async function register(world: SignInWorld, attempt: Attempt, sibling: Known | null, tombstone: Known | null): Promise<Greeting | null> {
  const userId = sibling?.unionOwner ?? sibling?.identity.userId ?? newUserId(world.indexKey, attempt.union?.key ?? attempt.key, attempt.generation);
  // What a tombstone tells of its union stays, or nobody would know that someone of it was here.
  const identity = { ...newIdentity(attempt, userId), union: attempt.union?.key ?? tombstone?.identity.union ?? null };
  const isKnown = sibling?.user?.id === userId;
  const fresh = await freshUser(world, isKnown ? { ...attempt, invite: null } : attempt, userId);
  const [identityAdded, userAdded] = await Promise.all([
    tombstone === null ? world.identities.add(identity) : world.identities.revive(identity, tombstone.identity.userId),
    isKnown ? false : world.users.add(fresh),
  ]);
  if (!identityAdded) return userAdded ? enterAsNew(world, attempt, fresh) : null;
  if (!userAdded && sibling === null && (await isLeftBehind(world, attempt, userId))) return null;
  // Another user's: the next round finds her session open and the two users one person.
  if (attempt.union !== null && sibling?.unionOwner !== userId && !(await claimUnion(world, attempt.union, userId))) return null;
  if (userAdded) return { user: fresh, isNew: true, session: attempt.opening.session };
  // Read again although the sibling told her state: who was banned since did not have this identity yet when the ban looked for hers.
  return welcome(world, attempt, await world.identities.find(attempt.key));
}

/**
 * The id that she derives is a user's who gave up all ways in of this root, and goes on by others: not hers. Her identity becomes a tombstone of the
 * next generation, and the next round begins there. Calls: 1, and only where the user stood already.
 */
async function isLeftBehind(world: SignInWorld, { key, union }: Attempt, userId: UserId): Promise<boolean> {
  if (union === null) return false; // then the root is her own
  const others = ((await world.users.findWithIdentities(userId))?.identities ?? []).filter((each) => each.key !== key && each.status !== 'erased');
  if (others.length === 0 || others.some((each) => each.union === union.key)) return false;
  return world.identities.leave(key, userId);
}

/** The user of an identity that stands. Where a first sign-in was cut before the user was written, she is written now. */
export async function welcome(world: SignInWorld, attempt: Attempt, known: Known | null): Promise<Greeting | null> {
  if (known === null) return null;
  const { session } = attempt.opening;
  if (known.user !== null) return known.user.status === 'merged' ? null : { user: known.user, isNew: false, session };
  const fresh = await freshUser(world, attempt, known.identity.userId);
  if (await world.users.add(fresh)) return { user: fresh, isNew: true, session };
  const again = await world.identities.find(attempt.key);
  return again?.user ? { user: again.user, isNew: false, session } : null;
}

/** Two racers wrote one half each: this one wrote the user, so this sign-in is the one that is new. */
async function enterAsNew(world: SignInWorld, attempt: Attempt, user: UserRecord): Promise<Greeting | null> {
  return (await world.identities.openSession(attempt.key, attempt.union?.key ?? null, attempt.opening)) ? { user, isNew: true, session: attempt.opening.session } : null;
}

/** True where the union is this user's, now or before. */
async function claimUnion(world: SignInWorld, union: Union, userId: UserId): Promise<boolean> {
  return (await world.unions.add({ key: union.key, userId })) || (await world.unions.owner(union.key)) === userId;
}

function newIdentity(attempt: Attempt, userId: UserId): Identity {
  const { app, caller, key, union, now, opening } = attempt;
  return {
    key, kind: app.kind, appId: caller.appId, openId: caller.openId, unionId: union?.id ?? null, union: union?.key ?? null, userId, mergedFrom: null, leavingAt: null,
    status: 'active', generation: attempt.generation, linkedAt: now, lastSignInAt: now, sessionKeys: opening.sessionKey === null ? [] : [opening.sessionKey],
    sessions: [opening.session], events: [opening.event], signIns: [now], renewals: [], decryptAttempts: [], seenPackets: [], profile: opening.profile, wechatTokens: opening.wechatTokens,
  };
}

async function freshUser(world: SignInWorld, attempt: Attempt, id: UserId): Promise<UserRecord> {
  const { now, consent, generation } = attempt;
  return {
    id, status: 'active', generation, nickname: null, avatarUrl: null, avatarFile: null, phone: null, consents: consent === null ? [] : [consent], closing: null, pending: [],
    ...UNMERGED, invitedBy: await inviterOf(world.invites, attempt), createdAt: now, indexKey: indexKeyFingerprint(world.indexKey),
  };
}
