// The access_token centre, walked from outside: servers over HTTP, functions, the timer, WeChat's quotas, and what goes wrong.
import { operated } from './a-life';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';
import { ACCOUNT, MINI_PROGRAM, SITE, aServer, askedFor, moveBetweenMinutes, someoneForces, granted, weChatSays } from './a-server';
import type { Server } from './a-server';
import type { AppTokenStatus } from '../../contract/operator';

const HOUR = 3600;
const PLAIN_APP = 'wxfa4e000000000004';

let world: Journey;
let server: Server;
beforeAll(async () => {
  world = await startJourney({ env: { ACCESS_TOKEN_ENDPOINTS: JSON.stringify({ [PLAIN_APP]: 'token' }) } });
  server = await aServer(world);
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const settings = (change: object) => world.control('POST', '/emulator/access-tokens', change);
const status = async () => (await operated<{ apps: AppTokenStatus[] }>(world, { action: 'app-tokens' })).apps;
const linesOf = async (event: string) => (await world.logs()).map(({ text }) => text).filter((text) => text.includes(`"event":"${event}"`)).map((text) => JSON.parse(text) as Record<string, string>);

/** Nothing lives any more, and no timer runs for a while: ten seconds into a minute, three hours later, WeChat could not be reached just before. */
async function letEverythingExpire(): Promise<void> {
  const fault = await world.setFault({ target: 'wechat', call: 'cgi-bin', kind: 'refuse', times: 0 });
  await moveBetweenMinutes(world, 3 * HOUR);
  await world.control('DELETE', `/emulator/faults?id=${fault}`);
  await world.advance(10);
}

test('[REL-12] a thousand requests of servers with an expired token cause one question to WeChat, and all get the same new token', async () => {
  const { appAccessToken: dead } = await server.token();
  await letEverythingExpire();
  expect(await weChatSays(world, dead)).toBe(42001);
  const before = await askedFor(world, MINI_PROGRAM);
  const tokens = await Promise.all(Array.from({ length: 1000 }, () => server.token()));
  expect(new Set(tokens.map(({ appAccessToken }) => appAccessToken)).size).toBe(1);
  expect(await askedFor(world, MINI_PROGRAM, before)).toEqual({ stableToken: 1 });
  expect(await weChatSays(world, tokens[0]?.appAccessToken ?? '')).toBe(0);
}, 120_000);

test('[REL-13] hundreds of reports of one dead token cause one renewal; random strings, the one before and a report that comes late cause none', async () => {
  const { appAccessToken: dead } = await server.token();
  await someoneForces(world);
  expect(await weChatSays(world, dead)).toBe(40001);
  const before = await askedFor(world, MINI_PROGRAM);
  const answers = await Promise.all(Array.from({ length: 400 }, () => server.report(dead)));
  const tokens = new Set(answers.map((answer) => granted(answer).appAccessToken));
  expect([tokens.size, tokens.has(dead), await askedFor(world, MINI_PROGRAM, before)]).toEqual([1, false, { stableToken: 1 }]);
  const [living = ''] = tokens;
  const late = await askedFor(world, MINI_PROGRAM);
  for (const odd of [dead, 'x'.repeat(512), '85_random', `${living}x`]) expect(granted(await server.report(odd)).appAccessToken).toBe(living);
  expect(await askedFor(world, MINI_PROGRAM, late)).toEqual({});
  expect(await weChatSays(world, living)).toBe(0);
});

test('[AT6] a token that WeChat hands out and refuses is forced once; the next one only half a minute later', async () => {
  const { appAccessToken: first } = await server.token();
  const before = await askedFor(world, MINI_PROGRAM);
  const second = granted(await server.report(first)).appAccessToken;
  expect([second === first, await askedFor(world, MINI_PROGRAM, before), await weChatSays(world, first), await weChatSays(world, second)]).toEqual([false, { stableToken: 2, forced: 1 }, 40001, 0]);
  const soon = await server.report(second);
  expect(soon).toMatchObject({ status: 429, reply: { ok: false, refusal: { code: 'rate-limited', retryAt: expect.any(Number) } } });
  expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
  await world.advance(31);
  expect(granted(await server.report(second)).appAccessToken).not.toBe(second);
});

test('[AT9] the timer has a token ready for every app before anybody asks, and forwards the audit of reports', async () => {
  await world.advance(60);
  const { app_tokens: rows = [], audit = [] } = await world.database();
  expect(rows.map(({ _id, endpoint }) => [_id, endpoint])).toEqual([[MINI_PROGRAM, 'stable_token'], [ACCOUNT, 'stable_token'], [PLAIN_APP, 'token']]);
  expect(audit).toEqual([]);
  const before = await askedFor(world, MINI_PROGRAM);
  const { appAccessToken } = await server.token();
  expect(await askedFor(world, MINI_PROGRAM, before)).toEqual({});
  await server.report(appAccessToken);
  await world.advance(60);
  expect((await world.database())['audit']).toMatchObject([{ kind: 'token-forced', personal: { appid: MINI_PROGRAM, by: 'server:local' } }]);
});

test('[AT1] a token is served by one database call where the instance is cold and by none where it is warm, beside the one that takes the nonce', async () => {
  await world.advance(60);
  const costs: { deep: number; all: number }[] = [];
  for (let i = 0; i < 12; i += 1) {
    const { headers, reply } = await server.ask(`/app-token/${MINI_PROGRAM}`);
    expect(reply).toMatchObject({ ok: true });
    costs.push(await world.cost(headers.get('x-cloudbase-request-id') ?? ''));
  }
  for (const { deep, all } of costs) expect([deep, all].map((calls) => calls === 1 || calls === 2 || costs)).toEqual([true, true]);
  expect(costs.at(-1)).toEqual({ deep: 1, all: 1 });
  expect(costs[0]).toEqual({ deep: 2, all: 2 });
});

test('[AT18] neither tokens nor tickets stand in the database, the logs or the ledger', async () => {
  const { appAccessToken } = await server.token(ACCOUNT);
  const { jsapiTicket } = await server.ticket();
  const renewed = granted(await server.report(appAccessToken, ACCOUNT)).appAccessToken;
  await world.advance(60);
  const kept = JSON.stringify([await world.database(), await world.logs(), await world.ledgerSince()]);
  for (const secret of [appAccessToken, jsapiTicket, renewed]) for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, 60), secret.slice(3, 40)]) expect(kept.includes(form)).toBe(false);
});

