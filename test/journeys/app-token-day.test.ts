// A day of forty servers, whose calls of WeChat are made with the centre's tokens and its own client; and a client from npm that knows nothing of us.
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { appTokenClient } from '../../clients/node/index';
import type { AppTokenClient } from '../../clients/node/index';
import { PROJECT } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { ACCOUNT, MINI_PROGRAM, askedFor, askedSince, someoneForces, weChatSays } from './a-server';

/** `npm run proof` lets all forty call in every step. */
const CALLS_A_STEP = process.env['PROOF_ROUNDS'] === undefined ? 5 : 40;
const CALLERS = 40;
const STEP_SECONDS = 150;
const STEPS = 86_400 / STEP_SECONDS;

let world: Journey;
let key: string;
beforeAll(async () => {
  world = await startJourney({});
  key = (await fs.readFile(path.join(world.data, 'server-key'), 'utf8')).trim();
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

/** Each with a memory of its own, on the world's clock. */
function callers(now: () => number): AppTokenClient[] {
  const [caller = '', secret = ''] = key.split('.');
  return Array.from({ length: CALLERS }, () => appTokenClient({ url: `${world.url}/service`, caller, secret, clock: now }));
}

interface Call { errcode: number; tries: number }

async function callWeChat(client: AppTokenClient, appId: string): Promise<Call> {
  let tries = 0;
  const { errcode } = await client.withToken(appId, async (token) => { tries += 1; return { errcode: await weChatSays(world, token) }; });
  return { errcode, tries };
}

/** In these steps somebody else with the AppSecret forces a token; after BUSY, WeChat is busy when it is asked next. */
const VOIDED = [100, 120, 333, 500];
const BUSY = 220;
/** WeChat's tokens live two hours: twelve renewals a day and the first. */
const MOST_ASKED_PER_APP = 13;

test('[AT19] in a day of forty servers no token is served that WeChat refuses, but where somebody voids it; then one retry heals', async () => {
  let ahead = 0;
  const servers = callers(() => Date.now() + ahead);
  const asked: string[] = [];
  const retried: number[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const after = await world.ledgerEnd();
    ahead = (await world.advance(STEP_SECONDS)) - Date.now();
    if (step === BUSY) await world.setFault({ target: 'wechat', call: 'cgi-bin/stable_token', kind: 'errcode', errcode: -1 });
    const calling = Array.from({ length: CALLS_A_STEP }, (_each, n) => servers[(step * CALLS_A_STEP + n) % CALLERS] as AppTokenClient);
    const calls = await Promise.all(calling.map((server, n) => callWeChat(server, n % 3 === 0 ? ACCOUNT : MINI_PROGRAM)));
    expect([step, calls.filter(({ errcode, tries }) => errcode !== 0 || tries > 2)]).toEqual([step, []]);
    if (calls.some(({ tries }) => tries > 1)) retried.push(step);
    asked.push(...await askedSince(world, after));
    if (VOIDED.includes(step)) await someoneForces(world, MINI_PROGRAM);
  }
  // A voided token is noticed by whoever still holds it: at the next step, and by each of the forty at most once.
  for (const step of retried) expect(VOIDED.some((at) => step > at && (step - at) * CALLS_A_STEP <= 2 * CALLERS)).toBe(true);
  expect(retried).toEqual(expect.arrayContaining(VOIDED.map((at) => at + 1)));
  expect(asked.length).toBeLessThanOrEqual(3 * MOST_ASKED_PER_APP + 1 + VOIDED.length);
  expect(asked.length).toBeGreaterThan(3 * 11);
}, 600_000);

test('[AT20] co-wechat-api from npm, as it is, works with tokens of the centre, and goes on after its token was voided', async () => {
  const { apps } = await world.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const force = JSON.stringify({ grant_type: 'client_credential', appid: ACCOUNT, secret: apps.find(({ appid }) => appid === ACCOUNT)?.secret, force_refresh: true });
  const env = {
    PATH: process.env['PATH'] ?? '', WECHAT_AT: world.url, SERVICE: `${world.url}/service`, SERVER_KEY: key, APPID: ACCOUNT, FORCE: force, CLIENT: pathToFileURL(path.join(PROJECT, 'dist/clients/node/index.js')).href,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['-r', path.join(PROJECT, 'test/support/wechat-hosts.cjs'), path.join(PROJECT, 'test/support/co-wechat-api-server.mjs')], { env, timeout: 60_000 });
  expect(JSON.parse(stdout)).toEqual({ first: { ip_list: ['127.0.0.1'] }, second: { ip_list: ['127.0.0.1'] }, isTicket: true, dead: 1 });
  // The centre's first, the one forced behind its back, and the centre's after the report: the client itself fetched none.
  expect(await askedFor(world, ACCOUNT)).toEqual({ stableToken: 3, forced: 1, getticket: 1 });
});
