// The environment a function's process starts with, and the variables each caller brings.
import { randomUUID } from 'node:crypto';
import type { Spared } from '../../ports';

export const ENVIRONMENT_ID = 'local-env';
export const REGION = 'ap-shanghai';

/** Whose call it is. */
export interface InvokeContext extends Spared {
  person: string | null;
  app: string | null;
  device: string | null;
  openid: string | null;
  appid: string | null;
  unionid: string | null;
  clientIp: string | null;
  /** The SOURCE chain; null: none (cloud console test). */
  source: string | null;
  /** Event keys that WeChat really replaced. */
  openDataKeys: string[];
  /** Invocation of the calling function. */
  parent: string | null;
  trigger?: 'timer' | 'http';
  /** For the ledger. */
  request?: string;
}

/** @param adminUrl where the SDK sends every call of this process, with its trailing '?' */
export function startingVariables(adminUrl: string, configured: Record<string, string>): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    TENCENTCLOUD_RUNENV: 'SCF', // stops the SDK's probe of the metadata host
    TENCENTCLOUD_REGION: REGION,
    SCF_NAMESPACE: ENVIRONMENT_ID,
    TENCENTCLOUD_SECRETID: 'local-id',
    TENCENTCLOUD_SECRETKEY: 'local-key',
    TENCENTCLOUD_SESSIONTOKEN: 'local-token',
    TCB_ENV: ENVIRONMENT_ID,
    TCB_CONTEXT_KEYS: 'TCB_SOURCE,TCB_ENV',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
    ...configured,
  };
}

/** The token comes back as `wxCloudApiToken` in every call of the SDK. */
export function newApiToken(): string {
  return randomUUID().replaceAll('-', '');
}

export function callerVariables(context: InvokeContext, apiToken: string): Record<string, string> {
  const values: Record<string, string | null> = {
    WX_OPENID: context.openid,
    WX_APPID: context.appid,
    WX_UNIONID: context.unionid,
    WX_CLIENTIP: context.clientIp,
    WX_OPEN_DATA_INFO: context.openDataKeys.length > 0 ? JSON.stringify({ keys: context.openDataKeys }) : null,
    ...(context.trigger === 'timer' ? { WX_TRIGGER_API_TOKEN_V0: apiToken } : { WX_API_TOKEN: apiToken }),
  };
  const present = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    ...Object.fromEntries(present),
    // getWXContext() answers {} when this is empty, so the token's name always stands in it.
    WX_CONTEXT_KEYS: present.map(([name]) => name).join(','),
    ...(context.source === null ? {} : { TCB_SOURCE: context.source }),
    ...(context.trigger === 'timer' ? { TRIGGER_SRC: 'timer' } : {}),
  };
}
