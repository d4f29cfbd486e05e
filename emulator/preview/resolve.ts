// Finds what a mini program names: components by `usingComponents`, modules by `require`, packages in `miniprogram_npm`.
import path from 'node:path';
import type { Sources } from './sources';

const SCRIPT_SUFFIXES = ['', '.ts', '.js', '/index.ts', '/index.js'];

/** `miniprogram_npm` of the folder and of each above it, nearest first. */
function packageFolders(from: string): string[] {
  const folders: string[] = [];
  for (let folder = path.posix.dirname(from); ; folder = path.posix.dirname(folder)) {
    folders.push(path.posix.join(folder, 'miniprogram_npm'));
    if (folder === '.') return folders;
  }
}

/** Where a request may lead, in WeChat's order: absolute from the root, else beside the file, else a package. */
function candidates(from: string, request: string): string[] {
  if (request.startsWith('/')) return [request.slice(1)];
  const beside = path.posix.join(path.posix.dirname(from), request);
  if (request.startsWith('.')) return [beside];
  return [beside, ...packageFolders(from).map((folder) => path.posix.join(folder, request))];
}

/** The component's path without suffix, or null. `from` is the path of the component that names it. */
export function resolveComponent(sources: Sources, from: string, request: string): string | null {
  for (const candidate of candidates(from, request)) {
    if (candidate.startsWith('..')) continue;
    for (const found of [candidate, `${candidate}/index`]) if (sources.exists(`${found}.json`) || sources.exists(`${found}.wxml`)) return found;
  }
  return null;
}

/** The module's file with its suffix, or null. */
export function resolveModule(sources: Sources, from: string, request: string): string | null {
  for (const candidate of candidates(from, request)) {
    if (candidate.startsWith('..')) continue;
    const found = SCRIPT_SUFFIXES.map((suffix) => candidate + suffix).find((file) => /\.[jt]s$/.test(file) && sources.exists(file));
    if (found) return found;
  }
  return null;
}

/** The script of a page or component, or null. */
export function scriptOf(sources: Sources, component: string): string | null {
  return ['.ts', '.js'].map((suffix) => component + suffix).find((file) => sources.exists(file)) ?? null;
}
