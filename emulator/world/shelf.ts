// Durable shelves on lmdb: what `put` returned from survives kill -9, and with `sync` a power cut too.
import fs from 'node:fs';
import { open } from 'lmdb';
import type { Shelf } from '../ports';

export interface Shelves {
  shelf(name: 'world' | 'wechat'): Shelf;
  close(): Promise<void>;
}

/** Greater than every key in use. */
const AFTER_ALL = '\uffff';

export function openShelves(options: { directory: string; sync: boolean }): Shelves {
  fs.mkdirSync(options.directory, { recursive: true });
  const root = open({ path: options.directory, encoding: 'json', maxDbs: 4, noSync: !options.sync, overlappingSync: false });
  return {
    shelf(name) {
      const store = root.openDB<unknown, string>({ name, encoding: 'json' });
      return {
        get: (key) => store.get(key),
        put(key, value) { store.putSync(key, value); },
        remove(key) { store.removeSync(key); },
        entries: (prefix) => [...store.getRange({ start: prefix, end: prefix + AFTER_ALL })].map(({ key, value }) => ({ key, value })),
        clear() { store.clearSync(); },
      };
    },
    close: () => root.close(),
  };
}
