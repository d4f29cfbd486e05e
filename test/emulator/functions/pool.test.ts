// Who gets which process of a function, and when one more is started.
import os from 'node:os';
import { openPool, type Pool } from '../../../emulator/cloudbase/functions/pool';
import type { FunctionProcess } from '../../../emulator/cloudbase/functions/process';

const AT_WORK = os.availableParallelism() + 1;

let started: FunctionProcess[];
/** Keeps the processes started next from being ready until it is called. */
let gate: Promise<void> | null = null;
let pool: Pool;
beforeEach(() => {
  started = [];
  pool = openPool(() => {
    const process = aProcess(String(started.length));
    started.push(process);
    return process;
  });
});
afterEach(() => {
  gate = null;
  pool.close();
});

/** One that is ready at once and runs nothing. */
function aProcess(id: string): FunctionProcess {
  let exit: () => void = () => undefined;
  const exited = new Promise<void>((resolve) => { exit = resolve; });
  let isOver = false;
  return {
    id, ready: (gate ?? Promise.resolve()).then(() => true), exited,
    usable: () => !isOver,
    run: () => Promise.resolve({ kind: 'killed' }),
    end() { isOver = true; exit(); },
    shiftClock: () => Promise.resolve(),
  };
}

/** As many calls as there are processors and one more, all at work. */
async function full(): Promise<FunctionProcess[]> {
  await pool.warm();
  const taken = await Promise.all(Array.from({ length: AT_WORK }, () => pool.acquire(false)));
  return taken.filter((process) => process !== null);
}

test('[FN18] with a call at work for each processor and one more, the next gets the process that comes free, and none is started', async () => {
  const [first] = await full();
  const next = pool.acquire(false);
  if (first) pool.release(first);
  expect(await next).toBe(first);
  expect(started).toHaveLength(AT_WORK);
});

test('[FN18] when none comes free, the calls that wait get others', async () => {
  const taken = await full();
  const more = await Promise.all([pool.acquire(false), pool.acquire(false)]);
  expect(new Set([...taken, ...more]).size).toBe(AT_WORK + 2);
});

test('[FN18] a call by a function does not wait for any of them', async () => {
  await full();
  const nested = pool.acquire(true);
  expect(started).toHaveLength(AT_WORK + 1);
  expect(await nested).toBe(started.at(-1));
});

test('[FN18] who waits is told when the line is dropped or all processes have ended', async () => {
  const taken = await full();
  const dropped = pool.acquire(false);
  pool.dropLine();
  expect(await dropped).toBeNull();
  const next = pool.acquire(false);
  for (const process of taken) process.end('killed');
  expect(taken).not.toContain(await next);
});

test('[FN19] callers that wait together begin together: the first process to be ready stays for its twin', async () => {
  let open: () => void = () => undefined;
  const second = new Promise<void>((resolve) => { open = resolve; });
  const order: string[] = [];
  gate = null;
  const waiting = [1, 2].map(async (caller) => { order.push(`${caller} has ${(await acquireGated(caller))?.id}`); });
  async function acquireGated(caller: number): Promise<FunctionProcess | null> {
    const taken = pool.acquire(false);
    if (caller === 1) gate = second; // whatever is started next is late
    return taken;
  }
  await new Promise((resolve) => { setImmediate(resolve); });
  expect(order).toEqual([]);
  open();
  await Promise.all(waiting);
  expect(order).toHaveLength(2);
});
