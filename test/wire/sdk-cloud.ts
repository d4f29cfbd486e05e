// A cloud for the SDK to talk to: `/admin` on a port of its own, a database in a temporary folder, a ledger and faults in hand.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type AdminPorts, handleAdmin } from '../../emulator/cloudbase/admin';
import { type CollectionDefinition, type Database, openDatabase } from '../../emulator/cloudbase/database/database';
import { openPermits, type Permits } from '../../emulator/cloudbase/storage/permits';
import { openStorage, type Storage } from '../../emulator/cloudbase/storage/storage';
import type { CallStart, FiredFault } from '../../emulator/ports';
import { openWeChat, type WeChat } from '../../emulator/wechat/wechat';
import { memoryShelf } from '../emulator/wechat/local-wechat';

export interface Entry extends CallStart { outcome: string | null; bytesOut: number }

export interface Cloud {
  database: Database;
  storage: Storage;
  permits: Permits;
  /** Where a child named so is pointed. */
  adminUrl(childId: string): string;
  entries: Entry[];
  /** Faults for the calls to come: each hits the first call it names, once. */
  faults: { call: string; fault: FiredFault }[];
  /** What SIGKILLs a child; a test puts its process here. */
  children: Map<string, () => void>;
  /** Simulated time. */
  clock: { now(): number };
  /** What cloud.openapi reaches; alice and bob have it. */
  wechat: WeChat;
  /** The interfaces the calling function may call. */
  permissions: string[];
  close(): Promise<void>;
}

export const COLLECTIONS: CollectionDefinition[] = [
  { name: 'things', indexes: [{ name: 'owner', keys: { owner: 1 }, unique: false }] },
  { name: 'people', indexes: [{ name: 'email', keys: { email: 1 }, unique: true }, { name: 'seat', keys: { row: 1, chair: -1 }, unique: true }] },
  { name: 'empty', indexes: [] },
];

export const APP = 'wxfa4e000000000001';

/** The functions this cloud can call. */
const FUNCTIONS: Record<string, (event: unknown, source: string) => unknown> = { echo: (event, source) => ({ event, source }), nothing: () => undefined };

function portsOf(cloud: Omit<Cloud, 'adminUrl' | 'close'>): AdminPorts {
  return {
    database: cloud.database, storage: cloud.storage, permits: cloud.permits, openApi: cloud.wechat.openApi, permissionsOf: (functionName) => (functionName === 'writer' ? cloud.permissions : []),
    ledger: {
      begin(call) {
        const entry: Entry = { ...call, outcome: null, bytesOut: 0 };
        cloud.entries.push(entry);
        return { id: cloud.entries.length, finish(outcome, bytesOut) { Object.assign(entry, { outcome, bytesOut }); } };
      },
    },
    faults: {
      hit(_target, call) {
        const fired = cloud.faults.filter((set) => call.startsWith(set.call));
        cloud.faults = cloud.faults.filter((set) => !fired.includes(set));
        return fired.map(({ fault }) => fault);
      },
    },
    callerOf: (token, childId) => (token && childId ? { invocation: token, functionName: 'writer', person: 'alice', app: APP, device: 'phone-1', source: 'wx_client', kill: () => cloud.children.get(childId)?.() } : null),
    async invokeFunction(_caller, name, event, source) {
      const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
      return run ? { ok: true, result: run(event, source) } : { ok: false, code: 'FUNCTION_NOT_FOUND', message: 'FunctionName parameter could not be found' };
    },
    openData: (cloudIds) => cloudIds.map((cloudId) => ({ cloudId, json: JSON.stringify({ cloudID: cloudId, data: { nickName: '小明' } }) })),
  };
}

export async function openCloud(): Promise<Cloud> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cloud-'));
  const clock = { now: () => Date.parse('2026-11-20T08:00:00.000Z') };
  const database = openDatabase({ directory, collections: COLLECTIONS, clock, sync: false });
  const silent = { begin: () => ({ id: 0, finish() {} }) };
  const wechat = openWeChat({ clock, shelf: memoryShelf(), ledger: silent, faults: { hit: () => [] }, callerOf: () => null, avatarOrigin: () => 'http://127.0.0.1:4000', programPages: () => [] });
  wechat.apps.put({ appid: APP });
  for (const name of ['alice', 'bob']) wechat.people.put({ name });
  const storage = openStorage({ directory: path.join(directory, 'storage'), origin: () => 'http://127.0.0.1:4000', sync: false });
  const parts = { database, storage, permits: openPermits(clock), entries: [], faults: [], children: new Map(), clock, wechat, permissions: [] };
  const cloud: Cloud = { ...parts, adminUrl: () => '', close: async () => undefined };
  const ports = portsOf(cloud);
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void handleAdmin(ports, request, response, /^\/admin\/@([^?]+)/.exec(request.url ?? '')?.[1] ?? null);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  cloud.adminUrl = (childId) => `http://127.0.0.1:${port}/admin/@${childId}?`;
  cloud.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
    await database.close();
    fs.rmSync(directory, { recursive: true });
  };
  return cloud;
}
