// What the audit asks of the world: a chain of rows that only grows.
import type { Device } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { AppId, AuditKey, IdentityKey, SessionId, UserId } from '../ids';
import type { EventKind } from '../ports';

/** One link of the audit chain. What names a person can be taken out of it, and the hashes still hold. */
export interface AuditRow {
  id: AuditKey;
  /** 1, 2, 3 … */
  seq: number;
  at: Ms;
  kind: EventKind | 'erase' | 'merge' | 'unmerge' | 'unlink' | 'token-reported' | 'token-forced';
  /** `hash` of the row before; empty for the first. */
  previous: string;
  /** Hash of `personal` under `salt`. */
  commitment: string;
  hash: string;
  salt: string | null;
  personal: AuditPerson | null;
}
/** `userId`, `identity`: empty for what no user did. */
export interface AuditPerson { userId: UserId | ''; identity: IdentityKey | ''; appId: AppId; sid: SessionId | null; device: Device | null; ipPrefix: string | null; by: string | null }
export type AuditHead = Pick<AuditRow, 'seq' | 'hash'>;

export interface Audit {
  head(): Promise<AuditHead | null>;
  /** False when the id or the number is taken. */
  add(row: AuditRow): Promise<boolean>;
  has(id: AuditKey): Promise<boolean>;
  /** A user's rows before a moment, newest first. */
  ofUser(userId: UserId, before: Ms, most: number): Promise<AuditRow[]>;
  /** Rows after a number, in order. */
  after(seq: number, most: number): Promise<AuditRow[]>;
  /** Takes what names the person out of her rows. */
  forget(userId: UserId): Promise<void>;
}
