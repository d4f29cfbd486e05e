// Builds the world of the web door: what every door has, and what browsers need beside.
import { returnAddress } from '../auth/web/return-to';
import { startBudget } from '../cloudbase/collections/start-budget';
import type { WebSettings } from '../cloudbase/http/web-app';
import { alarm, notice } from '../cloudbase/log';
import { sealWith, ticketKeys } from '../cloudbase/secrets';
import { readWebConfiguration } from '../cloudbase/web-configuration';
import { weChatOAuth, weChatUser } from '../wechat/oauth';
import { centreReader } from './ask-centre';
import { world } from './wiring';

let built: ReturnType<typeof build> | null = null;

/** @throws Misconfigured at every call while the environment is wrong */
export function webWorld(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

function build() {
  const common = world();
  const { clock, random, apps, configuration: { publicOrigin, sealKeys }, endpoint } = common;
  const web = readWebConfiguration(process.env, [...apps.values()], publicOrigin);
  const wall = { endpoint, journal: { alarm, notice }, now: clock.now };
  const pageOrigins = [...new Set([publicOrigin, ...web.allowedOrigins, ...web.returnTo.map((address) => new URL(address).origin)])];
  return {
    ...common, jssdk: { clock, random, apps, reader: centreReader(common), pageOrigins }, startBudget, publicOrigin, returnTo: web.returnTo, openBase: web.wechatOpenBase,
    wechatOAuth: weChatOAuth(wall), wechatUser: weChatUser(wall), keepsUserTokens: web.keepsUserTokens, tokensSeal: sealWith(sealKeys, 'wechat-tokens'), ticketKeys: ticketKeys(sealKeys),
    settings: { wholeAddress: (text) => returnAddress(text, web.returnTo, publicOrigin), allowedOrigins: web.allowedOrigins, publicOrigin, isSecure: web.isSecure } satisfies WebSettings,
  };
}
