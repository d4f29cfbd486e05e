// What the access_token centre is asked: by our own functions, and by servers over HTTP. No phone and no page asks it.
import type { AppId, Empty, Ms } from './reply';

/** WeChat's global access_token of an app, and the ticket of its JS-SDK. */
export type CredentialKind = 'access-token' | 'jsapi-ticket';
/** Which of WeChat's interfaces hands it out. */
export type TokenEndpoint = 'stable_token' | 'token' | 'getticket';
/** How WeChat says that a token is dead: invalid or not latest, malformed, expired. */
export type DeadTokenErrcode = 40001 | 40014 | 42001;

/** For `GET /app-token/<appid>` and `POST /app-token/<appid>/report`. */
export interface AppToken { appAccessToken: string; expiresAt: Ms }
/** For `GET /app-token/<appid>/jsapi-ticket`. */
export interface JsapiTicket { jsapiTicket: string; expiresAt: Ms }
/** Body of a report: the very value that WeChat refused. */
export interface TokenReport { appAccessToken: string; errcode?: DeadTokenErrcode }

/**
 * The door `app-token`. It takes and answers no token, since a platform may log both: whoever may have one reads the sealed row.
 * `failedHash`: SHA-256 of the value that WeChat refused, base64url.
 */
export type AppTokenDoor =
  | [{ action: 'renew'; appId: AppId; kind: CredentialKind; by: string }, Empty]
  | [{ action: 'report'; appId: AppId; failedHash: string; errcode?: DeadTokenErrcode; by: string }, Empty];
