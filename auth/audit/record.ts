// Puts entries at the end of the chain; any number of recorders at once make one chain.
import type { Random } from '../ports';
import { link } from './chain';
import type { Entry } from './chain';
import type { Audit, AuditHead } from './ports';

export interface RecordWorld { audit: Audit; random: Random }

/** The end of the chain as a recorder last saw it; undefined: it did not look yet. */
export interface End { head: AuditHead | null | undefined }

/** Another recorder may take a place so often before this one gives up until its next run. */
const MOST_LOST = 20;

/** The chain grew faster than this recorder could add to it; what it did not record stays where it was. */
export class ChainBusy extends Error {
  readonly code = 'ChainBusy';
}

/** Entries that stand there already are passed over. `end` follows. Calls: 1 for each entry, and 1 to look at the end. @throws ChainBusy */
export async function record(world: RecordWorld, entries: readonly Entry[], end: End = { head: undefined }): Promise<void> {
  let lost = 0;
  for (const entry of entries) {
    while (!(await isPlaced(world, entry, end))) {
      lost += 1;
      if (lost > MOST_LOST) throw new ChainBusy('Others write to the audit at this moment.');
      end.head = undefined;
    }
  }
}

async function isPlaced(world: RecordWorld, entry: Entry, end: End): Promise<boolean> {
  if (end.head === undefined) end.head = await world.audit.head();
  const row = link(end.head, entry, world.random);
  if (!(await world.audit.add(row))) return world.audit.has(entry.id);
  end.head = { seq: row.seq, hash: row.hash };
  return true;
}
