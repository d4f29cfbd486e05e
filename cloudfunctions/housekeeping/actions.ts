// One run of the timer, and the line that says what it did: the head of the audit chain stands in it, out of the database's reach.
import { keepHouse } from '../../auth/account/housekeeping';
import type { Housekept } from '../../auth/account/housekeeping';
import { accept } from '../../auth/result';
import type { Result } from '../../auth/result';
import { report } from '../../cloudbase/log';
import { world } from '../wiring';

export async function run(isTimeLeft: () => boolean): Promise<Result<Housekept>> {
  const kept = await keepHouse(world(), isTimeLeft);
  const { head, ...done } = kept;
  report('housekeeping', { ...done, auditSeq: head?.seq ?? 0, auditHead: head?.hash ?? null, policyVersion: world().policyVersion });
  return accept(kept);
}
