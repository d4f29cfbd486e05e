// The package as it is published: the client of the app token centre, its errors, and the signature alone for whoever brings an HTTP client.
export type { AppToken, DeadTokenErrcode, JsapiTicket } from '../../contract/app-token';
export type { RefusalCode, Retry } from '../../contract/reply';
export { type AppTokenClient, appTokenClient } from './app-token-client';
export { AppTokenRefused, AppTokenUnreachable } from './errors';
export type { AppTokenClientOptions } from './settings';
export { type RequestToSign, type SignedHeaders, signRequest } from './sign-request';
