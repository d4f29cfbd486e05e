// Builds the world of the access_token centre, once per instance: apart from wiring.ts, so that it asks for neither TOKEN_KEYS nor INDEX_KEY.
import { credentialMemory, accessTokens } from '../auth/app-token/read';
import type { ReadWorld } from '../auth/app-token/read';
import { newWatch } from '../auth/app-token/keep-warm';
import type { KeepWarmWorld } from '../auth/app-token/keep-warm';
import type { Centre } from '../auth/app-token/ports';
import { renew } from '../auth/app-token/renew';
import type { RenewWorld } from '../auth/app-token/renew';
import type { ServerSecret } from '../auth/app-token/servers';
import type { AppSettings } from '../auth/ports';
import { byDoor } from './ask-centre';
import { readCentreConfiguration } from '../cloudbase/centre-configuration';
import { credentials } from '../cloudbase/collections/app-tokens';
import { audit } from '../cloudbase/collections/audit';
import { nonces } from '../cloudbase/collections/nonces';
import { countCall, remaining } from '../cloudbase/invocation';
import { alarm, failed, report } from '../cloudbase/log';
import { random, sealWith } from '../cloudbase/secrets';
import { stableToken } from '../wechat/cgi-bin/stable_token';
import { jsapiTicket } from '../wechat/cgi-bin/ticket/getticket';
import { plainToken } from '../wechat/cgi-bin/token';
import type { CredentialKind } from '../contract/app-token';

/** WeChat answers within this or is left out (REL-09). */
const WECHAT_MS = 3000;

export interface CentreWorld extends KeepWarmWorld { servers: readonly ServerSecret[]; nonces: typeof nonces; reader: ReadWorld }

let built: CentreWorld | null = null;

/** @throws Misconfigured at every call while the environment is wrong */
export function centreWorld(): CentreWorld {
  built ??= build();
  return built;
}

function build(): CentreWorld {
  const settings = readCentreConfiguration(process.env);
  const clock = { now: () => Date.now() };
  const endpoint = { base: settings.wechatApiBase, budget: () => { countCall('wechat'); return remaining(WECHAT_MS); } };
  const credentialSeal = sealWith(settings.sealKeys, 'app-token');
  const memory = credentialMemory();
  const pause = (milliseconds: number) => new Promise<void>((resolve) => { setTimeout(resolve, milliseconds); });
  const core: RenewWorld = { clock, pause, random, alarm, note: report, apps: settings.apps, credentials, credentialSeal, sourceOf };
  const byRules: Centre = { renew: (id, by) => renew(core, id, { why: 'due', by }), report: (id, dead, by) => renew(core, id, { why: 'reported', ...dead, by }) };
  const ticket = jsapiTicket(endpoint, accessTokens({ clock, credentials, credentialSeal, memory, centre: byRules }, 'app-token'));
  function sourceOf({ appId, kind: appKind }: AppSettings, kind: CredentialKind) {
    if (appKind === 'website') return null;
    if (kind === 'jsapi-ticket') return appKind === 'official-account' ? ticket : null;
    return settings.plainTokenApps.has(appId) ? plainToken(endpoint) : stableToken(endpoint);
  }
  return { ...core, audit, failed, watch: newWatch(), servers: settings.servers, nonces, reader: { clock, credentials, credentialSeal, memory, centre: byDoor } };
}
