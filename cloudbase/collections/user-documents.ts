// How a user lies in the cloud database; what names the person can be taken out of it and leaves a tombstone.
import { appId, fileId, parseUserId } from '../../auth/ids';
import type { PhoneKey } from '../../auth/ids';
import type { ConsentRecord, PhoneRecord, Status, UserRecord } from '../../auth/ports';
import { must } from './documents';

export interface ConsentDocument { policy: string; at: Date; appid: string; action: string; ipPrefix: string | null }
export interface PhoneDocument { sealed: { kid: string; box: string }; hash: string; masked: string; boundAt: Date }
/** An erased one has `closing` until its erasure is done. What came after the first users were written may be absent. */
export interface UserDocument {
  _id: string; status: Status; generation?: number; nickname: string | null; avatarUrl: string | null; avatarFileId?: string | null; phone?: PhoneDocument | null;
  consents?: ConsentDocument[]; closing?: { at: Date; erasesAt: Date } | null; createdAt: Date; indexKey: string;
}

export function userDocument(user: UserRecord): UserDocument {
  const { id, status, generation, nickname, avatarUrl, avatarFile, phone, consents, closing, createdAt, indexKey } = user;
  return {
    _id: id, status, generation, nickname, avatarUrl, avatarFileId: avatarFile, phone: phone === null ? null : phoneDocument(phone), consents: consents.map(consentDocument),
    closing: closing === null ? null : { at: new Date(closing.at), erasesAt: new Date(closing.erasesAt) }, createdAt: new Date(createdAt), indexKey,
  };
}

export function consentDocument({ policy, at, appId: appid, action, ipPrefix }: ConsentRecord): ConsentDocument {
  return { policy, at: new Date(at), appid, action, ipPrefix };
}

export function phoneDocument({ sealed, key, masked, boundAt }: PhoneRecord): PhoneDocument {
  return { sealed, hash: key, masked, boundAt: new Date(boundAt) };
}

export function readUser(document: UserDocument): UserRecord {
  const { _id, status, generation = 0, nickname, avatarUrl, avatarFileId = null, phone = null, consents = [], closing = null, createdAt, indexKey } = document;
  return {
    id: must(parseUserId(_id)), status, generation, nickname, avatarUrl, avatarFile: avatarFileId === null ? null : must(fileId(avatarFileId)),
    phone: phone === null ? null : readPhone(phone), consents: consents.map(readConsent),
    closing: closing === null ? null : { at: closing.at.getTime(), erasesAt: closing.erasesAt.getTime() }, createdAt: createdAt.getTime(), indexKey,
  };
}

function readConsent({ policy, at, appid, action, ipPrefix }: ConsentDocument): ConsentRecord {
  return { policy, at: at.getTime(), appId: must(appId(appid)), action, ipPrefix };
}

function readPhone({ sealed, hash, masked, boundAt }: PhoneDocument): PhoneRecord {
  return { sealed: { kid: sealed.kid, box: sealed.box }, key: hash as PhoneKey, masked, boundAt: boundAt.getTime() };
}
