// `npm run operator` and `npm run audit:verify` against a running world, as an operator types them.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FoundUser } from '../../contract/operator';
import { PROJECT } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { betweenTimers, keepHouse, operatorKey } from './a-life';

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

const SECOND_APP = 'wxfa4e0000000000aa';

/** Two users of alice who are one since her last sign-in; the merge's id, as find tells it. */
async function merged(): Promise<{ older: string; younger: string; mergeId: string }> {
  await betweenTimers(world);
  await world.control('POST', '/emulator/apps', { appid: SECOND_APP, openPlatform: 'op1' });
  await world.control('POST', '/emulator/people', { name: 'alice', unionid: false });
  const older = (await world.signIn('alice')).user.id;
  const younger = (await world.signIn('alice', { app: SECOND_APP })).user.id;
  await world.control('POST', '/emulator/people', { name: 'alice', unionid: true });
  for (const app of [undefined, SECOND_APP]) await world.signIn('alice', app === undefined ? {} : { app });
  const [found] = await usersBy('--id', younger);
  expect(found).toMatchObject({ status: 'merged', mergedInto: older, journal: [{ winner: older, loser: younger, by: 'unionid', appId: SECOND_APP, state: 'done', undoableUntil: expect.any(Number), undone: null }] });
  return { older, younger, mergeId: found?.journal[0]?.mergeId ?? '' };
}

test('[OP-4] undo-merge says who is whom again and that her sessions are over, the second time as well; find tells who took it back', async () => {
  const { older, younger, mergeId } = await merged();
  const [before] = await usersBy('--id', older);
  expect(before).toMatchObject({ aliases: [younger], identities: [{ mergedFrom: null }, { mergedFrom: younger }], links: [{ identityIds: [expect.any(String), expect.any(String)], isGuarded: true }] });
  await world.advance(61);
  const done = await here('undo-merge', mergeId);
  expect(done).toMatchObject({ code: 0, err: '' });
  for (const words of [`${younger} is a user of her own again`, 'her sessions are over', `${older} keeps`]) expect(done.out).toContain(words);
  expect(await here('undo-merge', mergeId)).toEqual(done);
  expect(await usersBy('--id', younger)).toMatchObject([{ status: 'active', mergedInto: null, identities: [{ appId: SECOND_APP, mergedFrom: null, sessions: [] }], journal: [{ state: 'undone', undoableUntil: null, undone: { by: 'local' } }] }]);
  expect((await world.signIn('alice', { app: SECOND_APP })).user.id).toBe(younger);
});

test('[OP-4] where a merge cannot be undone it says why, and what to do instead', async () => {
  const { older, mergeId } = await merged();
  const said = async (id: string) => { const { code, out, err } = await here('undo-merge', id); return { code, out, err }; };
  expect(await said(mergeId)).toEqual({ code: 1, out: '', err: expect.stringMatching(/conflict-retry.*Wait a minute/s) });
  await world.advance(61);
  expect((await here('ban', older)).code).toBe(0);
  expect(await said(mergeId)).toEqual({ code: 1, out: '', err: expect.stringMatching(/link-conflict.*operator -- lift/s) });
  expect((await here('lift', older)).code).toBe(0);
  for (const unknown of ['x', older]) expect(await said(unknown)).toEqual({ code: 1, out: '', err: expect.stringMatching(/not-found.*operator -- find --id/s) });
  expect((await said(mergeId)).code).toBe(0);
});

test('[OP-4] with --print it prints the event, and the id of one who was merged bans whom she became', async () => {
  const { older, younger, mergeId } = await merged();
  await world.advance(61);
  const key = Object.values(operatorKey(world)).join('.');
  const { code, out } = await run(['undo-merge', mergeId, '--print'], { OPERATOR_KEY: key });
  expect(code).toBe(0);
  expect((await here('ban', younger)).code).toBe(0);
  expect((await usersBy('--id', older))[0]?.status).toBe('banned');
  expect((await here('lift', younger)).code).toBe(0);
  expect(await world.testFunction('operator', JSON.parse(out) as object)).toMatchObject({ result: { ok: true, value: { winner: older, loser: younger } } });
});

test('[OP-1] an id that begins with a dash is an id', async () => {
  const dashed = '-'.padEnd(22, 'A');
  expect(await here('undo-merge', dashed)).toMatchObject({ code: 1, err: expect.stringContaining('not-found') });
  expect(await here('ban', dashed)).toMatchObject({ code: 1, err: expect.stringContaining('not-found') });
  expect(await usersBy('--id', dashed)).toEqual([]);
});

test('[OP-1] what it does not understand, and a world that is not there, it says with what to type instead', async () => {
  const nowhere = fs.mkdtempSync(path.join(os.tmpdir(), 'no-world-'));
  try {
    for (const args of [[], ['find'], ['find', '--id', 'x', '--phone', '+861'], ['ban'], ['undo-merge'], ['undo-merge', 'x', 'y'], ['burn', 'x'], ['find', '--name', 'x'], ['ban', 'x', 'y']]) {
      const { code, err } = await here(...args);
      expect([args, code, err.includes('npm run operator')]).toEqual([args, 2, true]);
    }
    expect(await run(['ban', 'x', '--data', nowhere])).toMatchObject({ code: 2, err: expect.stringContaining('npm start') });
  } finally {
    fs.rmSync(nowhere, { recursive: true });
  }
});
