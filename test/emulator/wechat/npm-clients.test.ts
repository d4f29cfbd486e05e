// WeChat OAuth clients from npm, as they are, sign a person in against the local world.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';
import { PROJECT } from '../../support/local-world';

const CALLBACK = 'http://service.localhost:5180/auth/callback';
const STATE = 'a1b2c3';
const [ACCOUNT, WEBSITE] = ['wxfa4e000000000002', 'wxfa4e000000000003'];

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld(); });
beforeEach(() => world.reset());
afterAll(() => world.close());

interface Person { name: string; openids: Record<string, string>; unionids: Record<string, string> }

async function alice(): Promise<Person> {
  const { people } = await world.control<{ people: Person[] }>('GET', '/emulator/people');
  const found = people.find(({ name }) => name === 'alice');
  if (!found) throw new Error('alice is not there');
  return found;
}

async function run<T>(client: string, appid: string, variables: Record<string, string> = {}): Promise<T> {
  const { apps } = await world.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const env = { PATH: process.env['PATH'] ?? '', WECHAT_AT: world.url, APPID: appid, SECRET: apps.find((app) => app.appid === appid)?.secret ?? '', CALLBACK, STATE, ...variables };
  const { stdout } = await promisify(execFile)(process.execPath, ['-r', path.join(PROJECT, 'test/support/wechat-hosts.cjs'), path.join(__dirname, `clients/${client}.mjs`)], { env, timeout: 30_000 });
  return JSON.parse(stdout) as T;
}

/** Where the world is, for an address of WeChat's. */
function here(address: string): string {
  return address.replace('https://', `${world.url}/`).replace('#wechat_redirect', '');
}

/** A person opens the website's address on a desktop, scans what it shows, allows it, and is sent on. */
async function scanned(address: string): Promise<string> {
  const html = await (await fetch(here(address), { headers: { accept: 'text/html' } })).text();
  const [, uuid = ''] = /data-uuid="(\w+)"/.exec(html) ?? [];
  await world.control('POST', '/emulator/scan', { person: 'alice', content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await world.control('POST', '/emulator/scan/confirm', { person: 'alice', uuid });
  const script = await (await fetch(`${world.url}/open.weixin.qq.com/connect/l/qrconnect?uuid=${uuid}`)).text();
  return /wx_code='(\w+)'/.exec(script)?.[1] ?? '';
}

/** A person opens the account's address inside WeChat and allows it. */
async function allowed(address: string): Promise<string> {
  const headers = { 'user-agent': 'MicroMessenger/8.0 LocalPerson/alice', 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(here(address), { method: 'POST', body: 'answer=allow', headers, redirect: 'manual' });
  const landed = new URL(response.headers.get('location') ?? 'http://nowhere');
  expect(landed.searchParams.get('state')).toBe(STATE);
  return landed.searchParams.get('code') ?? '';
}

interface SignedIn { openid: string; scope: string; user: Record<string, unknown>; isSameToken: boolean; verified: unknown; again: { code: number } }

test.each([['website', WEBSITE, 'snsapi_login', scanned], ['account', ACCOUNT, 'snsapi_userinfo', allowed]] as const)('[WX-124] wechat-oauth signs a person in to a %s by the address it makes itself, and renews her tokens', async (kind, appid, scope, open) => {
  const addresses = await run<{ website: string; account: string }>('wechat-oauth', appid);
  expect(addresses[kind]).toMatch(/^https:\/\/open\.weixin\.qq\.com\/connect\/.*#wechat_redirect$/);
  const told = await run<SignedIn>('wechat-oauth', appid, { CODE: await open(addresses[kind]) });
  const { openids, unionids } = await alice();
  const user = { openid: openids[appid], nickname: 'alice', sex: 0, unionid: unionids['op1'], headimgurl: `${world.url}/emulator/avatars/alice.svg` };
  expect(told).toMatchObject({ openid: openids[appid], scope, user, isSameToken: true, verified: { errcode: 0, errmsg: 'ok' }, again: { code: 40163 } });
});

test.each([['web', WEBSITE, 'snsapi_login', scanned], ['wechat', ACCOUNT, 'snsapi_userinfo', allowed]] as const)('[WX-125] passport-wechat as client %s signs a person in by the address it redirects to', async (client, appid, scope, open) => {
  const options = { CLIENT: client, SCOPE: scope };
  const { location } = await run<{ location: string }>('passport-wechat', appid, options);
  const told = await run<unknown>('passport-wechat', appid, { ...options, CODE: await open(location) });
  const { openids, unionids } = await alice();
  expect(told).toMatchObject({ user: { hasTokens: true, expiresIn: 7200, profile: { openid: openids[appid], nickname: 'alice', unionid: unionids['op1'] } } });
  expect(await run('passport-wechat', appid, { ...options, DECLINED: 'yes' })).toEqual({ failed: 401 });
});
