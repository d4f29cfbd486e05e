// The package as it is published: the client of the app token centre, and what a site of one's own needs of the web door: who asks an API, and who opens a page.
export type { AppToken, DeadTokenErrcode, JsapiTicket } from '../../contract/app-token';
export type { RefusalCode, Retry } from '../../contract/reply';
export type { Session } from './session';
export { type AppTokenClient, appTokenClient } from './app-token-client';
export type { Bringing } from './brought-token';
export type { DoorOptions } from './door-settings';
export { AppTokenRefused, AppTokenUnreachable } from './errors';
export type { Guard } from './guard';
export { expressGuard, guardFetch, honoGuard, koaGuard } from './guards';
export type { RequireWeChatOptions } from './page-settings';
export { requireWeChat } from './require-wechat';
export type { AppTokenClientOptions } from './settings';
export { type RequestToSign, type SignedHeaders, signRequest } from './sign-request';
export { createVerifier, type SessionRefusalCode, type SessionVerdict, type Verifier, type VerifierOptions, type VerifyOptions } from './verifier';
