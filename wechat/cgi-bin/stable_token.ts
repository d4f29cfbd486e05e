// POST /cgi-bin/stable_token: the same token until its last five minutes, however many ask; independent of cgi-bin/token.
import type { CredentialSource, Fetched } from '../../auth/app-token/ports';
import type { AppSettings } from '../../auth/ports';
import { postJson } from '../transport';
import type { Endpoint } from '../transport';
import { failureOf, judgeToken } from './issued';

/**
 * Parameters stand in the JSON body; in the query WeChat misses them (41002).
 * `force` voids the former token at once; WeChat allows 20 a day, 30 s apart.
 * @see getStableAccessToken, developers.weixin.qq.com
 */
export function stableToken(endpoint: Endpoint): CredentialSource {
  return { endpoint: 'stable_token', isStable: true, fetch: (app) => ask(endpoint, app, false), force: (app) => ask(endpoint, app, true), prepare: async () => {} };
}

async function ask(endpoint: Endpoint, { appId, secret }: AppSettings, isForced: boolean): Promise<Fetched> {
  try {
    return judgeToken(await postJson(endpoint, '/cgi-bin/stable_token', {}, { grant_type: 'client_credential', appid: appId, secret, force_refresh: isForced }));
  } catch (error) {
    return failureOf(error);
  }
}
