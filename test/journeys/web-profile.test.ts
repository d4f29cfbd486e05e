// "从微信更新" on the real local world: WeChat's page, the callback, the built function, WeChat's own tokens; and consent at the web door.
import { createHash, randomBytes } from 'node:crypto';
import type { SignedIn, Tokens, User } from '../../contract/doors';
import type { Reply } from '../../contract/reply';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

const POLICY = '2026-11';
const HOUR = 3600;
const DAY = 24 * HOUR;
/** What the local WeChat's tokens of people begin with. */
const WECHAT_TOKEN = /\b\d\d_FAKE[\w-]{20}/;
const WEBSITE = 'wxfa4e000000000003';

interface Answered<T> { status: number; reply: Reply<T>; invocation: string; text: string }
type Page = Awaited<ReturnType<typeof onTheSite>>;
type Field = [name: string, value: string];

let keeping: Journey;
let strict: Journey;
beforeAll(async () => { [keeping, strict] = await Promise.all([startJourney({ env: { WECHAT_USER_TOKENS: 'keep' } }), startJourney({ env: { POLICY_VERSION: POLICY } })]); });
afterAll(async () => { await Promise.all([keeping.stop(), strict.stop()]); });

/** A page of the demo site, in a world where nothing has happened yet. */
async function onTheSite(world: Journey) {
  await world.reset();
  const site = `http://site.localhost:${new URL(world.url).port}/`;
  const heard: string[] = [];
  const service = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${world.url}/service${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    heard.push(text, response.headers.get('location') ?? '');
    return { status: response.status, headers: response.headers, text, invocation: response.headers.get('x-cloudbase-request-id') ?? '' };
  };
  const post = async <T>(path: string, body: object, headers: Record<string, string> = {}): Promise<Answered<T>> => {
    const { status, text, invocation } = await service(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
    return { status, invocation, text, reply: JSON.parse(text) as Reply<T> };
  };
  return { world, site, heard, service, post, refresh: (accessToken: string, body: object = {}) => post<{ user: User }>('/auth/profile/refresh', body, { 'x-wx-ticket': accessToken }) };
}

function granted<T>({ status, reply }: Pick<Answered<T>, 'status' | 'reply'>): T {
  if (!reply.ok) throw new Error(`${status} ${reply.refusal.code}`);
  return reply.value;
}

/** Scans the website's code, allows it, comes back through the callback: what each step cost is in the invocations. */
async function through(page: Page, more: Field[] = [], person = 'alice') {
  const { world, site, service, post } = page;
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams([['return_to', site], ['challenge', createHash('sha256').update(verifier).digest('base64url')], ...more]);
  const begun = await service(`/auth/qr?${query.toString()}`);
  const location = new URL(begun.headers.get('location') ?? 'http://nowhere');
  const [cookie = ''] = (begun.headers.get('set-cookie') ?? '').split(';');
  const code = await scanned(world, location, person);
  const back = await service(`/auth/qr/callback?${new URLSearchParams({ code, state: location.searchParams.get('state') ?? '' }).toString()}`, { headers: { cookie } });
  const fragment = new URLSearchParams((back.headers.get('location') ?? '').split('#')[1] ?? '');
  if (fragment.get('ticket') === null) throw new Error(`${fragment.get('refusal')}`);
  const claimed = await post<SignedIn>('/auth/ticket', { ticket: fragment.get('ticket'), verifier });
  return { ...granted(claimed), began: begun.invocation, cameBack: back.invocation, claimed: claimed.invocation };
}

/** The code that WeChat's page gives once she has allowed it. Its host by the path that stands for it: not every resolver knows names under localhost. */
async function scanned(world: Journey, location: URL, person: string): Promise<string> {
  const shown = await (await fetch(location.href.replace(/^http:\/\/open\.weixin\.qq\.com\.localhost:\d+/, `${world.url}/open.weixin.qq.com`), { headers: { accept: 'text/html' } })).text();
  const uuid = /data-uuid="([^"]+)"/.exec(shown)?.[1] ?? '';
  await world.control('POST', '/emulator/scan', { person, content: `https://open.weixin.qq.com/connect/confirm?uuid=${uuid}` });
  await world.control('POST', '/emulator/scan/confirm', { person, uuid });
  const polled = await (await fetch(`${world.url}/open.weixin.qq.com/connect/l/qrconnect?uuid=${uuid}`)).text();
  return /window\.wx_code='([^']*)'/.exec(polled)?.[1] ?? '';
}

