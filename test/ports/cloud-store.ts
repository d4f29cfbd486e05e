// The collections on the real wx-server-sdk, against a local CloudBase in this process; remembers what went over the wire.
import fs from 'node:fs';
import http from 'node:http';
import type { ScanBudget } from '../../auth/scan/ports';
import type { StartBudget, WebFlows } from '../../auth/web/ports';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Belongings, Expiring } from '../../auth/account/ports';
import type { Credentials } from '../../auth/app-token/ports';
import type { Invites } from '../../auth/invite/ports';
import type { Journal, Links } from '../../auth/merge/ports';
import type { Nonces } from '../../auth/app-token/servers';
import type { Audit } from '../../auth/audit/ports';
import type { Identities, Unions, Users } from '../../auth/ports';
import type { PhoneBudget } from '../../auth/profile/ports';
import { handleAdmin } from '../../emulator/cloudbase/admin';
import { openDatabase } from '../../emulator/cloudbase/database/database';
import type { Database } from '../../emulator/cloudbase/database/database';
import { openPermits } from '../../emulator/cloudbase/storage/permits';
import { openStorage } from '../../emulator/cloudbase/storage/storage';
import { NO_OPEN_API } from '../support/no-open-api';

export interface AccountStores { identities: Identities; users: Users; unions: Unions; audit: Audit; phoneBudget: PhoneBudget; expiring: Expiring }
export interface AllStores extends AccountStores { credentials: Credentials; nonces: Nonces; journal: Journal; links: Links; invites: Invites; belongings: Belongings; webFlows: WebFlows; startBudget: StartBudget; scanBudget: ScanBudget }
export interface CloudStore { stores: AllStores; bodies: Record<string, unknown>[]; clear(): void; close(): Promise<void> }

export async function startCloudStore(): Promise<CloudStore> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ports-'));
  const collections = (JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../database.json'), 'utf8')) as { collections: { name: string; indexes: { name: string; keys: Record<string, 1 | -1>; unique: boolean }[] }[] }).collections;
  const database = openDatabase({ directory, collections, clock: { now: () => Date.now() }, sync: false });
  const bodies: Record<string, unknown>[] = [];
  const server = http.createServer((request, response) => { void handleAdmin(adminPorts(database, bodies, directory), request, response, 'c1'); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  pointTheSdkAt((server.address() as AddressInfo).port);
  const [{ identities }, { users }, { unions }, { audit }, { phoneBudget }, { expiring }, { credentials }, { nonces }, { journal }, { belongings }, { links }, { webFlows }, { startBudget }, { invites }, { scanBudget }] = await Promise.all([
    import('../../cloudbase/collections/identities'), import('../../cloudbase/collections/users'), import('../../cloudbase/collections/unions'),
    import('../../cloudbase/collections/audit'), import('../../cloudbase/collections/phone-budget'), import('../../cloudbase/collections/expiring'),
    import('../../cloudbase/collections/app-tokens'), import('../../cloudbase/collections/nonces'),
    import('../../cloudbase/collections/journal'), import('../../cloudbase/collections/belongings'), import('../../cloudbase/collections/links'),
    import('../../cloudbase/collections/web-flows'), import('../../cloudbase/collections/start-budget'), import('../../cloudbase/collections/invites'), import('../../cloudbase/collections/scan-budget'),
  ]);
  return {
    stores: { identities, users, unions, audit, phoneBudget, expiring, credentials, nonces, journal, links, invites, belongings, webFlows, startBudget, scanBudget }, bodies, clear: () => database.clear(),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => { server.close(() => resolve()); });
      await database.close();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

function adminPorts(database: Database, bodies: Record<string, unknown>[], directory: string) {
  return {
    ...NO_OPEN_API, storage: openStorage({ directory: path.join(directory, 'storage'), origin: () => 'http://127.0.0.1:1', sync: false }), permits: openPermits({ now: () => Date.now() }),
    database: { ...database, execute: (action: string, body: Record<string, unknown>) => { bodies.push({ ...body, action }); return database.execute(action, body); } },
    ledger: { begin: () => ({ id: 0, finish: () => {} }) }, faults: { hit: () => [] }, callerOf: () => null,
    invokeFunction: async () => ({ ok: false as const, code: 'FUNCTION_NOT_FOUND', message: 'no function is called here' }), openData: () => [],
  };
}

/** The variables of a function's process. */
function pointTheSdkAt(port: number): void {
  Object.assign(process.env, {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `http://127.0.0.1:${port}/admin/@c1?` }), TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: 'local-env', TCB_ENV: 'local-env',
    TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TENCENTCLOUD_SESSIONTOKEN: 'token', WX_CONTEXT_KEYS: 'WX_API_TOKEN', WX_API_TOKEN: 'token',
  });
}
