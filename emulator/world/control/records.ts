// GET /emulator/ledger, /emulator/logs, /emulator/database and /emulator/storage: what happened and what is there.
import type { ControlPorts, ControlRequest } from './ports';
import { onlyOne, wholeNumber } from './query';

export function readLedger({ ledger }: ControlPorts, { query }: ControlRequest): unknown {
  return ledger.after(wholeNumber('after', onlyOne(query, 'after') ?? '0'));
}

export function readLogs({ logs }: ControlPorts, { query }: ControlRequest): unknown {
  return logs.after(wholeNumber('after', onlyOne(query, 'after') ?? '0'));
}

export function readDatabase({ database }: ControlPorts): unknown {
  return { collections: database.dump() };
}

export function listFiles({ storage }: ControlPorts): unknown {
  return { files: storage.list() };
}
