// WeChat's OAuth as signing in wants it: who the person is, and what of her profile she lets be seen, then and later.
import type { OpenId } from '../auth/ids';
import type { Alarm, AppSettings } from '../auth/ports';
import type { Looked, Renewal, Unseen, WeChatTokens, WeChatUser } from '../auth/profile/ports';
import type { OAuthExchange, WeChatOAuth } from '../auth/web/ports';
import { saysPersonIsLimited, saysPersonMustReturn, saysTokenIsDead } from './errcode';
import type { Meaning } from './errcode';
import { userAccessToken } from './sns/oauth2/access_token';
import type { UserToken } from './sns/oauth2/access_token';
import { renewUserToken } from './sns/oauth2/refresh_token';
import { userInfo } from './sns/userinfo';
import { WeChatMalformed, WeChatUnreachable } from './transport';
import type { Endpoint } from './transport';

export interface Journal { alarm: Alarm; notice: Alarm }
interface Wall { endpoint: Endpoint; journal: Journal; now: () => number }
interface Failed { errcode: number; meaning: Meaning }
type Unavailable = { kind: 'unavailable'; code: 'wechat-busy' | 'wechat-unavailable' };
/** Whoever a token was given for. */
type Exchanged = Extract<OAuthExchange, { kind: 'exchanged' }>;

/** Never throws for what WeChat or the network does. Asks WeChat once, twice where the profile is wanted. */
export function weChatOAuth(wall: Wall): WeChatOAuth {
  return { exchange: (app, code, wantsProfile) => guarded(wall, app, () => exchange(wall, app, code, wantsProfile)) };
}

/** Never throws either. Each asks WeChat once. */
export function weChatUser(wall: Wall): WeChatUser {
  return {
    look: (app, holder, token) => guarded(wall, app, () => look(wall, app, holder, token)),
    renew: (app, holder, token) => guarded(wall, app, () => renew(wall, app, holder, token)),
  };
}

async function exchange(wall: Wall, app: AppSettings, code: string, wantsProfile: boolean): Promise<OAuthExchange> {
  const answer = await userAccessToken(wall.endpoint, app, code);
  if (!answer.ok) return refusal(wall, app, 'sns/oauth2/access_token', answer);
  const { token } = answer;
  const who = { kind: 'exchanged' as const, openId: token.openId, scopes: token.scopes, isSnapshot: token.isSnapshot, tokens: { ...tokensOf(wall, token), at: wall.now() } };
  if (!wantsProfile || token.isSnapshot) return { ...who, unionId: token.unionId, profile: null };
  return withProfile(wall, app, token, who);
}

async function withProfile(wall: Wall, app: AppSettings, token: UserToken, who: Omit<Exchanged, 'unionId' | 'profile'>): Promise<OAuthExchange> {
  const answer = await userInfo(wall.endpoint, token);
  if (!answer.ok) return refusal(wall, app, 'sns/userinfo', answer);
  const { openId, unionId, ...said } = answer.info;
  refuseAnother(openId, token.openId);
  return { ...who, unionId: token.unionId ?? unionId, profile: { ...said, at: wall.now() } };
}

async function look(wall: Wall, app: AppSettings, holder: OpenId, accessToken: string): Promise<Looked> {
  const answer = await userInfo(wall.endpoint, { accessToken, openId: holder });
  if (!answer.ok) return saysTokenIsDead(answer.errcode) ? { kind: 'over' } : unseen(wall, app, 'sns/userinfo', answer);
  const { openId, unionId: _unionId, ...said } = answer.info;
  refuseAnother(openId, holder);
  return { kind: 'shown', profile: { ...said, at: wall.now() } };
}

async function renew(wall: Wall, app: AppSettings, holder: OpenId, refreshToken: string): Promise<Renewal> {
  const answer = await renewUserToken(wall.endpoint, app, refreshToken);
  if (!answer.ok) return unseen(wall, app, 'sns/oauth2/refresh_token', answer);
  refuseAnother(answer.token.openId, holder);
  return { kind: 'renewed', tokens: tokensOf(wall, answer.token) };
}

function tokensOf(wall: Wall, { accessToken, refreshToken, expiresIn }: Pick<UserToken, 'accessToken' | 'refreshToken' | 'expiresIn'>): Omit<WeChatTokens, 'at'> {
  return { userAccessToken: accessToken, userRefreshToken: refreshToken, accessUntil: wall.now() + expiresIn * 1000 };
}

function refuseAnother(told: OpenId, holder: OpenId): void {
  if (told !== holder) throw new WeChatMalformed('WeChat told of another person than the token is of.');
}

function unseen(wall: Wall, app: AppSettings, call: string, failed: Failed): Unseen {
  return saysPersonMustReturn(failed.errcode) ? { kind: 'over' } : leftOut(wall, app, call, failed);
}

function refusal(wall: Wall, app: AppSettings, call: string, failed: Failed): OAuthExchange {
  if (saysPersonIsLimited(failed.errcode)) return { kind: 'refused', code: 'user-blocked' };
  const { code } = failed.meaning;
  switch (code) {
    case 'code-invalid':
    case 'code-used':
    case 'user-blocked': return { kind: 'refused', code };
  }
  return leftOut(wall, app, call, failed);
}

function leftOut({ journal }: Wall, app: AppSettings, call: string, { errcode, meaning }: Failed): Unavailable {
  const detail = { appid: app.appId, errcode: String(errcode), call };
  if (meaning.misconfigured) journal.alarm('wechat-misconfigured', detail);
  else journal.notice('wechat-left-out', detail);
  return { kind: 'unavailable', code: meaning.code === 'wechat-busy' || meaning.code === 'rate-limited' ? 'wechat-busy' : 'wechat-unavailable' };
}

async function guarded<Answer>({ journal }: Wall, app: AppSettings, ask: () => Promise<Answer>): Promise<Answer | Unavailable> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof WeChatUnreachable || error instanceof WeChatMalformed)) throw error;
    journal.notice('wechat-left-out', { appid: app.appId, reason: error.message, call: 'sns/oauth2' });
    return { kind: 'unavailable', code: 'wechat-unavailable' };
  }
}
