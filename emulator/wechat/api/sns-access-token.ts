// sns/oauth2/access_token: trades the code of a sign-in page for the person's tokens; sns/oauth2/refresh_token renews them.
import type { AppRecord, PersonRecord } from '../../ports';
import type { MinuteCalls } from '../minute-calls';
import type { OAuthCodes } from '../oauth/codes';
import type { Grants, HandedOutGrant } from '../oauth/grants';
import { memberOf } from '../oauth/member';
import type { State } from '../state';
import type { Reply } from './request';

export interface OAuthParts { state: State; oauthCodes: OAuthCodes; grants: Grants; minuteCalls: MinuteCalls; avatarOrigin: () => string }

const APPID_MISSING = 41002;
const SECRET_MISSING = 41004;
const CODE_MISSING = 41008;
const REFRESH_TOKEN_MISSING = 41003;
const INVALID_GRANT_TYPE = 40002;
const INVALID_APPID = 40013;
const INVALID_SECRET = 40125;
const INVALID_CODE = 40029;
const INVALID_REFRESH_TOKEN = 40030;
const CODE_USED = 40163;
const USER_LIMITED = 50002;
const MINUTE_QUOTA_REACHED = 45011;
/** 网站应用's page, per app. */
const TRADES_PER_MINUTE = 10_000;
const RENEWALS_PER_MINUTE = 50_000;

const SILENT_SCOPE = 'snsapi_base';

function firstMissing(query: URLSearchParams, required: readonly [parameter: string, errcode: number][]): number | null {
  return required.find(([parameter]) => !query.get(parameter))?.[1] ?? null;
}

/** A mini program has no such pages. */
function webApp(state: State, appid: string): AppRecord | null {
  const app = state.findApp(appid);
  return app === null || app.kind === 'mini-program' ? null : app;
}

/** Keys in the order of the wire. WeChat tells a unionid to no snsapi_base, and `is_snapshotuser` of virtual people alone. */
function traded(grant: HandedOutGrant, person: PersonRecord, app: AppRecord, avatarOrigin: () => string): Reply {
  const { scope, snapshot } = grant.authorized;
  const { openid, unionid } = memberOf(person, app, snapshot, avatarOrigin);
  return {
    ...renewed(grant, openid),
    ...(snapshot ? { is_snapshotuser: 1 } : {}),
    ...(unionid === null || scope === SILENT_SCOPE ? {} : { unionid }),
  };
}

function renewed({ authorized, accessToken, refreshToken, expiresIn }: HandedOutGrant, openid: string): Reply {
  return { access_token: accessToken, expires_in: expiresIn, refresh_token: refreshToken, openid, scope: authorized.scope };
}

/**
 * Judges in WeChat's order: parameters, app, secret, code, person. Marks the code used before anything is answered.
 * A blocked person's code is not used up (WeChat does not say).
 * @see 通过 code 换取网页授权 access_token, developers.weixin.qq.com
 */
export function snsAccessToken({ state, oauthCodes, grants, minuteCalls, avatarOrigin }: OAuthParts, query: URLSearchParams): Reply {
  const missing = firstMissing(query, [['appid', APPID_MISSING], ['secret', SECRET_MISSING], ['code', CODE_MISSING]]);
  if (missing !== null) return { errcode: missing };
  if (query.get('grant_type') !== 'authorization_code') return { errcode: INVALID_GRANT_TYPE };
  const app = webApp(state, query.get('appid') ?? '');
  if (app === null) return { errcode: INVALID_APPID };
  if (app.secret !== query.get('secret')) return { errcode: INVALID_SECRET };
  if (!minuteCalls.count(app.appid, 'access_token', TRADES_PER_MINUTE)) return { errcode: MINUTE_QUOTA_REACHED };
  const issued = oauthCodes.find(query.get('code') ?? '', app.appid);
  const person = issued && state.findPerson(issued.person);
  if (!person) return { errcode: INVALID_CODE };
  if (issued.usedAt !== null) return { errcode: CODE_USED };
  if (person.blocked) return { errcode: USER_LIMITED };
  oauthCodes.markUsed(issued);
  const { appid, scope, snapshot } = issued;
  return traded(grants.issue({ appid, person: person.name, scope, snapshot }), person, app, avatarOrigin);
}

/** Asks for no secret, as WeChat. @see 刷新 access_token, developers.weixin.qq.com */
export function snsRefreshToken({ state, grants, minuteCalls, avatarOrigin }: OAuthParts, query: URLSearchParams): Reply {
  const missing = firstMissing(query, [['appid', APPID_MISSING], ['refresh_token', REFRESH_TOKEN_MISSING]]);
  if (missing !== null) return { errcode: missing };
  if (query.get('grant_type') !== 'refresh_token') return { errcode: INVALID_GRANT_TYPE };
  const app = webApp(state, query.get('appid') ?? '');
  if (app === null) return { errcode: INVALID_APPID };
  if (!minuteCalls.count(app.appid, 'refresh_token', RENEWALS_PER_MINUTE)) return { errcode: MINUTE_QUOTA_REACHED };
  const grant = grants.refresh(query.get('refresh_token') ?? '', app.appid);
  if ('errcode' in grant) return grant;
  const person = state.findPerson(grant.authorized.person);
  if (!person) return { errcode: INVALID_REFRESH_TOKEN };
  return renewed(grant, memberOf(person, app, grant.authorized.snapshot, avatarOrigin).openid);
}
