// A project the local world cannot use: the program says why and ends.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PROJECT } from '../../support/local-world';
import { endLeftOvers, start } from './a-program';

jest.setTimeout(60_000);
let root: string;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'project-'));
  await fs.cp(path.join(PROJECT, 'dist/emulator'), path.join(root, 'dist/emulator'), { recursive: true });
  await fs.symlink(path.join(PROJECT, 'node_modules'), path.join(root, 'node_modules'));
  await fs.mkdir(path.join(root, 'dist/cloudfunctions/clerk'), { recursive: true });
  await fs.writeFile(path.join(root, 'dist/cloudfunctions/clerk/index.js'), 'exports.main = () => null;');
  await fs.writeFile(path.join(root, 'database.json'), '{ "collections": [] }');
});
afterEach(async () => {
  endLeftOvers();
  await fs.rm(root, { recursive: true, force: true, maxRetries: 3 });
});

const withTrigger = (trigger: object) => JSON.stringify({ functions: [{ name: 'clerk', triggers: [trigger] }] });

test.each([
  ['a malformed timer', withTrigger({ name: 'nightly', type: 'timer', config: '0 0 25 * * * *' }), /^trigger nightly of function clerk cannot be used: /],
  ['a trigger that is not emulated', withTrigger({ name: 'mail', type: 'ckafka' }), /^NotEmulated: trigger mail of type ckafka of function clerk$/],
  ['a cloudbaserc.json without functions', '{}', /^cloudbaserc\.json cannot be used: /],
])('[CT39] %s ends it with 2 and one sentence', async (_, cloudbaserc, sentence) => {
  await fs.writeFile(path.join(root, 'cloudbaserc.json'), cloudbaserc);
  const { code, out, err } = await start(['--json', '--port', '0', '--data', path.join(root, 'data')], {}, ['node', path.join(root, 'dist/emulator/main.mjs')]).ended;
  expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
  expect(err.trim()).toMatch(sentence);
});
