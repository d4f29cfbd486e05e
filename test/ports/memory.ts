// The ports of auth in memory: the smallest world that keeps each method's one contract line, and the fake of the rules' tests.
import type { IdentityKey, UnionKey, UserId } from '../../auth/ids';
import type { Clock, Identities, Identity, Keep, Known, Opening, Random, Rate, SecurityEvent, Unions, UserRecord, Users } from '../../auth/ports';
import { memoryUsers } from './memory-users';
import type { Exchange } from '../../auth/sign-in/ports';

export interface Rows { identities: Map<IdentityKey, Identity>; users: Map<UserId, UserRecord>; unions: Map<UnionKey, UserId> }
export interface MemoryStore { identities: Identities; users: Users; unions: Unions; rows: Rows }

export function memoryStore(): MemoryStore {
  const rows: MemoryStore['rows'] = { identities: new Map(), users: new Map(), unions: new Map() };
  return { rows, identities: memoryIdentities(rows), users: memoryUsers(rows), unions: memoryUnions(rows) };
}

function memoryIdentities(rows: MemoryStore['rows']): Identities {
  const known = (identity: Identity): Known => structuredClone({
    identity: { ...identity, events: [] }, user: rows.users.get(identity.userId) ?? null, unionOwner: identity.union === null ? null : (rows.unions.get(identity.union) ?? null),
  });
  const change = (key: IdentityKey, matches: (identity: Identity) => boolean, write: (identity: Identity) => void): boolean => {
    const identity = rows.identities.get(key);
    if (identity === undefined || identity.status !== 'active' || !matches(identity)) return false;
    write(identity);
    return true;
  };
  const lookUp = async (key: IdentityKey, union: UnionKey | null) => {
    const own = rows.identities.get(key);
    const siblings = union === null ? [] : [...rows.identities.values()].filter((each) => each.union === union && each.key !== key);
    const sibling = siblings.find(({ status }) => status !== 'erased') ?? siblings.sort((a, b) => b.generation - a.generation)[0];
    return { known: own ? known(own) : null, sibling: sibling ? known(sibling) : null };
  };
  const bury = (key: IdentityKey, userId: UserId): boolean => {
    const identity = rows.identities.get(key);
    if (identity === undefined || identity.userId !== userId || identity.status === 'erased') return false;
    Object.assign(identity, { status: 'erased', openId: 'erased', unionId: null, mergedFrom: null, leavingAt: null, profile: null, linkedAt: 0, lastSignInAt: 0, sessions: [], sessionKeys: [], wechatTokens: null, events: [], signIns: [], renewals: [], decryptAttempts: [], seenPackets: [] });
    return true;
  };
  return {
    lookUp,
    find: async (key) => (await lookUp(key, null)).known,
    openSession: async (key, union, opening) => change(key, (identity) => (union === null || identity.union === union) && !identity.sessions.some(({ sid }) => sid === opening.session.sid) && isBelow(identity.signIns, opening.rate), (identity) => open(identity, opening)),
    bindUnion: async (key, union, opening) => change(key, (identity) => identity.union === null && !identity.sessions.some(({ sid }) => sid === opening.session.sid) && isBelow(identity.signIns, opening.rate), (identity) => { open(identity, opening); Object.assign(identity, { unionId: union.id, union: union.key }); }),
    add: async (identity) => { if (rows.identities.has(identity.key)) return false; rows.identities.set(identity.key, structuredClone(identity)); return true; },
    advance: async (key, renewal) => {
      const current = (identity: Identity) => identity.sessions.find((each) => each.sid === renewal.sid && each.n === renewal.n && each.usedAt > renewal.usedAfter && each.endsAt > renewal.now);
      return change(key, (identity) => identity.userId === renewal.userId && current(identity) !== undefined && isBelow(identity.renewals, renewal.rate), (identity) => {
        identity.renewals = counted(identity.renewals, renewal.now, renewal.rate);
        Object.assign(current(identity) ?? {}, { n: renewal.n + 1, usedAt: renewal.now });
        dropStaleKeys(identity, renewal.staleKeysBefore);
      });
    },
    signOut: async (key, event, keep, withTokens) => change(key, (identity) => has(event)(identity) && (withTokens || identity.wechatTokens === null), (identity) => { end(identity, event, keep); Object.assign(identity, { sessionKeys: [], wechatTokens: null }); }),
    revoke: async (key, event, keep) => change(key, has(event), (identity) => end(identity, event, keep)),
    endAll: async (userId, event, keep) => {
      for (const [key, identity] of rows.identities) {
        if (identity.userId === userId) change(key, () => true, () => { Object.assign(identity, { sessions: [], sessionKeys: [], wechatTokens: null, events: [...identity.events, event].slice(-keep.events) }); });
      }
    },
    endForReuse: async (key, event, keep, staleKeysBefore) => change(key, has(event), (identity) => { end(identity, event, keep); dropStaleKeys(identity, staleKeysBefore); }),
    reserveDecrypt: async (key, { sid, packet, now, rate, staleKeysBefore, keep }) => change(
      key,
      (identity) => identity.sessions.some((each) => each.sid === sid) && !identity.seenPackets.some((each) => each.hash === packet) && isBelow(identity.decryptAttempts.map(({ at }) => at), rate),
      (identity) => {
        identity.decryptAttempts = [{ hash: packet, at: now }, ...identity.decryptAttempts].sort((a, b) => b.at - a.at).slice(0, rate.most);
        dropStaleKeys(identity, staleKeysBefore);
        identity.seenPackets = [...identity.seenPackets, { hash: packet, at: now }].slice(-keep.seenPackets);
      },
    ),
    releaseDecrypt: async (key, packet) => { change(key, () => true, (identity) => { identity.decryptAttempts = identity.decryptAttempts.filter(({ hash }) => hash !== packet); }); },
    returnPacket: async (key, packet) => {
      change(key, () => true, (identity) => {
        identity.decryptAttempts = identity.decryptAttempts.filter(({ hash }) => hash !== packet);
        identity.seenPackets = identity.seenPackets.filter(({ hash }) => hash !== packet);
      });
    },
    countRenewal: async (key, { sid, now, rate }) => change(key, (identity) => identity.sessions.some((each) => each.sid === sid) && isBelow(identity.renewals, rate), (identity) => { identity.renewals = counted(identity.renewals, now, rate); }),
    keepShown: async (key, sid, { profile, renewed }) => change(
      key,
      (identity) => identity.sessions.some((each) => each.sid === sid) && (renewed === null || identity.wechatTokens?.box === renewed.over),
      (identity) => { Object.assign(identity, { ...(profile === null ? {} : { profile: structuredClone(profile) }), ...(renewed === null ? {} : { wechatTokens: structuredClone(renewed.tokens) }) }); },
    ),
    dropTokens: async (key, box) => { const identity = rows.identities.get(key); if (identity?.wechatTokens?.box === box) identity.wechatTokens = null; },
    setStatus: async (userId, status) => {
      for (const identity of rows.identities.values()) {
        if (identity.userId !== userId || identity.status === status || identity.status === 'erased') continue;
        Object.assign(identity, { status, ...(status === 'active' ? {} : { sessionKeys: [], wechatTokens: null }) });
      }
    },
    setStatusAndEnd: async (userId, status) => {
      for (const identity of rows.identities.values()) if (identity.userId === userId && identity.status !== 'erased') Object.assign(identity, { status, sessions: [], sessionKeys: [], wechatTokens: null });
    },
    withStale: async ({ keys, tokens, used }, most) => [...rows.identities.values()].filter((each) => each.sessionKeys.some(({ at }) => at < keys) || isStale(each, tokens) || each.sessions.some(({ usedAt }) => usedAt < used)).map(({ key }) => key).slice(0, most),
    dropStale: async (key, { keys, tokens, used }) => {
      const identity = rows.identities.get(key);
      if (identity === undefined) return;
      identity.sessions = identity.sessions.filter(({ usedAt }) => usedAt >= used);
      dropStaleKeys(identity, keys);
      if (isStale(identity, tokens)) identity.wechatTokens = null;
    },
    moveAll: async (from, to) => {
      for (const identity of rows.identities.values()) {
        if (identity.userId === from && identity.status !== 'erased') Object.assign(identity, { userId: to, mergedFrom: identity.mergedFrom ?? from, sessions: [], sessionKeys: [], wechatTokens: null });
      }
    },
    move: async (key, from, to) => {
      const identity = rows.identities.get(key);
      if (identity?.userId !== from || identity.status === 'erased') return false;
      Object.assign(identity, { userId: to, sessions: [], sessionKeys: [], wechatTokens: null });
      return true;
    },
    giveBack: async (to, aliases) => {
      for (const identity of rows.identities.values()) {
        if (identity.status === 'erased' || identity.mergedFrom === null) continue;
        if (identity.mergedFrom === to) Object.assign(identity, { userId: to, mergedFrom: null, sessions: [], sessionKeys: [], wechatTokens: null });
        else if (aliases.includes(identity.mergedFrom) && identity.userId !== to) Object.assign(identity, { userId: to, sessions: [], sessionKeys: [], wechatTokens: null });
      }
    },
    markLeaving: async (key, userId, at) => {
      const identity = rows.identities.get(key);
      if (identity === undefined || identity.userId !== userId || identity.status === 'erased') return false;
      identity.leavingAt = at;
      return true;
    },
    leave: async (key, userId) => bury(key, userId) && Object.assign(rows.identities.get(key) ?? {}, { generation: (rows.identities.get(key)?.generation ?? 0) + 1 }) !== null,
    unbind: async (key, union) => {
      const identity = rows.identities.get(key);
      if (identity?.union === union) Object.assign(identity, { union: null, unionId: null });
    },
    bury: async (key, userId) => bury(key, userId),
    revive: async (identity, erased) => {
      const tombstone = rows.identities.get(identity.key);
      if (tombstone?.status !== 'erased' || tombstone.userId !== erased) return false;
      rows.identities.set(identity.key, structuredClone(identity));
      return true;
    },
    withEvents: async (before, most) => structuredClone([...rows.identities.values()].filter(({ events }) => events.some(({ at }) => at < before)).slice(0, most)),
    dropEvents: async (key, at) => { const identity = rows.identities.get(key); if (identity) identity.events = identity.events.filter((event) => !at.includes(event.at)); },
    search: async (by, most) => structuredClone([...rows.identities.values()].filter((each) => ('openId' in by ? each.openId === by.openId : each.unionId === by.unionId)).slice(0, most)),
  };
}

