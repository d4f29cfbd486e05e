// SIGKILL at random moments, with several writers at work: what was acknowledged is there, and nothing is half there.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { openDatabase } from '../../../emulator/cloudbase/database/database';

const ROOT = path.resolve(__dirname, '../../..');
const KILLS = 20;
const TOTAL = 1000;
const BATCH = 40;

let directory: string;
let script: string;
beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'kill-'));
  script = path.join(directory, 'killed-server.mjs');
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'));
  await build({ entryPoints: [path.join(__dirname, 'killed-server.ts')], outfile: script, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' });
});
afterAll(() => fs.rmSync(directory, { recursive: true }));

type Fields = Record<string, unknown>;
interface Server { child: ChildProcess; call(action: string, body: Fields): Promise<Fields> }
/** What the writers know: each list holds only what was acknowledged. */
interface Known { single: string[]; batches: string[]; transfers: number }

const data = () => path.join(directory, 'data');

/** The server is killed a moment after a random number of answers: a slow machine is at work then too. */
async function startServer(mode: 'sync' | 'no-sync'): Promise<Server> {
  const child = spawn(process.execPath, [script, data(), mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data') as [Buffer];
  const url = `http://127.0.0.1:${String(port).trim()}/admin`;
  let answersLeft = 5 + Math.floor(Math.random() * 40);
  return {
    child,
    async call(action, body) {
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ action: `database.${action}`, ...body }) });
      const read = await answer.json() as { data?: Fields; message?: string };
      if (!read.data) throw new Error(read.message);
      answersLeft -= 1;
      if (answersLeft === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 4);
      return read.data;
    },
  };
}

/** Repeats `step` until the server is gone. */
async function untilGone(server: Server, step: (n: number) => Promise<void>): Promise<void> {
  for (let n = 0; ; n += 1) {
    try {
      await step(n);
    } catch (error) {
      if (server.child.killed) return;
      throw error;
    }
  }
}

function adder(server: Server, known: Known, name: string): Promise<void> {
  return untilGone(server, async (n) => {
    await server.call('insertDocument', { collectionName: 'rows', data: [JSON.stringify({ _id: `${name}-${n}`, filling: 'x'.repeat(300) })] });
    known.single.push(`${name}-${n}`);
  });
}

/** Many documents in one write: killed in the middle of it, all or none must be there. */
function batchAdder(server: Server, known: Known, name: string): Promise<void> {
  return untilGone(server, async (n) => {
    await server.call('insertDocument', { collectionName: 'rows', data: Array.from({ length: BATCH }, (_, index) => JSON.stringify({ _id: `batch-${name}-${n}-${index}`, batch: `${name}-${n}` })) });
    known.batches.push(`${name}-${n}`);
  });
}

/** Moves an amount from `a` to `b` in one document, only if nobody was faster. */
function transferrer(server: Server, known: Known): Promise<void> {
  return untilGone(server, async () => {
    const { list } = await server.call('getDocument', { collectionName: 'bank', query: '{"_id":"account"}' }) as { list: string[] };
    const { n } = JSON.parse(list[0] ?? '{}') as { n: number };
    const amount = (n % 7) - 3;
    const { updated } = await server.call('modifyDocument', {
      collectionName: 'bank', query: JSON.stringify({ _id: 'account', n }), multi: false, merge: true, upsert: false,
      data: JSON.stringify({ $inc: { a: -amount, b: amount, n: 1 }, $push: { log: { $each: [n], $slice: -5 } } }),
    });
    known.transfers += Number(updated);
  });
}

async function writeUntilKilled(round: number, known: Known): Promise<void> {
  const server = await startServer(round % 2 === 0 ? 'no-sync' : 'sync');
  const writers = [adder(server, known, `one-${round}`), adder(server, known, `two-${round}`), batchAdder(server, known, `${round}`), transferrer(server, known), transferrer(server, known)];
  await Promise.all([once(server.child, 'exit'), ...writers]);
}

async function readBack(): Promise<Record<string, Fields[]>> {
  const database = openDatabase({ directory: data(), collections: [{ name: 'bank', indexes: [] }, { name: 'rows', indexes: [] }], clock: { now: () => 0 }, sync: false });
  const dump = database.dump();
  await database.close();
  return dump;
}

function batchSizes(rows: Fields[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { batch } of rows) if (batch !== undefined) sizes.set(String(batch), (sizes.get(String(batch)) ?? 0) + 1);
  return sizes;
}

/** At most one transfer per writer may have been written without being acknowledged, each round. */
function expectAllThere({ bank = [], rows = [] }: Record<string, Fields[]>, known: Known, rounds: number): void {
  const ids = new Set(rows.map(({ _id }) => String(_id)));
  expect(known.single.filter((id) => !ids.has(id))).toEqual([]);
  const sizes = batchSizes(rows);
  expect([...sizes.values()].filter((size) => size !== BATCH)).toEqual([]);
  expect(known.batches.filter((batch) => !sizes.has(batch))).toEqual([]);
  const { a, b, n, log } = bank[0] as { a: number; b: number; n: number; log: number[] };
  expect([a + b, log]).toEqual([TOTAL, [5, 4, 3, 2, 1].map((back) => n - back).filter((at) => at >= 0)]);
  expect(n).toBeGreaterThanOrEqual(known.transfers);
  expect(n - known.transfers).toBeLessThanOrEqual(2 * rounds);
}

test('[DB-90] of what was acknowledged before any of 20 kills nothing is lost, and no write is half there', async () => {
  const known: Known = { single: [], batches: [], transfers: 0 };
  const seed = openDatabase({ directory: data(), collections: [{ name: 'bank', indexes: [] }, { name: 'rows', indexes: [] }], clock: { now: () => 0 }, sync: false });
  seed.insert('bank', [{ _id: 'account', a: TOTAL, b: 0, n: 0, log: [] }]);
  await seed.close();
  for (let round = 0; round < KILLS; round += 1) {
    await writeUntilKilled(round, known);
    expectAllThere(await readBack(), known, round + 1);
  }
  expect(Math.min(known.single.length, known.batches.length, known.transfers)).toBeGreaterThan(0);
  expect(known.single.length + known.batches.length).toBeGreaterThan(2 * KILLS);
}, 120_000);
