// cgi-bin/stable_token: the same access_token until its last five minutes, or a new one by force.
import type { TokenParts } from './client';
import { judgeClient } from './client';
import type { ApiRequest, Reply } from './request';
import { readObject } from './request';

interface Wanted { appid: string | null; secret: string | null; grantType: string | null; force: boolean }

const POST_REQUIRED = 43002;
const APPID_MISSING = 41002;
const EMPTY_POST_DATA = 44002;
const DATA_FORMAT_ERROR = 47001;

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/** The errcode of a call that is not made as a JSON post. Parameters in the query are not read: WeChat then misses the appid. */
function readWanted({ method, query, body }: ApiRequest): Wanted | number {
  if (method !== 'POST') return POST_REQUIRED;
  const fields = readObject(body);
  if (typeof fields === 'number') return fields === EMPTY_POST_DATA && query.has('appid') ? APPID_MISSING : fields;
  const { appid, secret, grant_type: grantType, force_refresh: force = false } = fields;
  if (!isTextOrAbsent(appid) || !isTextOrAbsent(secret) || !isTextOrAbsent(grantType) || typeof force !== 'boolean') return DATA_FORMAT_ERROR;
  return { appid: appid ?? null, secret: secret ?? null, grantType: grantType ?? null, force };
}

/** One that comes within 30 s of the last gets the present token unrefreshed, and is not counted. */
function forced({ tokens, quotas }: TokenParts, appid: string): Reply {
  if (tokens.wasJustForced(appid)) return tokens.present(appid);
  const errcode = quotas.count(appid, 'forced');
  return errcode === null ? tokens.force(appid) : { errcode };
}

/**
 * Refuses by errcode: 43002, 44002, 47001 the post; then as `judgeClient`; 45011, 45009 above a quota.
 * @see 获取稳定版接口调用凭据, developers.weixin.qq.com
 */
export function stableToken(parts: TokenParts, request: ApiRequest): Reply {
  const wanted = readWanted(request);
  if (typeof wanted === 'number') return { errcode: wanted };
  const judged = judgeClient(parts, { ...wanted, callerAddress: request.callerAddress });
  if ('refusal' in judged) return judged.refusal;
  const { appid } = judged.app;
  const errcode = parts.quotas.count(appid, 'stableToken');
  if (errcode !== null) return { errcode };
  return wanted.force ? forced(parts, appid) : parts.tokens.present(appid);
}
