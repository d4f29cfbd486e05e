// Which timers a function has: those of cloudbaserc.json and of the config.json beside its bundle, as they are deployed.
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { NotEmulated } from '../ports';
import { type Schedule, readSchedule } from './schedule';

export interface Timer { functionName: string; name: string; config: string; schedule: Schedule }

/** What a trigger of another type has besides is its own affair. */
const trigger = v.object({ name: v.optional(v.string(), ''), type: v.string(), config: v.optional(v.string(), '') });
export const triggerList = v.optional(v.array(trigger), []);
export type Trigger = v.InferOutput<typeof trigger>;

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;
const configFile = v.object({ triggers: triggerList });

/** @throws Error with a sentence, NotEmulated for a trigger of another type */
export function timersOf(functionName: string, directory: string, configured: Trigger[]): Timer[] {
  const byName = new Map<string, Trigger>();
  for (const one of [...configured, ...deployedWith(directory)]) {
    const known = byName.get(one.name);
    if (known && (known.config !== one.config || known.type !== one.type)) throw new Error(`trigger ${one.name} of function ${functionName} stands in cloudbaserc.json and config.json, and not alike`);
    byName.set(one.name, one);
  }
  return [...byName.values()].map((one) => timerOf(functionName, one));
}

function deployedWith(directory: string): Trigger[] {
  const file = path.join(directory, 'config.json');
  if (!fs.existsSync(file)) return [];
  try {
    return v.parse(configFile, JSON.parse(fs.readFileSync(file, 'utf8'))).triggers;
  } catch (error) {
    throw new Error(`${path.basename(directory)}/config.json cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function timerOf(functionName: string, { name, type, config }: Trigger): Timer {
  if (type !== 'timer') throw new NotEmulated(`trigger ${name} of type ${type} of function ${functionName}`);
  if (!NAME.test(name)) throw new Error(`trigger ${JSON.stringify(name)} of function ${functionName}: its name has at most 60 letters, digits, - and _, a letter first`);
  try {
    return { functionName, name, config, schedule: readSchedule(config) };
  } catch (error) {
    throw new Error(`trigger ${name} of function ${functionName} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
