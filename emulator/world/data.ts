// The folder the world keeps its data in: made where it can be, refused where it cannot, and held by one world at a time.
import fs from 'node:fs';
import path from 'node:path';
import { BadArgument } from './arguments';

export interface DataDirectories { world: string; database: string; storage: string }

/** @throws BadArgument for a place where no directory can be */
export function openData(data: string, fresh: boolean): DataDirectories {
  const directories = { world: path.resolve(data, 'world'), database: path.resolve(data, 'database'), storage: path.resolve(data, 'storage') };
  try {
    for (const directory of Object.values(directories)) if (fresh) removeDirectory(directory);
    for (const directory of [path.resolve(data), ...Object.values(directories)]) {
      makeDirectory(directory);
      fs.accessSync(directory, fs.constants.W_OK);
    }
  } catch (error) {
    throw new BadArgument(`--data ${data}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return directories;
}

function removeDirectory(directory: string): void {
  if (isDirectory(path.dirname(directory))) fs.rmSync(directory, { recursive: true, force: true });
}

/** One level at a time: on a file system that denies its own directories, as /proc does, Node's recursive mkdir never ends. */
function makeDirectory(directory: string): void {
  if (isDirectory(directory)) return;
  makeDirectory(path.dirname(directory));
  fs.mkdirSync(directory);
}

/** @throws Error for something else that stands there, or below a file */
function isDirectory(place: string): boolean {
  const there = fs.statSync(place, { throwIfNoEntry: false });
  if (there && !there.isDirectory()) throw new Error(`${place} is no directory`);
  return there !== undefined;
}
