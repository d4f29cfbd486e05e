// HO-1, HO-2: a file imports only what the floor table gives its floor.
import path from 'node:path';
import type { Facts, Import } from '../source';
import { type Floor, floorOf } from './table';

/** 'cloudfunctions/session/', 'emulator/wechat/': the folder two steps deep. */
const ownFolder = (file: string): string => `${file.split('/').slice(0, 2).join('/')}/`;

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

function covers(entry: string, target: string, file: string): boolean {
  if (entry === '*') return true;
  if (entry === '(own folder)') return `${target}/`.startsWith(ownFolder(file));
  return entry.endsWith('/') ? `${target}/`.startsWith(entry) : target === entry;
}

function isAllowed(found: Import, file: string, floor: Floor): boolean {
  const { specifier } = found;
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.(ts|js)$/, '');
    return [...floor.values, ...(found.typeOnly ? floor.types : [])].some((entry) => covers(entry, target, file));
  }
  if (specifier.startsWith('node:')) return floor.builtins === null || floor.builtins.includes(specifier);
  return floor.packages.some((entry) => entry === '*' || entry === packageOf(specifier));
}

/** A miniprogram page may import '/…' from its own root; every other absolute or computed import is refused. */
export function checkImports(file: string, facts: Facts): string[] {
  const floor = floorOf(file);
  if (!floor) return [`${file} stands on no floor: move it into one of them, or give it a row in test/house/rules/table.ts.`];
  return facts.imports.filter((found) => !isAllowed(found, file, floor))
    .map((found) => `${file} imports ${found.specifier}${found.typeOnly ? ' (types)' : ''}: ${floor.advice}.`);
}

const SDK = 'wx-server-sdk';

/** One file holds the way to the cloud, so that there is one place to look at. */
export function checkOneSdk(all: Record<string, Facts>): string[] {
  const users = Object.keys(all).filter((file) => !file.startsWith('test/') && all[file]?.imports.some((found) => packageOf(found.specifier) === SDK));
  const outside = users.filter((file) => !file.startsWith('cloudbase/')).map((file) => `${file} imports ${SDK}: only cloudbase/ knows the cloud.`);
  const inside = users.filter((file) => file.startsWith('cloudbase/'));
  const many = inside.length > 1 ? [`${inside.join(' and ')} import ${SDK}: let one of them hold it and the others ask that one.`] : [];
  return [...outside, ...many];
}
