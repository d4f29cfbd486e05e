// The audit collection: rows of one chain. The unique `_id` is the event, the unique number its place.
import type { AppId, AuditKey, IdentityKey, SessionId, UserId } from '../../auth/ids';
import type { Audit, AuditPerson, AuditRow } from '../../auth/audit/ports';
import type { Device } from '../../contract/doors';
import { add, findOne, findSorted, updateAll } from './operations';

const COLLECTION = 'audit';

interface PersonDocument { identity: string; appid: string; sid: string | null; device: Device | null; ipPrefix: string | null; by: string | null }
/** `userId` stands beside `personal`, where an index finds it; both go with the person. */
interface AuditDocument {
  _id: string; seq: number; at: Date; kind: AuditRow['kind']; previous: string; commitment: string; hash: string; salt: string | null; userId: string | null; personal: PersonDocument | null;
}

const NOBODY: PersonDocument = { identity: '', appid: '', sid: null, device: null, ipPrefix: null, by: null };

export const audit: Audit = {
  head: async () => {
    const [last] = await findSorted<AuditDocument>(COLLECTION, (command) => ({ seq: command.gt(0) }), { by: 'seq', order: 'desc', limit: 1 });
    return last === undefined ? null : { seq: last.seq, hash: last.hash };
  },

  add: (row) => add(COLLECTION, auditDocument(row)),

  has: async (id) => (await findOne<AuditDocument>(COLLECTION, id)) !== null,

  ofUser: async (userId, before, most) => {
    const found = await findSorted<AuditDocument>(COLLECTION, (command) => ({ userId, at: command.lt(dateBefore(before)) }), { by: 'at', order: 'desc', limit: most });
    return found.map(readRow);
  },

  after: async (seq, most) => (await findSorted<AuditDocument>(COLLECTION, (command) => ({ seq: command.gt(seq) }), { by: 'seq', order: 'asc', limit: most })).map(readRow),

  forget: (userId) => updateAll(COLLECTION, () => ({ userId }), (command) => ({ userId: null, personal: command.set(null), salt: null })),
};

/** The last moment a Date can hold. */
const END_OF_TIME = 8_640_000_000_000_000;

function dateBefore(moment: number): Date {
  return new Date(Math.min(moment, END_OF_TIME));
}

function auditDocument({ id, seq, at, kind, previous, commitment, hash, salt, personal }: AuditRow): AuditDocument {
  return { _id: id, seq, at: new Date(at), kind, previous, commitment, hash, salt, userId: personal?.userId ?? null, personal: personal === null ? null : personDocument(personal) };
}

function personDocument({ identity, appId: appid, sid, device, ipPrefix, by }: AuditPerson): PersonDocument {
  return { identity, appid, sid, device, ipPrefix, by };
}

function readRow({ _id, at, userId, personal, ...row }: AuditDocument): AuditRow {
  return { ...row, id: _id as AuditKey, at: at.getTime(), personal: userId === null && personal === null ? null : readPerson(userId, personal ?? NOBODY) };
}

/** Half a person is nobody's doing here: it will not match what the row committed to. */
function readPerson(userId: string | null, { identity, appid, sid, device, ipPrefix, by }: PersonDocument): AuditPerson {
  return { userId: (userId ?? '') as UserId, identity: identity as IdentityKey, appId: appid as AppId, sid: sid as SessionId | null, device, ipPrefix, by };
}
