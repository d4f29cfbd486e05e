// Slips of whoever uses the client are told by name; secret and tokens are told to nobody.
import util from 'node:util';
import { type AppTokenClientOptions, AppTokenRefused, AppTokenUnreachable, appTokenClient } from '../../clients/node/index';
import { APP_ID, CALLER, type Centre, refusal, SECRET, startCentre } from './a-centre';

let centre: Centre;
beforeEach(async () => { centre = await startCentre(); });
afterEach(() => centre.stop());

const good = { url: 'https://centre.example.com', caller: CALLER, secret: SECRET };
const caught = (run: () => unknown): unknown => { try { return run(); } catch (error) { return error; } };

test.each<[string, Partial<Record<keyof AppTokenClientOptions, unknown>>]>([
  ['url', { url: 'centre.example.com' }], ['url', { url: undefined }], ['url', { url: 'http://centre.example.com' }], ['url', { url: `https://${SECRET}@centre.example.com` }],
  ['url', { url: `https://centre.example.com/?secret=${SECRET}` }], ['url', { url: 'ftp://127.0.0.1' }], ['url', { url: 'http://127.0.0.1.example.com' }],
  ['caller', { caller: '' }], ['caller', { caller: 'a b' }], ['caller', { caller: `${CALLER}\r\nX-Time: 1` }], ['caller', { caller: SECRET }],
  ['secret', { secret: '' }], ['secret', { secret: SECRET.slice(1) }], ['secret', { secret: `${CALLER}.${SECRET}` }], ['secret', { secret: Buffer.from(SECRET) }],
  ['timeoutMilliseconds', { timeoutMilliseconds: 0 }], ['timeoutMilliseconds', { timeoutMilliseconds: 1.5 }], ['timeoutMilliseconds', { timeoutMilliseconds: '1' }], ['clock', { clock: 1 }],
])('[CL-2] %s that cannot be right is refused by its name, and not repeated', (name, change) => {
  const error = caught(() => appTokenClient({ ...good, ...change } as AppTokenClientOptions));
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).toMatch(new RegExp(`^TypeError: ${name} `));
  expect(util.inspect(error, { depth: null })).not.toContain(SECRET.slice(1));
});

test('[CL-2] https anywhere, and http to this machine alone', () => {
  for (const url of ['https://centre.example.com/a/b', 'http://localhost:5180/service', 'http://127.0.0.1:5180', 'http://[::1]:5180']) expect(() => appTokenClient({ ...good, url })).not.toThrow();
});

test('[CL-2] an appid, a failed token and an errcode that cannot be right ask nobody', async () => {
  const client = appTokenClient({ ...good, url: centre.url });
  for (const slip of [
    () => client.get('wx1'), () => client.get(`${APP_ID}/report`), () => client.jsapiTicket(''), () => client.report('wx1', 'a'), () => client.report(APP_ID, ''),
    () => client.report(APP_ID, 'two words'), () => client.report(APP_ID, 'a'.repeat(4097)), () => client.report(APP_ID, 'a', 45009), () => client.withToken('wx1', async () => ({})),
  ]) await expect(slip()).rejects.toBeInstanceOf(TypeError);
  expect(centre.asked).toEqual([]);
});

test('[CL-10] a refusal tells code, retry, time, status and request id', async () => {
  centre.faults.push(refusal('rate-limited', 429, 1795132800000));
  const error = await appTokenClient({ ...good, url: centre.url }).get(APP_ID).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppTokenRefused);
  expect(error).toMatchObject({ name: 'AppTokenRefused', code: 'rate-limited', retry: 'later', retryAt: 1795132800000, status: 429, requestId: 'request-1', message: expect.stringContaining('rate-limited: A sentence.') });
});

test('[CL-11] neither the client, nor any error, nor what either inspects to, shows the secret or a token', async () => {
  const client = appTokenClient({ ...good, url: centre.url, timeoutMilliseconds: 200 });
  const { appAccessToken } = await client.get(APP_ID);
  const said: unknown[] = [client, await client.report(APP_ID, `${appAccessToken} `).catch((error: unknown) => error)];
  for (const fault of ['cut', 'hang-up', 'silence', { status: 200, body: `{"ok":true,"value":{"appAccessToken":7,"was":"${appAccessToken}"}}` }, { status: 500, body: appAccessToken }, refusal('wechat-busy', 503)] as const) {
    centre.faults.push(fault);
    said.push(await client.report(APP_ID, appAccessToken, 40001).catch((error: unknown) => error));
  }
  for (const options of [{ caller: 'else' }, { secret: SECRET.toLowerCase() }]) said.push(await appTokenClient({ ...good, url: centre.url, ...options }).get(APP_ID).catch((error: unknown) => error));
  expect(said.map((each) => (each instanceof Error ? each.name : typeof each))).toEqual(['object', 'TypeError', ...Array(5).fill('AppTokenUnreachable'), ...Array(3).fill('AppTokenRefused')]);
  expect(said.filter((each) => each instanceof AppTokenUnreachable && each.message.length > 200)).toEqual([]);
  const shown = said.flatMap((each) => [util.inspect(each, { depth: null, showHidden: true }), JSON.stringify(each), String(each), each instanceof Error ? each.stack : '']).join('\n');
  for (const hidden of [SECRET, SECRET.toLowerCase(), appAccessToken, appAccessToken.slice(0, 12), 'FAKE']) expect([hidden.slice(0, 4), shown.includes(hidden)]).toEqual([hidden.slice(0, 4), false]);
});
