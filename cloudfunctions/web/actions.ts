// What each path of the web door does: one rule, the world it asks, who asks.
import { getProfile } from '../../auth/profile/get';
import { refreshProfile } from '../../auth/profile/refresh';
import { list } from '../../auth/session/list';
import { renew } from '../../auth/session/renew';
import { signOut } from '../../auth/session/sign-out';
import { byRefreshToken, byToken } from '../../auth/web/bearer';
import { finishAtCallback } from '../../auth/web/callback';
import { claimCode, claimTicket } from '../../auth/web/claim';
import { enterByCode } from '../../auth/web/mini-program';
import { endReplaced, renewKept, signOutKept } from '../../auth/web/kept';
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
  renew: (refreshToken, ipPrefix) => byRefreshToken(webWorld(), refreshToken, ipPrefix, ({ app, bearer }) => renew(webWorld(), app, bearer, refreshToken)),
  signOut: (token, ipPrefix) => byToken(webWorld(), token, ipPrefix, ({ app, bearer }) => signOut(webWorld(), app, bearer, token)),
  refreshProfile: (token, { consent }, ipPrefix) => byToken(webWorld(), token, ipPrefix, ({ app, bearer }) => refreshProfile(webWorld(), app, bearer, token, consent?.policyVersion ?? null)),
  renewKept: (refreshToken, ipPrefix) => renewKept(webWorld(), refreshToken, ipPrefix),
  signOutKept: (refreshToken, ipPrefix) => signOutKept(webWorld(), refreshToken, ipPrefix),
  endReplaced: (refreshToken, by, ipPrefix) => endReplaced(webWorld(), refreshToken, by, ipPrefix),
  jssdkSignature: ({ url }) => signPage(webWorld().jssdk, url),
  jwks: () => ({ keys: publicKeys(webWorld().reader.keys, webWorld().clock.now()) }),
  me: (token) => byToken(webWorld(), token, null, ({ app, bearer }) => getProfile(webWorld(), app, bearer, token)),
  sessions: (token) => byToken(webWorld(), token, null, ({ app, bearer }) => list(webWorld(), app, bearer, token)),
};
