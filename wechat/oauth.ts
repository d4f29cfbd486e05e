// WeChat's OAuth as signing in wants it: who the person is, and what of her profile she lets be seen.
import type { Alarm, AppSettings } from '../auth/ports';
import type { OAuthExchange, WeChatOAuth } from '../auth/web/ports';
import type { Meaning } from './errcode';
import { userAccessToken } from './sns/oauth2/access_token';
import type { UserToken } from './sns/oauth2/access_token';
import { userInfo } from './sns/userinfo';
import { WeChatMalformed, WeChatUnreachable } from './transport';
import type { Endpoint } from './transport';

export interface Journal { alarm: Alarm; notice: Alarm }
interface Wall { endpoint: Endpoint; journal: Journal; now: () => number }

/** Never throws for what WeChat or the network does. Asks WeChat once, twice where the profile is wanted. */
export function weChatOAuth(wall: Wall): WeChatOAuth {
  return { exchange: (app, code, wantsProfile) => guarded(wall, app, () => exchange(wall, app, code, wantsProfile)) };
}

async function exchange(wall: Wall, app: AppSettings, code: string, wantsProfile: boolean): Promise<OAuthExchange> {
  const answer = await userAccessToken(wall.endpoint, app, code);
  if (!answer.ok) return refusal(wall, app, 'sns/oauth2/access_token', answer);
  const { token } = answer;
  const who = { kind: 'exchanged' as const, openId: token.openId, scopes: token.scopes, isSnapshot: token.isSnapshot };
  if (!wantsProfile || token.isSnapshot) return { ...who, unionId: token.unionId, profile: null };
  return withProfile(wall, app, token, who);
}

async function withProfile(wall: Wall, app: AppSettings, token: UserToken, who: Pick<Extract<OAuthExchange, { kind: 'exchanged' }>, 'kind' | 'openId' | 'scopes' | 'isSnapshot'>): Promise<OAuthExchange> {
  const answer = await userInfo(wall.endpoint, token);
  if (!answer.ok) return refusal(wall, app, 'sns/userinfo', answer);
  const { openId, unionId, ...said } = answer.info;
  if (openId !== token.openId) throw new WeChatMalformed('WeChat told of another person than it gave the token for.');
  return { ...who, unionId: token.unionId ?? unionId, profile: { ...said, at: wall.now() } };
}

function refusal({ journal }: Wall, app: AppSettings, call: string, { errcode, meaning }: { errcode: number; meaning: Meaning }): OAuthExchange {
  switch (meaning.code) {
    case 'code-invalid':
    case 'code-used':
    case 'user-blocked': return { kind: 'refused', code: meaning.code };
  }
  const detail = { appid: app.appId, errcode: String(errcode), call };
  if (meaning.misconfigured) journal.alarm('wechat-misconfigured', detail);
  else journal.notice('wechat-left-out', detail);
  return { kind: 'unavailable', code: meaning.code === 'wechat-busy' || meaning.code === 'rate-limited' ? 'wechat-busy' : 'wechat-unavailable' };
}

async function guarded({ journal }: Wall, app: AppSettings, ask: () => Promise<OAuthExchange>): Promise<OAuthExchange> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof WeChatUnreachable || error instanceof WeChatMalformed)) throw error;
    journal.notice('wechat-left-out', { appid: app.appId, reason: error.message, call: 'sns/oauth2' });
    return { kind: 'unavailable', code: 'wechat-unavailable' };
  }
}
