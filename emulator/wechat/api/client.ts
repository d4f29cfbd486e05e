// Who asks for an access_token: the app, its secret, and where the call comes from.
import type { AppRecord } from '../../ports';
import { hasAccessToken } from '../credentials/credentials';
import type { Quotas } from '../credentials/quotas';
import type { SettingsStore } from '../credentials/settings';
import type { AccessTokens } from '../credentials/tokens';
import type { State } from '../state';
import { notInWhitelist } from './errcode';
import type { Reply } from './request';

export interface TokenParts { state: State; settings: SettingsStore; tokens: AccessTokens; quotas: Quotas }
export interface Client { appid: string | null; secret: string | null; grantType: string | null; callerAddress: string }

const APPID_MISSING = 41002;
const SECRET_MISSING = 41004;
const INVALID_GRANT_TYPE = 40002;
const INVALID_APPID = 40013;
const INVALID_SECRET = 40125;
const SECRET_FROZEN = 40243;

/** Judges in WeChat's order: parameters, app, secret, frozen secret, address. */
export function judgeClient({ state, settings }: TokenParts, { appid, secret, grantType, callerAddress }: Client): { app: AppRecord } | { refusal: Reply } {
  const refused = (errcode: number) => ({ refusal: { errcode } });
  if (!appid) return refused(APPID_MISSING);
  if (!secret) return refused(SECRET_MISSING);
  if (grantType !== 'client_credential') return refused(INVALID_GRANT_TYPE);
  const app = state.findApp(appid);
  if (!hasAccessToken(app)) return refused(INVALID_APPID);
  if (app.secret !== secret) return refused(INVALID_SECRET);
  const { secretFrozen, ipWhitelist } = settings.of(appid);
  if (secretFrozen) return refused(SECRET_FROZEN);
  if (ipWhitelist?.includes(callerAddress) === false) return { refusal: notInWhitelist(callerAddress, state.clock.now()) };
  return { app };
}
