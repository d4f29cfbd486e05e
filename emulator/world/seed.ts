// What stands in a new world: people, apps, documents, by default or from a file.
import fs from 'node:fs';
import type * as v from 'valibot';
import type { Database } from '../cloudbase/database/database';
import type { WeChat } from '../wechat/wechat';
import { BadArgument } from './arguments';
import { readShape, seedFile } from './control/schema';

export type Seed = v.InferOutput<typeof seedFile>;

const PEOPLE: NonNullable<Seed['people']> = [{ name: 'alice' }, { name: 'bob' }, { name: 'carol' }];
const APPS: NonNullable<Seed['apps']> = [
  { appid: 'wxfa4e000000000001', kind: 'mini-program', name: '小程序 Mini Program', openPlatform: 'op1' },
  { appid: 'wxfa4e000000000002', kind: 'official-account', name: '公众号 Official Account', openPlatform: 'op1' },
  { appid: 'wxfa4e000000000003', kind: 'website', name: '网站 Website', openPlatform: 'op1' },
  { appid: 'wxfa4e000000000004', kind: 'mini-program', name: '未绑定的小程序 Unbound Mini Program', openPlatform: null },
];

/** @param file null: the default. @throws BadArgument */
export function readSeed(file: string | null): Seed {
  if (file === null) return {};
  const read = readShape(seedFile, readJson(file));
  if ('wrong' in read) throw new BadArgument(`--seed ${file}: ${read.wrong}`);
  return read.shape;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadArgument(`--seed ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws BadArgument for documents the database refuses */
export function plant(seed: Seed, { wechat, database }: { wechat: WeChat; database: Database }): void {
  for (const app of seed.apps ?? APPS) wechat.apps.put(app);
  for (const person of seed.people ?? PEOPLE) wechat.people.put(person);
  for (const [collection, documents] of Object.entries(seed.collections ?? {})) {
    try {
      database.insert(collection, documents);
    } catch (error) {
      throw new BadArgument(`the seed's ${collection}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
