// No dependency is idle, undeclared, loosely pinned or in the wrong list.
import fs from 'node:fs';
import path from 'node:path';
import { dependencyFaults, type Manifest } from './dependencies';
import { ROOT, readJson, readTree } from './tree';

function commandsOf(name: string): string[] {
  const { bin = {} } = JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as { bin?: string | Record<string, string> };
  return typeof bin === 'string' ? [name.split('/').pop() ?? name] : Object.keys(bin);
}

test('[HO-17] every package is used, declared, in its list and pinned', () => {
  expect(dependencyFaults(readJson('package.json') as Manifest, readTree(), commandsOf)).toEqual([]);
});

const manifest = (change: Partial<Manifest>): Manifest => ({ scripts: {}, dependencies: {}, devDependencies: {}, overrides: {}, ...change });
const faultsOf = (change: Partial<Manifest>, tree: Record<string, string>): string[] => dependencyFaults(manifest(change), tree, () => []);
const USES = "import x from 'x';\nx();";

test('[HO-17] an idle, an undeclared, a misplaced and a loosely pinned package are caught', () => {
  expect(faultsOf({ devDependencies: { x: '1.0.0' } }, {})).toEqual([expect.stringMatching(/declares x, which nothing imports/)]);
  expect(faultsOf({}, { 'emulator/a/b.ts': USES })).toEqual([expect.stringMatching(/imports x, which package\.json does not declare/)]);
  expect(faultsOf({ devDependencies: { x: '1.0.0' } }, { 'auth/a.ts': USES })).toEqual([expect.stringMatching(/belongs in dependencies/)]);
  expect(faultsOf({ dependencies: { x: '1.0.0' } }, { 'test/a.ts': USES })).toEqual([expect.stringMatching(/belongs in devDependencies/)]);
  expect(faultsOf({ dependencies: { x: '^1.0.0' } }, { 'auth/a.ts': USES })).toEqual([expect.stringMatching(/pin one version/)]);
  expect(faultsOf({ overrides: { y: { z: '~2' } } }, {})).toEqual([expect.stringMatching(/z is "~2"/)]);
});

test('[HO-17] the lock file vouches for every package it fetches', () => {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, { integrity?: string; link?: boolean; inBundle?: boolean }> };
  const fetched = Object.entries(packages).filter(([where, entry]) => where.startsWith('node_modules/') && !entry.link && !entry.inBundle);
  expect(fetched.length).toBeGreaterThan(100);
  expect(fetched.filter(([, entry]) => !entry.integrity?.startsWith('sha512-')).map(([where]) => where)).toEqual([]);
});