const renamed = (world: Journey, nickname: string) => world.control('POST', '/emulator/people', { name: 'alice', nickname });
const wechatCalls = async (world: Journey, invocation: string) => (await world.entriesOf(invocation, 'wechat')).map(({ name, outcome }) => [name, outcome]);
/** The session goes on where its access token has ended. */
const goesOn = async (page: Page, refreshToken: string) => granted(await page.post<Tokens>('/auth/session/renew', { refreshToken }));
const website = async (world: Journey) => ((await world.database())['identities'] ?? []).find(({ kind }) => kind === 'website');
/** What lies sealed in her website's identity, by name. */
const sealedOf = async (world: Journey) => Object.keys((await website(world))?.['sealed'] ?? {});

test('[WE-10] what she changes at WeChat comes when she asks for it, takes the place of what she chose, and is hers in the mini program too', async () => {
  const page = await onTheSite(keeping);
  await renamed(keeping, '爱丽丝');
  const there = await keeping.signIn('alice');
  const { accessToken, user } = await through(page);
  expect([user.id, user.nickname]).toEqual([there.user.id, '爱丽丝']);
  await keeping.ask('alice', 'profile', { action: 'update', accessToken: there.accessToken, nickname: 'Chosen' });
  await renamed(keeping, '新的名字');
  const { status, reply } = await page.refresh(accessToken);
  expect([status, reply]).toMatchObject([200, { ok: true, value: { user: { id: there.user.id, nickname: '新的名字' } } }]);
  expect((await keeping.ask('alice', 'profile', { action: 'get', accessToken: there.accessToken })).user.nickname).toBe('新的名字');
  expect(await website(keeping)).toMatchObject({ profile: { nickname: '新的名字' } });
});

test('[WE-13] for two hours WeChat is asked once; then the token is renewed first; after thirty days she signs in again, and then it works', async () => {
  const page = await onTheSite(keeping);
  const first = await through(page);
  const fresh = await page.refresh(first.accessToken);
  expect([fresh.status, await wechatCalls(keeping, fresh.invocation)]).toEqual([200, [['sns/userinfo', 'ok']]]);
  await keeping.advance(2 * HOUR);
  const second = await goesOn(page, first.refreshToken);
  const renewed = await page.refresh(second.accessToken);
  expect([renewed.status, await wechatCalls(keeping, renewed.invocation)]).toEqual([200, [['sns/oauth2/refresh_token', 'ok'], ['sns/userinfo', 'ok']]]);
  await keeping.advance(29 * DAY);
  const third = await goesOn(page, second.refreshToken);
  expect((await page.refresh(third.accessToken)).status).toBe(200);
  await keeping.advance(DAY);
  const fourth = await goesOn(page, third.refreshToken);
  const over = await page.refresh(fourth.accessToken);
  expect([over.status, over.reply]).toMatchObject([401, { refusal: { code: 'recent-sign-in-required', retry: 'sign-in' } }]);
  expect(await sealedOf(keeping)).toEqual(['sessionKeys']);
  expect((await page.refresh((await through(page)).accessToken)).status).toBe(200);
});

test.each([[40030, 401, 'recent-sign-in-required'], [45011, 503, 'wechat-busy']])('[WE-13] errcode %i to the refresh token is %i %s', async (errcode, status, code) => {
  const page = await onTheSite(keeping);
  const { refreshToken } = await through(page);
  await keeping.advance(2 * HOUR);
  const { accessToken } = await goesOn(page, refreshToken);
  await keeping.setFault({ target: 'wechat', call: 'sns/oauth2/refresh_token', kind: 'errcode', errcode });
  const answered = await page.refresh(accessToken);
  expect([answered.status, answered.reply]).toMatchObject([status, { refusal: { code } }]);
});

