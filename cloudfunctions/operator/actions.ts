// What each action of the operator door does, once the operator's key was found good.
import { asFound } from '../../auth/account/as-found';
import { authorise } from '../../auth/account/authorise';
import { status } from '../../auth/app-token/status';
import { ban, lift } from '../../auth/account/ban';
import { find, readSearch, readUser } from '../../auth/account/find';
import { importRows } from '../../auth/import/import-rows';
import { tryRows } from '../../auth/import/try-rows';
import { readMergeId, undoMerge } from '../../auth/merge/undo';
import { verifyPage } from '../../auth/audit/verify-page';
import { accept, refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import { report } from '../../cloudbase/log';
import type { OperatorActions } from '../../cloudbase/triggers/operator-door';
import type { OperatorKey } from '../../contract/operator';
import { world } from '../wiring';

/** Who did what stands in the log, whether it was let through or not. */
async function asOperator<T>(request: OperatorKey & { action: string }, act: (operator: string) => Promise<Result<T>>): Promise<Result<T>> {
  const operator = authorise(world().operators, request, world().clock.now());
  report('operator', { caller: request.caller, did: request.action, known: operator === null ? 'no' : 'yes' });
  return operator === null ? refuse('forbidden', 'No operator has this key: OPERATOR_KEYS of the function names them.') : act(operator);
}

export const actions: OperatorActions = {
  find: (_nobody, request) => asOperator(request, async () => accept({ users: (await find(world(), readSearch(request.by))).map((found) => asFound(found, world().clock.now())) })),
  ban: (_nobody, request) => asOperator(request, (operator) => ban(world(), operator, readUser(request.userId))),
  lift: (_nobody, request) => asOperator(request, (operator) => lift(world(), operator, readUser(request.userId))),
  'undo-merge': (_nobody, request) => asOperator(request, (operator) => undoMerge(world(), operator, readMergeId(request.mergeId))),
  'app-tokens': (_nobody, request) => asOperator(request, async () => accept({ apps: await status(world()) })),
  import: (_nobody, request) => asOperator(request, async () => accept({ outcomes: await (request.dryRun ? tryRows : importRows)(world(), request.rows) })),
  'verify-audit': (_nobody, request) => asOperator(request, async () => accept(await verifyPage(world(), request.after ?? null, request.seek ?? null))),
};
