// Keeps the last good build on disk, so that starting again with the same sources compiles nothing.
import fs from 'node:fs';
import path from 'node:path';
import type { Build } from './build';
import { isCurrent } from './sources';

// Raise it whenever the output of the build changes its shape.
const FORMAT = 1;
const FILE = 'mini-program.json';

interface Kept { format: number; root: string; build: Build }

/** Null when there is none, or it is of other sources. */
export function readCache(directory: string, root: string): Build | null {
  try {
    const kept = JSON.parse(fs.readFileSync(path.join(directory, FILE), 'utf8')) as Kept;
    return kept.format === FORMAT && kept.root === root && isCurrent(root, kept.build.seen) ? kept.build : null;
  } catch {
    return null;
  }
}

export function writeCache(directory: string, root: string, build: Build): void {
  fs.mkdirSync(directory, { recursive: true });
  const kept: Kept = { format: FORMAT, root, build };
  const file = path.join(directory, FILE);
  fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(kept));
  fs.renameSync(`${file}.${process.pid}`, file);
}
