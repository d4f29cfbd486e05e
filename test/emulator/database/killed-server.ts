// A process of its own that serves a database at /admin until it is killed; ends when its parent does.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type AdminPorts, handleAdmin } from '../../../emulator/cloudbase/admin';
import { openDatabase } from '../../../emulator/cloudbase/database/database';
import { openPermits } from '../../../emulator/cloudbase/storage/permits';
import { openStorage } from '../../../emulator/cloudbase/storage/storage';
import { NotEmulated } from '../../../emulator/ports';
import { NO_OPEN_API } from '../../support/no-open-api';

const [, , directory = '', mode = ''] = process.argv;
const clock = { now: () => 0 };
const sync = mode === 'sync';
const database = openDatabase({ directory, collections: [{ name: 'bank', indexes: [] }, { name: 'rows', indexes: [] }], clock, sync });
const ports: AdminPorts = {
  ...NO_OPEN_API,
  database,
  storage: openStorage({ directory: path.join(directory, 'storage'), origin: () => 'http://127.0.0.1:1', sync }),
  permits: openPermits(clock),
  ledger: { begin: () => ({ id: 1, finish: () => undefined }) },
  faults: { hit: () => [] },
  callerOf: () => null,
  invokeFunction: () => Promise.reject(new NotEmulated('functions here')),
  openData: () => [],
};
const server = http.createServer((request, response) => { void handleAdmin(ports, request, response, null); });
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
