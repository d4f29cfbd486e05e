// Verifies the audit chain a page at a time, so that one call stays within its time.
import type { AuditPage } from '../../contract/operator';
import type { Audit, AuditHead } from './ports';
import { verifyChain } from './verify-chain';

const PAGE = 500;

/** `after`: the head of the page before; `sought`: a hash that the log kept. Calls: 1. */
export async function verifyPage(world: { audit: Audit }, after: AuditHead | null, sought: string | null): Promise<AuditPage> {
  const rows = await world.audit.after(after?.seq ?? 0, PAGE);
  const { head, broken } = verifyChain(after, rows);
  return { head, rows: rows.length, broken, isSought: rows.some(({ hash }) => hash === sought), isWhole: rows.length < PAGE };
}
