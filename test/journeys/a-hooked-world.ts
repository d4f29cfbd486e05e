// A world whose app has a function of its own that hears of merged users: this project's functions, deployed beside it.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { MergeEvent } from '../../contract/merge-hook';
import { openWorld } from '../../emulator/world/world';
import { converse, PROJECT } from '../support/local-world';
import type { Conversation } from '../support/local-world';
import { withDoors } from './a-journey';
import type { Doors } from './a-journey';

/** What the function was called with, and as whom; the first first. */
export interface Heard { event: MergeEvent; source: string | null; openid: string | null }
type Mood = 'well' | 'broken' | 'stuck';

export interface HookedWorld extends Conversation, Doors {
  data: string;
  heard(): Promise<Heard[]>;
  /** broken: it throws; stuck: it does not return. */
  hookIs(mood: Mood): Promise<void>;
  close(): Promise<void>;
}

export const HOOK = 'on-merge';
const SECOND_APP = 'wxfa4e0000000000a2';

/** As docs tell to write it: what a phone calls says nothing. It keeps each call that it answers. */
const hookCode = (moodFile: string): string => `
  const fs = require('node:fs');
  const cloud = require(${JSON.stringify(path.join(PROJECT, 'node_modules/wx-server-sdk'))});
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
  exports.main = async (event) => {
    const { SOURCE = null, OPENID = null } = cloud.getWXContext();
    if (SOURCE === null || !SOURCE.endsWith(',scf')) return { ok: false };
    const mood = fs.readFileSync(${JSON.stringify(moodFile)}, 'utf8');
    if (mood === 'broken') throw new Error('the hook is broken today');
    if (mood === 'stuck') return new Promise(() => undefined);
    const { tcbContext, userInfo, ...told } = event;
    await cloud.database().collection('heard').add({ data: { at: Date.now(), event: told, source: SOURCE, openid: OPENID } });
  };`;

/** Copied, not linked: other tests may build the functions anew at this moment. */
async function deploy(root: string, hook: string | null): Promise<void> {
  const functions = path.join(root, 'functions');
  await fs.cp(path.join(PROJECT, 'dist/cloudfunctions'), functions, { recursive: true });
  const project = JSON.parse(await fs.readFile(path.join(PROJECT, 'cloudbaserc.json'), 'utf8')) as { functions: object[] };
  const database = JSON.parse(await fs.readFile(path.join(PROJECT, 'database.json'), 'utf8')) as { collections: object[] };
  if (hook !== null) {
    await fs.mkdir(path.join(functions, HOOK));
    await fs.writeFile(path.join(functions, HOOK, 'index.js'), hook);
    project.functions.push({ name: HOOK, handler: 'index.main', timeout: 10, memorySize: 128 });
  }
  database.collections.push({ name: 'heard', permission: 'ADMINONLY', indexes: [] });
  await fs.writeFile(path.join(root, 'cloudbaserc.json'), JSON.stringify({ ...project, functionRoot: './functions' }));
  await fs.writeFile(path.join(root, 'database.json'), JSON.stringify(database));
}

/** Two mini programs of one open platform; MERGE_HOOK names the function, which may not be there. */
export async function openHookedWorld(hook: 'deployed' | 'missing'): Promise<HookedWorld> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'hooked-world-'));
  const [data, moodFile] = [path.join(root, 'data'), path.join(root, 'mood')];
  const hookIs = (mood: Mood) => fs.writeFile(moodFile, mood);
  try {
    await hookIs('well');
    await deploy(root, hook === 'deployed' ? hookCode(moodFile) : null);
    const env = { MERGE_HOOK: HOOK, LIMITS: '{"signInPerMinute":1000}' };
    const opened = await openWorld({ root, built: path.join(PROJECT, 'dist/emulator'), data, port: 0, fresh: false, sync: false, still: true, env, miniprogram: path.join(PROJECT, 'miniprogram'), seed: {} });
    const world = converse(opened.url);
    await world.control('POST', '/emulator/apps', { appid: SECOND_APP, openPlatform: 'op1' });
    return {
      ...withDoors(world), data, hookIs,
      heard: async () => (((await world.database())['heard'] ?? []) as unknown as (Heard & { at: number })[]).sort((one, other) => one.at - other.at),
      async close() {
        await opened.close();
        await fs.rm(root, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await fs.rm(root, { recursive: true, force: true });
    throw error;
  }
}
