// The identities collection: every method is one database call, every write is conditional on what it relies on.
import { parseIdentityKey } from '../../auth/ids';
import type { IdentityKey, UnionKey, UserId } from '../../auth/ids';
import type { Identities, Identity, Keep, Known, Opening, SecurityEvent } from '../../auth/ports';
import { below, counted } from './counted';
import { eventDocument, identityDocument, must, packedDocument, profileDocument, readIdentity, readUserId, sessionDocument, sessionKeyDocument, wechatTokensDocument } from './documents';
import type { IdentityDocument, UnionDocument } from './documents';
import { add, aggregate, findAny, findWhere, updateAll, updateOne } from './operations';
import type { Commands } from './operations';
import { giveBackRows, moveRows } from './owned-rows';
import { readUser } from './user-documents';
import type { UserDocument } from './user-documents';

const COLLECTION = 'identities';
/** More apps than one open platform account holds; without a limit the database gives 20. */
const MOST_SIBLINGS = 100;

/** Stands where the openid of a person was who was erased. */
const ERASED = 'erased';

interface Joined extends IdentityDocument { user: UserDocument[]; guard: UnionDocument[] }

export const identities: Identities = {
  openSession: (key, union, opening) => updateOne(COLLECTION, (command) => ({ _id: key, status: 'active', 'sessions.sid': command.neq(opening.session.sid), ...(union === null ? {} : { union }), ...below(command, 'signIns', opening.rate) }), (command) => openingWrite(command, opening)),

  bindUnion: (key, union, opening) =>
    updateOne(COLLECTION, (command) => ({ _id: key, status: 'active', union: null, 'sessions.sid': command.neq(opening.session.sid), ...below(command, 'signIns', opening.rate) }), (command) => ({ ...openingWrite(command, opening), unionId: union.id, union: union.key })),

  find: async (key) => (await lookUp(key, null)).known,

  lookUp,

  add: (identity: Identity) => add(COLLECTION, identityDocument(identity)),

  advance: (key, { userId, sid, n, now, usedAfter, staleKeysBefore, rate }) => updateOne(
    COLLECTION,
    (command) => ({ _id: key, status: 'active', userId, sessions: command.elemMatch({ sid, n, usedAt: command.gt(new Date(usedAfter)), endsAt: command.gt(new Date(now)) }), ...below(command, 'renewals', rate) }),
    (command) => ({ 'sessions.$.n': n + 1, 'sessions.$.usedAt': new Date(now), renewals: counted(command, now, rate), ...dropStaleKeys(command, staleKeysBefore) }),
  ),

  signOut: (key, event, keep, withTokens) => endSession(key, event, keep, noSecrets, (command) => (withTokens ? {} : { 'sealed.wechatTokens': command.exists(false) })),

  revoke: (key, event, keep) => endSession(key, event, keep, () => ({})),

  endAll: (userId, event, keep) => updateAll(
    COLLECTION,
    () => ({ userId, status: 'active' }),
    (command) => ({ ...endedSessions(command), ...pushed(command, event, keep) }),
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

  returnPacket: async (key, packet) => {
    await updateOne(COLLECTION, () => ({ _id: key }), (command) => ({ decryptAttempts: command.pull({ hash: packet }), seenPackets: command.pull({ hash: packet }) }));
  },

  countRenewal: (key, { sid, now, rate }) => updateOne(
    COLLECTION,
    (command) => ({ _id: key, status: 'active', 'sessions.sid': sid, ...below(command, 'renewals', rate) }),
    (command) => ({ renewals: counted(command, now, rate) }),
  ),

  keepShown: (key, sid, { profile, renewed }) => updateOne(
    COLLECTION,
    () => ({ _id: key, status: 'active', 'sessions.sid': sid, ...(renewed === null ? {} : { 'sealed.wechatTokens.box': renewed.over }) }),
    (command) => ({ ...shownProfile(command, profile), ...heldTokens(command, renewed?.tokens ?? null) }),
  ),

  dropTokens: async (key, box) => {
    await updateOne(COLLECTION, () => ({ _id: key, 'sealed.wechatTokens.box': box }), (command) => ({ 'sealed.wechatTokens': command.remove() }));
  },

  setStatus: (userId, status) => updateAll(
    COLLECTION,
    (command) => ({ userId, status: command.nin([status, 'erased']) }),
    (command) => ({ status, ...(status === 'active' ? {} : noSecrets(command)) }),
  ),

  setStatusAndEnd: (userId, status) => updateAll(COLLECTION, (command) => ({ userId, status: command.neq('erased') }), (command) => ({ status, ...endedSessions(command) })),

  bury: (key, userId) => updateOne(COLLECTION, (command) => ({ _id: key, userId, status: command.neq('erased') }), tombstone),

  markLeaving: (key, userId, at) => updateOne(COLLECTION, (command) => ({ _id: key, userId, status: command.neq('erased') }), (command) => ({ leavingAt: at === null ? command.remove() : new Date(at) })),

  leave: (key, userId) => updateOne(COLLECTION, (command) => ({ _id: key, userId, status: command.neq('erased') }), (command) => ({ ...tombstone(command), generation: command.inc(1) })),

  unbind: async (key, union) => { await updateOne(COLLECTION, () => ({ _id: key, union }), () => ({ union: null, unionId: null })); },

  revive: (identity, erased) => updateOne(COLLECTION, () => ({ _id: identity.key, status: 'erased', userId: erased }), (command) => {
    const { _id, sealed, ...fields } = identityDocument(identity);
    // As a whole: the SDK would merge an object into the one that stands.
    return { ...fields, sealed: command.set(sealed) };
  }),

  moveAll: (from, to) => moveRows(COLLECTION, from, to, { where: living, data: endedSessions }),

  move: (key, from, to) => updateOne(COLLECTION, (command) => ({ _id: key, userId: from, ...living(command) }), (command) => ({ userId: to, ...endedSessions(command) })),

  giveBack: (to, aliases) => giveBackRows(COLLECTION, to, aliases, { where: living, data: endedSessions }),

  withEvents: async (before, most) => {
    const found = await findWhere<IdentityDocument>(COLLECTION, (command) => ({ 'events.at': command.lt(new Date(before)) }), most);
    return found.map(readIdentity);
  },

  dropEvents: async (key, at) => {
    await updateOne(COLLECTION, () => ({ _id: key }), (command) => ({ events: command.pull({ at: command.in(at.map((each) => new Date(each))) }) }));
  },

  withStale: async ({ keys, tokens, used }, most) => {
    const found = await findAny<IdentityDocument>(COLLECTION, (command) => [{ 'sealed.sessionKeys.at': command.lt(new Date(keys)) }, { 'sealed.wechatTokens.at': command.lt(new Date(tokens)) }, { 'sessions.usedAt': command.lt(new Date(used)) }], { by: '_id', order: 'asc', limit: most });
    return found.map(({ _id }) => must(parseIdentityKey(_id)));
  },

  dropStale: async (key, { keys, tokens, used }) => {
    await updateOne(COLLECTION, (command) => ({ _id: key, 'sealed.wechatTokens.at': command.lt(new Date(tokens)) }), (command) => ({ 'sealed.wechatTokens': command.remove() }));
    await updateOne(COLLECTION, () => ({ _id: key }), (command) => ({ ...dropStaleKeys(command, keys), sessions: command.pull({ usedAt: command.lt(new Date(used)) }) }));
  },

  search: async (by, most) => {
    const found = await findWhere<IdentityDocument>(COLLECTION, () => ('openId' in by ? { openid: by.openId } : { unionId: by.unionId }), most);
    return found.map(readIdentity);
  },
};

function pushed(command: Commands, event: SecurityEvent, keep: Keep): { events: unknown } {
  return { events: command.push({ each: [eventDocument(event)], slice: -keep.events }) };
}

/** Nothing of the person's is left; its keys stay, so that it is known that someone was here. */
function tombstone(command: Commands): Record<string, unknown> {
  return {
    status: 'erased', openid: ERASED, unionId: null, linkedAt: new Date(0), lastSignInAt: new Date(0), mergedFrom: command.remove(), leavingAt: command.remove(), profile: command.remove(), ...endedSessions(command),
    ...Object.fromEntries(['events', 'signIns', 'renewals', 'decryptAttempts', 'seenPackets'].map((list) => [list, command.set([])])),
  };
}

function living(command: Commands): Record<string, unknown> {
  return { status: command.neq('erased') };
}

function endedSessions(command: Commands): Record<string, unknown> {
  return { sessions: command.set([]), ...noSecrets(command) };
}

/** What WeChat gave for her, and is worth something in other hands. */
function noSecrets(command: Commands): Record<string, unknown> {
  return { 'sealed.sessionKeys': command.set([]), 'sealed.wechatTokens': command.remove() };
}

/** As wholes: the SDK would merge an object into the one that stands. Null: what stands stays. */
function shownProfile(command: Commands, profile: Opening['profile']): Record<string, unknown> {
  return profile === null ? {} : { profile: command.set(profileDocument(profile)) };
}

function heldTokens(command: Commands, tokens: Opening['wechatTokens']): Record<string, unknown> {
  return tokens === null ? {} : { 'sealed.wechatTokens': command.set(wechatTokensDocument(tokens)) };
}

function endSession(key: IdentityKey, event: SecurityEvent, keep: Keep, more: (command: Commands) => Record<string, unknown>, only: (command: Commands) => Record<string, unknown> = () => ({})): Promise<boolean> {
  return updateOne(
    COLLECTION,
    (command) => ({ _id: key, status: 'active', 'sessions.sid': event.sid, ...only(command) }),
    (command) => ({ sessions: command.pull({ sid: event.sid }), ...pushed(command, event, keep), ...more(command) }),
  );
}

function openingWrite(command: Commands, { session, event, sessionKey, profile, wechatTokens, staleKeysBefore, keep, rate }: Opening): Record<string, unknown> {
  return {
    lastSignInAt: new Date(event.at),
    signIns: counted(command, event.at, rate),
    ...shownProfile(command, profile),
    ...heldTokens(command, wechatTokens),
    // In the order of signing in: a clock that goes back must not push out the session that was just opened.
    sessions: command.push({ each: [sessionDocument(session)], slice: -keep.sessions }),
    ...pushed(command, event, keep),
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
    .project({ events: 0 })
    .lookup({ from: 'users', localField: 'userId', foreignField: '_id', as: 'user' })
    .lookup({ from: 'unions', localField: 'union', foreignField: '_id', as: 'guard' }));
  const known = found.find((each) => each._id === key);
  const siblings = found.filter((each) => each._id !== key);
  const sibling = siblings.find(({ status }) => status !== 'erased') ?? siblings.sort((a, b) => b.generation - a.generation)[0];
  return { known: known ? readKnown(known) : null, sibling: sibling ? readKnown(sibling) : null };
}

function readKnown({ user: [user], guard: [guard], ...identity }: Joined): Known {
  const owner: UserId | null = guard === undefined ? null : readUserId(guard.userId);
  return { identity: readIdentity(identity), user: user === undefined ? null : readUser(user), unionOwner: identity.union === null ? null : owner };
}
