// GET /sns/oauth2/refresh_token: gives a person's access token its two hours again, or another one in its place.
import * as v from 'valibot';
import { openId } from '../../../auth/ids';
import type { OpenId } from '../../../auth/ids';
import type { AppSettings } from '../../../auth/ports';
import { meaningOf } from '../../errcode';
import type { Meaning } from '../../errcode';
import { WeChatMalformed, getJson } from '../../transport';
import type { Endpoint } from '../../transport';

export interface RenewedToken { accessToken: string; refreshToken: string; expiresIn: number; openId: OpenId }
export type RenewedTokenAnswer = { ok: true; token: RenewedToken } | { ok: false; errcode: number; meaning: Meaning };

const Failure = v.object({ errcode: v.pipe(v.number(), v.integer(), v.notValue(0)) });
const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const Success = v.object({ access_token: Token, refresh_token: Token, expires_in: v.pipe(v.number(), v.integer()), openid: v.pipe(v.string(), v.trim()) });

/**
 * Without the app's secret: WeChat wants none here. The refresh token stays as it is, and its thirty days go on, so an answer that was lost costs nothing.
 * @throws WeChatUnreachable, WeChatMalformed; neither carries the token
 * @see 刷新 access_token, developers.weixin.qq.com
 */
export async function renewUserToken(endpoint: Endpoint, app: AppSettings, userRefreshToken: string): Promise<RenewedTokenAnswer> {
  return judgeRenewedToken(await getJson(endpoint, '/sns/oauth2/refresh_token', { appid: app.appId, grant_type: 'refresh_token', refresh_token: userRefreshToken }));
}

export function judgeRenewedToken(answer: unknown): RenewedTokenAnswer {
  const failure = v.safeParse(Failure, answer);
  if (failure.success) return { ok: false, errcode: failure.output.errcode, meaning: meaningOf(failure.output.errcode) };
  const success = v.safeParse(Success, answer);
  const person = success.success ? openId(success.output.openid) : null;
  if (!success.success || person === null) throw new WeChatMalformed('WeChat answered oauth2/refresh_token without a usable openid or token.');
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = success.output;
  return { ok: true, token: { accessToken, refreshToken, expiresIn, openId: person } };
}
