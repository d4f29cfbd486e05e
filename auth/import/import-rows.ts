// Brings the rows of another system's users into this one: each is judged, then written, and told.
import type { ImportOutcome, ImportRow } from '../../contract/operator';
import type { AppId } from '../ids';
import type { AppSettings } from '../ports';
import { judge } from './judge';
import { shown, tell } from './outcome';
import { readRow } from './read-row';
import { sideBySide } from './side-by-side';
import { write } from './write';
import type { WriteWorld } from './write';

export interface ImportWorld extends WriteWorld { apps: ReadonlyMap<AppId, AppSettings> }

/** A row that meets a sign-in of the same person is judged again at most so often. */
const MOST_ROUNDS = 4;

/** Running it again changes nothing; cut anywhere, running it again completes it. */
export async function importRows(world: ImportWorld, rows: readonly ImportRow[]): Promise<ImportOutcome[]> {
  return sideBySide(rows, (row) => importRow(world, row));
}

async function importRow(world: ImportWorld, row: ImportRow): Promise<ImportOutcome> {
  const { line } = row;
  const person = readRow(world.apps, row);
  if ('why' in person) return { line, did: 'conflict', ...person };
  const done = { user: false, identities: 0 };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const verdict = await judge(world, person);
    if ('why' in verdict) return { line, ...verdict };
    const { user, identities, isWhole } = await write(world, person, verdict);
    done.user ||= user;
    done.identities += identities;
    if (isWhole) return tell(line, person, done.user ? 'created' : done.identities > 0 ? 'linked' : 'already-there');
  }
  return { line, did: 'conflict', why: 'changing', what: shown(person.claims[0].openId) };
}