test.each([512, 2048])('[AT4] a token of %i characters passes both faces unchanged', async (tokenLength) => {
  await settings({ appid: ACCOUNT, tokenLength });
  const { appAccessToken } = await server.token(ACCOUNT);
  expect([appAccessToken.length, await weChatSays(world, appAccessToken)]).toEqual([tokenLength, 0]);
  expect((await server.ticket()).jsapiTicket).toEqual(expect.any(String));
  const other = granted(await server.report(appAccessToken, ACCOUNT)).appAccessToken;
  expect([other.length, await weChatSays(world, other), await weChatSays(world, appAccessToken)]).toEqual([tokenLength, 0, 40001]);
});

test.each([['stable_token', MINI_PROGRAM], ['token', PLAIN_APP]])('[REL-14] clocks that jump by an hour on, an hour back and ten minutes back serve no token of %s that WeChat refuses', async (_endpoint, appId) => {
  for (const jump of [0, 90 * 60, HOUR, -HOUR, -600, 25 * 60, HOUR, -600, -HOUR, 119 * 60, -600]) {
    await world.advance(jump);
    const { appAccessToken, expiresAt } = await server.token(appId);
    expect([jump, await weChatSays(world, appAccessToken)]).toEqual([jump, 0]);
    expect(expiresAt).toBeGreaterThan((await world.control<{ now: number }>('GET', '/emulator/clock')).now);
  }
});

