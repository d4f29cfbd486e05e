// The local world, composed: WeChat, CloudBase, phone and workbench on one clock, one ledger, one port.
import path from 'node:path';
import { type Database, openDatabase } from '../cloudbase/database/database';
import { type Functions, openFunctions } from '../cloudbase/functions/functions';
import type { Preview } from '../preview/preview';
import { openPermits, type Permits } from '../cloudbase/storage/permits';
import { openStorage, type Storage } from '../cloudbase/storage/storage';
import { openWeChat, type WeChat } from '../wechat/wechat';
import { adminPorts } from './admin-ports';
import { BadArgument } from './arguments';
import { defaultApp } from './caller';
import { openClock, type WorldClock } from './clock';
import { openData } from './data';
import { openConfiguration } from './environment';
import { openFaults, type WorldFaults } from './faults';
import { httpAccessPorts } from './http-access-ports';
import { writeKeyFile } from './key-file';
import { openLedger, type WorldLedger } from './ledger';
import { openLogs, type Logs } from './logs';
import { type Downloads, openDownloads } from './phone/downloads';
import { readProgramPages } from './program-pages';
import { type Project, readProject } from './project';
import { isRunning, readRecord, type RunRecord, writeRecord } from './record';
import { plant, type Seed } from './seed';
import { type Listening, listen, PortTaken, type Rooms } from './server';
import { openShelves } from './shelf';
import { openTimers, type Timers } from './timers';

export interface WorldOptions {
  /** The project: cloudbaserc.json, database.json, dist/cloudfunctions. */
  root: string;
  /** What was built of the local world: child.cjs, and beside it preview and console. */
  built: string;
  data: string;
  port: number;
  fresh: boolean;
  sync: boolean;
  still?: boolean;
  seed: Seed;
  env: Record<string, string>;
  miniprogram: string;
  /** What site.localhost serves; <root>/dist/site when left out. */
  site?: string;
}

export interface World {
  url: string;
  /** Starts what stands ready: function processes, and the phone's page when somebody will look at it. */
  warm(): Promise<void>;
  openPreview(): Promise<Preview>;
  close(): Promise<void>;
}

export interface Parts {
  project: Project; clock: WorldClock; ledger: WorldLedger; faults: WorldFaults; logs: Logs; wechat: WeChat;
  database: Database; storage: Storage; permits: Permits; functions: Functions; timers: Timers; downloads: Downloads;
}

const SEEDED = 'seeded';

/** @throws PortTaken, BadArgument, BadProject, NotEmulated */
export async function openWorld(options: WorldOptions): Promise<World> {
  const lastRun = readRecord(options.data);
  if (lastRun) await refuseSecond(lastRun, options);
  const directories = openData(options.data, options.fresh);
  const project = readProject(options.root);
  const shelves = openShelves({ directory: directories.world, sync: options.sync });
  const own = shelves.shelf('world');
  let port = 0;
  let preview: Promise<Preview> | null = null;

  const clock = openClock(own);
  const ledger = openLedger(clock);
  const faults = openFaults();
  const logs = openLogs(clock);
  const wechat = openWeChat({ clock, shelf: shelves.shelf('wechat'), ledger, faults, callerOf: (childId) => functions.callerOf(null, childId), avatarOrigin: () => `http://127.0.0.1:${port}`, programPages: () => readProgramPages(options.miniprogram) });
  const database = openDatabase({ directory: directories.database, collections: project.collections, clock, sync: options.sync });
  const storage = openStorage({ directory: directories.storage, origin: () => `http://127.0.0.1:${port}`, sync: options.sync });
  const permits = openPermits(clock);
  const downloads = openDownloads();
  const configuration = openConfiguration({ shelf: own, apps: wechat.apps.list, port: () => port, given: options.env });
  const functions = openFunctions({
    definitions: project.functions, childFile: path.join(options.built, 'child.cjs'), clock, ledger, faults, addLine: logs.add,
    variablesOf: configuration.variablesOf,
    adminUrlOf: (childId) => `http://127.0.0.1:${port}/admin/@${childId}?`,
  });
  const timers = openTimers({ timers: project.timers, clock, invoke: functions.invoke, still: options.still ?? false, appid: () => defaultApp(wechat.apps.list())?.appid ?? null, say: logs.add });
  const parts: Parts = { project, clock, ledger, faults, logs, wechat, database, storage, permits, functions, timers, downloads };

  function openPreview(): Promise<Preview> {
    preview ??= import('../preview/preview').then((room) => room.openPreview({
      miniprogramRoot: options.miniprogram, cacheDirectory: path.join(options.built, '../preview-cache'), runtimeDirectory: path.join(options.built, '../preview'),
    }));
    return preview;
  }
  async function closeParts(): Promise<void> {
    timers.close();
    await functions.close();
    await (await preview)?.close();
    await database.close();
    await shelves.close();
  }
  const rooms: Rooms = {
    control: { ...parts, reset: () => reset(parts, options.seed) }, admin: adminPorts(parts), phone: parts, transfer: parts, httpAccess: httpAccessPorts(parts),
    preview: openPreview, pageDirectory: path.join(options.built, '../console'), siteDirectory: options.site ?? path.join(options.root, 'dist/site'),
  };
  try {
    if (own.get(SEEDED) !== true) plantAnew(parts, options.seed);
    own.put(SEEDED, true);
    const server = await listenAgain(options.port, lastRun, () => rooms);
    port = server.port;
    writeRecord(options.data, { pid: process.pid, port });
    writeKeyFile(options.data, 'operator-key', configuration.operatorKey());
    writeKeyFile(options.data, 'server-key', configuration.serverKey());
    timers.start();
    return {
      url: `http://127.0.0.1:${port}`, openPreview, warm: functions.warm,
      async close() { await server.close(); await closeParts(); },
    };
  } catch (error) {
    await closeParts();
    throw error;
  }
}

/** Two worlds on one folder would each write over what the other keeps in memory. @throws BadArgument, PortTaken */
async function refuseSecond(lastRun: RunRecord, { data, port }: WorldOptions): Promise<void> {
  if (!(await isRunning(lastRun))) return;
  if (port === lastRun.port) throw new PortTaken(`port ${port} is taken by the local world at http://127.0.0.1:${port}, which keeps its data in ${data}`);
  throw new BadArgument(`--data ${data}: the local world at http://127.0.0.1:${lastRun.port} (process ${lastRun.pid}) keeps its data there; stop it or name another place`);
}

/** Any port means the last one where it is free: tokens name the origin they are good for, and outlive the process. */
async function listenAgain(port: number, lastRun: RunRecord | null, rooms: () => Rooms): Promise<Listening> {
  if (port !== 0 || !lastRun) return listen(port, rooms);
  try {
    return await listen(lastRun.port, rooms);
  } catch {
    return listen(0, rooms);
  }
}

function plantAnew({ wechat, database, storage, permits, downloads }: Parts, seed: Seed): void {
  wechat.reset();
  database.clear();
  for (const kept of [storage, permits, downloads]) kept.clear();
  plant(seed, { wechat, database });
}

/** While no function runs: what still ran would write into the new world. */
async function reset(parts: Parts, seed: Seed): Promise<void> {
  await parts.functions.restart(() => {
    parts.clock.setOffset(0);
    plantAnew(parts, seed);
    parts.ledger.clear();
    parts.logs.clear();
    parts.faults.clear();
    parts.timers.start();
  });
}
