// Reads the mini program's files and remembers every path it looked at, so that one knows when a build is out of date.
import fs from 'node:fs';
import path from 'node:path';

export interface Sources {
  /** The text of a file, null where there is none. */
  read(file: string): string | null;
  exists(file: string): boolean;
  /** Modification time by path, 0 for a file that was looked for and not found. */
  seen(): Record<string, number>;
}

export function modifiedAt(file: string): number {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.mtimeMs : 0;
}

/** Paths are relative to `root`, with forward slashes. */
export function openSources(root: string): Sources {
  const seen: Record<string, number> = {};
  function look(file: string): boolean {
    seen[file] ??= modifiedAt(path.join(root, file));
    return seen[file] > 0;
  }
  return {
    read: (file) => (look(file) ? fs.readFileSync(path.join(root, file), 'utf8') : null),
    exists: look,
    seen: () => ({ ...seen }),
  };
}

/** Whether no file of an earlier build has changed, appeared or gone since. */
export function isCurrent(root: string, seen: Record<string, number>): boolean {
  return Object.entries(seen).every(([file, time]) => modifiedAt(path.join(root, file)) === time);
}
