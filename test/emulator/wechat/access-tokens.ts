// What a server asks of api.weixin.qq.com around its access_token.
import type { LocalWeChat } from './local-wechat';
import { MINI_PROGRAM } from './local-wechat';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const RID = '[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}';

export type Reply = Record<string, unknown>;

export async function ask(world: LocalWeChat, path: string, query: Record<string, string> = {}, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(`${world.origin}/${path}?${new URLSearchParams(query)}`, init);
  return await response.json() as Reply;
}

export function post(world: LocalWeChat, path: string, body: unknown, query: Record<string, string> = {}): Promise<Reply> {
  return ask(world, path, query, { method: 'POST', body: JSON.stringify(body) });
}

export function clientOf(world: LocalWeChat, appid = MINI_PROGRAM): { grant_type: string; appid: string; secret: string } {
  return { grant_type: 'client_credential', appid, secret: world.app(appid).secret };
}

/** cgi-bin/token */
export function plain(world: LocalWeChat, appid = MINI_PROGRAM): Promise<Reply> {
  return ask(world, 'cgi-bin/token', clientOf(world, appid));
}

export function stable(world: LocalWeChat, appid = MINI_PROGRAM): Promise<Reply> {
  return post(world, 'cgi-bin/stable_token', clientOf(world, appid));
}

export function forced(world: LocalWeChat, appid = MINI_PROGRAM): Promise<Reply> {
  return post(world, 'cgi-bin/stable_token', { ...clientOf(world, appid), force_refresh: true });
}

export function tokenOf({ access_token: token }: Reply): string {
  if (typeof token !== 'string') throw new Error('there is no access_token in the reply');
  return token;
}

/** What the cheapest call says of each: 'good', or its errcode. */
export async function worth(world: LocalWeChat, ...replies: Reply[]): Promise<unknown[]> {
  const answers = await Promise.all(replies.map((reply) => ask(world, 'cgi-bin/getcallbackip', { access_token: tokenOf(reply) })));
  return answers.map((answer) => ('ip_list' in answer ? 'good' : answer['errcode']));
}
