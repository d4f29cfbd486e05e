// GET /sns/jscode2session: trades a `wx.login` code for the caller's identifiers.
import * as v from 'valibot';
import { openId, unionId } from '../../auth/ids';
import type { OpenId, UnionId } from '../../auth/ids';
import type { AppSettings } from '../../auth/ports';
import { meaningOf } from '../errcode';
import type { Meaning } from '../errcode';
import { WeChatMalformed, getJson } from '../transport';
import type { Endpoint } from '../transport';

export type JsCode2Session =
  | { ok: true; openId: OpenId; unionId: UnionId | null; sessionKey: string }
  | { ok: false; errcode: number; meaning: Meaning };

/** 16 bytes of base64. */
const SessionKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{22}==$/));
const Failure = v.object({ errcode: v.pipe(v.number(), v.integer(), v.notValue(0)) });
const Success = v.object({ errcode: v.optional(v.literal(0)), session_key: SessionKey, openid: v.pipe(v.string(), v.trim()), unionid: v.optional(v.pipe(v.string(), v.trim())) });

/**
 * Sends the code once and never again: an answer that was lost may have consumed it (REL-04).
 * @throws WeChatUnreachable; WeChatMalformed when `openid` or `session_key` is absent or not of WeChat's shape (SEC-17)
 * @see auth.code2Session, developers.weixin.qq.com
 */
export async function jscode2session(endpoint: Endpoint, app: AppSettings, code: string): Promise<JsCode2Session> {
  const query = { appid: app.appId, secret: app.secret, js_code: code, grant_type: 'authorization_code' };
  return judgeJsCode2Session(await getJson(endpoint, '/sns/jscode2session', query));
}

/** Reads an answer; apart from the sending, so that it can be tried with a literal. */
export function judgeJsCode2Session(answer: unknown): JsCode2Session {
  const failure = v.safeParse(Failure, answer);
  if (failure.success) return { ok: false, errcode: failure.output.errcode, meaning: meaningOf(failure.output.errcode) };
  const success = v.safeParse(Success, answer);
  const person = success.success ? openId(success.output.openid) : null;
  if (!success.success || person === null) throw new WeChatMalformed('WeChat answered jscode2session without a usable openid or session_key.');
  const union = success.output.unionid === undefined || success.output.unionid === '' ? null : unionId(success.output.unionid);
  if (union === null && success.output.unionid) throw new WeChatMalformed('WeChat answered jscode2session with an unusable unionid.');
  return { ok: true, openId: person, unionId: union, sessionKey: success.output.session_key };
}
