// A server of somebody's own: signs its requests to the centre by itself, and calls WeChat with what it gets.
import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { AppToken, JsapiTicket } from '../../contract/app-token';
import type { Reply } from '../../contract/reply';
import type { LocalWorld } from '../support/local-world';

export const MINI_PROGRAM = 'wxfa4e000000000001';
export const ACCOUNT = 'wxfa4e000000000002';
export const SITE = 'wxfa4e000000000003';

export interface Answered<T> { status: number; headers: Headers; reply: Reply<T> }
export interface Asking { method?: string; body?: string; headers?: Record<string, string>; query?: string }
export interface Server {
  ask<T = AppToken>(path: string, asking?: Asking): Promise<Answered<T>>;
  /** The token to use now; throws where there is none. */
  token(appId?: string): Promise<AppToken>;
  ticket(): Promise<JsapiTicket>;
  report(failed: string, appId?: string, errcode?: number): Promise<Answered<AppToken>>;
}

/** By the key that lies beside the world's data, or another. `now`: the world's clock, asked once for each request unless given. */
export async function aServer(world: LocalWorld, key?: { caller: string; secret: string }): Promise<Server> {
  const [caller = '', secret = ''] = key === undefined ? (await fs.readFile(path.join(world.data, 'server-key'), 'utf8')).trim().split('.') : [key.caller, key.secret];
  const ask: Server['ask'] = async <T>(where: string, { method = 'GET', body = '', headers = {}, query = '' }: Asking = {}) => {
    const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
    const nonce = randomBytes(16).toString('hex');
    const signature = createHmac('sha256', secret).update([method, where, body, now, nonce].join('\n')).digest('hex');
    const signed = { 'x-caller': caller, 'x-time': String(now), 'x-nonce': nonce, 'x-signature': signature, 'content-type': 'application/json', ...headers };
    const response = await fetch(`${world.url}/service${where}${query}`, { method, headers: signed, ...(body === '' ? {} : { body }) });
    return { status: response.status, headers: response.headers, reply: await response.json() as Reply<T> };
  };
  return {
    ask,
    token: async (appId = MINI_PROGRAM) => granted(await ask(`/app-token/${appId}`)),
    ticket: async () => granted(await ask<JsapiTicket>(`/app-token/${ACCOUNT}/jsapi-ticket`)),
    report: (failed, appId = MINI_PROGRAM, errcode = 40001) => ask(`/app-token/${appId}/report`, { method: 'POST', body: JSON.stringify({ appAccessToken: failed, errcode }) }),
  };
}

export function granted<T>({ status, reply }: Answered<T>): T {
  if (!reply.ok) throw new Error(`HTTP ${status}: ${reply.refusal.code}`);
  return reply.value;
}

/** The cheapest call of WeChat's that wants a token: its errcode, 0 where the token is good. */
export async function weChatSays(world: { url: string }, token: string): Promise<number> {
  const answer = await fetch(`${world.url}/api.weixin.qq.com/cgi-bin/getcallbackip?access_token=${encodeURIComponent(token)}`);
  const { errcode = 0 } = await answer.json() as { errcode?: number };
  return errcode;
}

/** Somebody else who has the AppSecret asks WeChat for a token: by force, which voids the one there is. */
export async function someoneForces(world: LocalWorld, appid = MINI_PROGRAM): Promise<string> {
  const { apps } = await world.control<{ apps: { appid: string; secret: string }[] }>('GET', '/emulator/apps');
  const secret = apps.find((app) => app.appid === appid)?.secret;
  const answer = await fetch(`${world.url}/api.weixin.qq.com/cgi-bin/stable_token`, { method: 'POST', body: JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: true }) });
  return (await answer.json() as { access_token: string }).access_token;
}

/** Calls of WeChat that handed out a credential since. */
export async function askedSince(world: LocalWorld, after: number): Promise<string[]> {
  return (await world.ledgerSince(after)).filter(({ kind, name }) => kind === 'wechat' && /token|getticket/.test(name)).map(({ name }) => name);
}

export type Counts = Partial<Record<'token' | 'stableToken' | 'forced' | 'getticket', number>>;

/** What WeChat did for this app today, as it counts: questions that reached it, without those that are none. `before`: what was counted then. */
export async function askedFor(world: LocalWorld, appid: string, before: Counts = {}): Promise<Counts> {
  const { apps } = await world.control<{ apps: { appid: string; calls: Required<Counts> }[] }>('GET', '/emulator/access-tokens');
  const calls: Counts = apps.find((app) => app.appid === appid)?.calls ?? {};
  const since = Object.entries(calls).map(([name, count]): [string, number] => [name, count - (before[name as keyof Counts] ?? 0)]);
  return Object.fromEntries(since.filter(([, count]) => count > 0));
}

/** Ten seconds into the minute after this moment has passed by so many seconds: no timer of a minute runs for a while. */
export async function moveBetweenMinutes(world: LocalWorld, seconds: number): Promise<void> {
  const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
  await world.control('POST', '/emulator/clock', { now: Math.ceil((now + seconds * 1000) / 60_000) * 60_000 + 10_000 });
}
