// cgi-bin/token: a new access_token at every call.
import type { TokenParts } from './client';
import { judgeClient } from './client';
import type { ApiRequest, Reply } from './request';

/**
 * Only the query is read, so that a form post misses its appid, as at WeChat. Refuses by errcode as `judgeClient`; 45009 above the quota.
 * @see 获取接口调用凭据, developers.weixin.qq.com
 */
export function token(parts: TokenParts, { query, callerAddress }: ApiRequest): Reply {
  const judged = judgeClient(parts, { appid: query.get('appid'), secret: query.get('secret'), grantType: query.get('grant_type'), callerAddress });
  if ('refusal' in judged) return judged.refusal;
  const { appid } = judged.app;
  const errcode = parts.quotas.count(appid, 'token');
  return errcode === null ? parts.tokens.renew(appid) : { errcode };
}
