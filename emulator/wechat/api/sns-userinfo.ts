// sns/userinfo and sns/auth: what a person's access_token tells of her, and whether it is good.
import type { AppRecord, PersonRecord } from '../../ports';
import type { Authorized } from '../oauth/codes';
import { memberOf, openidIn } from '../oauth/member';
import type { Reply } from './request';
import type { OAuthParts } from './sns-access-token';

const TOKEN_MISSING = 41001;
const INVALID_CREDENTIAL = 40001;
const INVALID_OPENID = 40003;
const UNAUTHORIZED = 48001;
const USER_LIMITED = 50002;
const MINUTE_QUOTA_REACHED = 45011;
const PER_MINUTE = 50_000;
const TELLING_SCOPES = ['snsapi_userinfo', 'snsapi_login'];

interface Bearer { authorized: Authorized; person: PersonRecord; app: AppRecord }

/** Refuses by errcode: 41001, 40014, 40001, 42001 the token; 40003 an openid that is not its person's. */
function bearerOf({ state, grants }: OAuthParts, query: URLSearchParams): Bearer | { errcode: number } {
  const token = query.get('access_token');
  if (!token) return { errcode: TOKEN_MISSING };
  const authorized = grants.judge(token);
  if ('errcode' in authorized) return authorized;
  const app = state.findApp(authorized.appid);
  const person = state.findPerson(authorized.person);
  if (app === null || person === null) return { errcode: INVALID_CREDENTIAL };
  return query.get('openid') === openidIn(person, app.appid, authorized.snapshot) ? { authorized, person, app } : { errcode: INVALID_OPENID };
}

/** `lang` would be the language of country, province and city, which are empty for everybody since 2021-10-20, as sex is 0. @see 拉取用户信息, developers.weixin.qq.com */
export function snsUserinfo(parts: OAuthParts, query: URLSearchParams): Reply {
  const bearer = bearerOf(parts, query);
  if ('errcode' in bearer) return bearer;
  const { authorized, person, app } = bearer;
  if (!authorized.scope.split(',').some((scope) => TELLING_SCOPES.includes(scope))) return { errcode: UNAUTHORIZED };
  if (person.blocked) return { errcode: USER_LIMITED };
  if (!parts.minuteCalls.count(app.appid, 'userinfo', PER_MINUTE)) return { errcode: MINUTE_QUOTA_REACHED };
  const { openid, unionid, nickname, headimgurl } = memberOf(person, app, authorized.snapshot, parts.avatarOrigin);
  return { openid, nickname, sex: 0, province: '', city: '', country: '', headimgurl, privilege: [], ...(unionid === null ? {} : { unionid }) };
}

export function snsAuth(parts: OAuthParts, query: URLSearchParams): Reply {
  const bearer = bearerOf(parts, query);
  return 'errcode' in bearer ? bearer : { errcode: 0, errmsg: 'ok' };
}
