// How a user lies in the cloud database; what names the person can be taken out of it and leaves a tombstone.
import { appId, fileId, parseHold, parseIdentityKey, parseMergeId, parseUserId } from '../../auth/ids';
import type { PhoneKey } from '../../auth/ids';
import type { Adopted, ConsentRecord, PhoneRecord, StateChange, Status, UserRecord } from '../../auth/ports';
import { eventDocument, must, readEvent } from './documents';
import type { EventDocument } from './documents';

export interface ConsentDocument { policy: string; at: Date; appid: string; action: string; ipPrefix: string | null }
export interface ChangeDocument { event: EventDocument; identity: string; appid: string }
export interface PhoneDocument { sealed: { kid: string; box: string }; hash: string; masked: string; boundAt: Date }
/** An erased one has `closing` until its erasure is done. What came after the first users were written may be absent. */
export interface UserDocument {
  _id: string; status: Status; generation?: number; nickname: string | null; avatarUrl: string | null; avatarFileId?: string | null; phone?: PhoneDocument | null;
  consents?: ConsentDocument[]; closing?: { at: Date; erasesAt: Date } | null; pending?: ChangeDocument[]; mergedInto?: string | null; mergedBy?: string; merging?: string | null; aliases?: string[]; invitedBy?: string | null; createdAt: Date; indexKey: string;
  /** Whose the nickname, the picture and the number were, where they filled a gap in a merge. */
  nicknameFrom?: string; avatarFrom?: string; phoneFrom?: string;
}

export function userDocument(user: UserRecord): UserDocument {
  const { id, status, generation, nickname, avatarUrl, avatarFile, phone, consents, closing, pending, mergedInto, mergedBy, merging, aliases, adopted, invitedBy, createdAt, indexKey } = user;
  return {
    _id: id, status, generation, nickname, avatarUrl, avatarFileId: avatarFile, phone: phone === null ? null : phoneDocument(phone), consents: consents.map(consentDocument),
    closing: closing === null ? null : { at: new Date(closing.at), erasesAt: new Date(closing.erasesAt) }, pending: pending.map(changeDocument),
    mergedInto, ...(mergedBy === null ? {} : { mergedBy }), merging, aliases, invitedBy, createdAt: new Date(createdAt), indexKey, ...adoptedDocument(adopted),
  };
}

export function consentDocument({ policy, at, appId: appid, action, ipPrefix }: ConsentRecord): ConsentDocument {
  return { policy, at: new Date(at), appid, action, ipPrefix };
}

export function phoneDocument({ sealed, key, masked, boundAt }: PhoneRecord): PhoneDocument {
  return { sealed, hash: key, masked, boundAt: new Date(boundAt) };
}

export function readUser(document: UserDocument): UserRecord {
  const { _id, status, generation = 0, nickname, avatarUrl, avatarFileId = null, phone = null, consents = [], closing = null, pending = [], mergedInto = null, mergedBy = null, merging = null, aliases = [], invitedBy = null, createdAt, indexKey } = document;
  return {
    id: must(parseUserId(_id)), status, generation, nickname, avatarUrl, avatarFile: avatarFileId === null ? null : must(fileId(avatarFileId)),
    phone: phone === null ? null : readPhone(phone), consents: consents.map(readConsent),
    closing: closing === null ? null : { at: closing.at.getTime(), erasesAt: closing.erasesAt.getTime() }, pending: pending.map(readChange),
    mergedInto: mergedInto === null ? null : must(parseUserId(mergedInto)), merging: merging === null ? null : must(parseHold(merging)), aliases: aliases.map((each) => must(parseUserId(each))),
    mergedBy: mergedBy === null ? null : must(parseMergeId(mergedBy)), adopted: readAdopted(document), invitedBy: invitedBy === null ? null : must(parseUserId(invitedBy)), createdAt: createdAt.getTime(), indexKey,
  };
}

export function changeDocument({ event, identity, appId: appid }: StateChange): ChangeDocument {
  return { event: eventDocument(event), identity, appid };
}

function readChange({ event, identity, appid }: ChangeDocument): StateChange {
  return { event: readEvent(event), identity: must(parseIdentityKey(identity)), appId: must(appId(appid)) };
}

function adoptedDocument({ nickname, avatar, phone }: Adopted): Pick<UserDocument, 'nicknameFrom' | 'avatarFrom' | 'phoneFrom'> {
  return { ...(nickname === null ? {} : { nicknameFrom: nickname }), ...(avatar === null ? {} : { avatarFrom: avatar }), ...(phone === null ? {} : { phoneFrom: phone }) };
}

function readAdopted({ nicknameFrom, avatarFrom, phoneFrom }: UserDocument): Adopted {
  const from = (id: string | undefined) => (id === undefined ? null : must(parseUserId(id)));
  return { nickname: from(nicknameFrom), avatar: from(avatarFrom), phone: from(phoneFrom) };
}

function readConsent({ policy, at, appid, action, ipPrefix }: ConsentDocument): ConsentRecord {
  return { policy, at: at.getTime(), appId: must(appId(appid)), action, ipPrefix };
}

function readPhone({ sealed, hash, masked, boundAt }: PhoneDocument): PhoneRecord {
  return { sealed: { kid: sealed.kid, box: sealed.box }, key: hash as PhoneKey, masked, boundAt: boundAt.getTime() };
}
