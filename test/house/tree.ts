// Reads the house's own text files: what the checks of this folder look at.
import fs from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');
/** Path from the root, with forward slashes, to the file's text. */
export type Tree = Record<string, string>;

const NOT_OURS = new Set(['node_modules', '.git', 'dist', '.tsbuild', '.local', 'coverage', 'miniprogram_npm']);
const TEXT = /\.(ts|mjs|cjs|js|json|md|wxml|wxss|wxs|css|html|svg|sh|patch|mermaid)$|(^|\/)(run|LICENSE|\.gitignore)$/;

function walk(folder: string, found: Tree): void {
  for (const entry of fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
    const file = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory() && !NOT_OURS.has(entry.name)) walk(file, found);
    if (entry.isFile() && TEXT.test(entry.name)) found[file] = fs.readFileSync(path.join(ROOT, file), 'utf8');
  }
}

/** Every text file of the house. */
export function readTree(): Tree {
  const found: Tree = {};
  walk('', found);
  return found;
}

export function only(tree: Tree, wanted: (file: string) => boolean): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([file]) => wanted(file)));
}

export function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8'));
}
