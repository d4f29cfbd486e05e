// Writes a table and runs `npm run import` on it as an operator types it, with `--print`: nobody is asked, and the events show what was read.
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ImportRequest, ImportRow } from '../../../contract/operator';

const ROOT = path.resolve(__dirname, '../../..');

export interface Ran { code: number | null; out: string; err: string }
/** What `--json` prints. */
export interface Report {
  dryRun: boolean; unit: string; lines: number; users: number; created: number; linked: number; alreadyThere: number; unmapped: Record<string, number>;
  conflicts: { line: number; why: string; what: string; lines?: number[]; sentence: string }[]; skipped: { line: number; why: string }[]; left: { line: number; what: string[] }[];
}

function start(args: string[], variables: Record<string, string> = {}): { child: ChildProcessWithoutNullStreams; ran: Ran; ended: Promise<Ran> } {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/import.mjs'), ...args], { cwd: os.tmpdir(), env: { ...process.env, ...variables } });
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => { ran.out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { ran.err += text; });
  return { child, ran, ended: new Promise((resolve) => { child.once('close', (code) => resolve({ ...ran, code })); }) };
}

export function runImport(args: string[], variables: Record<string, string> = {}): Promise<Ran> {
  return start(args, variables).ended;
}

/** Sends it a signal once it has said this. */
export function runUntil(said: RegExp, signal: NodeJS.Signals, args: string[]): Promise<Ran> {
  const { child, ran, ended } = start(args);
  let isSent = false;
  child.stderr.on('data', () => {
    if (isSent || !said.test(ran.err)) return;
    isSent = true;
    child.kill(signal);
  });
  return ended;
}

/** Runs what is asked on a file that holds this text, and takes the file away. */
export async function withFile<T>(text: string | Buffer, act: (file: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'a-table-'));
  try {
    const file = path.join(folder, 'table');
    fs.writeFileSync(file, text);
    return await act(file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

export interface Read { code: number | null; events: ImportRequest[]; rows: ImportRow[]; report: Report }

/** What is read of a table. @throws where it cannot be read */
export async function readTable(table: 'uni-id-users' | 'openids', text: string, ...args: string[]): Promise<Read> {
  const { code, out, err } = await withFile(text, (file) => runImport([table, file, '--print', '--json', ...args], { OPERATOR_KEY: 'test.c2VjcmV0' }));
  if (code === 2) throw new Error(err);
  const events = out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ImportRequest);
  return { code, events, rows: events.flatMap(({ rows }) => rows), report: JSON.parse(err) as Report };
}