function open(identity: Identity, { session, event, sessionKey, profile, wechatTokens, staleKeysBefore, keep, rate }: Opening): void {
  identity.lastSignInAt = event.at;
  identity.signIns = counted(identity.signIns, event.at, rate);
  if (profile !== null) identity.profile = structuredClone(profile);
  if (wechatTokens !== null) identity.wechatTokens = structuredClone(wechatTokens);
  identity.sessions = [...identity.sessions, session].slice(-keep.sessions);
  identity.events = [...identity.events, event].slice(-keep.events);
  if (sessionKey === null) dropStaleKeys(identity, staleKeysBefore);
  else identity.sessionKeys = [...identity.sessionKeys, sessionKey].slice(-keep.sessionKeys);
}

/** Lists are kept newest first, as long as the rate allows. */
function isBelow(done: readonly number[], { most, since, until }: Rate): boolean {
  const last = done[most - 1];
  return last === undefined || last <= since || last > until;
}

function counted(done: readonly number[], now: number, { most }: Rate): number[] {
  return [now, ...done].sort((a, b) => b - a).slice(0, most);
}

function has(event: SecurityEvent): (identity: Identity) => boolean {
  return (identity) => identity.sessions.some((each) => each.sid === event.sid);
}

function end(identity: Identity, event: SecurityEvent, keep: Keep): void {
  identity.sessions = identity.sessions.filter((each) => each.sid !== event.sid);
  identity.events = [...identity.events, event].slice(-keep.events);
}

