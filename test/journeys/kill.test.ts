// The whole local world is killed under load and started again on the same data: nothing acknowledged is lost, nothing stands half.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

const ROUNDS = 3;
const WRITERS = 3;

/** What a writer was told, and may rely on. */
interface Acknowledged { person: string; userId: string; refreshToken: string; at: number }

/** Signs in again and again, renewing each time, until the world is gone. */
async function write(world: Journey, person: string, acknowledged: Map<string, Acknowledged>): Promise<void> {
  try {
    for (;;) {
      const { user, refreshToken } = await world.signIn(person);
      acknowledged.set(person, { person, userId: user.id, refreshToken, at: Date.now() });
      const renewed = await world.ask(person, 'session', { action: 'renew', refreshToken });
      acknowledged.set(person, { person, userId: user.id, refreshToken: renewed.refreshToken, at: Date.now() });
    }
  } catch {
    // killed
  }
}

/** Three writers at work until the kill, at a moment nobody chose. */
async function killUnderLoad(data: string, round: number, acknowledged: Map<string, Acknowledged>): Promise<void> {
  const world = await startJourney({ data, env: { LIMITS: '{"signInPerMinute":5000,"renewPerMinute":5000}' } });
  const people = Array.from({ length: WRITERS }, (_each, index) => `writer-${round}-${index}`);
  for (const name of people) await world.control('POST', '/emulator/people', { name });
  const writers = people.map((person) => write(world, person, acknowledged));
  // A busy machine is slow to begin.
  for (let looks = 0; looks < 500 && people.some((person) => !acknowledged.has(person)); looks += 1) await new Promise((resolve) => { setTimeout(resolve, 20); });
  await new Promise((resolve) => { setTimeout(resolve, Math.random() * 500); });
  process.kill(world.pid, 'SIGKILL');
  await Promise.all([...writers, world.stop()]);
}

async function expectWhole(world: Journey, { person, userId, refreshToken, at }: Acknowledged): Promise<void> {
  const { identities = [], users = [], unions = [] } = await world.database();
  expect([users.filter((user) => user['_id'] === userId), identities.filter((identity) => identity['userId'] === userId), unions.filter((union) => union['userId'] === userId)].map(({ length }) => length)).toEqual([1, 1, 1]);
  // The write after the last acknowledged one may have been applied: then the token is the immediate predecessor, in its grace at that time.
  await world.control('POST', '/emulator/clock', { now: at });
  expect(await world.judge(person, 'session', { action: 'renew', refreshToken })).toBe('ok');
}

test('[LW-1] what was acknowledged before a kill is there after a restart', async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'kill-'));
  const acknowledged = new Map<string, Acknowledged>();
  try {
    for (let round = 0; round < ROUNDS; round += 1) await killUnderLoad(data, round, acknowledged);
    expect(acknowledged.size).toBe(ROUNDS * WRITERS);
    const world = await startJourney({ data });
    try {
      for (const each of acknowledged.values()) await expectWhole(world, each);
    } finally {
      expect(await world.stop()).toBe(0);
    }
  } finally {
    fs.rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }
});
