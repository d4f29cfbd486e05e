// The identities collection: every method is one database call, every write is conditional on what it relies on.
import type { IdentityKey, UnionKey, UserId } from '../../auth/ids';
import type { Identities, Identity, Keep, Known, Opening, Rate, SecurityEvent } from '../../auth/ports';
import { eventDocument, identityDocument, packedDocument, readIdentity, readUser, readUserId, sessionDocument, sessionKeyDocument } from './documents';
import type { IdentityDocument, UnionDocument, UserDocument } from './documents';
import { add, aggregate, updateAll, updateOne } from './operations';
import type { Commands } from './operations';

const COLLECTION = 'identities';
/** More apps than one open platform account holds; without a limit the database gives 20. */
const MOST_SIBLINGS = 100;

interface Joined extends IdentityDocument { user: UserDocument[]; guard: UnionDocument[] }

export const identities: Identities = {
  openSession: (key, union, opening) => updateOne(COLLECTION, (command) => ({ _id: key, status: 'active', ...(union === null ? {} : { union }), ...below(command, 'signIns', opening.rate) }), (command) => openingWrite(command, opening)),

  bindUnion: (key, union, opening) =>
    updateOne(COLLECTION, (command) => ({ _id: key, status: 'active', union: null, ...below(command, 'signIns', opening.rate) }), (command) => ({ ...openingWrite(command, opening), unionId: union.id, union: union.key })),

  find: async (key) => (await lookUp(key, null)).known,

  lookUp,

  add: (identity: Identity) => add(COLLECTION, identityDocument(identity)),

  advance: (key, { userId, sid, n, now, usedAfter, staleKeysBefore, rate }) => updateOne(
    COLLECTION,
    (command) => ({ _id: key, status: 'active', userId, sessions: command.elemMatch({ sid, n, usedAt: command.gt(new Date(usedAfter)), endsAt: command.gt(new Date(now)) }), ...below(command, 'renewals', rate) }),
    (command) => ({ 'sessions.$.n': n + 1, 'sessions.$.usedAt': new Date(now), renewals: counted(command, now, rate), ...dropStaleKeys(command, staleKeysBefore) }),
  ),

  signOut: (key, event, keep) => endSession(key, event, keep, (command) => ({ 'sealed.sessionKeys': command.set([]) })),

  revoke: (key, event, keep) => endSession(key, event, keep, () => ({})),

  endAll: (userId, event, keep) => updateAll(
    COLLECTION,
    () => ({ userId, status: 'active' }),
    (command) => ({ sessions: command.set([]), 'sealed.sessionKeys': command.set([]), events: command.push({ each: [eventDocument(event)], slice: -keep.events }) }),
  ),

  endForReuse: (key, event, keep, staleKeysBefore) => endSession(key, event, keep, (command) => dropStaleKeys(command, staleKeysBefore)),

  reserveDecrypt: (key, { sid, packet, now, rate, staleKeysBefore, keep }) => updateOne(
    COLLECTION,
    (command) => ({
      _id: key, status: 'active', 'sessions.sid': sid, 'seenPackets.hash': command.neq(packet),
      ...below(command, 'decryptAttempts', rate, '.at'),
    }),
    (command) => ({
      decryptAttempts: command.push({ each: [packedDocument({ hash: packet, at: now })], sort: { at: -1 }, slice: rate.most }),
      seenPackets: command.push({ each: [packedDocument({ hash: packet, at: now })], slice: -keep.seenPackets }),
      ...dropStaleKeys(command, staleKeysBefore),
    }),
  ),

  releaseDecrypt: async (key, packet) => {
    await updateOne(COLLECTION, () => ({ _id: key }), (command) => ({ decryptAttempts: command.pull({ hash: packet }) }));
  },
};

/**
 * The rate stands in the write's own condition. Lists are kept newest first and as long as the rate allows, so the element at its end is
 * the one that must be absent, or gone out of the window, or written by a clock that has gone back.
 */
function below(command: Commands, list: string, { most, since, until }: Rate, field = ''): Record<string, unknown> {
  return { [`${list}.${most - 1}${field}`]: command.or(command.exists(false), command.lte(new Date(since)), command.gt(new Date(until))) };
}

function counted(command: Commands, now: number, { most }: Rate): unknown {
  return command.push({ each: [new Date(now)], sort: -1, slice: most });
}

function endSession(key: IdentityKey, event: SecurityEvent, keep: Keep, more: (command: Commands) => Record<string, unknown>): Promise<boolean> {
  return updateOne(
    COLLECTION,
    () => ({ _id: key, status: 'active', 'sessions.sid': event.sid }),
    (command) => ({ sessions: command.pull({ sid: event.sid }), events: command.push({ each: [eventDocument(event)], slice: -keep.events }), ...more(command) }),
  );
}

function openingWrite(command: Commands, { session, event, sessionKey, staleKeysBefore, keep, rate }: Opening): Record<string, unknown> {
  return {
    lastSignInAt: new Date(event.at),
    signIns: counted(command, event.at, rate),
    // In the order of signing in: a clock that goes back must not push out the session that was just opened.
    sessions: command.push({ each: [sessionDocument(session)], slice: -keep.sessions }),
    events: command.push({ each: [eventDocument(event)], slice: -keep.events }),
    ...(sessionKey === null ? dropStaleKeys(command, staleKeysBefore) : { 'sealed.sessionKeys': command.push({ each: [sessionKeyDocument(sessionKey)], slice: -keep.sessionKeys }) }),
  };
}

function dropStaleKeys(command: Commands, before: number): Record<string, unknown> {
  return { 'sealed.sessionKeys': command.pull({ at: command.lt(new Date(before)) }) };
}

async function lookUp(key: IdentityKey, union: UnionKey | null): Promise<{ known: Known | null; sibling: Known | null }> {
  const found = await aggregate<Joined>(COLLECTION, (pipeline, command) => pipeline
    .match(union === null ? { _id: key } : command.or([{ _id: key }, { union }]))
    .limit(MOST_SIBLINGS)
    .lookup({ from: 'users', localField: 'userId', foreignField: '_id', as: 'user' })
    .lookup({ from: 'unions', localField: 'union', foreignField: '_id', as: 'guard' }));
  const known = found.find((each) => each._id === key);
  const sibling = found.find((each) => each._id !== key);
  return { known: known ? readKnown(known) : null, sibling: sibling ? readKnown(sibling) : null };
}

function readKnown({ user: [user], guard: [guard], ...identity }: Joined): Known {
  const owner: UserId | null = guard === undefined ? null : readUserId(guard.userId);
  return { identity: readIdentity(identity), user: user === undefined ? null : readUser(user), unionOwner: identity.union === null ? null : owner };
}
