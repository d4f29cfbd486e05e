// The operator's key of the local world: made once, told to functions and to the owner of the machine, and to nobody else.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openConfiguration } from '../../../emulator/world/environment';
import { openFixtureWorld } from '../../support/fixture-world';
import { memoryShelf } from '../wechat/local-wechat';

const DEFINITION = { name: 'account', directory: '/', handler: 'index.main', timeoutSeconds: 3, memoryMegabytes: 128, environmentNames: ['OPERATOR_KEYS', 'POLICY_VERSION'], servicePath: null };

let data: string;
beforeEach(async () => { data = await fs.mkdtemp(path.join(os.tmpdir(), 'key-')); });
afterEach(() => fs.rm(data, { recursive: true, force: true }));

const keyFile = () => path.join(data, 'operator-key');

function configurationOf(given: Record<string, string>, shelf = memoryShelf()) {
  return openConfiguration({ shelf, apps: () => [], port: () => 1, given });
}

test('[CT37] functions get the key of the caller "local" as OPERATOR_KEYS, the same after a restart; POLICY_VERSION only when it is given', () => {
  const shelf = memoryShelf();
  const variables = configurationOf({}, shelf).variablesOf(DEFINITION, 'c');
  expect(JSON.parse(variables['OPERATOR_KEYS'] ?? '')).toEqual([{ caller: 'local', secret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) }]);
  expect(variables).not.toHaveProperty('POLICY_VERSION');
  expect(configurationOf({ POLICY_VERSION: '2026-11' }, shelf).variablesOf(DEFINITION, 'c')).toEqual({ ...variables, POLICY_VERSION: '2026-11' });
  expect(configurationOf({}).variablesOf(DEFINITION, 'c')['OPERATOR_KEYS']).not.toBe(variables['OPERATOR_KEYS']);
});

test('[CT38] the key stands in the data folder as one line that only its owner reads, the same after a restart', async () => {
  const world = await openFixtureWorld({ data });
  const line = await fs.readFile(keyFile(), 'utf8');
  expect(line).toMatch(/^local\.[A-Za-z0-9_-]{43}\n$/);
  expect((await fs.stat(keyFile())).mode & 0o777).toBe(0o600);
  await world.close();
  await fs.chmod(keyFile(), 0o644);
  await (await openFixtureWorld({ data })).close();
  expect(await fs.readFile(keyFile(), 'utf8')).toBe(line);
  expect((await fs.stat(keyFile())).mode & 0o777).toBe(0o600);
});

test('[CT38] where the keys are given, no file tells another', async () => {
  await (await openFixtureWorld({ data })).close();
  await (await openFixtureWorld({ data, env: { OPERATOR_KEYS: '[]' } })).close();
  await expect(fs.access(keyFile())).rejects.toThrow('ENOENT');
});

test('[CT38] no answer of the world and no line it prints holds the key', async () => {
  const printed = ['log', 'error', 'warn', 'info'].map((name) => jest.spyOn(console, name as 'log').mockImplementation(() => undefined));
  const world = await openFixtureWorld({ data });
  const secret = (await fs.readFile(keyFile(), 'utf8')).trim().slice('local.'.length);
  await world.callFunction('alice', 'identity', {});
  await world.callFunction('alice', 'printer', { word: 'x' });
  const paths = ['people', 'apps', 'clock', 'faults', 'database', 'ledger', 'logs', 'storage', 'storage/operator-key', 'temporary-files/operator-key', '../operator-key'].map((name) => `/emulator/${name}`);
  const answers = await Promise.all(['/', '/operator-key', ...paths].map(async (where) => (await fetch(world.url + where)).text()));
  await world.close();
  expect(secret).toHaveLength(43);
  expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
  expect(JSON.stringify(printed.map(({ mock }) => mock.calls))).not.toContain(secret);
  for (const spy of printed) spy.mockRestore();
});
