// What the functions' environment must be, and what it is refused for.
import { generateKeyPairSync } from 'node:crypto';
import { readScanConfiguration } from '../../cloudbase/scan-configuration';
import { readWebConfiguration } from '../../cloudbase/web-configuration';
import { readConfiguration } from '../../cloudbase/configuration';
import { anEnvironment } from './an-environment';
import type { Environment } from './an-environment';

const app = (change: object = {}) => JSON.stringify([{ appid: 'wx1234567890abcdef', kind: 'mini-program', secret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0', openPlatform: null, ...change }]);
const TEST_APP = app({ appid: 'wxfa4e000000000001' });

function aJwk() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
}

function tokenKeys(jwk: object, key: object = {}): string {
  return JSON.stringify([{ kid: 't1', jwk: { ...aJwk(), ...jwk }, ...key }]);
}

test('[SEC-29] a whole environment is read, with default limits and WeChat’s own host', () => {
  const settings = readConfiguration(anEnvironment());
  expect(settings.wechatApiBase).toBe('https://api.weixin.qq.com');
  expect(settings.limits).toMatchObject({ signInPerMinute: 20, decryptFailuresPer10Minutes: 5 });
});

test.each<[string, Environment]>([
  ['WECHAT_APPS', { WECHAT_APPS: undefined }], ['WECHAT_APPS', { WECHAT_APPS: '[]' }], ['WECHAT_APPS', { WECHAT_APPS: app({ secret: '' }) }], ['WECHAT_APPS', { WECHAT_APPS: app({ secret: 'changeme-changeme-changeme' }) }],
  ['WECHAT_APPS', { WECHAT_APPS: app({ secret: '0'.repeat(32) }) }], ['WECHAT_APPS', { WECHAT_APPS: app({ appid: 'wx1' }) }], ['WECHAT_APPS', { WECHAT_APPS: app({ extra: 1 }) }], ['WECHAT_APPS', { WECHAT_APPS: app({ secret: '小程序的 AppSecret' }) }], ['WECHAT_APPS', { WECHAT_APPS: app({ secret: 'short' }) }],
  ['WECHAT_APPS', { WECHAT_APPS: `${app().slice(0, -1)},${app().slice(1)}` }],
])('[SEC-15] %s as %j stops the function', (name, change) => {
  expect(() => readConfiguration(anEnvironment(change))).toThrow(name);
});

test.each<[string, Environment]>([
  ['SEAL_KEYS', { SEAL_KEYS: '[{"kid":"s1","secret":"c2hvcnQ"}]' }], ['SEAL_KEYS', { SEAL_KEYS: `[{"kid":"s1","secret":"${'A'.repeat(43)}"}]` }], ['INDEX_KEY', { INDEX_KEY: 'A'.repeat(43) }], ['INDEX_KEY', { INDEX_KEY: undefined }],
  ['TOKEN_KEYS', { TOKEN_KEYS: '[]' }], ['TOKEN_KEYS', { TOKEN_KEYS: tokenKeys({ d: Buffer.alloc(32, 1).toString('base64url') }) }], ['TOKEN_KEYS', { TOKEN_KEYS: tokenKeys({ d: 'x' }) }], ['TOKEN_KEYS', { TOKEN_KEYS: tokenKeys({ x: aJwk().x }) }],
  ['TOKEN_KEYS', { TOKEN_KEYS: tokenKeys({}, { retiredAt: 1 }) }], ['TOKEN_KEYS', { TOKEN_KEYS: tokenKeys({ crv: 'P-384' }) }], ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'http://accounts.example.com' }],
  ['TOKEN_KEYS', { TOKEN_KEYS: '{' }], ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'https://accounts.example.com/path' }], ['LIMITS', { LIMITS: '{"signInPerHour":1}' }], ['LIMITS', { LIMITS: '{"signInPerMinute":"x"}' }],
])('[SEC-29] %s as %j stops the function', (name, change) => {
  expect(() => readConfiguration(anEnvironment(change))).toThrow(name);
});

test('[SEC-29] what a refusal of the environment says holds no value of it', () => {
  try {
    readConfiguration(anEnvironment({ WECHAT_APPS: app({ secret: 'changeme-canary' }) }));
    throw new Error('accepted');
  } catch (error) {
    expect(String(error)).not.toContain('canary');
  }
});

test.each<[string, Environment, boolean]>([
  ['another host', { WECHAT_API_BASE: 'https://wechat.example.com' }, false], ['loopback with a real appid', { WECHAT_API_BASE: 'http://127.0.0.1:1' }, false],
  ['a test appid with WeChat’s host', { WECHAT_APPS: TEST_APP }, false], ['a test appid with another host', { WECHAT_APPS: TEST_APP, WECHAT_API_BASE: 'https://wechat.example.com' }, false],
  ['pages on another host', { WECHAT_OPEN_BASE: 'https://pages.example.com' }, false],
  ['loopback with test appids', { WECHAT_APPS: TEST_APP, WECHAT_API_BASE: 'http://127.0.0.1:1', WECHAT_OPEN_BASE: 'http://127.0.0.1:1' }, true],
])('[SEC-77] %s is accepted: %#', (_what, change, accepted) => {
  const read = () => {
    const configured = readConfiguration(anEnvironment(change));
    readWebConfiguration(anEnvironment(change), [...configured.apps.values()], configured.publicOrigin);
    return configured;
  };
  if (accepted) expect(read().wechatApiBase).toBe('http://127.0.0.1:1');
  else expect(read).toThrow(/WECHAT_(API|OPEN)_BASE/);
});

test.each([
  ['a list with a fragment', { RETURN_TO: '["https://site.example.com/#a"]' }], ['plain http elsewhere', { RETURN_TO: '["http://site.example.com/"]' }], ['an address with a name in it', { RETURN_TO: '["https://a@site.example.com/"]' }], ['no list', { RETURN_TO: 'https://site.example.com/' }],
  ['an origin with a path', { ALLOWED_ORIGINS: '["https://site.example.com/"]' }], ['every origin', { ALLOWED_ORIGINS: '["*"]' }], ['no origin', { ALLOWED_ORIGINS: '["null"]' }],
])('[SEC-80] %s stops the web door', (_what, change) => {
  const configured = readConfiguration(anEnvironment({}));
  expect(() => readWebConfiguration(anEnvironment(change), [...configured.apps.values()], configured.publicOrigin)).toThrow(/RETURN_TO|ALLOWED_ORIGINS/);
});

test('[WE-9] a code opens the scan page of the published app, unless SCAN_CODE says otherwise', () => {
  const preset = { page: 'pages/scan/scan', env_version: 'release', check_path: true };
  expect(readScanConfiguration(anEnvironment({ ALLOWED_ORIGINS: '["https://site.example.com"]' }))).toEqual({ allowedOrigins: ['https://site.example.com'], code: preset });
  expect(readScanConfiguration(anEnvironment({ SCAN_CODE: '{"env_version":"trial","check_path":false}' })).code).toEqual({ ...preset, env_version: 'trial', check_path: false });
  for (const wrong of ['{"page":"/pages/scan/scan"}', '{"page":"pages/scan/scan?a=1"}', '{"env_version":"beta"}', '{"check_path":"no"}', '{"scene":"x"}', '{']) expect(() => readScanConfiguration(anEnvironment({ SCAN_CODE: wrong }))).toThrow('SCAN_CODE');
});
