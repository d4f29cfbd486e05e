// Begins a sign-in through one of WeChat's pages: a state that is used once, and the address the browser goes to.
import type { WebDoorName } from '../../contract/web';
import { readInvite } from '../invite/code';
import { flowId } from '../ids';
import type { AppId } from '../ids';
import type { AppSettings, Random } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { refuseCrowd } from './crowd';
import type { CrowdWorld } from './crowd';
import type { WebFlows } from './ports';
import { hashOf, isChallenge } from './proof';
import { returnAddress } from './return-to';

export interface StartWorld extends CrowdWorld { random: Random; apps: ReadonlyMap<AppId, AppSettings>; webFlows: WebFlows; publicOrigin: string; returnTo: readonly string[]; openBase: string }

/** As they came in the query. `isDirect`: WeChat leads to return_to itself, which posts code and state. `address`: of the client, as the gateway says. `app`: which one, where several have the door. `extras`: what WeChat's page takes beside, in its order. */
export interface StartInput { isDirect: boolean; returnTo: string; challenge: string; scope: string | null; app: string | null; invite: string | null; policyVersion: string | null; browser: string | null; address: string | null; extras: readonly (readonly [name: string, value: string])[] }

/** `browser`: the value of the cookie that goes with the answer. */
export interface Started { location: string; browser: string }

const FLOW_MS = 10 * 60 * 1000;
const STATE_BYTES = 16;
const BROWSER = /^[A-Za-z0-9_-]{22}$/;

const DOORS = {
  qr: { kind: 'website', page: '/connect/qrconnect', scopes: ['snsapi_login'] },
  h5: { kind: 'official-account', page: '/connect/oauth2/authorize', scopes: ['snsapi_base', 'snsapi_userinfo'] },
} as const;

/** Refuses: bad-request (return_to is not on the list, no challenge, no such scope), not-found (no app has this door), rate-limited (SEC-73). Calls: 2; 1 more for the first of an address in a minute. */
export async function startWeb(world: StartWorld, door: WebDoorName, input: StartInput): Promise<Result<Started>> {
  const { kind, page, scopes } = DOORS[door];
  const returnTo = returnAddress(input.returnTo, world.returnTo, world.publicOrigin);
  if (returnTo === null) return refuse('bad-request', 'return_to is neither an entry of RETURN_TO nor a path of this door.');
  if (!isChallenge(input.challenge)) return refuse('bad-request', 'challenge wants base64url of a SHA-256: 43 characters.');
  const scope = input.scope ?? scopes[0];
  if (!scopes.some((each) => each === scope)) return refuse('bad-request', `This door knows the scope ${scopes.join(', ')}.`);
  const app = [...world.apps.values()].find((each) => each.kind === kind && (input.app === null || each.appId === input.app));
  if (app === undefined) return refuse('not-found', `WECHAT_APPS names no app of the kind ${kind} for this door.`);
  const crowded = await refuseCrowd(world, 'state', input.address);
  if (crowded !== null) return crowded;
  const state = Buffer.from(world.random.text(STATE_BYTES), 'base64url').toString('hex');
  const browser = input.browser !== null && BROWSER.test(input.browser) ? input.browser : world.random.text(STATE_BYTES);
  await world.webFlows.open({
    id: flowId(state), step: 'state', door, isDirect: input.isDirect, appId: app.appId, scope, challenge: input.challenge, returnTo, browser: hashOf(browser), invite: readInvite(input.invite), policyVersion: input.policyVersion, scan: null,
    expiresAt: world.clock.now() + FLOW_MS, code: null, outcome: null, givenUntil: null,
  });
  const redirect = input.isDirect ? returnTo : `${world.publicOrigin}/auth/${door}/callback`;
  // In the order of WeChat's page, which some of its own checks count on.
  const query = [['appid', app.appId], ['redirect_uri', redirect], ['response_type', 'code'], ['scope', scope], ['state', state], ...input.extras];
  return accept({ location: `${world.openBase}${page}?${query.map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`).join('&')}#wechat_redirect`, browser });
}
