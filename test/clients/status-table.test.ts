// What `npm run app-token -- status` prints of an answer, typed as the operator door gives it, and what it says when there is none.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { AppTokenStatus } from '../../contract/operator';
import type { Reply } from '../../contract/reply';

const ROOT = path.resolve(__dirname, '../..');
const NOW = Date.UTC(2026, 10, 20, 10, 0, 0);
const MINUTE = 60_000;
const SECRET = 'c2VjcmV0IG9mIGFuIG9wZXJhdG9yLCAzMiBieXRlcyE';

/** What the control plane is asked and answers. */
let reply: Reply<{ apps: AppTokenStatus[] }>;
let events: unknown[];
let server: http.Server;
let data: string;

beforeEach(async () => {
  events = [];
  reply = { ok: true, value: { apps: [] } };
  server = http.createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'a-world-'));
  fs.writeFileSync(path.join(data, 'world.json'), JSON.stringify({ port: (server.address() as AddressInfo).port }));
  fs.writeFileSync(path.join(data, 'operator-key'), `local.${SECRET}\n`);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
  fs.rmSync(data, { recursive: true });
});

async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts).toString('utf8');
  if (request.method === 'POST' && request.url === '/emulator/functions/operator') {
    events.push((JSON.parse(body) as { event: unknown }).event);
    response.end(JSON.stringify({ ok: true, result: reply, invocation: 'i' }));
  } else response.end(JSON.stringify(request.url === '/emulator/clock' ? { now: NOW } : { error: 'not asked for here' }));
}

function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts/operator.mjs'), 'app-token', ...args, '--data', data], { env: { ...process.env, OPERATOR_KEY: `local.${SECRET}` } });
    const ran = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { ran.out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { ran.err += text; });
    child.once('close', (code) => resolve({ code, ...ran }));
  });
}

const fresh: AppTokenStatus = {
  appId: 'wxfa4e000000000001', kind: 'access-token', endpoint: 'stable_token', obtainedAt: NOW - 12.5 * MINUTE, expiresAt: NOW + 107.5 * MINUTE, renewAt: NOW + 102.6 * MINUTE,
  failures: 0, forcedLeft: 19, renewals: [{ at: NOW - 12.5 * MINUTE, by: 'timer', why: 'due' }, { at: NOW - 90 * MINUTE, by: 'server:shop', why: 'forced' }], overtaken: [], warning: null,
};
const dead: AppTokenStatus = {
  appId: 'wxfa4e000000000003', kind: 'access-token', endpoint: 'token', obtainedAt: NOW - 26 * 60 * MINUTE, expiresAt: NOW - MINUTE, renewAt: NOW - 1, failures: 12, forcedLeft: 20,
  renewals: [{ at: NOW - 26 * 60 * MINUTE + 250, by: 'server:shop', why: 'reported' }], overtaken: [NOW - 26 * 60 * MINUTE], warning: 'WeChat gave none, 12 time(s) in a row: errcode 40164',
};
const none: AppTokenStatus = { ...dead, kind: 'access-token', endpoint: null, obtainedAt: null, expiresAt: null, renewAt: null, failures: 0, renewals: [], overtaken: [], warning: null };

test('[CL-14] a row for each token by the world’s clock, in columns, and the warnings below', async () => {
  reply = { ok: true, value: { apps: [fresh, dead, none] } };
  const { code, out } = await run('status');
  expect([code, events]).toEqual([0, [{ action: 'app-tokens', caller: 'local', secret: SECRET }]]);
  expect(out.split('\n')).toEqual([
    'app                 what          endpoint      age          expires in  next renewal  forced left  failures  last renewal',
    'wxfa4e000000000001  access-token  stable_token  12 min 30 s  1 h 47 min  1 h 42 min    19           0         2026-11-20T09:47:30Z by timer (due)',
    'wxfa4e000000000003  access-token  token         1 d 2 h      expired     now           -            12        2026-11-19T08:00:00.250Z by server:shop (reported)',
    'wxfa4e000000000003  access-token  -             -            -           -             -            0         never',
    '', '! wxfa4e000000000003 access-token: WeChat gave none, 12 time(s) in a row: errcode 40164', '',
  ]);
});

test('[CL-14] without any app that has a token it says so', async () => {
  expect(await run('status')).toMatchObject({ code: 0, out: 'No app of WECHAT_APPS has an access_token.\n' });
});

test('[CL-15] --json prints the value as it came, --print the event and asks nobody', async () => {
  reply = { ok: true, value: { apps: [fresh, none] } };
  expect(JSON.parse((await run('status', '--json')).out)).toEqual(reply.value);
  events = [];
  const { code, out } = await run('status', '--print');
  expect([code, JSON.parse(out), events]).toEqual([0, { action: 'app-tokens', caller: 'local', secret: SECRET }, []]);
});

test('[CL-15] a refusal ends it with 1, a slip with 2 and the usage', async () => {
  reply = { ok: false, refusal: { code: 'forbidden', message: 'No operator has this key.', retry: 'never', retryAt: null, requestId: 'r' } };
  expect(await run('status')).toMatchObject({ code: 1, out: '', err: 'forbidden: No operator has this key.\n' });
  for (const args of [[], ['state'], ['status', 'all'], ['status', '--jason']]) expect([args, await run(...args)]).toEqual([args, expect.objectContaining({ code: 2, err: expect.stringContaining('npm run app-token -- status') })]);
});

test('[CL-16] the keys that secrets prints are ready to be used: SERVER_KEYS holds a caller and 32 fresh bytes', async () => {
  const printed = await Promise.all([1, 2].map(() => new Promise<string>((resolve) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts/secrets.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
    child.once('close', () => resolve(out));
  })));
  const keys = printed.map((out) => JSON.parse(/^SERVER_KEYS=(.*)$/m.exec(out)?.[1] ?? '') as { caller: string; secret: string }[]);
  expect(keys.map((each) => each.map(({ caller, secret }) => [caller, Buffer.from(secret, 'base64url').length]))).toEqual([[['server', 32]], [['server', 32]]]);
  expect(keys[0]?.[0]?.secret).not.toBe(keys[1]?.[0]?.secret);
});
