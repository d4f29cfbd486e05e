// `npm run operator` and `npm run audit:verify` against a running world, as an operator types them.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FoundUser } from '../../contract/operator';
import { PROJECT } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { keepHouse, operatorKey } from './a-life';

interface Ran { code: number | null; out: string; err: string }

let world: Journey;
beforeAll(async () => { world = await startJourney(); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

/** Runs it in a folder that holds no world's data; `variables` stand beside the machine's own. */
function run(args: string[], variables: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(PROJECT, 'scripts/operator.mjs'), ...args], { cwd: os.tmpdir(), env: { ...process.env, ...variables } });
    const ran: Ran = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { ran.out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { ran.err += text; });
    child.once('close', (code) => resolve({ ...ran, code }));
  });
}

const here = (...args: string[]) => run([...args, '--data', world.data]);

async function usersBy(...search: string[]): Promise<FoundUser[]> {
  const { code, out } = await here('find', ...search);
  expect(code).toBe(0);
  return (JSON.parse(out) as { users: FoundUser[] }).users;
}

test('[OP-1] find prints the user, by id, openid, unionid or number', async () => {
  const { user } = await world.signIn('alice');
  const { people } = await world.control<{ people: { name: string; openids: Record<string, string>; unionids: Record<string, string> }[] }>('GET', '/emulator/people');
  const alice = people.find(({ name }) => name === 'alice');
  for (const search of [['--id', user.id], ['--openid', alice?.openids['wxfa4e000000000001'] ?? ''], ['--unionid', alice?.unionids['op1'] ?? '']]) {
    expect(await usersBy(...search)).toMatchObject([{ userId: user.id, status: 'active', identities: [{ openId: alice?.openids['wxfa4e000000000001'] }] }]);
  }
  expect(await usersBy('--phone', '+8613800000009')).toEqual([]);
});

test('[OP-2] ban and lift do what they say, and say when there is no such user', async () => {
  const { accessToken, user } = await world.signIn('alice');
  const codes = [];
  for (const action of ['ban', 'lift']) {
    codes.push((await here(action, user.id)).code, await world.judge('alice', 'profile', { action: 'get', accessToken }));
  }
  expect(codes).toEqual([0, 'user-blocked', 0, 'session-revoked']);
  const unknown = await here('ban', 'nobody-000000000000000');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('not-found')]);
});

test('[AU-3] verifying tells how many rows hold and the head, and whether a head from the log is among them', async () => {
  await world.signIn('alice');
  await world.signIn('bob');
  await world.advance(120);
  await keepHouse(world);
  const whole = await here('verify-audit');
  expect([whole.code, whole.out]).toEqual([0, expect.stringMatching(/^2 rows hold; the head is [A-Za-z0-9_-]{43}\./)]);
  const head = /head is ([A-Za-z0-9_-]{43})/.exec(whole.out)?.[1] ?? '';
  await world.signIn('carol');
  await world.advance(120);
  await keepHouse(world);
  expect(await here('verify-audit', '--head', head)).toMatchObject({ code: 0, out: expect.stringMatching(/^3 rows hold/) });
  expect(await here('verify-audit', '--head', 'A'.repeat(43))).toMatchObject({ code: 1, out: expect.stringContaining('is not in it') });
});

test('[OP-3] a wrong key is forbidden; the key is taken from OPERATOR_KEY or from the world’s folder', async () => {
  const { caller, secret } = operatorKey(world);
  const args = ['find', '--phone', '+8613800000001', '--data', world.data];
  expect(await run(args, { OPERATOR_KEY: `${caller}.${'A'.repeat(43)}` })).toMatchObject({ code: 1, err: expect.stringContaining('forbidden') });
  expect(await run(args, { OPERATOR_KEY: `${caller}.${secret}` })).toMatchObject({ code: 0 });
});

test('[OP-3] with --print nobody is asked: what it prints is an event that the console’s test button takes', async () => {
  const { user } = await world.signIn('alice');
  const before = await world.ledgerEnd();
  const { code, out } = await run(['find', '--id', user.id, '--print'], { OPERATOR_KEY: Object.values(operatorKey(world)).join('.') });
  expect([code, await world.ledgerEnd()]).toEqual([0, before]);
  expect(await world.testFunction('operator', JSON.parse(out) as object)).toMatchObject({ result: { ok: true, value: { users: [{ userId: user.id }] } } });
});

test('[OP-1] what it does not understand, and a world that is not there, it says with what to type instead', async () => {
  const nowhere = fs.mkdtempSync(path.join(os.tmpdir(), 'no-world-'));
  try {
    for (const args of [[], ['find'], ['find', '--id', 'x', '--phone', '+861'], ['ban'], ['burn', 'x'], ['find', '--name', 'x'], ['ban', 'x', 'y']]) {
      const { code, err } = await here(...args);
      expect([args, code, err.includes('npm run operator')]).toEqual([args, 2, true]);
    }
    expect(await run(['ban', 'x', '--data', nowhere])).toMatchObject({ code: 2, err: expect.stringContaining('npm start') });
  } finally {
    fs.rmSync(nowhere, { recursive: true });
  }
});
