// The audit chain: each row's hash covers the row before, so that none can be changed, left out or put in unseen.
import { createHash } from 'node:crypto';
import type { AuditKey } from '../ids';
import { auditKey } from '../ids';
import type { Identity, Random, SecurityEvent } from '../ports';
import type { AuditHead, AuditPerson, AuditRow } from './ports';

/** What goes into the chain, before it has its place there. */
export type Entry = Pick<AuditRow, 'id' | 'at' | 'kind' | 'personal'>;

export function entryOf(indexKey: Buffer, identity: Pick<Identity, 'key' | 'userId' | 'appId'>, event: SecurityEvent): Entry {
  const { at, kind, sid, device, ipPrefix, by } = event;
  return { id: auditKey(indexKey, identity.key, event), at, kind, personal: { userId: identity.userId, identity: identity.key, appId: identity.appId, sid, device, ipPrefix, by } };
}

/** The row that follows `head`. The salt keeps what was taken out from being guessed back. */
export function link(head: AuditHead | null, entry: Entry, random: Random): AuditRow {
  const salt = random.text(16);
  const plain = { ...entry, seq: (head?.seq ?? 0) + 1, previous: head?.hash ?? '', salt, commitment: commit(salt, entry.personal) };
  return { ...plain, hash: hashOf(plain) };
}

export function commit(salt: string, personal: AuditPerson | null): string {
  return digest([salt, ...fieldsOf(personal)]);
}

export function hashOf({ seq, id, at, kind, previous, commitment }: Omit<AuditRow, 'hash' | 'salt' | 'personal'>): string {
  return digest([seq, id, at, kind, previous, commitment]);
}

/** In a fixed order: a database may give the fields of an object in another. */
function fieldsOf(personal: AuditPerson | null): (string | null)[] {
  if (personal === null) return [];
  const { userId, identity, appId, sid, device, ipPrefix, by } = personal;
  return [userId, identity, appId, sid, device?.platform ?? null, device?.model ?? null, ipPrefix, by];
}

function digest(fields: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url');
}

/** The user's erasure itself: a row that never named her. */
export function erasureEntry(id: AuditKey, at: number): Entry {
  return { id, at, kind: 'erase', personal: null };
}

