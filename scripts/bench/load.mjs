// What starting a door costs in CPU above bare Node: until it refuses a caller it does not know, and until its first database call leaves.
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { doors } from '../build.mjs';
import { median, milliseconds } from './measure.mjs';
import { ROOT } from './processes.mjs';

const RUNS = 11;
const secret = () => randomBytes(32).toString('base64url');

/** A cloud function's environment; the cloud's address leads nowhere, so that only our own work is measured. */
const environment = () => ({
  PATH: process.env.PATH, TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: 'bench', TCB_ENV: 'bench', TCB_CONTEXT_KEYS: 'TCB_SOURCE,TCB_ENV', TCB_SOURCE: 'wx_client',
  TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TENCENTCLOUD_SESSIONTOKEN: 'token', TCB_CONTEXT_CNFG: '{"URL":"http://127.0.0.1:9/admin?"}',
  WECHAT_APPS: JSON.stringify([{ appid: 'wx0123456789abcdef', kind: 'mini-program', secret: randomBytes(16).toString('hex'), openPlatform: null }]),
  TOKEN_KEYS: JSON.stringify([{ kid: 'k1', jwk: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) }]),
  SEAL_KEYS: JSON.stringify([{ kid: 's1', secret: secret() }]), INDEX_KEY: secret(), PUBLIC_ORIGIN: 'https://accounts.example.com',
});
const CALLER = { WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID', WX_OPENID: 'oFAKE_bench', WX_APPID: 'wx0123456789abcdef' };

/** CPU of a whole process that does this and ends. */
function cpuOf({ run, caller }, env) {
  const code = `(async () => { ${run} })().finally(() => { const { user, system } = process.cpuUsage(); process.stdout.write('\\n' + (user + system) / 1000); process.exit(0); })`;
  const ended = spawnSync(process.execPath, ['-e', code], { cwd: ROOT, encoding: 'utf8', timeout: 30_000, env: { ...env, ...(caller ? CALLER : {}) } });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return Number(ended.stdout.trim().split('\n').pop());
}

const main = (door, event) => `await require(${JSON.stringify(path.join(ROOT, 'dist/cloudfunctions', door, 'index.js'))}).main(${JSON.stringify(event)}, { request_id: 'bench' });`;

export function loadCpu() {
  const env = environment();
  const tasks = {
    bare: { run: '' }, sdk: { run: "require('wx-server-sdk');" },
    ...Object.fromEntries(doors().map((door) => [`forbidden ${door}`, { run: main(door, { action: 'list' }) }])),
    'first call': { run: main('session', { action: 'sign-in' }), caller: true },
  };
  const taken = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
  for (let run = 0; run < RUNS; run += 1) for (const [name, task] of Object.entries(tasks)) taken[name].push(cpuOf(task, env)); // in turn, so that a busy moment hits all alike
  const above = (name) => milliseconds(median(taken[name]) - median(taken.bare));
  const baseline = `require('wx-server-sdk') ${above('sdk')}, bare Node ${milliseconds(median(taken.bare))}`;
  return [
    ...doors().map((door) => ({ figure: `CPU to load ${door} and refuse an unknown caller`, measured: above(`forbidden ${door}`), goal: '≤ 5 ms', baseline })),
    { figure: 'CPU to load session up to its first database call', measured: above('first call'), goal: '≤ 42 ms', baseline },
  ];
}
