// Checks rows of the audit chain: numbers without a gap, hashes that hold, and what names a person matching what was committed to.
import { commit, hashOf } from './chain';
import type { AuditHead, AuditRow } from './ports';

export interface Break { seq: number; what: 'gap' | 'previous' | 'hash' | 'personal' }

/** The first break in rows that follow `head`, or the head they lead to. */
export function verifyChain(head: AuditHead | null, rows: readonly AuditRow[]): { head: AuditHead | null; broken: Break | null } {
  let last = head;
  for (const row of rows) {
    const what = judge(last, row);
    if (what !== null) return { head: last, broken: { seq: row.seq, what } };
    last = { seq: row.seq, hash: row.hash };
  }
  return { head: last, broken: null };
}

function judge(last: AuditHead | null, row: AuditRow): Break['what'] | null {
  if (row.seq !== (last?.seq ?? 0) + 1) return 'gap';
  if (row.previous !== (last?.hash ?? '')) return 'previous';
  if (row.hash !== hashOf(row)) return 'hash';
  // What was erased has lost its salt: the hashes still hold, and nothing is left to compare.
  if (row.salt === null) return row.personal === null ? null : 'personal';
  return row.commitment === commit(row.salt, row.personal) ? null : 'personal';
}
