// Mints every branded id. An id of one kind cannot stand where another is wanted.
import { createHash, createHmac } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AppId = Branded<'AppId'>;
export type OpenId = Branded<'OpenId'>;
export type UnionId = Branded<'UnionId'>;
/** `_id` of an identity document: (kind, appid, openid). */
export type IdentityKey = Branded<'IdentityKey'>;
/** `_id` of a union document: (open platform, unionid). */
export type UnionKey = Branded<'UnionKey'>;
export type UserId = Branded<'UserId'>;
/** Names a session within its identity document. */
export type SessionId = Branded<'SessionId'>;
/** Finds a phone number again without telling it. */
export type PhoneKey = Branded<'PhoneKey'>;
/** `_id` of the journal's row of a merge. */
export type MergeId = Branded<'MergeId'>;
/** What holds a user while she is parted again: no helper of the merge itself lets her go. */
export type UndoHold = Branded<'UndoHold'>;
/** What holds a user: a merge, or its undoing. */
export type Hold = MergeId | UndoHold;
/** Names a sign-in that waits for WeChat: a hash of its state. */
export type FlowId = Branded<'FlowId'>;
/** Finds an invite code again without telling it. */
export type InviteKey = Branded<'InviteKey'>;
/** `_id` of an audit row. */
export type AuditKey = Branded<'AuditKey'>;
/** A file of the cloud's storage: 'cloud://<environment>.<bucket>/<path>'. */
export type FileId = Branded<'FileId'>;

export type IdentityKind = 'mini-program' | 'official-account' | 'website';

/** 22 characters of base64url carry 132 of the hash's bits. */
const KEY_LENGTH = 22;
const KEY_SHAPE = /^[A-Za-z0-9_-]{22}$/;

export function appId(text: string): AppId | null {
  return /^wx[0-9a-f]{16}$/.test(text) ? (text as AppId) : null;
}

/** WeChat's ids: 1–128 of its alphabet. */
export function openId(text: string): OpenId | null {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text) ? (text as OpenId) : null;
}

export function unionId(text: string): UnionId | null {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text) ? (text as UnionId) : null;
}

/** An openid never meets a unionid: each key is hashed in a namespace of its own (SEC-56). */
export function identityKey(kind: IdentityKind, app: AppId, person: OpenId): IdentityKey {
  return digest(`identity:${kind}:${app}:${person}`) as IdentityKey;
}

export function unionKey(openPlatform: string, union: UnionId): UnionKey {
  return digest(`union:${openPlatform}:${union}`) as UnionKey;
}

/** Derived, so that everyone who races to create a user arrives at the same id. */
export function newUserId(indexKey: Buffer, root: UnionKey | IdentityKey, generation: number): UserId {
  return keyed(indexKey, `user:${root}:${generation}`) as UserId;
}

/** Written with each new user, so that a changed INDEX_KEY is noticed. */
export function indexKeyFingerprint(indexKey: Buffer): string {
  return createHmac('sha256', indexKey).update('fingerprint').digest('base64url').slice(0, 8);
}

/** Keyed, since the ten thousand million numbers there are can all be hashed in an hour. */
export function phoneKey(indexKey: Buffer, e164: string): PhoneKey {
  return createHmac('sha256', indexKey).update(`phone:${e164}`).digest('base64url') as PhoneKey;
}

/** One event of one identity: moved twice, it is one row. Keyed, so that a row that lost its names cannot be tied to a tombstone again. */
export function auditKey(indexKey: Buffer, identity: IdentityKey, event: { at: number; kind: string; sid: SessionId | null }): AuditKey {
  return keyed(indexKey, `audit:${identity}:${event.at}:${event.kind}:${event.sid ?? ''}`) as AuditKey;
}

/** The erasure of one user. */
export function erasureKey(indexKey: Buffer, user: UserId): AuditKey {
  return keyed(indexKey, `erasure:${user}`) as AuditKey;
}

/** One renewal of one credential. It names no person, so no key guards it. */
export function tokenAuditKey(app: AppId, kind: string, { fence, at }: { fence: number; at: number }): AuditKey {
  return digest(`token:${app}:${kind}:${fence}:${at}`) as AuditKey;
}

/** A path of plain segments, none of them '.' or '..'. */
export function fileId(text: string): FileId | null {
  const [, path = ''] = /^cloud:\/\/[A-Za-z0-9.-]{1,128}\/([^\p{Cc}?#\\]{1,512})$/u.exec(text) ?? [];
  const plain = path !== '' && path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  return plain ? (text as FileId) : null;
}

export function newSessionId(random: { text(bytes: number): string }): SessionId {
  return random.text(16) as SessionId;
}

export function newMergeId(random: { text(bytes: number): string }): MergeId {
  return random.text(16) as MergeId;
}

export function parseMergeId(text: string): MergeId | null {
  return KEY_SHAPE.test(text) ? (text as MergeId) : null;
}

const UNDO_SUFFIX = '.undo';

export function undoHold(id: MergeId): UndoHold {
  return `${id}${UNDO_SUFFIX}` as UndoHold;
}

export function parseHold(text: string): Hold | null {
  const id = parseMergeId(text.endsWith(UNDO_SUFFIX) ? text.slice(0, -UNDO_SUFFIX.length) : text);
  return id === null ? null : text.endsWith(UNDO_SUFFIX) ? undoHold(id) : id;
}

/** Whose hold it is. */
export function holderOf(hold: Hold): { id: MergeId; isUndo: boolean } {
  return hold.endsWith(UNDO_SUFFIX) ? { id: hold.slice(0, -UNDO_SUFFIX.length) as MergeId, isUndo: true } : { id: hold as MergeId, isUndo: false };
}

/** The merge of two users, once. */
export function mergeAuditKey(indexKey: Buffer, merge: MergeId): AuditKey {
  return keyed(indexKey, `merge:${merge}`) as AuditKey;
}

/** That it was taken back, once. */
export function unmergeAuditKey(indexKey: Buffer, merge: MergeId): AuditKey {
  return keyed(indexKey, `unmerge:${merge}`) as AuditKey;
}

/** One way in that a user gave up; `generation` tells one time from the next. */
export function unlinkAuditKey(indexKey: Buffer, identity: IdentityKey, generation: number): AuditKey {
  return keyed(indexKey, `unlink:${identity}:${generation}`) as AuditKey;
}

/** A dump of the flows tells no state. */
export function flowId(state: string): FlowId {
  return digest(`flow:${state}`) as FlowId;
}

/** A dump of the flows tells no code. */
export function inviteKey(code: string): InviteKey {
  return digest(`invite:${code}`) as InviteKey;
}

export function parseInviteKey(text: string): InviteKey | null {
  return KEY_SHAPE.test(text) ? (text as InviteKey) : null;
}

export function parseFlowId(text: string): FlowId | null {
  return KEY_SHAPE.test(text) ? (text as FlowId) : null;
}

export function parseIdentityKey(text: string): IdentityKey | null {
  return KEY_SHAPE.test(text) ? (text as IdentityKey) : null;
}

export function parseUserId(text: string): UserId | null {
  return KEY_SHAPE.test(text) ? (text as UserId) : null;
}

export function parseSessionId(text: string): SessionId | null {
  return KEY_SHAPE.test(text) ? (text as SessionId) : null;
}

function keyed(indexKey: Buffer, text: string): string {
  return createHmac('sha256', indexKey).update(text).digest('base64url').slice(0, KEY_LENGTH);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, KEY_LENGTH);
}
