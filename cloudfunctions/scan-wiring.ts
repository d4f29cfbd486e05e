// Builds the world of the scan door: what every door has, and mini-program codes beside.
import { accessTokens, credentialMemory } from '../auth/app-token/read';
import { readConfiguration } from '../cloudbase/configuration';
import type { ScanSettings } from '../cloudbase/http/scan-app';
import { countCall, remaining } from '../cloudbase/invocation';
import { alarm, notice } from '../cloudbase/log';
import { readScanConfiguration } from '../cloudbase/scan-configuration';
import { sealWith, ticketKeys } from '../cloudbase/secrets';
import { programCodes } from '../wechat/wxa/getwxacodeunlimit';
import { byDoor } from './ask-centre';
import { world } from './wiring';

/** WeChat answers within this or is left out (REL-09). */
const WECHAT_MS = 3000;

let built: ReturnType<typeof build> | null = null;

/** @throws Misconfigured at every call while the environment is wrong */
export function scanWorld(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

function build() {
  const settings = readConfiguration(process.env);
  const { allowedOrigins, code } = readScanConfiguration(process.env);
  const common = world();
  const endpoint = { base: settings.wechatApiBase, budget: () => { countCall('wechat'); return remaining(WECHAT_MS); } };
  const tokens = accessTokens({ clock: common.clock, credentials: common.credentials, credentialSeal: sealWith(settings.sealKeys, 'app-token'), memory: credentialMemory(), centre: byDoor }, 'scan');
  return {
    ...common, ticketKeys: ticketKeys(settings.sealKeys), programCodes: programCodes({ endpoint, tokens, journal: { alarm, notice } }, code),
    settings: { allowedOrigins, publicOrigin: settings.publicOrigin } satisfies ScanSettings,
  };
}