test('[AT13] where WeChat does not let the address in, the alarm repeats it and says where to enter it; what lives is served on', async () => {
  await settings({ appid: MINI_PROGRAM, ipWhitelist: [] });
  expect(await server.ask(`/app-token/${MINI_PROGRAM}`)).toMatchObject({ status: 503, reply: { ok: false, refusal: { code: 'wechat-unavailable', retry: 'later' } } });
  for (let i = 0; i < 5; i += 1) await server.ask(`/app-token/${MINI_PROGRAM}`);
  expect(await linesOf('app-token-not-renewed')).toEqual([expect.objectContaining({ level: 'alarm', appid: MINI_PROGRAM, reason: 'errcode 40164', sentence: expect.stringContaining('WeChat saw 127.0.0.1,') })]);
  await settings({ appid: MINI_PROGRAM, ipWhitelist: null });
  await world.advance(60);
  const { appAccessToken } = await server.token();
  await settings({ appid: MINI_PROGRAM, secretFrozen: true });
  await world.advance(7200 - 200);
  expect((await server.token()).appAccessToken).toBe(appAccessToken);
  expect((await status()).find(({ appId }) => appId === MINI_PROGRAM)).toMatchObject({ warning: expect.stringContaining('40243'), failures: expect.any(Number) });
});

test('[AT14] a ticket of an official account is fetched with its token, kept, and renewed before its end; a mini program and a website have none', async () => {
  const before = await askedFor(world, ACCOUNT);
  const { jsapiTicket, expiresAt } = await server.ticket();
  expect(await askedFor(world, ACCOUNT, before)).toEqual({ stableToken: 1, getticket: 1 });
  expect((await server.ticket()).jsapiTicket).toBe(jsapiTicket);
  for (const path of [`/app-token/${MINI_PROGRAM}/jsapi-ticket`, `/app-token/${SITE}/jsapi-ticket`, `/app-token/${SITE}`, '/app-token/wxfa4e0000000000ff']) expect(await server.ask(path)).toMatchObject({ status: 404, reply: { refusal: { code: 'not-found' } } });
  await world.control('POST', '/emulator/clock', { now: expiresAt - 100_000 });
  const renewed = await server.ticket();
  expect([renewed.jsapiTicket === jsapiTicket, renewed.expiresAt > expiresAt]).toEqual([false, true]);
});

test('[AT14] a ticket is fetched with the next token where WeChat refuses the first', async () => {
  const { appAccessToken } = await server.token(ACCOUNT);
  await someoneForces(world, ACCOUNT);
  expect(await weChatSays(world, appAccessToken)).toBe(40001);
  const before = await askedFor(world, ACCOUNT);
  expect((await server.ticket()).jsapiTicket).toEqual(expect.any(String));
  expect(await askedFor(world, ACCOUNT, before)).toEqual({ stableToken: 1, getticket: 1 });
});

test('[AT11] operators see how each app’s tokens stand, and are warned of a second fetcher', async () => {
  await world.advance(60);
  for (let round = 0; round < 2; round += 1) {
    const { appAccessToken } = await server.token();
    await someoneForces(world);
    await server.report(appAccessToken);
    await world.advance(60);
  }
  const apps = await status();
  expect(apps.map(({ appId, kind, endpoint, warning }) => [appId, kind, endpoint, warning === null])).toEqual([[MINI_PROGRAM, 'access-token', 'stable_token', false], [ACCOUNT, 'access-token', 'stable_token', true], [PLAIN_APP, 'access-token', 'token', true]]);
  expect(apps[0]).toMatchObject({ warning: expect.stringContaining('someone else'), renewals: [{ by: 'server:local', why: 'reported' }, { by: 'server:local', why: 'reported' }, { by: 'timer', why: 'due' }], forcedLeft: 20 });
  expect(JSON.stringify(apps)).not.toContain((await server.token()).appAccessToken.slice(3, 30));
});
