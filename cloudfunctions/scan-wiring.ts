// Builds the world of the scan door: what every door has, and mini-program codes beside.
import { accessTokens } from '../auth/app-token/read';
import type { ScanSettings } from '../cloudbase/http/scan-app';
import { alarm, notice } from '../cloudbase/log';
import { readScanConfiguration } from '../cloudbase/scan-configuration';
import { ticketKeys } from '../cloudbase/secrets';
import { programCodes } from '../wechat/wxa/getwxacodeunlimit';
import { centreReader } from './ask-centre';
import { world } from './wiring';

let built: ReturnType<typeof build> | null = null;

/** @throws Misconfigured at every call while the environment is wrong */
export function scanWorld(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

function build() {
  const common = world();
  const { configuration, endpoint } = common;
  const { allowedOrigins, code } = readScanConfiguration(process.env);
  const tokens = accessTokens(centreReader(common), 'scan');
  return {
    ...common, ticketKeys: ticketKeys(configuration.sealKeys), programCodes: programCodes({ endpoint, tokens, journal: { alarm, notice } }, code),
    settings: { allowedOrigins, publicOrigin: configuration.publicOrigin } satisfies ScanSettings,
  };
}
