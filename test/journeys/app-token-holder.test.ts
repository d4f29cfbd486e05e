// Holders of the lease that are killed, stopped and cut, as real processes beside the world's own.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT } from '../support/local-world';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { MINI_PROGRAM, aServer, askedFor, weChatSays } from './a-server';
import type { Server } from './a-server';

const SEAL_KEYS = JSON.stringify([{ kid: 's1', secret: Buffer.from(Array.from({ length: 32 }, (_each, n) => n * 7 + 1)).toString('base64url') }]);
const RENEW = { action: 'renew', appId: MINI_PROGRAM, kind: 'access-token', by: 'apart' };
const RUN = `
  const { main } = require(process.argv[1]);
  main(JSON.parse(process.argv[2]), { request_id: 'apart', time_limit_in_ms: 60000 }).then((reply) => { console.log('REPLY ' + JSON.stringify(reply)); process.exit(0); });
`;

let world: Journey;
let server: Server;
const holders: ChildProcess[] = [];
beforeAll(async () => {
  world = await startJourney({ env: { SEAL_KEYS } });
  server = await aServer(world);
});
beforeEach(() => world.reset());
afterEach(() => { for (const holder of holders.splice(0)) holder.kill('SIGKILL'); });
afterAll(() => world.stop());

/** The built centre in a process of its own, which no pool ends. */
async function aHolder(): Promise<{ process: ChildProcess; ended: Promise<string> }> {
  const { apps } = await world.control<{ apps: { appid: string; kind: string; secret: string; openPlatform: string | null }[] }>('GET', '/emulator/apps');
  const env = {
    PATH: process.env['PATH'] ?? '', SEAL_KEYS, WECHAT_APPS: JSON.stringify(apps.map(({ appid, kind, secret, openPlatform }) => ({ appid, kind, secret, openPlatform }))), WECHAT_API_BASE: `${world.url}/api.weixin.qq.com`,
    TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: 'local-env', TCB_ENV: 'local-env', TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TENCENTCLOUD_SESSIONTOKEN: 'token',
    TCB_CONTEXT_KEYS: 'TCB_SOURCE,TCB_ENV', TCB_SOURCE: 'scf', WX_CONTEXT_KEYS: 'WX_API_TOKEN', WX_API_TOKEN: 'apart', TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${world.url}/admin?` }),
  };
  const holder = spawn(process.execPath, ['-e', RUN, path.join(PROJECT, 'dist/cloudfunctions/app-token/index.js'), JSON.stringify(RENEW)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  holders.push(holder);
  let printed = '';
  holder.stdout?.setEncoding('utf8').on('data', (text: string) => { printed += text; });
  const ended = new Promise<string>((resolve) => { holder.once('exit', () => resolve(/REPLY (.*)/.exec(printed)?.[1] ?? 'killed')); });
  return { process: holder, ended };
}

const row = async () => (await world.database())['app_tokens']?.find(({ _id }) => _id === MINI_PROGRAM) as { fence: number; current: { sealed: object } | null; leasedUntil: string | null; renewals: { by: string }[]; forced: string[] } | undefined;

/** Waits until the row is leased: the holder is at WeChat. */
async function isHolding(): Promise<void> {
  for (let tries = 0; tries < 400 && (await row()) === undefined; tries += 1) await pause(25);
  expect((await row())?.leasedUntil).not.toBeNull();
}

test('[REL-14] a holder killed while it asks WeChat is taken over, and all who wait get one new token', async () => {
  await world.setFault({ target: 'wechat', call: 'cgi-bin/stable_token', kind: 'hang' });
  const holder = await aHolder();
  await isHolding();
  holder.process.kill('SIGKILL');
  const tokens = await Promise.all(Array.from({ length: 30 }, () => server.token()));
  expect([new Set(tokens.map(({ appAccessToken }) => appAccessToken)).size, await askedFor(world, MINI_PROGRAM), await holder.ended]).toEqual([1, { stableToken: 1 }, 'killed']);
  expect([await weChatSays(world, tokens[0]?.appAccessToken ?? ''), (await row())?.fence]).toEqual([0, 2]);
}, 60_000);

test('[REL-14] a holder stopped for fifteen seconds and then continued loses by its fence: nothing it brings is stored', async () => {
  await world.setFault({ target: 'wechat', call: 'cgi-bin/stable_token', kind: 'delay', milliseconds: 2000 });
  const holder = await aHolder();
  await isHolding();
  // The lease's own answer is with it by then, and WeChat's is not.
  await pause(400);
  holder.process.kill('SIGSTOP');
  const stoppedAt = performance.now();
  const { appAccessToken } = await server.token();
  const taken = await row();
  await pause(Math.max(0, 15_000 - (performance.now() - stoppedAt)));
  holder.process.kill('SIGCONT');
  // Whether it finds its answer or a connection that timed out meanwhile: it ends by itself and stores nothing.
  expect(JSON.parse(await holder.ended)).toHaveProperty('ok');
  expect(await row()).toEqual(taken);
  expect(taken).toMatchObject({ fence: 2, renewals: [{ by: 'server:local' }] });
  expect([(await server.token()).appAccessToken, await weChatSays(world, appAccessToken)]).toEqual([appAccessToken, 0]);
}, 60_000);

/** Whoever died took its lease along; nobody waits for its end here. */
const LEASE_SECONDS = 6;
const CUTS = [{ kind: 'error', code: 'SYS_ERR' }, { kind: 'applied-lost' }, { kind: 'drop-before' }, { kind: 'kill-before' }, { kind: 'kill-after' }];

test.each(['a first token', 'a report'])('[REL-06] %s cut at any of its database calls in any way leaves nothing that one more try does not mend', async (flow) => {
  for (const fault of CUTS) {
    for (let nth = 1; nth < 12; nth += 1) {
      await world.reset();
      const before = flow === 'a report' ? (await server.token()).appAccessToken : null;
      const id = await world.setFault({ target: 'database', call: '*', nth, ...fault });
      const act = () => (before === null ? server.ask(`/app-token/${MINI_PROGRAM}`) : server.report(before));
      const first = await act().catch(() => null);
      const { faults } = await world.control<{ faults: { id: number; fired: number }[] }>('GET', '/emulator/faults');
      await world.control('DELETE', `/emulator/faults?id=${id}`);
      const fired = faults.find((each) => each.id === id)?.fired ?? 0;
      // Forcing is counted before it is done: where the count was kept and the answer lost, the next one is free half a minute later.
      const isCounted = first?.status === 500 && flow === 'a report' && (await row())?.forced.length === 1 && (await row())?.renewals.length === 1;
      if (first?.reply.ok !== true) await world.advance(isCounted ? 31 : LEASE_SECONDS);
      const again = first?.reply.ok === true ? first : await act();
      if (!again.reply.ok) throw new Error(`${flow}, ${fault.kind} at call ${nth}: ${again.reply.refusal.code}`);
      const { appAccessToken } = again.reply.value;
      expect([fault.kind, nth, await weChatSays(world, appAccessToken), appAccessToken === before]).toEqual([fault.kind, nth, 0, false]);
      expect((await server.token()).appAccessToken).toBe(appAccessToken);
      if (fired === 0) break;
    }
  }
}, 240_000);
