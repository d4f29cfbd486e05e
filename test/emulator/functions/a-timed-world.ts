// A world of one function with timers, in this process: its project is written for the test.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openWorld, type World } from '../../../emulator/world/world';
import { type Conversation, converse, PROJECT } from '../../support/local-world';

/** Prints what it was called with, and fails as its timer's name says. */
const CLERK = `
  const cloud = require(${JSON.stringify(path.join(PROJECT, 'node_modules/wx-server-sdk'))});
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
  exports.main = async (event) => {
    if (event.TriggerName === 'slow') console.log('begun');
    if (event.TriggerName === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
    console.log(JSON.stringify({ event, context: cloud.getWXContext(), now: Date.now(), variables: Object.keys(process.env) }));
    if (event.TriggerName === 'throws') throw new Error('on purpose');
    if (event.TriggerName === 'crashes') process.exit(1);
    return 'dropped';
  };`;

export interface Trigger { name?: string; type: string; config?: string }
export interface Printed { event: Record<string, unknown> & { TriggerName: string; Time: string }; context: Record<string, string>; now: number; variables: string[] }

export interface TimedWorld extends Conversation {
  /** What runs of the function printed, in order. */
  runs(): Promise<Printed[]>;
  names(): Promise<string[]>;
  close(): Promise<void>;
}

export const SEED = { apps: [{ appid: 'wxfa4e000000000001', kind: 'mini-program' as const, name: 'one' }], people: [] };

/** A project whose function is deployed with `deployed` in its config.json and `configured` in cloudbaserc.json. */
export async function writeProject(root: string, configured: Trigger[], deployed: Trigger[] | null = null): Promise<void> {
  const directory = path.join(root, 'functions/clerk');
  await fs.mkdir(directory, { recursive: true });
  await fs.writeFile(path.join(directory, 'index.js'), CLERK);
  if (deployed) await fs.writeFile(path.join(directory, 'config.json'), JSON.stringify({ triggers: deployed }));
  await fs.writeFile(path.join(root, 'cloudbaserc.json'), JSON.stringify({ functionRoot: './functions', functions: [{ name: 'clerk', timeout: 20, triggers: configured }] }));
  await fs.writeFile(path.join(root, 'database.json'), '{ "collections": [] }');
}

export function openProject(root: string): Promise<World> {
  return openWorld({ root, built: path.join(PROJECT, 'dist/emulator'), data: path.join(root, 'data'), port: 0, fresh: false, sync: false, env: {}, miniprogram: path.join(PROJECT, 'miniprogram'), seed: SEED });
}

export async function openTimedWorld(configured: Trigger[], deployed: Trigger[] | null = null): Promise<TimedWorld> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'timed-'));
  await writeProject(root, configured, deployed);
  const opened = await openProject(root);
  const world = converse(opened.url);
  async function runs(): Promise<Printed[]> {
    return (await world.logs()).filter(({ stream, text }) => stream === 'out' && text.startsWith('{')).map(({ text }) => JSON.parse(text) as Printed);
  }
  return {
    ...world, runs,
    names: async () => (await runs()).map(({ event }) => event.TriggerName),
    async close() {
      await opened.close();
      await fs.rm(root, { recursive: true, force: true });
    },
  };
}
