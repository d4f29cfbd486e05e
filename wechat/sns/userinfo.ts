// GET /sns/userinfo: what WeChat shows of a person who agreed to it.
import * as v from 'valibot';
import { openId, unionId } from '../../auth/ids';
import type { OpenId, UnionId } from '../../auth/ids';
import { meaningOf } from '../errcode';
import type { Meaning } from '../errcode';
import { WeChatMalformed, getJson } from '../transport';
import type { Endpoint } from '../transport';

export interface UserInfo { openId: OpenId; unionId: UnionId | null; nickname: string; sex: number | null; province: string; city: string; country: string; headimgurl: string; privilege: string[] }
export type UserInfoAnswer = { ok: true; info: UserInfo } | { ok: false; errcode: number; meaning: Meaning };

const Failure = v.object({ errcode: v.pipe(v.number(), v.integer(), v.notValue(0)) });
/** A detail that has not its shape is left out: nobody is kept out for it. */
const Text = v.fallback(v.pipe(v.string(), v.maxLength(1024)), '');
const Success = v.object({
  openid: v.pipe(v.string(), v.trim()), nickname: Text, sex: v.fallback(v.nullable(v.number()), null), province: Text, city: Text, country: Text, headimgurl: Text,
  privilege: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(128))), v.maxLength(50)), []), unionid: v.fallback(v.pipe(v.string(), v.trim()), ''),
});

/**
 * @throws WeChatUnreachable, WeChatMalformed; neither carries the token
 * @see 拉取用户信息, developers.weixin.qq.com
 */
export async function userInfo(endpoint: Endpoint, token: { accessToken: string; openId: OpenId }): Promise<UserInfoAnswer> {
  return judgeUserInfo(await getJson(endpoint, '/sns/userinfo', { access_token: token.accessToken, openid: token.openId, lang: 'zh_CN' }));
}

export function judgeUserInfo(answer: unknown): UserInfoAnswer {
  const failure = v.safeParse(Failure, answer);
  if (failure.success) return { ok: false, errcode: failure.output.errcode, meaning: meaningOf(failure.output.errcode) };
  const success = v.safeParse(Success, answer);
  const person = success.success ? openId(success.output.openid) : null;
  if (!success.success || person === null) throw new WeChatMalformed('WeChat answered userinfo without a usable openid.');
  const { openid: _openid, unionid, sex, ...said } = success.output;
  return { ok: true, info: { ...said, sex, openId: person, unionId: unionid === '' ? null : unionId(unionid) } };
}
