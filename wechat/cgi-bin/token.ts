// GET /cgi-bin/token: each call makes a new token and voids the former five minutes later. For apps that cannot use stable_token.
import type { CredentialSource, Fetched } from '../../auth/app-token/ports';
import type { AppSettings } from '../../auth/ports';
import { getJson } from '../transport';
import type { Endpoint } from '../transport';
import { failureOf, judgeToken } from './issued';

/** @see getAccessToken, developers.weixin.qq.com */
export function plainToken(endpoint: Endpoint): CredentialSource {
  const fetch = async ({ appId, secret }: AppSettings): Promise<Fetched> => {
    try {
      return judgeToken(await getJson(endpoint, '/cgi-bin/token', { grant_type: 'client_credential', appid: appId, secret }));
    } catch (error) {
      return failureOf(error);
    }
  };
  return { endpoint: 'token', isStable: false, fetch, force: null, prepare: async () => {} };
}
