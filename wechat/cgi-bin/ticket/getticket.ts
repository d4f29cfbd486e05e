// GET /cgi-bin/ticket/getticket: the ticket that signs pages for WeChat's JS-SDK, for the whole of an official account.
import type { AppAccessTokens, CredentialSource, Fetched } from '../../../auth/app-token/ports';
import type { AppSettings } from '../../../auth/ports';
import type { Endpoint } from '../../transport';
import { callWithToken } from '../../with-access-token';
import { failureOf, judgeTicket } from '../issued';

/** @see 获取 jsapi_ticket, developers.weixin.qq.com */
export function jsapiTicket(endpoint: Endpoint, tokens: AppAccessTokens): CredentialSource {
  const fetch = async (app: AppSettings): Promise<Fetched> => {
    try {
      const called = await callWithToken(endpoint, tokens, app, { path: '/cgi-bin/ticket/getticket', query: { type: 'jsapi' } });
      if (called.answer !== null) return judgeTicket(called.answer);
      return { kind: 'failed', code: !called.ok && called.refused.code === 'wechat-busy' ? 'wechat-busy' : 'wechat-unavailable', reason: 'no access_token to ask with', remedy: null };
    } catch (error) {
      return failureOf(error);
    }
  };
  return { endpoint: 'getticket', isStable: true, fetch, force: null, prepare: async (app) => { await tokens.current(app); } };
}