test('[REL-20] beginning 2 / 2, the callback 2 / 3, the ticket 2 / 4 as without tokens; a refresh 3 / 4 with 1 call of WeChat, 2 where it renews', async () => {
  const page = await onTheSite(keeping);
  await through(page);
  await keeping.holdDatabase();
  const { began, cameBack, claimed, accessToken, refreshToken } = await through(page);
  const costs = [];
  for (const invocation of [began, cameBack, claimed, (await page.refresh(accessToken)).invocation]) costs.push([await keeping.cost(invocation), (await keeping.cost(invocation, 'wechat')).all]);
  await keeping.advance(2 * HOUR);
  const renewed = await page.refresh((await goesOn(page, refreshToken)).accessToken);
  costs.push([await keeping.cost(renewed.invocation), (await keeping.cost(renewed.invocation, 'wechat')).all]);
  expect(costs).toEqual([[{ deep: 2, all: 2 }, 0], [{ deep: 2, all: 3 }, 2], [{ deep: 2, all: 4 }, 0], [{ deep: 3, all: 4 }, 1], [{ deep: 3, all: 4 }, 2]]);
});

test('[WE-13] asked for twice at once over a token that has aged, both are told, and it can be asked again', async () => {
  const page = await onTheSite(keeping);
  const { refreshToken } = await through(page);
  await keeping.advance(2 * HOUR);
  const { accessToken } = await goesOn(page, refreshToken);
  await keeping.holdDatabase();
  const both = await Promise.all([page.refresh(accessToken), page.refresh(accessToken)]);
  expect([...both, await page.refresh(accessToken)].map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('[SEC-70] WeChat’s tokens of a person stand in no answer, address, log line, ledger row or document, in any of these steps', async () => {
  const page = await onTheSite(keeping);
  const { accessToken, refreshToken } = await through(page);
  await page.refresh(accessToken);
  await keeping.setFault({ target: 'wechat', call: 'sns/userinfo', kind: 'html' });
  await page.refresh(accessToken);
  await keeping.advance(2 * HOUR);
  const next = await goesOn(page, refreshToken);
  await keeping.setFault({ target: 'wechat', call: 'sns/oauth2/refresh_token', kind: 'errcode', errcode: 40013 });
  await page.refresh(next.accessToken);
  await page.refresh(next.accessToken);
  const there = await keeping.signIn('alice');
  const { document } = await keeping.ask('alice', 'account', { action: 'export', accessToken: there.accessToken });
  expect(document).toMatchObject({ identities: expect.arrayContaining([expect.objectContaining({ kind: 'website', wechatTokensKept: true })]) });
  const everything = JSON.stringify([page.heard, document, await keeping.database(), await keeping.logs(), await keeping.ledgerSince()]) + keeping.stderr();
  expect(WECHAT_TOKEN.exec(everything)?.[0] ?? null).toBeNull();
  expect(await website(keeping)).toMatchObject({ sealed: { wechatTokens: { kid: expect.any(String), box: expect.any(String) } } });
  // The words that are looked for are those of WeChat: asked by its own secret, as only the app's server can, it answers with one.
  const { apps } = await keeping.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const begun = await page.service(`/auth/qr?${new URLSearchParams({ return_to: page.site, challenge: 'x'.repeat(43) }).toString()}`);
  const code = await scanned(keeping, new URL(begun.headers.get('location') ?? ''), 'alice');
  const traded = await fetch(`${keeping.url}/api.weixin.qq.com/sns/oauth2/access_token?${new URLSearchParams({ appid: WEBSITE, secret: apps.find(({ appid }) => appid === WEBSITE)?.secret ?? '', code, grant_type: 'authorization_code' }).toString()}`);
  expect(await traded.text()).toMatch(WECHAT_TOKEN);
});

test('[WE-12] signed out, the tokens are gone with the session; whoever has no living session asks WeChat nothing', async () => {
  const page = await onTheSite(keeping);
  const { accessToken } = await through(page);
  granted(await page.post('/auth/session/sign-out', {}, { 'x-wx-ticket': accessToken }));
  expect(await sealedOf(keeping)).toEqual(['sessionKeys']);
  const [after, without, odd, body] = [await page.refresh(accessToken), await page.post('/auth/profile/refresh', {}), await page.refresh('x'), await page.refresh(accessToken, { more: 1 })];
  expect([after, without, odd, body].map(({ status, reply }) => [status, reply.ok ? 'ok' : reply.refusal.code])).toEqual([[401, 'session-revoked'], [401, 'token-invalid'], [401, 'token-invalid'], [400, 'bad-request']]);
  expect(await wechatCalls(keeping, after.invocation)).toEqual([]);
});

test('[WE-15] the session that took the place of another asks WeChat after that one has ended; the last sign-out drops the tokens', async () => {
  const page = await onTheSite(keeping);
  const [first, second] = [await through(page), await through(page)];
  granted(await page.post('/auth/session/sign-out', {}, { 'x-wx-ticket': first.accessToken }));
  expect([await page.refresh(first.accessToken), await page.refresh(second.accessToken)].map(({ status, reply }) => [status, reply.ok ? 'ok' : reply.refusal.code])).toEqual([[401, 'session-revoked'], [200, 'ok']]);
  granted(await page.post('/auth/session/sign-out', {}, { 'x-wx-ticket': second.accessToken }));
  expect(await sealedOf(keeping)).toEqual(['sessionKeys']);
});

test('[WE-11] who came in by a mini program has no such tokens, and is told to sign in by WeChat’s page', async () => {
  const page = await onTheSite(keeping);
  const { accessToken } = granted(await page.post<SignedIn>('/auth/mini-program', { code: await keeping.loginCode('alice') }));
  expect((await page.refresh(accessToken)).reply).toMatchObject({ refusal: { code: 'recent-sign-in-required' } });
});

test('[WE-11] where nothing is set none are kept, and the path is not there', async () => {
  const page = await onTheSite(strict);
  const { accessToken } = await through(page, [['policy_version', POLICY]]);
  const { status, reply } = await page.refresh(accessToken);
  expect([status, reply]).toMatchObject([404, { refusal: { code: 'not-found', message: expect.stringContaining('WECHAT_USER_TOKENS') } }]);
  expect(await sealedOf(strict)).toEqual(['sessionKeys']);
});

const consentsOf = async () => ((await strict.database())['users'] ?? []).flatMap(({ consents }) => consents as { policy: string; appid: string; action: string }[]);

test('[WE-14] what the page says was agreed to is recorded with the sign-in, where it is in force; then WeChat is asked for the profile, and it is kept', async () => {
  const page = await onTheSite(strict);
  await renamed(strict, '爱丽丝');
  const { user, cameBack } = await through(page, [['policy_version', POLICY]]);
  expect([user.nickname, await consentsOf(), (await wechatCalls(strict, cameBack)).map(([name]) => name)]).toEqual(['爱丽丝', [expect.objectContaining({ policy: POLICY, appid: WEBSITE, action: 'session/sign-in' })], ['sns/oauth2/access_token', 'sns/userinfo']]);
  expect(await website(strict)).toMatchObject({ profile: { nickname: '爱丽丝' } });
});

test.each([['an older version', ['2026-10']], ['no version’s shape', ['<script>']], ['two at once', [POLICY, POLICY]]])('[SEC-75] %s is not what is in force: she comes in, WeChat is not asked for her profile, nothing is recorded', async (_what, texts) => {
  const page = await onTheSite(strict);
  const { user, cameBack } = await through(page, texts.map((text): Field => ['policy_version', text]));
  expect([user.nickname, await consentsOf(), (await wechatCalls(strict, cameBack)).map(([name]) => name)]).toEqual([null, [], ['sns/oauth2/access_token']]);
  expect(await website(strict)).not.toHaveProperty('profile');
});

test('[SEC-75] by a mini program without cloud functions consent rides in the body, and a malformed one is refused', async () => {
  const page = await onTheSite(strict);
  const enter = async (consent: object) => page.post<SignedIn>('/auth/mini-program', { code: await strict.loginCode('alice'), ...consent });
  expect([(await enter({ consent: { policyVersion: 'a b' } })).status, (await enter({})).status, (await consentsOf()).length]).toEqual([400, 200, 0]);
  granted(await enter({ consent: { policyVersion: POLICY } }));
  expect(await consentsOf()).toMatchObject([{ policy: POLICY, action: 'session/sign-in' }]);
});
