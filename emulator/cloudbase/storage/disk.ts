// Stored files on disk: one file each, a line of JSON before the bytes, so that what is known of it changes with it or not at all.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export interface Facts { path: string; contentType: string; uploadedBy: string | null }
export interface Kept extends Facts { bytes: number }

export interface Disk {
  load(): Kept[];
  /** Survives kill -9 when it returns, and a power cut when synced. */
  write(facts: Facts, bytes: Buffer): void;
  read(path: string): Buffer;
  remove(path: string): void;
  clear(): void;
}

const LINE_END = 0x0a;
/** A path has 850 bytes at most, a content type and a name a few dozen. */
const LONGEST_LINE = 4_096;
/** What a world that was killed while writing left behind. */
const DRAFT = '.draft';

/** By a digest: a path in the cloud is longer and freer than a name on this machine. */
function nameOf(cloudPath: string): string {
  return createHash('sha256').update(cloudPath).digest('hex');
}

/** None for a file that a power cut has emptied. */
function readKept(file: string): Kept[] {
  const start = Buffer.alloc(LONGEST_LINE);
  const handle = fs.openSync(file, 'r');
  const end = start.subarray(0, fs.readSync(handle, start)).indexOf(LINE_END);
  const { size } = fs.fstatSync(handle);
  fs.closeSync(handle);
  return end < 0 ? [] : [{ ...(JSON.parse(start.subarray(0, end).toString()) as Facts), bytes: size - end - 1 }];
}

function behindLine(file: Buffer): Buffer {
  return file.subarray(file.indexOf(LINE_END) + 1);
}

function syncDirectory(directory: string): void {
  const handle = fs.openSync(directory, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

export function openDisk(directory: string, sync: boolean): Disk {
  const at = (cloudPath: string) => path.join(directory, nameOf(cloudPath));
  fs.mkdirSync(directory, { recursive: true });
  for (const name of fs.readdirSync(directory)) if (name.endsWith(DRAFT)) fs.rmSync(path.join(directory, name));
  return {
    load: () => fs.readdirSync(directory).flatMap((name) => readKept(path.join(directory, name))),
    write(facts, bytes) {
      const draft = path.join(directory, `${randomUUID()}${DRAFT}`);
      fs.writeFileSync(draft, Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), bytes]), { flush: sync });
      fs.renameSync(draft, at(facts.path));
      if (sync) syncDirectory(directory);
    },
    read: (cloudPath) => behindLine(fs.readFileSync(at(cloudPath))),
    remove(cloudPath) { fs.rmSync(at(cloudPath), { force: true }); },
    clear() { for (const name of fs.readdirSync(directory)) fs.rmSync(path.join(directory, name)); },
  };
}
