// What the control plane tells and sets of the apps' sign-in pages.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

const MINI_PROGRAM = 'wxfa4e000000000001';
const ACCOUNT = 'wxfa4e000000000002';
const WEBSITE = 'wxfa4e000000000003';
const AT_FIRST = { callbackDomain: null, refusal: 'stay', followers: [], authorizationsIn10Seconds: 6 };

let data: string;
let world: FixtureWorld;
beforeAll(async () => {
  data = await fs.mkdtemp(path.join(os.tmpdir(), 'web-sign-in-'));
  world = await openFixtureWorld({ data });
});
beforeEach(() => world.reset());
afterAll(async () => {
  await world.close();
  await fs.rm(data, { recursive: true, force: true });
});

const settings = () => world.control<{ apps: Record<string, unknown>[] }>('GET', '/emulator/web-sign-in');
const set = (change: object) => world.status('POST', '/emulator/web-sign-in', change);

test('[CT40] every website and official account is listed in the order of apps, as it is at first', async () => {
  expect(await settings()).toEqual({ apps: [ACCOUNT, WEBSITE].map((appid) => ({ appid, ...AT_FIRST })) });
});

test('[CT40] a change answers the app as it is then, keeps what it leaves out, outlives a restart and no reset', async () => {
  await set({ appid: WEBSITE, callbackDomain: 'site.example', refusal: 'redirect' });
  const changed = { appid: WEBSITE, ...AT_FIRST, callbackDomain: 'site.example', refusal: 'redirect', followers: ['bob'] };
  expect(await set({ appid: WEBSITE, followers: ['bob'] })).toEqual({ status: 200, body: { app: changed } });
  await world.close();
  world = await openFixtureWorld({ data });
  expect((await settings()).apps[1]).toEqual(changed);
  expect(await set({ appid: WEBSITE, callbackDomain: null })).toMatchObject({ body: { app: { callbackDomain: null } } });
  await world.reset();
  expect((await settings()).apps[1]).toEqual({ appid: WEBSITE, ...AT_FIRST });
});

test.each([
  [{ appid: MINI_PROGRAM }, 404, 'not-found'], [{ appid: 'wxfa4e0000000000ff', refusal: 'stay' }, 404, 'not-found'], [{ appid: WEBSITE, followers: ['zoe'] }, 404, 'not-found'], [{}, 400, 'bad-request'],
  [{ appid: WEBSITE, callbackDomain: 'http://site.example' }, 400, 'bad-request'], [{ appid: WEBSITE, callbackDomain: 'site.example:80' }, 400, 'bad-request'], [{ appid: WEBSITE, callbackDomain: 'site.example/cb' }, 400, 'bad-request'], [{ appid: WEBSITE, callbackDomain: '' }, 400, 'bad-request'],
  [{ appid: WEBSITE, refusal: 'leave' }, 400, 'bad-request'], [{ appid: WEBSITE, domain: 'x' }, 400, 'bad-request'], [{ appid: WEBSITE, authorizationsIn10Seconds: 0 }, 400, 'bad-request'], [{ appid: WEBSITE, authorizationsIn10Seconds: 1001 }, 400, 'bad-request'],
])('[CT40] %j answers %i %s and changes nothing', async (change, status, code) => {
  expect(await set(change)).toEqual({ status, body: { error: { code, message: expect.stringMatching(/\S/) } } });
  expect(await settings()).toEqual({ apps: [ACCOUNT, WEBSITE].map((appid) => ({ appid, ...AT_FIRST })) });
});
