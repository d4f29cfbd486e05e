// What each path of the web door does: one rule, the world it asks, who asks.
import { getProfile } from '../../auth/profile/get';
import { list } from '../../auth/session/list';
import { renew } from '../../auth/session/renew';
import { signOut } from '../../auth/session/sign-out';
import { bearerOf, refreshBearerOf } from '../../auth/web/bearer';
import { finishAtCallback } from '../../auth/web/callback';
import { claimCode, claimTicket } from '../../auth/web/claim';
import { enterByCode } from '../../auth/web/mini-program';
import { signPage } from '../../auth/web/jssdk';
import { startWeb } from '../../auth/web/start';
import { publicKeys } from '../../auth/session/jwks';
import type { WebActions, WebSettings } from '../../cloudbase/http/web-app';
import { webWorld } from '../web-wiring';

export const settings = (): WebSettings => webWorld().settings;
export const actions: WebActions = {
  start: (door, input) => startWeb(webWorld(), door, input),
  callback: (door, returned) => finishAtCallback(webWorld(), door, returned),
  ticket: (body, ipPrefix) => ('ticket' in body ? claimTicket(webWorld(), body, ipPrefix) : claimCode(webWorld(), body, ipPrefix)),
  miniProgram: (body, from) => enterByCode(webWorld(), body, from),
  renew: async (refreshToken, ipPrefix) => {
    const held = await refreshBearerOf(webWorld(), refreshToken, ipPrefix);
    return held.ok ? renew(webWorld(), held.value.app, held.value.bearer, refreshToken) : held;
  },
  signOut: async (token, ipPrefix) => {
    const held = bearerOf(webWorld(), token, ipPrefix);
    return held.ok ? signOut(webWorld(), held.value.app, held.value.bearer, token) : held;
  },
  jssdkSignature: ({ url }) => signPage(webWorld().jssdk, url),
  jwks: () => ({ keys: publicKeys(webWorld().reader.keys, webWorld().clock.now()) }),
  me: async (token) => {
    const held = bearerOf(webWorld(), token, null);
    return held.ok ? getProfile(webWorld(), held.value.app, held.value.bearer, token) : held;
  },
  sessions: async (token) => {
    const held = bearerOf(webWorld(), token, null);
    return held.ok ? list(webWorld(), held.value.app, held.value.bearer, token) : held;
  },
};
