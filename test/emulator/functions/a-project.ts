// A world of functions that are written for one test, in this process.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openWorld } from '../../../emulator/world/world';
import { type Conversation, converse, PROJECT } from '../../support/local-world';

export interface WrittenFunction {
  /** What its index.js does. */
  code: string;
  servicePath?: string;
  triggers?: { name: string; type: string; config: string }[];
  /** In seconds; 10 without. */
  timeout?: number;
  envNames?: string[];
}

export interface ProjectWorld extends Conversation {
  /** Where its data is. */
  data: string;
  close(): Promise<void>;
}

/** Begins a function's code: the SDK as `cloud`. */
export const WITH_SDK = `
  const cloud = require(${JSON.stringify(path.join(PROJECT, 'node_modules/wx-server-sdk'))});
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });`;

async function write(root: string, functions: Record<string, WrittenFunction>): Promise<void> {
  for (const [name, { code }] of Object.entries(functions)) {
    await fs.mkdir(path.join(root, 'functions', name), { recursive: true });
    await fs.writeFile(path.join(root, 'functions', name, 'index.js'), code);
  }
  const definitions = Object.entries(functions).map(([name, { code: _, timeout = 10, ...rest }]) => ({ name, timeout, ...rest }));
  await fs.writeFile(path.join(root, 'cloudbaserc.json'), JSON.stringify({ functionRoot: './functions', functions: definitions }));
  await fs.writeFile(path.join(root, 'database.json'), JSON.stringify({ collections: [{ name: 'notes', permission: 'ADMINONLY', indexes: [] }] }));
}

export async function openProjectWorld(functions: Record<string, WrittenFunction>): Promise<ProjectWorld> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'project-world-'));
  const data = path.join(root, 'data');
  await write(root, functions);
  try {
    const world = await openWorld({ root, built: path.join(PROJECT, 'dist/emulator'), data, port: 0, fresh: false, sync: false, env: {}, miniprogram: path.join(PROJECT, 'miniprogram'), seed: {} });
    return {
      ...converse(world.url), data,
      async close() {
        await world.close();
        await fs.rm(root, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await fs.rm(root, { recursive: true, force: true });
    throw error;
  }
}
