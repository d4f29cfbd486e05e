// Builds the world of the web door: what every door has, and what browsers need beside.
import { credentialMemory } from '../auth/app-token/read';
import { returnAddress } from '../auth/web/return-to';
import { startBudget } from '../cloudbase/collections/start-budget';
import { readConfiguration } from '../cloudbase/configuration';
import type { WebSettings } from '../cloudbase/http/web-app';
import { countCall, remaining } from '../cloudbase/invocation';
import { alarm, notice } from '../cloudbase/log';
import { sealWith, ticketKeys } from '../cloudbase/secrets';
import { readWebConfiguration } from '../cloudbase/web-configuration';
import { weChatOAuth, weChatUser } from '../wechat/oauth';
import { byDoor } from './ask-centre';
import { world } from './wiring';

/** WeChat answers within this or is left out (REL-09). */
const WECHAT_MS = 3000;

let built: ReturnType<typeof build> | null = null;

/** @throws Misconfigured at every call while the environment is wrong */
export function webWorld(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

function build() {
  const settings = readConfiguration(process.env);
  const { publicOrigin } = settings;
  const web = readWebConfiguration(process.env, [...settings.apps.values()], publicOrigin);
  const endpoint = { base: settings.wechatApiBase, budget: () => { countCall('wechat'); return remaining(WECHAT_MS); } };
  const common = world();
  const wall = { endpoint, journal: { alarm, notice }, now: common.clock.now };
  const reader = { clock: common.clock, credentials: common.credentials, credentialSeal: sealWith(settings.sealKeys, 'app-token'), memory: credentialMemory(), centre: byDoor };
  const pageOrigins = [...new Set([publicOrigin, ...web.allowedOrigins, ...web.returnTo.map((address) => new URL(address).origin)])];
  return {
    ...common, jssdk: { clock: common.clock, random: common.random, apps: common.apps, reader, pageOrigins }, startBudget, publicOrigin, returnTo: web.returnTo, openBase: web.wechatOpenBase,
    wechatOAuth: weChatOAuth(wall), wechatUser: weChatUser(wall), keepsUserTokens: web.keepsUserTokens, tokensSeal: sealWith(settings.sealKeys, 'wechat-tokens'), ticketKeys: ticketKeys(settings.sealKeys),
    settings: { wholeAddress: (text) => returnAddress(text, web.returnTo, publicOrigin), allowedOrigins: web.allowedOrigins, publicOrigin, isSecure: web.isSecure } satisfies WebSettings,
  };
}
