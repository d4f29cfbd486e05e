// What the control plane tells and sets of the apps' access_tokens, which functions and servers fetch from WeChat.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

const MINI_PROGRAM = 'wxfa4e000000000001';
const AT_FIRST = { lifetimeSeconds: 7200, tokenLength: 136, ipWhitelist: null, secretFrozen: false, tokens: [], calls: { token: 0, stableToken: 0, forced: 0, getticket: 0 } };

interface Settings { appid: string; tokens: { endpoint: string; state: string; expiresAt: number }[]; calls: Record<string, number> }

let data: string;
let world: FixtureWorld;
beforeEach(async () => {
  data = await fs.mkdtemp(path.join(os.tmpdir(), 'access-tokens-'));
  world = await openFixtureWorld({ data });
});
afterEach(async () => {
  await world.close();
  await fs.rm(data, { recursive: true, force: true });
});

async function settings(): Promise<Settings[]> {
  return (await world.control<{ apps: Settings[] }>('GET', '/emulator/access-tokens')).apps;
}
function set(change: object): Promise<{ status: number; body: unknown }> {
  return world.status('POST', '/emulator/access-tokens', change);
}
/** As a server of the developer's does. */
async function fetchToken(appid = MINI_PROGRAM): Promise<{ access_token?: string; expires_in?: number; errcode?: number }> {
  const { apps } = await world.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const secret = apps.find((app) => app.appid === appid)?.secret;
  const answer = await fetch(`${world.url}/api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`);
  return (await answer.json()) as { access_token?: string; expires_in?: number; errcode?: number };
}

test('[LW-4] every app that can have an access_token is listed in the order of apps, as it is at first', async () => {
  expect(await settings()).toEqual(['wxfa4e000000000001', 'wxfa4e000000000002', 'wxfa4e000000000004'].map((appid) => ({ appid, ...AT_FIRST })));
});

test('[LW-4] a change answers the app as it is then; what is left out stays, and WeChat acts by it', async () => {
  expect(await set({ appid: MINI_PROGRAM, lifetimeSeconds: 301, tokenLength: 512 })).toEqual({ status: 200, body: { app: { appid: MINI_PROGRAM, ...AT_FIRST, lifetimeSeconds: 301, tokenLength: 512 } } });
  const { access_token: token = '', expires_in: life } = await fetchToken();
  expect([token.length, life]).toEqual([512, 301]);
  expect(await set({ appid: MINI_PROGRAM, secretFrozen: true, ipWhitelist: ['203.0.113.9'] })).toMatchObject({ body: { app: { lifetimeSeconds: 301, secretFrozen: true, ipWhitelist: ['203.0.113.9'] } } });
  expect((await fetchToken()).errcode).toBeGreaterThan(0);
  expect(await set({ appid: MINI_PROGRAM, secretFrozen: false, ipWhitelist: null })).toMatchObject({ status: 200 });
  expect((await fetchToken()).access_token).toHaveLength(512);
});

test('[LW-4] it tells which tokens are good and how often WeChat was asked, and never a token', async () => {
  const { access_token: token = '' } = await fetchToken();
  const [app] = await settings();
  expect(app?.tokens).toEqual([{ endpoint: 'token', state: 'current', expiresAt: expect.any(Number) }]);
  expect(app?.calls).toEqual({ ...AT_FIRST.calls, token: 1 });
  expect(token).toHaveLength(136);
  const told = await Promise.all(['access-tokens', 'apps', 'ledger', 'logs', 'faults', 'database'].map(async (name) => (await fetch(`${world.url}/emulator/${name}`)).text()));
  expect(told.filter((text) => text.includes(token))).toEqual([]);
});

test('[LW-4] settings outlive a restart, and a reset takes them back', async () => {
  await set({ appid: MINI_PROGRAM, tokenLength: 2048 });
  await world.close();
  world = await openFixtureWorld({ data });
  expect((await settings())[0]).toMatchObject({ tokenLength: 2048 });
  await world.reset();
  expect((await settings())[0]).toEqual({ appid: MINI_PROGRAM, ...AT_FIRST });
});

test.each([
  [{ appid: 'wxfa4e0000000000ff' }, 404, 'not-found'], [{ appid: 'wxfa4e000000000003' }, 404, 'not-found'], [{}, 400, 'bad-request'], [{ appid: MINI_PROGRAM, tokens: [] }, 400, 'bad-request'], [{ appid: MINI_PROGRAM, calls: {} }, 400, 'bad-request'],
  [{ appid: MINI_PROGRAM, lifetime: 1 }, 400, 'bad-request'], [{ appid: MINI_PROGRAM, lifetimeSeconds: 0 }, 400, 'bad-request'], [{ appid: MINI_PROGRAM, lifetimeSeconds: 1.5 }, 400, 'bad-request'], [{ appid: MINI_PROGRAM, tokenLength: 31 }, 400, 'bad-request'],
  [{ appid: MINI_PROGRAM, tokenLength: 4097 }, 400, 'bad-request'], [{ appid: MINI_PROGRAM, ipWhitelist: ['here'] }, 400, 'bad-request'], [{ appid: MINI_PROGRAM, secretFrozen: 1 }, 400, 'bad-request'],
])('[LW-4] %j answers %i %s and changes nothing', async (change, status, code) => {
  const before = await settings();
  expect(await set(change)).toEqual({ status, body: { error: { code, message: expect.stringMatching(/\S/) } } });
  expect(await settings()).toEqual(before);
});
