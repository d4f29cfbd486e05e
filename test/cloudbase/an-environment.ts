// A function's environment as an operator would set it.
import { generateKeyPairSync, randomBytes } from 'node:crypto';

export type Environment = Record<string, string | undefined>;

export function anEnvironment(change: Environment = {}): Environment {
  const secret = () => randomBytes(32).toString('base64url');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    WECHAT_APPS: JSON.stringify([{ appid: 'wx1234567890abcdef', kind: 'mini-program', secret: randomBytes(16).toString('hex'), openPlatform: null }]),
    TOKEN_KEYS: JSON.stringify([{ kid: 't1', jwk: privateKey.export({ format: 'jwk' }) }]),
    SEAL_KEYS: JSON.stringify([{ kid: 's1', secret: secret() }]), INDEX_KEY: secret(), PUBLIC_ORIGIN: 'https://accounts.example.com', ...change,
  };
}
