// `npm run bench`: prints the figures of the project, each beside a baseline measured in the same run. Asserts nothing.
import os from 'node:os';
import { tokenRate } from './bench/app-token.mjs';
import { bundleSizes } from './bench/bundles.mjs';
import { databaseRates } from './bench/database.mjs';
import { loadCpu } from './bench/load.mjs';
import { phonePackage } from './bench/phone-package.mjs';
import { signInRate } from './bench/sign-ins.mjs';
import { startTimes } from './bench/start.mjs';
import { webRates } from './bench/web.mjs';
import { buildAll } from './build.mjs';

/** @typedef {{ figure: string, measured: string, goal: string, baseline: string }} Row */

/** @type {[name: string, measure: () => Row[] | Promise<Row[]>][]} */
const SECTIONS = [['start', startTimes], ['bundles', bundleSizes], ['load', loadCpu], ['sign-ins', signInRate], ['web', webRates], ['app-token', tokenRate], ['database', databaseRates], ['package', phonePackage]];

function print(rows) {
  const columns = ['figure', 'measured', 'goal', 'baseline'];
  const width = (column) => Math.max(column.length, ...rows.map((row) => row[column].length));
  for (const row of [Object.fromEntries(columns.map((column) => [column, column])), ...rows]) console.log(columns.map((column) => row[column].padEnd(width(column))).join('  ').trimEnd());
}

const wanted = process.argv.slice(2);
await buildAll();
const rows = [];
for (const [name, measure] of SECTIONS) {
  if (wanted.length && !wanted.includes(name)) continue;
  console.error(`measuring ${name} …`);
  rows.push(...await measure());
}
console.log(`Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}`);
print(rows);
