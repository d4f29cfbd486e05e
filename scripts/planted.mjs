// `npm run planted [name…]`: breaks the house on purpose, one rule at a time, and needs the test that names the rule to turn red.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const PATCHES = path.join(ROOT, 'test/planted');
const MINUTES_FOR_ONE_TEST = 5;

/** @typedef {{ name: string, file: string, rule: string, test: string, what: string }} Planted */

/** @returns {Planted} */
function readPatch(file) {
  const text = fs.readFileSync(file, 'utf8');
  const header = (word) => new RegExp(`^# ${word}: (.+)$`, 'm').exec(text)?.[1].trim() ?? '';
  return { name: path.basename(file, '.patch'), file, rule: header('rule'), test: header('test'), what: header('what') };
}

function run(cwd, command, args) {
  const ended = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: MINUTES_FOR_ONE_TEST * 60_000, killSignal: 'SIGKILL', maxBuffer: 256 * 1024 * 1024 });
  return { ok: ended.status === 0, said: `${ended.stdout ?? ''}${ended.stderr ?? ''}${ended.error ? ended.error.message : ''}` };
}

/** A copy of what is in the working tree (uncommitted work too), with the installed packages beside it. */
function copyHouse() {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'planted-'));
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (listed.status !== 0) throw new Error(`git could not list the tree: ${listed.stderr}`);
  for (const file of listed.stdout.split('\0').filter((name) => name && fs.existsSync(path.join(ROOT, name)))) {
    fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    fs.copyFileSync(path.join(ROOT, file), path.join(copy, file));
  }
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'), 'dir');
  return copy;
}

/** Full titles of the tests that failed; null when jest never got as far as an answer. */
function failedTitles(copy, tests) {
  const report = path.join(copy, '.planted.json');
  fs.rmSync(report, { force: true });
  const jest = run(copy, process.execPath, ['node_modules/jest/bin/jest.js', ...tests, '--json', `--outputFile=${report}`, '--maxWorkers=1']);
  if (!fs.existsSync(report)) return { titles: null, why: jest.said.trim().split('\n').slice(-3).join(' ') };
  const { testResults } = JSON.parse(fs.readFileSync(report, 'utf8'));
  const broken = testResults.find((file) => file.assertionResults.length === 0);
  if (broken) return { titles: null, why: `${path.relative(copy, broken.name)} did not run: ${(broken.message ?? '').trim().split('\n')[0]}` };
  return { titles: testResults.flatMap((file) => file.assertionResults).filter((test) => test.status === 'failed').map((test) => test.fullName), why: '' };
}

/** Builds the house anew: a function bundle that is not rebuilt would hide the fault. */
const rebuild = (copy) => run(copy, process.execPath, ['scripts/build.mjs', '--force']);

/** @param {Planted} planted @returns {{ caught: boolean, by: string }} */
function tryOne(copy, planted) {
  const applied = run(copy, 'git', ['apply', '--whitespace=nowarn', planted.file]);
  if (!applied.ok) return { caught: false, by: `does not apply: ${applied.said.trim().split('\n')[0]}` };
  try {
    const built = rebuild(copy);
    if (!built.ok) return { caught: false, by: `does not build: ${built.said.trim().split('\n')[0]}` };
    const { titles, why } = failedTitles(copy, [planted.test]);
    if (!titles) return { caught: false, by: why };
    const noticed = titles.filter((title) => title.includes(`[${planted.rule}]`));
    return noticed.length ? { caught: true, by: noticed[0] } : { caught: false, by: titles.length ? `red, but no test of ${planted.rule}: ${titles[0]}` : 'every test stayed green' };
  } finally {
    run(copy, 'git', ['apply', '--whitespace=nowarn', '--reverse', planted.file]);
  }
}

/** A test that is red before anything is planted proves nothing. */
function redBefore(copy, patches) {
  const built = rebuild(copy);
  if (!built.ok) throw new Error(`The house does not build: ${built.said}`);
  const { titles, why } = failedTitles(copy, [...new Set(patches.map((planted) => planted.test))]);
  if (!titles) throw new Error(`The tests do not run: ${why}`);
  return titles;
}

function main(names) {
  const all = fs.readdirSync(PATCHES).filter((file) => file.endsWith('.patch')).sort().map((file) => readPatch(path.join(PATCHES, file)));
  const unknown = names.filter((name) => !all.some((planted) => planted.name === name));
  if (unknown.length) throw new Error(`No such planted fault: ${unknown.join(', ')}. There are: ${all.map((planted) => planted.name).join(', ')}.`);
  const patches = names.length ? all.filter((planted) => names.includes(planted.name)) : all;
  const copy = copyHouse();
  try {
    const red = redBefore(copy, patches);
    let missed = 0;
    for (const planted of patches) {
      const already = red.find((title) => title.includes(`[${planted.rule}]`));
      const { caught, by } = already ? { caught: false, by: `red before the fault was planted: ${already}` } : tryOne(copy, planted);
      if (!caught) missed += 1;
      console.log(`${caught ? 'caught' : 'MISSED'}  ${planted.name} (${planted.what})\n        ${by}`);
    }
    console.log(`\n${patches.length - missed} of ${patches.length} planted faults caught`);
    return missed === 0 && patches.length > 0 ? 0 : 1;
  } finally { fs.rmSync(copy, { recursive: true, force: true }); }
}

process.exitCode = main(process.argv.slice(2));
