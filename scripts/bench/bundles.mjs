// How large what is uploaded for each door is, beside what WeChat's quickstart makes the cloud install.
import fs from 'node:fs';
import path from 'node:path';
import { doors } from '../build.mjs';
import { filesBelow, kilobytes, zipped } from './measure.mjs';
import { ROOT } from './processes.mjs';

/** Where Node finds a dependency of the package in this folder. */
function resolveFrom(folder, name) {
  for (let at = folder; at.startsWith(ROOT); at = path.dirname(at)) {
    const found = path.join(at, 'node_modules', name);
    if (fs.existsSync(path.join(found, 'package.json'))) return found;
  }
  return null;
}

/** A package and everything it pulls in, as installed here. */
function closure(folder, seen = new Set()) {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  const { dependencies = {} } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const found = resolveFrom(folder, name);
    if (found) closure(found, seen);
  }
  return seen;
}

function sdkInstalled() {
  const folders = [...closure(path.join(ROOT, 'node_modules/wx-server-sdk'))];
  const files = folders.flatMap((folder) => filesBelow(folder).filter((file) => !path.relative(folder, file).split(path.sep).includes('node_modules')));
  return `wx-server-sdk installed: ${kilobytes(zipped(files, ROOT))} zipped, ${files.length.toLocaleString('en')} files`;
}

export function bundleSizes() {
  const baseline = sdkInstalled();
  return doors().map((door) => {
    const folder = path.join(ROOT, 'dist/cloudfunctions', door);
    const files = filesBelow(folder);
    const raw = files.reduce((sum, file) => sum + fs.statSync(file).size, 0);
    return { figure: `${door}, raw / zipped`, measured: `${kilobytes(raw)} / ${kilobytes(zipped(files, folder))}`, goal: '≤ 330 KB zipped', baseline };
  });
}
