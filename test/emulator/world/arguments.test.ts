// The command line, read and refused.
import { BadArgument, productionMarker, readArguments } from '../../../emulator/world/arguments';

const DEFAULTS = { json: false, port: 5180, data: '.local', fresh: false, seed: null, env: {}, open: false, sync: false, still: false, miniprogram: null };

test('[CT1] without arguments the world listens on 5180 and keeps its data in .local', () => {
  expect(readArguments([])).toEqual(DEFAULTS);
});

test('[CT1] every argument is read, by a space or by an equals sign, and --env as often as given', () => {
  const words = ['--json', '--port', '0', '--data=/tmp/x', '--fresh', '--seed', 's.json', '--env', 'A=1', '--env', 'LIMITS={"a":"=b"}', '--open', '--sync', '--still', '--miniprogram', 'other'];
  expect(readArguments(words)).toEqual({ json: true, port: 0, data: '/tmp/x', fresh: true, seed: 's.json', env: { A: '1', LIMITS: '{"a":"=b"}' }, open: true, sync: true, still: true, miniprogram: 'other' });
});

test('[CT1] an empty value of --env is a value', () => {
  expect(readArguments(['--env', 'LIMITS=']).env).toEqual({ LIMITS: '' });
});

test.each([
  [['--prot', '1'], 'unknown argument --prot'],
  [['stray'], 'unknown argument stray'],
  [['--port'], '--port needs a value'],
  [['--port', 'http'], '--port http'],
  [['--port', '65536'], '--port 65536'],
  [['--port', '-1'], '--port -1'],
  [['--env', 'NAME'], 'NAME=VALUE'],
  [['--env', '1A=x'], 'NAME=VALUE'],
])('[CT2] %j is refused with one sentence', (words, sentence) => {
  expect(() => readArguments(words)).toThrow(BadArgument);
  expect(() => readArguments(words)).toThrow(sentence);
});

test.each([
  [{ NODE_ENV: 'production' }, 'NODE_ENV=production'],
  [{ TENCENTCLOUD_RUNENV: 'SCF' }, 'TENCENTCLOUD_RUNENV'],
  [{ TCB_ENV: 'prod-1' }, 'TCB_ENV'],
  [{ SCF_NAMESPACE: 'prod-1' }, 'SCF_NAMESPACE'],
  [{ NODE_ENV: 'test', PATH: '/bin' }, null],
])('[CT3] the environment %j has the production marker %j', (environment, marker) => {
  expect(productionMarker(environment)).toBe(marker);
});
