// What browsers ask the web door, and what it answers. Bodies are JSON; the access token rides in X-Wx-Ticket or Authorization: Bearer, never in a query.
import type { Consent, Device, SessionItem, SignedIn, Tokens, User } from './doors';
import type { AppId, Empty, Ms, Opaque } from './reply';

/** Which of WeChat's pages the person passes: the website's QR code, or the official account's authorisation inside WeChat. */
export type WebDoorName = 'qr' | 'h5';

/** What a page gets that lets the door keep its refresh token in a cookie (`cookie: true`): everything else. Only a listed page of the door's own site may, outside WeChat. */
export type ByCookie<T extends Tokens> = Omit<T, 'refreshToken'>;
/** Of whom the cookie is: another tab may have signed somebody else in. */
export type RenewedByCookie = ByCookie<Tokens> & { userId: Opaque };

/** `ticket`: from the fragment of the page that the callback went back to. `verifier`: what the page's challenge is the hash of (RFC 7636, S256). */
export interface TicketRequest { ticket: Opaque; verifier: string; cookie?: true }
/** Of a page that is the redirect_uri itself: what WeChat put into its address. */
export interface CodeRequest { code: string; state: string; verifier: string; cookie?: true }
/** A mini program without cloud functions: the code of wx.login, by wx.request. `app`: which one, where there are several; the others as in a sign-in. */
export interface MiniProgramRequest { code: string; app?: AppId; device?: Device; consent?: Consent; keep?: true; invite?: string }
/** `challenge`: base64url SHA-256 of the page's verifier. `app`: of which mini program the code is, where there are several. `invite`: as in a sign-in; it counts for who registers on her phone while the code waits. */
export interface ScanRequest { challenge: string; app?: AppId; invite?: string }
/** `pollSecret`: for `GET /auth/scan/<pollSecret>`, the page's alone; `image`: the mini-program code, a data: address; `matchNumber`: two digits to compare with the phone's. */
export interface ScanStarted { pollSecret: Opaque; image: string; matchNumber: string; expiresAt: Ms }
/** `ticket`: once it is confirmed, for `POST /auth/ticket`. Refused by the person: declined; unknown, or over: state-invalid. */
export interface ScanState { state: 'pending' | 'scanned' | 'confirmed'; ticket: Opaque | null }
/** Her explicit wish: name and picture of WeChat take the place of hers. Refused (recent-sign-in-required) where WeChat takes the tokens of her last sign-in no more, or none are kept; not-found where WECHAT_USER_TOKENS is off. */
export interface ProfileRefreshRequest { consent?: Consent }
/** The session of the access token, or the one that the door keeps in a cookie: then no token is wanted. */
export type WebSignOutRequest = Empty | { cookie: true };
/** By a token, or by the cookie that the door keeps it in. */
export type WebRenewRequest = { refreshToken: string } | { cookie: true };
/** `url`: of the page as it was entered, without its fragment. */
export interface JssdkRequest { url: string }
/** For wx.config; `timestamp` in seconds. */
export interface JssdkSignature { appId: AppId; timestamp: number; nonceStr: string; signature: string }

/** Each path's `[body, value]`; a path without a body is asked by its token alone. With `cookie: true` the value of `ticket` is ByCookie<SignedIn>, of `session/renew` RenewedByCookie. */
export interface WebDoors {
  'POST /auth/ticket': [TicketRequest | CodeRequest, SignedIn];
  'POST /auth/mini-program': [MiniProgramRequest, SignedIn];
  'POST /auth/scan': [ScanRequest, ScanStarted];
  'GET /auth/scan/<poll secret>': [null, ScanState];
  'POST /auth/session/renew': [WebRenewRequest, Tokens];
  'POST /auth/session/sign-out': [WebSignOutRequest, Empty];
  'POST /auth/profile/refresh': [ProfileRefreshRequest, { user: User }];
  'POST /auth/jssdk-signature': [JssdkRequest, JssdkSignature];
  'GET /auth/me': [null, { user: User }];
  'GET /auth/sessions': [null, { sessions: SessionItem[] }];
}
