// The keys of servers that ask the app token centre over HTTP: one made for this machine, told to functions and to its owner, and to nobody else.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openConfiguration } from '../../../emulator/world/environment';
import { openFixtureWorld } from '../../support/fixture-world';
import { memoryShelf } from '../wechat/local-wechat';
import { endLeftOvers, openWorld } from './a-program';

const DEFINITION = { name: 'app-token-http', directory: '/', handler: 'index.main', timeoutSeconds: 3, memoryMegabytes: 128, servicePath: '/app-token' };

let data: string;
beforeEach(async () => { data = await fs.mkdtemp(path.join(os.tmpdir(), 'server-key-')); });
afterEach(async () => {
  endLeftOvers();
  await fs.rm(data, { recursive: true, force: true, maxRetries: 3 });
});

const keyFile = () => path.join(data, 'server-key');

function variablesOf(given: Record<string, string>, shelf = memoryShelf(), environmentNames = ['SERVER_KEYS', 'ACCESS_TOKEN_ENDPOINTS', 'OPERATOR_KEYS']): Record<string, string> {
  return openConfiguration({ shelf, apps: () => [], port: () => 1, given }).variablesOf({ ...DEFINITION, environmentNames }, 'c');
}

test('[LW-2] functions that name SERVER_KEYS get the key of the caller "local", the same after a restart and not the operator\'s; ACCESS_TOKEN_ENDPOINTS only when it is given', () => {
  const shelf = memoryShelf();
  const variables = variablesOf({}, shelf);
  expect(JSON.parse(variables['SERVER_KEYS'] ?? '')).toEqual([{ caller: 'local', secret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) }]);
  expect(variables['SERVER_KEYS']).not.toBe(variables['OPERATOR_KEYS']);
  expect(variables).not.toHaveProperty('ACCESS_TOKEN_ENDPOINTS');
  expect(variablesOf({ ACCESS_TOKEN_ENDPOINTS: '{}' }, shelf)).toEqual({ ...variables, ACCESS_TOKEN_ENDPOINTS: '{}' });
  expect(variablesOf({})['SERVER_KEYS']).not.toBe(variables['SERVER_KEYS']);
  expect(variablesOf({}, shelf, ['INDEX_KEY'])).not.toHaveProperty('SERVER_KEYS');
});

test('[LW-3] the key stands in the data folder as one line that only its owner reads, the same after a restart', async () => {
  await (await openFixtureWorld({ data })).close();
  const line = await fs.readFile(keyFile(), 'utf8');
  expect(line).toMatch(/^local\.[A-Za-z0-9_-]{43}\n$/);
  await fs.chmod(keyFile(), 0o644);
  await (await openFixtureWorld({ data })).close();
  expect([await fs.readFile(keyFile(), 'utf8'), (await fs.stat(keyFile())).mode & 0o777]).toEqual([line, 0o600]);
});

test('[LW-3] where the keys of servers are given, no file tells another; the operator\'s stays', async () => {
  await (await openFixtureWorld({ data })).close();
  await (await openFixtureWorld({ data, env: { SERVER_KEYS: '[]' } })).close();
  await expect(fs.access(keyFile())).rejects.toThrow('ENOENT');
  await expect(fs.access(path.join(data, 'operator-key'))).resolves.toBeUndefined();
});

test('[LW-3] killed, the world comes back on its port with the same key, and HTTP access answers', async () => {
  const first = await openWorld({ data });
  const line = await fs.readFile(keyFile(), 'utf8');
  const gone = new Promise((resolve) => { first.process.once('exit', resolve); });
  process.kill(first.pid, 'SIGKILL');
  await gone;
  const second = await openWorld({ data });
  expect([second.url, await fs.readFile(keyFile(), 'utf8')]).toEqual([first.url, line]);
  expect((await second.status('GET', '/service/nobodys')).body).toMatchObject({ code: 'INVALID_PATH' });
  expect(await second.stop()).toBe(0);
});

test('[LW-3] no answer of the world holds it', async () => {
  const world = await openFixtureWorld({ data });
  const secret = (await fs.readFile(keyFile(), 'utf8')).trim().slice('local.'.length);
  await world.callFunction('alice', 'identity', {});
  const paths = ['people', 'apps', 'access-tokens', 'clock', 'faults', 'database', 'ledger', 'logs', 'storage'].map((name) => `/emulator/${name}`);
  const answers = await Promise.all(['/', '/server-key', '/service/server-key', ...paths].map(async (where) => (await fetch(world.url + where)).text()));
  await world.close();
  expect(secret).toHaveLength(43);
  expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
});
