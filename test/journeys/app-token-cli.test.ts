// `npm run app-token -- status` and the client's example against a running world, as an operator and a developer type them.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { AppTokenStatus } from '../../contract/operator';
import { PROJECT } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { operatorKey } from './a-life';

const APP_ID = 'wxfa4e000000000001';
/** The timer may have come first: it runs at every full minute. */
const BY: unknown = expect.stringMatching(/^(timer|server:local)$/);

let world: Journey;
beforeAll(async () => { world = await startJourney(); });
beforeEach(() => world.reset());
afterAll(() => world.stop());

/** A script of the repository, in a folder that holds no world's data. */
function run(script: string, args: string[], variables: Record<string, string> = {}): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(PROJECT, script), ...args], { cwd: os.tmpdir(), env: { ...process.env, ...variables } });
    const ran = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { ran.out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { ran.err += text; });
    child.once('close', (code) => resolve({ code, ...ran }));
  });
}

const status = (...args: string[]) => run('scripts/operator.mjs', ['app-token', 'status', ...args, '--data', world.data]);
const example = () => run('dist/clients/node/examples/app-token.mjs', [APP_ID, world.data]);

async function appsNow(): Promise<AppTokenStatus[]> {
  const { code, out } = await status('--json');
  expect(code).toBe(0);
  return (JSON.parse(out) as { apps: AppTokenStatus[] }).apps;
}

test('[CL-17] the example gets a token from the local world by its server-key, and status shows when it was renewed and by whom, and never the token', async () => {
  expect(await example()).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^wxfa4e000000000001: a token of 136 characters, until 20/) });
  const apps = await appsNow();
  expect(apps.find(({ appId, kind }) => appId === APP_ID && kind === 'access-token')).toMatchObject({ endpoint: 'stable_token', failures: 0, forcedLeft: 20, renewals: [{ by: BY, why: 'due' }], warning: null });
  const { out } = await status();
  expect(out).toMatch(/^wxfa4e000000000001 +access-token +stable_token +\d+ s +(2 h|1 h 59 min) +1 h 5[45] min +20 +0 +\S+Z by (timer|server:local) \(due\)$/m);
  expect(out).not.toMatch(/[\w-]{60}/);
});

test('[CL-17] once the timer was there, the example costs WeChat nothing', async () => {
  expect(await world.testFunction('app-token', {}, null, 'wx_trigger')).toMatchObject({ ok: true });
  const before = await world.ledgerEnd();
  expect(await example()).toMatchObject({ code: 0 });
  expect((await world.ledgerSince(before)).filter(({ kind }) => kind === 'wechat')).toEqual([]);
});

test('[CL-17] with --print nobody is asked: the console’s test button takes what it prints', async () => {
  const before = await world.ledgerEnd();
  const { code, out } = await run('scripts/operator.mjs', ['app-token', 'status', '--print'], { OPERATOR_KEY: Object.values(operatorKey(world)).join('.') });
  expect([code, await world.ledgerEnd()]).toEqual([0, before]);
  expect(await world.testFunction('operator', JSON.parse(out) as object)).toMatchObject({ result: { ok: true, value: { apps: expect.any(Array) } } });
});
