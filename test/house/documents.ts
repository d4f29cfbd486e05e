// What the documents point at: files, npm scripts, folders; and where that is not there.
import path from 'node:path';
import type { Tree } from './tree';

const isThere = (target: string, files: string[]): boolean => files.some((file) => file === target || file.startsWith(`${target.replace(/\/$/, '')}/`));

function linkFaults(file: string, text: string, files: string[]): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => (match[1] ?? '').replace(/#.*$/, '')).filter((target) => target && !/^[a-z]+:/.test(target));
  return targets.filter((target) => !isThere(path.posix.join(path.posix.dirname(file), target), files)).map((target) => `${file} links to ${target}, which is not there.`);
}

function commandFaults(file: string, text: string, scripts: string[]): string[] {
  const named = [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map((match) => match[1] ?? '');
  return named.filter((name) => !scripts.includes(name)).map((name) => `${file} names "npm run ${name}", which package.json does not have.`);
}

/** Made by `npm ci`. */
const BUILT = /\/miniprogram_npm\//;

/** Paths in backticks that begin with one of the house's folders. */
function pathFaults(file: string, text: string, files: string[]): string[] {
  const named = [...text.matchAll(/`((?:contract|auth|wechat|cloudbase|cloudfunctions|miniprogram|clients|emulator|scripts|docs|test)\/[\w./-]*)`/g)].map((match) => match[1] ?? '');
  return named.filter((target) => !BUILT.test(target) && !isThere(target, files) && !isThere(path.posix.join(path.posix.dirname(file), target), files)).map((target) => `${file} speaks of ${target}, which is not there.`);
}

/** `files`: every path of the repository, pictures too. */
export function documentFaults(documents: Tree, files: string[], scripts: string[]): string[] {
  return Object.entries(documents).flatMap(([file, text]) => [...linkFaults(file, text, files), ...commandFaults(file, text, scripts), ...pathFaults(file, text, files)]);
}

/** Folders that a README's map lists. */
export const mapOf = (readme: string): string[] => [...readme.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
export const blocksOf = (readme: string): string[] => [...readme.matchAll(/```\w*\n([\s\S]*?)```/g)].map((match) => (match[1] ?? '').replace(/\s*\/\/.*|\s+#.*/g, '').replace(/'[^']*…?'/g, "''"));
