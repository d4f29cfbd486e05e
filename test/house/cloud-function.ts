// Runs a bundle as WeChat's cloud would: one fresh process with a cloud function's environment, and nothing of ours around it.
import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './tree';

const RUN = `
  const door = require(process.argv[1]);
  const [event, context] = JSON.parse(process.argv[2]);
  Promise.resolve(door.main(event, context)).then((result) => { process.stdout.write('\\n' + JSON.stringify({ result })); process.exit(0); });
`;

/** The variables WeChat's cloud sets, as captured from a running function; the context keys follow the caller. */
function platformEnvironment(): Record<string, string> {
  return {
    TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: 'prod-1a2b3c', SCF_FUNCTIONNAME: 'session', SCF_RUNTIME: 'Nodejs18.15',
    TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TENCENTCLOUD_SESSIONTOKEN: 'token', TCB_ENV: 'prod-1a2b3c', TCB_CONTEXT_KEYS: 'TCB_SOURCE,TCB_ENV',
  };
}

/** Fresh keys and a real-looking appid; calls that share them know each other's tokens. */
export function someSettings(): Record<string, string> {
  const secret = (): string => randomBytes(32).toString('base64url');
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return {
    WECHAT_APPS: JSON.stringify([{ appid: 'wx0123456789abcdef', kind: 'mini-program', secret: randomBytes(16).toString('hex'), openPlatform: null }]),
    TOKEN_KEYS: JSON.stringify([{ kid: 'k1', jwk }]), SEAL_KEYS: JSON.stringify([{ kid: 's1', secret: secret() }]), INDEX_KEY: secret(), PUBLIC_ORIGIN: 'https://accounts.example.com',
  };
}

export interface CloudRun { result: unknown; printed: string[] }

/** A person of the app in `someSettings`. */
export const CALLER = { WX_OPENID: 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0', WX_APPID: 'wx0123456789abcdef', TCB_SOURCE: 'wx_client' };

/** Calls a door's `main` once. `context` are the WX_… variables of the caller; none: the console's test button. */
export async function callInCloud(door: string, event: object, context: Record<string, string>, settings = someSettings()): Promise<CloudRun> {
  const bundle = path.join(ROOT, 'dist/cloudfunctions', door, 'index.js');
  const env = { PATH: process.env['PATH'] ?? '', ...platformEnvironment(), ...settings, WX_CONTEXT_KEYS: Object.keys(context).join(','), ...context };
  const call = JSON.stringify([event, { request_id: '7c0a5cf5-0000-4000-8000-000000000001', time_limit_in_ms: 10_000, memory_limit_in_mb: 256 }]);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', RUN, bundle, call], { env, cwd: path.dirname(bundle), timeout: 20_000 });
  const lines = stdout.split('\n').filter(Boolean);
  const { result } = JSON.parse(lines.pop() ?? '{}') as { result: unknown };
  return { result, printed: [...lines, ...stderr.split('\n').filter(Boolean)] };
}
