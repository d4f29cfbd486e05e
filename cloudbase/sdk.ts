// The only door to wx-server-sdk. Loaded at the first call that needs it: a refusal before that costs no load.
import type * as Sdk from 'wx-server-sdk';
import { countCall, withinDeadline } from './invocation';

export type Cloud = typeof Sdk;
export type Database = ReturnType<Cloud['database']>;

let loading: Promise<Cloud> | null = null;

async function load(): Promise<Cloud> {
  const { default: cloud } = await import('wx-server-sdk');
  // The SDK's types take a string here and give a symbol; without keepalive every call on Node 18 opens a connection.
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string, keepalive: true } as Parameters<Cloud['init']>[0]);
  return cloud;
}

export function sdk(): Promise<Cloud> {
  loading ??= load();
  return loading;
}

/** The SDK's declarations: a promise, or nothing where callbacks were given. */
// biome-ignore lint/suspicious/noConfusingVoidType: the SDK declares it so
type Called<T> = Promise<T> | string | void;

/** Runs one database call and counts it. */
export async function call<T>(run: (database: Database) => Called<T>): Promise<T> {
  const cloud = await sdk();
  countCall('database');
  const answer = await withinDeadline(Promise.resolve(run(cloud.database())));
  if (answer === undefined || typeof answer === 'string') throw new TypeError('The SDK was called with callbacks.');
  return answer;
}

/** WeChat's wording for a taken `_id` or unique index: the only error that decides anything. */
export function isDuplicate(error: unknown): boolean {
  return messageOf(error).includes('E11000');
}

/** The name of a collection that an operator has yet to create (database.json), or null for any other error. */
export function missingCollection(error: unknown): string | null {
  return /Db or Table not exist: ([A-Za-z0-9_-]+)/.exec(messageOf(error))?.[1] ?? null;
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { errMsg, message } = error as { errMsg?: unknown; message?: unknown };
  return [errMsg, message].filter((text) => typeof text === 'string').join(' ');
}
