// Which pages the mini program has, as its app.json names them now.
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

const packageOf = v.object({ root: v.string(), pages: v.array(v.string()) });
const appJson = v.object({ pages: v.array(v.string()), subPackages: v.optional(v.array(packageOf), []), subpackages: v.optional(v.array(packageOf), []) });

/** None where it cannot be read: nothing is published. */
export function readProgramPages(miniprogram: string): string[] {
  try {
    const { pages, subPackages, subpackages } = v.parse(appJson, JSON.parse(fs.readFileSync(path.join(miniprogram, 'app.json'), 'utf8')));
    return [...pages, ...[...subPackages, ...subpackages].flatMap((one) => one.pages.map((page) => path.posix.join(one.root, page)))];
  } catch {
    return [];
  }
}
