// The client of the app token centre: tokens from memory, reports of dead ones, a call to WeChat that is run again once.
import type { AppToken, DeadTokenErrcode, JsapiTicket, TokenReport } from '../../../contract/app-token';
import { check, isRecord } from '../shapes';
import { judge, send } from './ask';
import { reportOnce } from './report-once';
import { type AppTokenClientOptions, checkAppId, type Settings, settingsOf } from './settings';
import { openSource } from './source';

/** Every method rejects with AppTokenRefused or AppTokenUnreachable where the centre gives nothing, and with TypeError for a slip of the caller. */
export interface AppTokenClient {
  /** The token to use now; from memory while it is fresh, by one request however many ask at once. */
  get(appId: string): Promise<AppToken>;
  /** The ticket that signs a page for WeChat's JS-SDK, of an official account. */
  jsapiTicket(appId: string): Promise<JsapiTicket>;
  /** WeChat refused this very value with 40001, 40014 or 42001: the token to use instead. One request for a dead value, however many report it. */
  report(appId: string, failed: string, errcode?: number): Promise<AppToken>;
  /** Runs a call to WeChat with the token; where its answer says that the token is dead, reports it and runs the call once more, once. */
  withToken<T extends { errcode?: number }>(appId: string, call: (appAccessToken: string) => Promise<T>): Promise<T>;
}

const DEAD_TOKEN_ERRCODES: readonly number[] = [40001, 40014, 42001] satisfies DeadTokenErrcode[];
/** As the centre takes it. */
const APP_ACCESS_TOKEN = /^[\x21-\x7e]{1,4096}$/;

/** @throws TypeError that names the option that is not right */
export function appTokenClient(options: AppTokenClientOptions): AppTokenClient {
  return openClient(settingsOf(options), () => performance.now());
}

export function openClient(settings: Settings, monotonic: () => number): AppTokenClient {
  const clocks = { wall: settings.clock, monotonic };
  const get = (path: string) => send(settings, { method: 'GET', path, body: '' });
  const tokens = openSource(clocks, async (appId) => judge(await get(`/app-token/${appId}`), appTokenIn));
  const tickets = openSource(clocks, async (appId) => judge(await get(`/app-token/${appId}/jsapi-ticket`), jsapiTicketIn));
  const reportDead = reportOnce({
    tokens, monotonic,
    send: async (appId, report) => judge(await send(settings, { method: 'POST', path: `/app-token/${appId}/report`, body: JSON.stringify(report) }), appTokenIn),
  });

  const client: AppTokenClient = {
    async get(appId) {
      checkAppId(appId);
      return tokens.get(appId);
    },
    async jsapiTicket(appId) {
      checkAppId(appId);
      return tickets.get(appId);
    },
    async report(appId, failed, errcode) {
      return reportDead(appId, reportOf(appId, failed, errcode));
    },
    async withToken(appId, call) {
      const { appAccessToken } = await client.get(appId);
      const answer = await call(appAccessToken);
      if (answer.errcode === undefined || !DEAD_TOKEN_ERRCODES.includes(answer.errcode)) return answer;
      const instead = await client.report(appId, appAccessToken, answer.errcode);
      return instead.appAccessToken === appAccessToken ? answer : call(instead.appAccessToken);
    },
  };
  return client;
}

/** @throws TypeError, which never repeats the token */
function reportOf(appId: string, failed: string, errcode: number | undefined): TokenReport {
  checkAppId(appId);
  check(typeof failed === 'string' && APP_ACCESS_TOKEN.test(failed), 'failed is the token that WeChat refused, 1 to 4096 printable characters');
  if (errcode === undefined) return { appAccessToken: failed };
  check(isDeadTokenErrcode(errcode), 'errcode is 40001, 40014 or 42001: no other says that a token is dead');
  return { appAccessToken: failed, errcode };
}

function isDeadTokenErrcode(errcode: number): errcode is DeadTokenErrcode {
  return DEAD_TOKEN_ERRCODES.includes(errcode);
}

function appTokenIn(value: unknown): AppToken | null {
  if (!isRecord(value)) return null;
  const { appAccessToken, expiresAt } = value;
  return typeof appAccessToken === 'string' && appAccessToken !== '' && typeof expiresAt === 'number' ? { appAccessToken, expiresAt } : null;
}

function jsapiTicketIn(value: unknown): JsapiTicket | null {
  if (!isRecord(value)) return null;
  const { jsapiTicket, expiresAt } = value;
  return typeof jsapiTicket === 'string' && jsapiTicket !== '' && typeof expiresAt === 'number' ? { jsapiTicket, expiresAt } : null;
}
