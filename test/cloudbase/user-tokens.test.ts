// Whether WeChat's tokens of a person are kept: one word of the environment, and the seal that is theirs alone.
import { readConfiguration } from '../../cloudbase/configuration';
import { sealWith } from '../../cloudbase/secrets';
import { readWebConfiguration } from '../../cloudbase/web-configuration';
import { anEnvironment } from './an-environment';

const configured = (WECHAT_USER_TOKENS: string | undefined) => {
  const environment = anEnvironment({ WECHAT_USER_TOKENS });
  const { apps, publicOrigin, sealKeys } = readConfiguration(environment);
  return { ...readWebConfiguration(environment, [...apps.values()], publicOrigin), sealKeys };
};

test('[WE-11] they are kept where WECHAT_USER_TOKENS says so, and by nobody’s mistake', () => {
  expect([undefined, '', 'keep'].map((text) => configured(text).keepsUserTokens)).toEqual([false, false, true]);
  for (const odd of ['yes', 'true', '1', 'Keep', 'keep ', 'off']) expect(() => configured(odd)).toThrow('WECHAT_USER_TOKENS wants "keep", or nothing at all.');
});

test('[SEC-13] what is sealed for any other purpose does not open as tokens, and the other way round', () => {
  const { sealKeys } = configured('keep');
  const [tokens, ...others] = (['wechat-tokens', 'session-key', 'phone', 'app-token', 'web-facts'] as const).map((purpose) => sealWith(sealKeys, purpose));
  for (const other of others) expect([tokens?.open(other.close('x', 'b'), 'b'), other.open(tokens?.close('x', 'b') ?? { kid: '', box: '' }, 'b')]).toEqual([null, null]);
  expect(tokens?.open(tokens.close('x', 'b'), 'b')).toBe('x');
});
