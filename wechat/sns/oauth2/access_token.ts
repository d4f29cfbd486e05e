// GET /sns/oauth2/access_token: trades the code of one of WeChat's pages for who the person is there.
import * as v from 'valibot';
import { openId, unionId } from '../../../auth/ids';
import type { OpenId, UnionId } from '../../../auth/ids';
import type { AppSettings } from '../../../auth/ports';
import { meaningOf } from '../../errcode';
import type { Meaning } from '../../errcode';
import { WeChatMalformed, getJson } from '../../transport';
import type { Endpoint } from '../../transport';

export interface UserToken { accessToken: string; refreshToken: string; expiresIn: number; openId: OpenId; unionId: UnionId | null; scopes: string[]; isSnapshot: boolean }
export type UserTokenAnswer = { ok: true; token: UserToken } | { ok: false; errcode: number; meaning: Meaning };

const Failure = v.object({ errcode: v.pipe(v.number(), v.integer(), v.notValue(0)) });
const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const Success = v.object({
  access_token: Token, refresh_token: Token, expires_in: v.pipe(v.number(), v.integer()), openid: v.pipe(v.string(), v.trim()), scope: v.string(), unionid: v.nullish(v.pipe(v.string(), v.trim())),
  // A person is nobody here if it is anything that means yes.
  is_snapshotuser: v.optional(v.unknown()),
});

/** 1 on the wire, and absent for everybody else. */
const NO: readonly unknown[] = [undefined, null, 0, '0', false, 'false', ''];

/**
 * Sends the code once and never again: an answer that was lost may have consumed it (REL-04).
 * @throws WeChatUnreachable; WeChatMalformed when the openid is absent or not of WeChat's shape (SEC-17)
 * @see 通过 code 换取网页授权 access_token, developers.weixin.qq.com
 */
export async function userAccessToken(endpoint: Endpoint, app: AppSettings, code: string): Promise<UserTokenAnswer> {
  return judgeUserToken(await getJson(endpoint, '/sns/oauth2/access_token', { appid: app.appId, secret: app.secret, code, grant_type: 'authorization_code' }));
}

export function judgeUserToken(answer: unknown): UserTokenAnswer {
  const failure = v.safeParse(Failure, answer);
  if (failure.success) return { ok: false, errcode: failure.output.errcode, meaning: meaningOf(failure.output.errcode) };
  const success = v.safeParse(Success, answer);
  const person = success.success ? openId(success.output.openid) : null;
  if (!success.success || person === null) throw new WeChatMalformed('WeChat answered oauth2/access_token without a usable openid or token.');
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn, scope, unionid, is_snapshotuser: snapshot } = success.output;
  const union = unionid == null || unionid === '' ? null : unionId(unionid);
  if (union === null && unionid) throw new WeChatMalformed('WeChat answered oauth2/access_token with an unusable unionid.');
  return { ok: true, token: { accessToken, refreshToken, expiresIn, openId: person, unionId: union, scopes: scope.split(',').map((each) => each.trim()), isSnapshot: !NO.some((each) => each === snapshot) } };
}