function dropStaleKeys(identity: Identity, before: number): void {
  identity.sessionKeys = identity.sessionKeys.filter((key) => key.at >= before);
}

function isStale({ wechatTokens }: Identity, before: number): boolean {
  return wechatTokens !== null && wechatTokens.at < before;
}

function memoryUnions(rows: MemoryStore['rows']): Unions {
  /** Whose each was before it followed her into a merge. */
  const origins = new Map<UnionKey, UserId>();
  return {
    add: async ({ key, userId }) => { if (rows.unions.has(key)) return false; rows.unions.set(key, userId); return true; },
    owner: async (key) => rows.unions.get(key) ?? null,
    of: async (userId) => [...rows.unions].filter(([, owner]) => owner === userId).map(([key]) => key).sort(),
    forget: async (key, userId) => rows.unions.get(key) === userId && origins.delete(key) !== null && rows.unions.delete(key),
    moveAll: async (from, to) => {
      for (const [key, owner] of rows.unions) {
        if (owner !== from) continue;
        rows.unions.set(key, to);
        if (!origins.has(key)) origins.set(key, from);
      }
    },
    move: async (key, from, to) => { if (rows.unions.get(key) !== from) return false; rows.unions.set(key, to); return true; },
    giveBack: async (to, aliases) => {
      for (const [key, origin] of origins) {
        if (origin === to) origins.delete(key);
        if (origin === to || aliases.includes(origin)) rows.unions.set(key, to);
      }
    },
  };
}

export function clockAt(now: number): Clock & { set(now: number): void; advance(milliseconds: number): void } {
  let current = now;
  return { now: () => current, set: (next) => { current = next; }, advance: (milliseconds) => { current += milliseconds; } };
}

/** Different at every call, the same in every run. */
export function countingRandom(): Random {
  let count = 0;
  return { text: (bytes) => { count += 1; return Buffer.alloc(bytes, `random-${count}-`).toString('base64url'); }, fraction: () => 0.5 };
}

export function weChatThatSays(exchange: Exchange): { exchange(): Promise<Exchange> } {
  return { exchange: async () => exchange };
}
