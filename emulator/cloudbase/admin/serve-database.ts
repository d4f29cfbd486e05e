// `database.*`: one verb, one ledger entry.
import type { ServerResponse } from 'node:http';
import type { AdminPorts, Caller } from '../admin';
import type { Database } from '../database/database';
import { collectionMissing } from '../database/refusal';
import { failure, type Outgoing, success } from './answer';
import type { Envelope } from './envelope';
import { carryThrough } from './exchange';

/** 'database.modifyDocument identities' */
function nameOf({ action, fields }: Envelope): string {
  const collection = fields['collectionName'];
  return typeof collection === 'string' ? `${action} ${collection}` : action;
}

function execute(database: Database, { action, fields }: Envelope): Outgoing {
  const answer = database.execute(action, fields);
  return 'code' in answer ? failure(String(answer['code']), String(answer['message'])) : success(answer);
}

export async function serveDatabase({ database, ledger, faults }: AdminPorts, caller: Caller | null, envelope: Envelope, response: ServerResponse): Promise<void> {
  const name = nameOf(envelope);
  const { invocation = null, person = null, app = null, device = null } = caller ?? {};
  const entry = ledger.begin({ kind: 'database', name, invocation, person, app, device, bytesIn: envelope.bytesIn });
  await carryThrough({
    entry, response, faults: faults.hit('database', name, person, caller), kill: caller && (() => caller.kill()),
    work: () => execute(database, envelope),
    answerTo: (fault) => (fault.kind === 'error' ? failure(fault.code, messageOf(fault.code, name, envelope)) : null),
  });
}

/** The words that stand on the real wire where clients read them; else the fault names itself. */
function messageOf(code: string, name: string, { fields }: Envelope): string {
  const missing = collectionMissing(String(fields['collectionName']));
  return code === missing.code ? missing.message : `[FailedOperation] ${code}: a fault was set for ${name}.`;
}
