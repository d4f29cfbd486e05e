// What the project deploys: functions of cloudbaserc.json with their bundles, collections of database.json.
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { FunctionDefinition } from '../cloudbase/functions/functions';
import { NotEmulated } from '../ports';
import { type Timer, timersOf, type Trigger, triggerList } from './triggers';

export interface ProjectFunction extends FunctionDefinition {
  /** Where HTTP access reaches it: '/app-token'; null: not at all. */
  servicePath: string | null;
  /** Names of the variables it is configured with. */
  environmentNames: string[];
}

export interface CollectionDefinition {
  name: string;
  indexes: { name: string; keys: Record<string, 1 | -1>; unique: boolean }[];
}

export interface Project {
  functions: ProjectFunction[];
  timers: Timer[];
  collections: CollectionDefinition[];
}

/** One sentence for stderr. */
export class BadProject extends Error {}

/** CloudBase's own defaults. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MEGABYTES = 256;

const cloudbaserc = v.object({
  functionRoot: v.optional(v.string(), './dist/cloudfunctions'),
  functions: v.array(v.object({
    name: v.string(),
    handler: v.optional(v.string(), 'index.main'),
    timeout: v.optional(v.number(), DEFAULT_TIMEOUT_SECONDS),
    memorySize: v.optional(v.number(), DEFAULT_MEMORY_MEGABYTES),
    envNames: v.optional(v.array(v.string()), []),
    servicePath: v.optional(v.pipe(v.string(), v.regex(/^\/(?:[\w.~-]+(?:\/[\w.~-]+)*)?$/, "a servicePath is '/' or as '/auth/qr'"))),
    triggers: triggerList,
  })),
});

const databaseDefinition = v.object({
  collections: v.array(v.object({
    name: v.string(),
    permission: v.string(),
    indexes: v.array(v.object({ name: v.string(), keys: v.record(v.string(), v.picklist([1, -1])), unique: v.boolean() })),
  })),
});

/** @throws BadProject with the file's name when one is missing or malformed, or a timer is; NotEmulated for a trigger that is no timer */
export function readProject(root: string): Project {
  const { functionRoot, functions } = readJson(path.join(root, 'cloudbaserc.json'), cloudbaserc);
  const { collections } = readJson(path.join(root, 'database.json'), databaseDefinition);
  const deployed = functions.map((one): ProjectFunction => ({
    name: one.name, directory: path.resolve(root, functionRoot, one.name), handler: one.handler,
    timeoutSeconds: one.timeout, memoryMegabytes: one.memorySize, environmentNames: one.envNames, servicePath: one.servicePath ?? null,
  })).filter(({ directory }) => fs.existsSync(path.join(directory, 'index.js')));
  refuseTwice(functions.flatMap(({ servicePath }) => servicePath ?? []));
  return {
    functions: deployed,
    timers: deployed.flatMap(({ name, directory }) => timersIn(name, directory, functions.find((one) => one.name === name)?.triggers ?? [])),
    collections: collections.map(({ name, indexes }) => ({ name, indexes })),
  };
}

/** @throws BadProject: whose the request would be is not told */
function refuseTwice(servicePaths: string[]): void {
  const twice = servicePaths.find((one, at) => servicePaths.indexOf(one) < at);
  if (twice !== undefined) throw new BadProject(`cloudbaserc.json cannot be used: two functions have the servicePath ${twice}`);
}

function timersIn(name: string, directory: string, configured: Trigger[]): Timer[] {
  try {
    return timersOf(name, directory, configured);
  } catch (error) {
    throw error instanceof NotEmulated ? error : new BadProject(error instanceof Error ? error.message : String(error));
  }
}

function readJson<T>(file: string, schema: v.GenericSchema<unknown, T>): T {
  try {
    return v.parse(schema, JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (error) {
    throw new BadProject(`${path.basename(file)} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
