// What an import of these rows would do, by reading alone.
import type { ImportOutcome, ImportRow } from '../../contract/operator';
import { judge } from './judge';
import type { JudgeWorld } from './judge';
import type { ImportWorld } from './import-rows';
import { tell } from './outcome';
import { readRow } from './read-row';
import { sideBySide } from './side-by-side';

export async function tryRows(world: JudgeWorld & Pick<ImportWorld, 'apps'>, rows: readonly ImportRow[]): Promise<ImportOutcome[]> {
  return sideBySide(rows, async (row): Promise<ImportOutcome> => {
    const { line } = row;
    const person = readRow(world.apps, row);
    if ('why' in person) return { line, did: 'conflict', ...person };
    const verdict = await judge(world, person);
    return 'why' in verdict ? { line, ...verdict } : tell(line, person, verdict.did);
  });
}
