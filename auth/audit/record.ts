// Puts entries at the end of the chain; any number of recorders at once make one chain.
import type { Random } from '../ports';
import { link } from './chain';
import type { Entry } from './chain';
import type { Audit, AuditHead } from './ports';

export interface RecordWorld { audit: Audit; random: Random }

/** Another recorder may take a place so often before this one gives up until its next run. */
const MOST_LOST = 20;

/** The chain grew faster than this recorder could add to it; what it did not record stays where it was. */
export class ChainBusy extends Error {
  readonly code = 'ChainBusy';
}

/** Entries that stand there already are passed over. Gives the new head. Calls: 1 for each entry. @throws ChainBusy */
export async function record(world: RecordWorld, entries: readonly Entry[], known: AuditHead | null): Promise<AuditHead | null> {
  let head = known;
  let lost = 0;
  for (const entry of entries) {
    for (;;) {
      const row = link(head, entry, world.random);
      if (await world.audit.add(row)) { head = { seq: row.seq, hash: row.hash }; break; }
      if (await world.audit.has(entry.id)) break;
      lost += 1;
      if (lost > MOST_LOST) throw new ChainBusy('Others write to the audit at this moment.');
      head = await world.audit.head();
    }
  }
  return head;
}
