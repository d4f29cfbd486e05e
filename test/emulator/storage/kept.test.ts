// What the local world, as a program, keeps of files: over kill -9, not over --fresh.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { endLeftOvers, openWorld } from '../world/a-program';
import type { LocalWorld } from '../../support/local-world';

jest.setTimeout(60_000);
let data: string;
beforeEach(async () => { data = await fs.mkdtemp(path.join(os.tmpdir(), 'kept-')); });
afterEach(async () => {
  endLeftOvers();
  await fs.rm(data, { recursive: true, force: true, maxRetries: 3 });
});

interface Listed { fileId: string; bytes: number; uploadedBy: string | null }
const files = async (world: LocalWorld) => (await world.control<{ files: Listed[] }>('GET', '/emulator/storage')).files;
const nameOf = ({ fileId }: Listed) => fileId.split('/').at(-1) ?? '';
/** What stands in the file of that number. */
const contentOf = (turn: number) => `${turn} `.repeat(20_000 + turn);

async function upload(world: LocalWorld, turn: number): Promise<boolean> {
  const args = { cloudPath: `f/${turn}.txt`, contentBase64: Buffer.from(contentOf(turn)).toString('base64') };
  return world.phone('alice', 'cloud.uploadFile', { args }).then(({ ok }) => ok, () => false);
}
/** One upload after the other until the world is killed; gives what was acknowledged. */
async function uploadUntilKilled(world: LocalWorld): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let turn = 0; await upload(world, turn); turn++) {
    acknowledged.push(turn);
    if (turn === 5) setTimeout(() => process.kill(world.pid, 'SIGKILL'), 25);
  }
  return acknowledged;
}

test('[FS-16] kill -9 in the middle of uploads loses none that was acknowledged, and leaves none half; --fresh forgets all', async () => {
  const first = await openWorld({ data });
  const acknowledged = await uploadUntilKilled(first);
  await first.stop();
  const second = await openWorld({ data });
  const kept = await files(second);
  expect(acknowledged.length).toBeGreaterThan(5);
  expect(kept.map(nameOf)).toEqual(expect.arrayContaining(acknowledged.map((turn) => `${turn}.txt`)));
  for (const file of kept) {
    const name = nameOf(file);
    expect([await (await fetch(`${second.url}/emulator/storage/f/${name}`)).text(), file.uploadedBy]).toEqual([contentOf(Number.parseInt(name, 10)), 'alice']);
  }
  await second.stop();
  const third = await openWorld({ data, args: ['--fresh'] });
  expect(await files(third)).toEqual([]);
  await third.stop();
});
