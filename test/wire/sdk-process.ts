// Starts a process with the real wx-server-sdk and has it do what a test writes as a function.
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

type Fields = Record<string, unknown>;

/** The part of the SDK's database the tests use; the package's own types leave out `multi` and answer `void`. */
export interface SdkQuery {
  where(query: unknown): SdkQuery;
  orderBy(field: string, direction: 'asc' | 'desc'): SdkQuery;
  skip(count: number): SdkQuery;
  limit(count: number): SdkQuery;
  field(projection: Fields): SdkQuery;
  get(): Promise<{ data: Fields[] }>;
  count(): Promise<{ total: number }>;
  update(options: { data: Fields; multi?: false }): Promise<{ stats: { updated: number } }>;
  remove(options?: { multi?: false }): Promise<{ stats: { removed: number } }>;
}
export interface SdkDocument {
  get(): Promise<{ data: Fields }>;
  set(options: { data: Fields }): Promise<{ _id: unknown; stats: { updated: number; created: number } }>;
  update(options: { data: Fields }): Promise<{ stats: { updated: number } }>;
  remove(): Promise<{ stats: { removed: number } }>;
}
export interface SdkPipeline {
  match(query: unknown): SdkPipeline;
  lookup(specification: Fields): SdkPipeline;
  project(specification: Fields): SdkPipeline;
  limit(count: number): SdkPipeline;
  group(specification: Fields): SdkPipeline;
  end(): Promise<{ list: Fields[] }>;
}
export interface SdkCollection extends SdkQuery {
  doc(id: string | number): SdkDocument;
  add(options: { data: Fields | Fields[] }): Promise<{ _id: unknown; _ids: unknown[] }>;
  aggregate(): SdkPipeline;
}
interface Condition { and(...others: unknown[]): Condition; or(...others: unknown[]): Condition }
type Command = (...values: unknown[]) => Condition;
type Interfaces<Name extends string> = Record<Name, (options: Fields) => Promise<Fields>>;
interface SdkOpenApi { phonenumber: Interfaces<'getPhoneNumber'>; security: Interfaces<'msgSecCheck' | 'imgSecCheck'>; riskControl: Interfaces<'getUserRiskRank'>; wxacode: Interfaces<'get'> }
export interface SdkWorld {
  db: { collection(name: string): SdkCollection; serverDate(options?: { offset: number }): unknown; RegExp(options: Fields): unknown; createCollection(name: string): Promise<unknown>; startTransaction(): Promise<unknown> };
  _: Record<'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin' | 'exists' | 'elemMatch' | 'all' | 'size' | 'mod' | 'and' | 'or' | 'nor' | 'not'
  | 'set' | 'remove' | 'inc' | 'mul' | 'min' | 'max' | 'push' | 'pull' | 'pullAll' | 'pop' | 'shift' | 'unshift' | 'addToSet' | 'rename', Command>;
  cloud: { getOpenData(options: { list: string[] }): Promise<Fields>; callFunction(options: { name: string; data?: Fields }): Promise<Fields>; openapi: SdkOpenApi; getTempFileURL(options: Fields): Promise<Fields>;
    uploadFile(options: { cloudPath: string; fileContent: Buffer }): Promise<Fields>; downloadFile(options: { fileID: string }): Promise<Fields & { fileContent: Buffer }>; deleteFile(options: { fileList: string[] }): Promise<Fields> };
}

/** How the SDK's promise ended. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; errCode: number | null; errMsg: string };

export interface SdkProcess {
  /** `work` runs in the other process: it sees nothing of the test but `argument`. */
  outcome<T, A = undefined>(work: (world: SdkWorld, argument: A) => T | Promise<T>, argument?: A): Promise<Outcome<T>>;
  /** The value; throws what the SDK threw. */
  run<T, A = undefined>(work: (world: SdkWorld, argument: A) => T | Promise<T>, argument?: A): Promise<T>;
  kill(): void;
  close(): Promise<void>;
}

/** What a cloud function's process is given: without these the SDK looks for the real cloud. */
function environment(adminUrl: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'], TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }), TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: 'local-env', TCB_ENV: 'local-env',
    TENCENTCLOUD_SECRETID: 'local-id', TENCENTCLOUD_SECRETKEY: 'local-key', TENCENTCLOUD_SESSIONTOKEN: 'local-token', TCB_CONTEXT_KEYS: 'TCB_SOURCE,TCB_ENV', TCB_SOURCE: 'wx_client',
    WX_CONTEXT_KEYS: 'WX_OPENID,WX_API_TOKEN', WX_OPENID: 'oFAKE_alice', WX_API_TOKEN: 'invocation-1',
  };
}

function ask<T>(child: ChildProcess, message: { id: number; source: string; argument: unknown }): Promise<Outcome<T>> {
  return new Promise((resolve, reject) => {
    const hear = (answer: { id: number } & Outcome<T>) => {
      if (answer.id !== message.id) return;
      child.off('message', hear).off('exit', fail);
      resolve(answer);
    };
    const fail = () => reject(new Error('the process ended'));
    child.on('message', hear).once('exit', fail);
    child.send(message);
  });
}

export function startSdk(adminUrl: string): SdkProcess {
  const child = fork(path.join(__dirname, 'sdk-child.cjs'), { env: environment(adminUrl), serialization: 'advanced', execArgv: [] });
  let last = 0;
  const outcome: SdkProcess['outcome'] = (work, argument) => {
    last += 1;
    return ask(child, { id: last, source: work.toString(), argument });
  };
  return {
    outcome,
    async run(work, argument) {
      const ended = await outcome(work, argument);
      if (!ended.ok) throw new Error(ended.errMsg);
      return ended.value;
    },
    kill: () => { child.kill('SIGKILL'); },
    close: () => new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.disconnect();
    }),
  };
}
