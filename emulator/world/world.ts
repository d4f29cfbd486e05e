// The local world, composed: WeChat, CloudBase, phone and workbench on one clock, one ledger, one port.
import fs from 'node:fs';
import path from 'node:path';
import type { AdminPorts } from '../cloudbase/admin';
import { type Database, openDatabase } from '../cloudbase/database/database';
import { type Functions, openFunctions } from '../cloudbase/functions/functions';
import type { Preview } from '../preview/preview';
import { openWeChat, type WeChat } from '../wechat/wechat';
import { callerContext, NOBODY } from './caller';
import { openClock, type WorldClock } from './clock';
import { openConfiguration } from './environment';
import { openFaults, type WorldFaults } from './faults';
import { openLedger, type WorldLedger } from './ledger';
import { openLogs, type Logs } from './logs';
import { type Project, readProject } from './project';
import { plant, type Seed } from './seed';
import { listen, type Rooms } from './server';
import { openShelves } from './shelf';

export interface WorldOptions {
  /** The project: cloudbaserc.json, database.json, dist/cloudfunctions. */
  root: string;
  /** What was built of the local world: child.cjs, and beside it preview and console. */
  built: string;
  data: string;
  port: number;
  fresh: boolean;
  sync: boolean;
  seed: Seed;
  env: Record<string, string>;
  miniprogram: string;
}

export interface World {
  url: string;
  /** Starts what stands ready: function processes, and the phone's page when somebody will look at it. */
  warm(): Promise<void>;
  openPreview(): Promise<Preview>;
  close(): Promise<void>;
}

interface Parts { project: Project; clock: WorldClock; ledger: WorldLedger; faults: WorldFaults; logs: Logs; wechat: WeChat; database: Database; functions: Functions }

const SEEDED = 'seeded';

/** @throws PortTaken, BadArgument, NotEmulated */
export async function openWorld(options: WorldOptions): Promise<World> {
  const directories = dataDirectories(options);
  const project = readProject(options.root);
  const shelves = openShelves({ directory: directories.world, sync: options.sync });
  const own = shelves.shelf('world');
  let port = 0;
  let preview: Promise<Preview> | null = null;

  const clock = openClock(own);
  const ledger = openLedger(clock);
  const faults = openFaults();
  const logs = openLogs(clock);
  const wechat = openWeChat({ clock, shelf: shelves.shelf('wechat'), ledger, faults, callerOf: (childId) => functions.callerOf(null, childId), avatarOrigin: () => `http://127.0.0.1:${port}` });
  const database = openDatabase({ directory: directories.database, collections: project.collections, clock, sync: options.sync });
  const configuration = openConfiguration({ shelf: own, apps: wechat.apps.list, port: () => port, given: options.env });
  const functions = openFunctions({
    definitions: project.functions, childFile: path.join(options.built, 'child.cjs'), clock, ledger, faults, addLine: logs.add,
    variablesOf: configuration.variablesOf,
    adminUrlOf: (childId) => `http://127.0.0.1:${port}/admin/@${childId}?`,
  });
  const parts: Parts = { project, clock, ledger, faults, logs, wechat, database, functions };

  function openPreview(): Promise<Preview> {
    preview ??= import('../preview/preview').then((room) => room.openPreview({
      miniprogramRoot: options.miniprogram, cacheDirectory: path.join(options.built, '../preview-cache'), runtimeDirectory: path.join(options.built, '../preview'),
    }));
    return preview;
  }
  async function closeParts(): Promise<void> {
    await functions.close();
    await (await preview)?.close();
    await database.close();
    await shelves.close();
  }
  const rooms: Rooms = {
    control: { ...parts, reset: () => reset(parts, options.seed) }, admin: adminPorts(parts), phone: { wechat, functions, faults },
    preview: openPreview, pageDirectory: path.join(options.built, '../console'),
  };
  try {
    if (own.get(SEEDED) !== true) plantAnew(parts, options.seed);
    own.put(SEEDED, true);
    const server = await listen(options.port, () => rooms);
    port = server.port;
    return {
      url: `http://127.0.0.1:${port}`, openPreview, warm: functions.warm,
      async close() { await server.close(); await closeParts(); },
    };
  } catch (error) {
    await closeParts();
    throw error;
  }
}

function dataDirectories({ data, fresh }: WorldOptions): { world: string; database: string } {
  const directories = { world: path.resolve(data, 'world'), database: path.resolve(data, 'database') };
  for (const directory of Object.values(directories)) {
    if (fresh) fs.rmSync(directory, { recursive: true, force: true });
    fs.mkdirSync(directory, { recursive: true });
  }
  return directories;
}

function plantAnew({ wechat, database }: Parts, seed: Seed): void {
  wechat.reset();
  database.clear();
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
  });
}

function adminPorts({ database, ledger, faults, functions, wechat }: Parts): AdminPorts {
  return {
    database, ledger, faults,
    callerOf: functions.callerOf,
    openData: wechat.openData,
    async invokeFunction(caller, name, event, source) {
      const person = caller?.person ? wechat.people.find(caller.person) : null;
      const app = caller?.app ? wechat.apps.find(caller.app) : null;
      const user = person && app ? callerContext(person, app) : NOBODY;
      const invoked = await functions.invoke(name, event, { ...user, device: caller?.device ?? null, source: source === '' ? null : source, parent: caller?.invocation ?? null });
      return invoked.ok ? { ok: true, result: invoked.result } : { ok: false, code: invoked.error.code, message: invoked.error.message };
    },
  };
}
