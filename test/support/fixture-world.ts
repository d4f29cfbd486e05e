// A world of small functions that use the real SDK, in this process: what the runner does, without our doors.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Seed } from '../../emulator/world/seed';
import { openWorld } from '../../emulator/world/world';
import { type Conversation, converse, PROJECT } from './local-world';

const FIXTURES = path.join(PROJECT, 'test/emulator/functions/fixtures');

export interface FixtureWorld extends Conversation {
  close(): Promise<void>;
}

export interface FixtureOptions {
  /** Timeouts of single functions, in seconds; 10 without. */
  timeouts?: Record<string, number>;
  seed?: Seed;
  data?: string;
  env?: Record<string, string>;
}

export async function openFixtureWorld({ timeouts = {}, seed = {}, data, env = {} }: FixtureOptions = {}): Promise<FixtureWorld> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'fixture-world-'));
  const names = await fs.readdir(FIXTURES);
  const functions = names.map((name) => ({ name, handler: 'index.main', timeout: timeouts[name] ?? 10, memorySize: 128, envNames: ['WECHAT_APPS', 'WECHAT_API_BASE', 'INDEX_KEY'] }));
  await fs.writeFile(path.join(root, 'cloudbaserc.json'), JSON.stringify({ functionRoot: FIXTURES, functions }));
  await fs.writeFile(path.join(root, 'database.json'), JSON.stringify({ collections: [{ name: 'notes', permission: 'ADMINONLY', indexes: [] }] }));
  const world = await openWorld({
    root, built: path.join(PROJECT, 'dist/emulator'), data: data ?? path.join(root, 'data'), port: 0, fresh: false, sync: false, seed, env, miniprogram: path.join(PROJECT, 'miniprogram'),
  });
  return {
    ...converse(world.url),
    async close() {
      await world.close();
      await fs.rm(root, { recursive: true, force: true });
    },
  };
}
