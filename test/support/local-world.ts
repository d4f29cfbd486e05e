// Starts the local world as a program and talks to it as a phone, a developer and an operator do.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export const PROJECT = path.resolve(__dirname, '../..');

export interface LedgerEntry {
  id: number; at: number; start: number; end: number; kind: 'function' | 'wechat' | 'database' | 'storage'; name: string;
  invocation: string | null; parent: string | null; depth: number | null; person: string | null; app: string | null; device: string | null;
  trigger?: 'timer' | 'http'; request?: string; bytesIn: number; bytesOut: number; outcome: string;
}
export interface LogLine { id: number; at: number; function: string; invocation: string; stream: 'out' | 'err'; text: string }
export type PhoneAnswer<R = Record<string, unknown>> = { ok: true; result: R & { errMsg: string } } | { ok: false; error: { errMsg: string; errno?: number; errCode?: number } };
export interface Called<R> { result: R; requestID: string }
export type Tested<R> = { ok: true; result: R; invocation: string } | { ok: false; error: { errCode: number; errMsg: string }; invocation: string };
export interface PhoneBody { app?: string; device?: string; args?: Record<string, unknown> }

/** The wire of a running world. */
export interface Conversation {
  url: string;
  /** The answer's body, whatever its status. */
  control<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  status(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  phone<R = Record<string, unknown>>(person: string, api: string, body?: PhoneBody): Promise<PhoneAnswer<R>>;
  /** wx.cloud.callFunction; throws when the call failed. */
  callFunction<R>(person: string, name: string, data: Record<string, unknown>, from?: { app?: string; device?: string }): Promise<Called<R>>;
  /** The console's test button, or a call as somebody. */
  testFunction<R>(name: string, event: object, as?: { person: string; app?: string } | null, source?: string | null): Promise<Tested<R>>;
  reset(): Promise<void>;
  /** Sets a fault; gives its id. */
  setFault(fault: Record<string, unknown>): Promise<number>;
  ledgerSince(after?: number): Promise<LedgerEntry[]>;
  /** The id of the last entry, to ask "since" later. */
  ledgerEnd(): Promise<number>;
  entriesOf(invocation: string, kind: LedgerEntry['kind']): Promise<LedgerEntry[]>;
  logs(after?: number): Promise<LogLine[]>;
  database(): Promise<Record<string, Record<string, unknown>[]>>;
  advance(seconds: number): Promise<number>;
}

export interface LocalWorld extends Conversation {
  pid: number;
  data: string;
  process: ChildProcess;
  /** What it wrote to stderr so far. */
  stderr(): string;
  /** SIGTERM; resolves with the exit code and takes the data directory away. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  args?: string[];
  env?: Record<string, string>;
  /** Kept by `stop` when given. */
  data?: string;
  variables?: NodeJS.ProcessEnv;
}

/** Longest a world may take to be ready, in milliseconds. */
const PATIENCE = 20_000;

/** A world whose timers keep still until a test moves the clock: the machine's minutes are no part of any test. */
export async function startWorld(options: StartOptions = {}): Promise<LocalWorld> {
  const data = options.data ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'local-world-')));
  const env = Object.entries(options.env ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const child = spawn(process.execPath, ['scripts/start.mjs', '--json', '--port', '0', '--data', data, '--still', ...env, ...(options.args ?? [])], { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'], env: options.variables ?? process.env });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { printed += chunk; });
  const exited = new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  async function clean(): Promise<void> {
    if (options.data === undefined) await fs.rm(data, { recursive: true, force: true, maxRetries: 3 });
  }
  try {
    const ready = JSON.parse(await readyLine(child, exited)) as { url: string; pid: number };
    return {
      ...converse(ready.url), pid: ready.pid, data, process: child,
      stderr: () => printed,
      async stop() {
        child.kill('SIGTERM');
        const code = await exited;
        await clean();
        return code;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    await clean();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${printed}`);
  }
}

/** The first line of stdout that begins with '{'. */
function readyLine(child: ChildProcess, exited: Promise<number | null>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the world was not ready in time')), PATIENCE);
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const line = text.split('\n').slice(0, -1).find((candidate) => candidate.startsWith('{'));
      if (line === undefined) return;
      clearTimeout(timer);
      resolve(line);
    });
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`the world left with ${code} before it was ready`));
    });
  });
}

/** Speaks to a world that runs at `url`. */
export function converse(url: string): Conversation {
  async function status(method: string, where: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(url + where, { method, ...sent });
    return { status: response.status, body: await response.json() };
  }
  async function control<T>(method: string, where: string, body?: unknown): Promise<T> {
    return (await status(method, where, body)).body as T;
  }
  async function phone<R>(person: string, api: string, body: PhoneBody = {}): Promise<PhoneAnswer<R>> {
    return control<PhoneAnswer<R>>('POST', `/emulator/phone/${person}/${api}`, body);
  }
  async function ledger(after: number): Promise<{ entries: LedgerEntry[]; last: number }> {
    return control('GET', `/emulator/ledger?after=${after}`);
  }
  return {
    url, status, control, phone,
    async callFunction<R>(person: string, name: string, data: Record<string, unknown>, from = {}) {
      const answer = await phone<Called<R>>(person, 'cloud.callFunction', { ...from, args: { name, data } });
      if (!answer.ok) throw new Error(answer.error.errMsg);
      return answer.result;
    },
    testFunction: (name, event, as, source) => control('POST', `/emulator/functions/${name}`, { event, ...(as === undefined ? {} : { as }), ...(source === undefined ? {} : { source }) }),
    async reset() { await control('POST', '/emulator/reset', {}); },
    async setFault(fault) {
      const answer = await status('POST', '/emulator/faults', fault);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return (answer.body as { id: number }).id;
    },
    ledgerSince: async (after = 0) => (await ledger(after)).entries,
    ledgerEnd: async () => (await ledger(0)).last,
    entriesOf: async (invocation, kind) => (await ledger(0)).entries.filter((entry) => entry.invocation === invocation && entry.kind === kind),
    logs: async (after = 0) => (await control<{ lines: LogLine[] }>('GET', `/emulator/logs?after=${after}`)).lines,
    database: async () => (await control<{ collections: Record<string, Record<string, unknown>[]> }>('GET', '/emulator/database')).collections,
    advance: async (seconds) => (await control<{ now: number }>('POST', '/emulator/clock', { advanceSeconds: seconds })).now,
  };
}
