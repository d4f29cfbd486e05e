// What the functions of the access_token centre read of their environment: neither TOKEN_KEYS nor INDEX_KEY is among it.
import * as v from 'valibot';
import type { ServerSecret } from '../auth/app-token/servers';
import type { AppId } from '../auth/ids';
import type { AppSettings } from '../auth/ports';
import { Misconfigured, read, readApps, readBase, readCallers, readSealKeys } from './environment';
import type { Environment } from './environment';
import { AppIdText } from './requests/shapes';
import type { SealKey } from './secrets';
import { WECHAT_API_HOST } from './wechat-base';

export interface CentreConfiguration {
  apps: ReadonlyMap<AppId, AppSettings>;
  sealKeys: readonly [SealKey, ...SealKey[]];
  wechatApiBase: string;
  /** Apps whose token comes from cgi-bin/token. */
  plainTokenApps: ReadonlySet<string>;
  servers: readonly ServerSecret[];
}

const Endpoints = v.record(AppIdText, v.picklist(['stable_token', 'token']));

/** @throws Misconfigured */
export function readCentreConfiguration(environment: Environment): CentreConfiguration {
  const apps = readApps(environment);
  const endpoints = Object.entries(read(environment, 'ACCESS_TOKEN_ENDPOINTS', Endpoints, '{}'));
  const unknown = endpoints.find(([app]) => !apps.some(({ appId }) => appId === app));
  if (unknown !== undefined) throw new Misconfigured(`ACCESS_TOKEN_ENDPOINTS names ${unknown[0]}, which WECHAT_APPS does not.`);
  return {
    apps: new Map(apps.map((app) => [app.appId, app])), sealKeys: readSealKeys(environment), wechatApiBase: readBase(environment, 'WECHAT_API_BASE', WECHAT_API_HOST, apps),
    plainTokenApps: new Set(endpoints.filter(([, endpoint]) => endpoint === 'token').map(([app]) => app)), servers: readCallers(environment, 'SERVER_KEYS'),
  };
}
