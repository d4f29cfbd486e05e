// The package as it is published: the client of the app token centre, and what a site of one's own needs of the web door: who asks an API, and who opens a page.
export type { AppToken, DeadTokenErrcode, JsapiTicket } from '../../contract/app-token';
export type { RefusalCode, Retry } from '../../contract/reply';
export type { Session } from './session/session';
export { type AppTokenClient, appTokenClient } from './app-token/client';
export type { Bringing } from './session/brought-token';
export type { DoorOptions } from './session/settings';
export { AppTokenRefused, AppTokenUnreachable } from './app-token/errors';
export type { Guard } from './guard';
export { expressGuard, guardFetch, honoGuard, koaGuard } from './frameworks';
export type { RequireWeChatOptions } from './pages/settings';
export { requireWeChat } from './pages/require-wechat';
export type { AppTokenClientOptions } from './app-token/settings';
export { type RequestToSign, type SignedHeaders, signRequest } from './app-token/sign-request';
export { createVerifier, type SessionRefusalCode, type SessionVerdict, type Verifier, type VerifierOptions, type VerifyOptions } from './session/verifier';
