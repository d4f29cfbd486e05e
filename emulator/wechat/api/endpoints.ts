// The endpoints of api.weixin.qq.com that are built, by their paths.
import type { AppRecord } from '../../ports';
import type { Codes } from '../codes';
import type { Tickets } from '../credentials/tickets';
import type { Sessions } from '../sessions';
import type { TokenParts } from './client';
import { getticket } from './getticket';
import { getwxacodeunlimit, type WxacodeParts } from './getwxacodeunlimit';
import { getuserphonenumber, type PhoneNumberParts } from './getuserphonenumber';
import { jscode2session } from './jscode2session';
import type { ApiRequest, Endpoint, Reply } from './request';
import { readObject } from './request';
import { type OAuthParts, snsAccessToken, snsRefreshToken } from './sns-access-token';
import { snsAuth, snsUserinfo } from './sns-userinfo';
import { stableToken } from './stable-token';
import { token } from './token';
import { tokenBearing } from './token-bearing';

export interface EndpointParts extends TokenParts, OAuthParts, WxacodeParts { codes: Codes; sessions: Sessions; tickets: Tickets; phoneNumber: PhoneNumberParts }

const POST_REQUIRED = 43002;
const MINI_PROGRAMS = ['mini-program'] as const;
const OFFICIAL_ACCOUNTS = ['official-account'] as const;
const BOTH = [...MINI_PROGRAMS, ...OFFICIAL_ACCOUNTS] as const;

/** Where WeChat's own calls come from, and go to: here both are this machine. */
function ownAddresses(): Reply {
  return { ip_list: ['127.0.0.1'] };
}

/** `run` with the JSON object that was posted. */
function posted(run: (app: AppRecord, fields: Record<string, unknown>) => Reply): (app: AppRecord, request: ApiRequest) => Reply {
  return (app, { method, body }) => {
    if (method !== 'POST') return { errcode: POST_REQUIRED };
    const fields = readObject(body);
    return typeof fields === 'number' ? { errcode: fields } : run(app, fields);
  };
}

export function openEndpoints(parts: EndpointParts): ReadonlyMap<string, Endpoint> {
  return new Map<string, Endpoint>([
    ['sns/jscode2session', ({ query }) => jscode2session(parts, query)],
    ['sns/oauth2/access_token', ({ query }) => snsAccessToken(parts, query)],
    ['sns/oauth2/refresh_token', ({ query }) => snsRefreshToken(parts, query)],
    ['sns/userinfo', ({ query }) => snsUserinfo(parts, query)],
    ['sns/auth', ({ query }) => snsAuth(parts, query)],
    ['cgi-bin/token', (request) => token(parts, request)],
    ['cgi-bin/stable_token', (request) => stableToken(parts, request)],
    ['cgi-bin/ticket/getticket', tokenBearing(parts, OFFICIAL_ACCOUNTS, (app, request) => getticket(parts, app, request))],
    ['cgi-bin/getcallbackip', tokenBearing(parts, BOTH, ownAddresses)],
    ['cgi-bin/get_api_domain_ip', tokenBearing(parts, BOTH, ownAddresses)],
    ['wxa/business/getuserphonenumber', tokenBearing(parts, MINI_PROGRAMS, posted((app, fields) => getuserphonenumber(parts.phoneNumber, fields, { person: null, app: app.appid })))],
    ['wxa/getwxacodeunlimit', tokenBearing(parts, MINI_PROGRAMS, (app, request) => getwxacodeunlimit(parts, app, request))],
  ]);
}
