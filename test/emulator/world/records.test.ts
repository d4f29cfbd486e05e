// What the world keeps across restarts: shelves, the clock's offset.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Shelf } from '../../../emulator/ports';
import { openClock } from '../../../emulator/world/clock';
import { openConfiguration } from '../../../emulator/world/environment';
import { openShelves } from '../../../emulator/world/shelf';

let directory: string;
beforeEach(async () => { directory = await fs.mkdtemp(path.join(os.tmpdir(), 'shelf-')); });
afterEach(() => fs.rm(directory, { recursive: true, force: true }));

async function onShelf<T>(use: (shelf: Shelf) => T): Promise<T> {
  const shelves = openShelves({ directory, sync: false });
  try {
    return use(shelves.shelf('world'));
  } finally {
    await shelves.close();
  }
}

test('[CT8] a shelf keeps values, lists them by prefix and forgets them, across openings', async () => {
  await onShelf((shelf) => { shelf.put('person/bob', { n: [1, null] }); shelf.put('person/alice', 'a'); shelf.put('personal', 1); });
  expect(await onShelf((shelf) => [shelf.get('person/bob'), shelf.get('nobody'), shelf.entries('person/')])).toEqual([
    { n: [1, null] }, undefined, [{ key: 'person/alice', value: 'a' }, { key: 'person/bob', value: { n: [1, null] } }],
  ]);
  await onShelf((shelf) => shelf.remove('person/bob'));
  expect(await onShelf((shelf) => shelf.entries(''))).toHaveLength(2);
  await onShelf((shelf) => shelf.clear());
  expect(await onShelf((shelf) => shelf.entries(''))).toEqual([]);
});

test("[CT8] two shelves of one world do not see each other's values", async () => {
  const shelves = openShelves({ directory, sync: true });
  shelves.shelf('world').put('key', 1);
  expect(shelves.shelf('wechat').get('key')).toBeUndefined();
  await shelves.close();
});

test("[CT9] the clock's offset survives a restart and may be negative", async () => {
  await onShelf((shelf) => openClock(shelf).setOffset(-86_400_000.4));
  expect(await onShelf((shelf) => openClock(shelf).offset())).toBe(-86_400_000);
});

test('[CT10] secrets are made once, are long enough, and a function gets only the variables its configuration names', async () => {
  const definition = { name: 'session', directory, handler: 'index.main', timeoutSeconds: 10, memoryMegabytes: 256, environmentNames: ['TOKEN_KEYS', 'SEAL_KEYS', 'INDEX_KEY', 'WECHAT_API_BASE', 'LIMITS'], servicePath: null };
  const read = () => onShelf((shelf) => openConfiguration({ shelf, apps: () => [], port: () => 7, given: { EXTRA: 'x' } }).variablesOf(definition, 'session-1'));
  const first = await read();
  expect(Object.keys(first).sort()).toEqual(['EXTRA', 'INDEX_KEY', 'SEAL_KEYS', 'TOKEN_KEYS', 'WECHAT_API_BASE']);
  expect(JSON.parse(first['TOKEN_KEYS'] ?? '')).toEqual([{ kid: expect.any(String), jwk: expect.objectContaining({ kty: 'EC', crv: 'P-256', d: expect.any(String) }) }]);
  expect(JSON.parse(first['SEAL_KEYS'] ?? '')).toEqual([{ kid: expect.any(String), secret: expect.stringMatching(/^[\w-]{43}$/) }]);
  expect(first['INDEX_KEY']).toMatch(/^[\w-]{43}$/);
  expect(first['WECHAT_API_BASE']).toBe('http://127.0.0.1:7/api.weixin.qq.com/@session-1');
  expect(await read()).toEqual(first);
});
