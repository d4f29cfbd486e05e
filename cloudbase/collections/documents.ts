// How identities and unions lie in the cloud database: plain ids that an operator can search, dates as Dates.
import { appId, openId, parseIdentityKey, parseSessionId, parseUserId, unionId } from '../../auth/ids';
import type { AppId, IdentityKind, OpenId, SessionId, UnionKey, UserId } from '../../auth/ids';
import type { Identity, Packed, SealedSessionKey, SecurityEvent, Session, Status, WeChatProfile } from '../../auth/ports';
import type { SealedWeChatTokens } from '../../auth/profile/ports';
import type { Device, DoorKind } from '../../contract/doors';

export interface SessionDocument { sid: string; n: number; createdAt: Date; usedAt: Date; endsAt: Date; door: DoorKind; device: Device | null; ipPrefix: string | null }
export interface SessionKeyDocument { kid: string; box: string; at: Date }
export interface WeChatTokensDocument { kid: string; box: string; at: Date }
export interface PackedDocument { hash: string; at: Date }
/** Written before events told more: only `at`, `kind`, `sid`. */
export interface EventDocument { at: Date; kind: SecurityEvent['kind']; sid: string | null; device?: Device | null; ipPrefix?: string | null; by?: string | null }

export interface IdentityDocument {
  _id: string; kind: IdentityKind; appid: string; openid: string; unionId: string | null; union: string | null; userId: string; mergedFrom?: string; leavingAt?: Date | null; status: Status; generation: number;
  linkedAt: Date; lastSignInAt: Date; sealed: { sessionKeys: SessionKeyDocument[]; wechatTokens?: WeChatTokensDocument }; sessions: SessionDocument[]; events?: EventDocument[];
  signIns: Date[]; renewals: Date[]; decryptAttempts: PackedDocument[]; seenPackets: PackedDocument[];
  profile?: ProfileDocument | null;
}

/** As WeChat sent it. */
export interface ProfileDocument extends Omit<WeChatProfile, 'at'> { at: Date }

export interface UnionDocument { _id: string; userId: string; mergedFrom?: string; generation: number }

export function sessionDocument(session: Session): SessionDocument {
  return { ...session, createdAt: new Date(session.createdAt), usedAt: new Date(session.usedAt), endsAt: new Date(session.endsAt) };
}

export function sessionKeyDocument(key: SealedSessionKey): SessionKeyDocument {
  return { kid: key.kid, box: key.box, at: new Date(key.at) };
}

export function wechatTokensDocument(tokens: SealedWeChatTokens): WeChatTokensDocument {
  return { kid: tokens.kid, box: tokens.box, at: new Date(tokens.at) };
}

export function eventDocument(event: SecurityEvent): EventDocument {
  return { ...event, at: new Date(event.at) };
}

export function packedDocument({ hash, at }: Packed): PackedDocument {
  return { hash, at: new Date(at) };
}

export function profileDocument(profile: WeChatProfile): ProfileDocument {
  return { ...profile, at: new Date(profile.at) };
}

export function identityDocument(identity: Identity): IdentityDocument {
  const { key, appId: appid, openId: openid, sessionKeys, mergedFrom, leavingAt, profile, wechatTokens, ...plain } = identity;
  return {
    _id: key, kind: plain.kind, appid, openid, unionId: plain.unionId, union: plain.union, userId: plain.userId, ...(mergedFrom === null ? {} : { mergedFrom }), ...(leavingAt === null ? {} : { leavingAt: new Date(leavingAt) }), status: plain.status, generation: plain.generation,
    linkedAt: new Date(plain.linkedAt), lastSignInAt: new Date(plain.lastSignInAt), sealed: { sessionKeys: sessionKeys.map(sessionKeyDocument), ...(wechatTokens === null ? {} : { wechatTokens: wechatTokensDocument(wechatTokens) }) },
    sessions: plain.sessions.map(sessionDocument), events: plain.events.map(eventDocument), signIns: plain.signIns.map((at) => new Date(at)), renewals: plain.renewals.map((at) => new Date(at)), decryptAttempts: plain.decryptAttempts.map(packedDocument),
    seenPackets: plain.seenPackets.map(packedDocument), ...(profile === null ? {} : { profile: profileDocument(profile) }),
  };
}

/** Our own document: its ids were minted here, so a bad one means that someone edited it by hand. */
export function readIdentity(document: IdentityDocument): Identity {
  return {
    key: must(parseIdentityKey(document._id)), kind: document.kind, appId: must<AppId>(appId(document.appid)), openId: must<OpenId>(openId(document.openid)),
    unionId: document.unionId === null ? null : unionId(document.unionId), union: document.union as UnionKey | null, userId: must<UserId>(parseUserId(document.userId)), mergedFrom: document.mergedFrom === undefined ? null : must<UserId>(parseUserId(document.mergedFrom)), leavingAt: document.leavingAt?.getTime() ?? null,
    status: document.status, generation: document.generation, linkedAt: document.linkedAt.getTime(), lastSignInAt: document.lastSignInAt.getTime(),
    sessionKeys: document.sealed.sessionKeys.map((key) => ({ kid: key.kid, box: key.box, at: key.at.getTime() })),
    wechatTokens: document.sealed.wechatTokens === undefined ? null : { ...document.sealed.wechatTokens, at: document.sealed.wechatTokens.at.getTime() },
    sessions: document.sessions.map(readSession), events: (document.events ?? []).map(readEvent),
    signIns: document.signIns.map((at) => at.getTime()), renewals: document.renewals.map((at) => at.getTime()), decryptAttempts: document.decryptAttempts.map(readPacked), seenPackets: document.seenPackets.map(readPacked), profile: document.profile ? { ...document.profile, at: document.profile.at.getTime() } : null,
  };
}

export function readUserId(text: string): UserId {
  return must(parseUserId(text));
}

function readPacked({ hash, at }: PackedDocument): Packed {
  return { hash, at: at.getTime() };
}

export function readEvent({ at, kind, sid, device = null, ipPrefix = null, by = null }: EventDocument): SecurityEvent {
  return { at: at.getTime(), kind, sid: sid === null ? null : sessionId(sid), device, ipPrefix, by };
}

function readSession(document: SessionDocument): Session {
  const { sid, createdAt, usedAt, endsAt, ...plain } = document;
  return { ...plain, sid: sessionId(sid), createdAt: createdAt.getTime(), usedAt: usedAt.getTime(), endsAt: endsAt.getTime() };
}

function sessionId(text: string): SessionId {
  return must(parseSessionId(text));
}

/** Ours, so it must be one. */
export function must<T>(value: T | null): T {
  if (value === null) throw new TypeError('A document of ours holds an id that is not one.');
  return value;
}
