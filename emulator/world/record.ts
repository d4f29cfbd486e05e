// Which process holds a data folder, and on which port it was last reached.
import fs from 'node:fs';
import path from 'node:path';

export interface RunRecord { pid: number; port: number }

/** Longest a running world may take to say that it runs, in milliseconds. */
const PATIENCE = 3000;

const fileIn = (data: string) => path.resolve(data, 'world.json');

/** Null when there is none, or none that can be read. */
export function readRecord(data: string): RunRecord | null {
  try {
    const { pid, port } = JSON.parse(fs.readFileSync(fileIn(data), 'utf8')) as Record<string, unknown>;
    return isWhole(pid, 2 ** 31) && isWhole(port, 65_535) ? { pid, port } : null;
  } catch {
    return null;
  }
}

/** Whole or not at all: whoever is killed while writing leaves the old one. */
export function writeRecord(data: string, record: RunRecord): void {
  const draft = `${fileIn(data)}.${record.pid}`;
  fs.writeFileSync(draft, JSON.stringify(record));
  fs.renameSync(draft, fileIn(data));
}

/** Whether the world of the record still runs: its process lives, and its port answers as a local world. */
export async function isRunning({ pid, port }: RunRecord): Promise<boolean> {
  if (pid === process.pid || !isAlive(pid)) return false;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/emulator/clock`, { signal: AbortSignal.timeout(PATIENCE) });
    const { now } = (await response.json()) as { now?: unknown };
    return response.ok && typeof now === 'number';
  } catch {
    return false;
  }
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= most;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
