// What the control plane sees and sets of the apps' credentials: everything but their values.
import type { AppRecord } from '../../ports';
import type { Apps } from '../apps';
import type { CallCounts, Quotas } from './quotas';
import type { SettingsStore, TokenSettings } from './settings';
import type { AccessTokens, LivingToken } from './tokens';

export interface CredentialSettings extends TokenSettings {
  appid: string;
  /** Those that are good now. */
  tokens: LivingToken[];
  /** Today, by WeChat's day. */
  calls: CallCounts;
}
export type CredentialChange = Partial<TokenSettings>;
export interface Credentials {
  /** Of every app that can have an access_token, in the order of apps. */
  list(): CredentialSettings[];
  /** Null: there is no such app, or it is a website. @throws TypeError on a value that cannot be */
  change(appid: string, change: CredentialChange): CredentialSettings | null;
}

/** A website app has no use of the client_credential grant. */
export function hasAccessToken(app: AppRecord | null): app is AppRecord {
  return app !== null && app.kind !== 'website';
}

export function openCredentials({ apps, settings, tokens, quotas }: { apps: Apps; settings: SettingsStore; tokens: AccessTokens; quotas: Quotas }): Credentials {
  function read(appid: string): CredentialSettings {
    return { appid, ...settings.of(appid), tokens: tokens.living(appid), calls: quotas.today(appid) };
  }
  return {
    list: () => apps.list().filter(hasAccessToken).map(({ appid }) => read(appid)),
    change(appid, change) {
      if (!hasAccessToken(apps.find(appid))) return null;
      settings.change(appid, change);
      return read(appid);
    },
  };
}
