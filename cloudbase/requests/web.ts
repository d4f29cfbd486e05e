// The closed shapes of what browsers send to the web door.
import * as v from 'valibot';
import type { CodeRequest, JssdkRequest, MiniProgramRequest, ProfileRefreshRequest, ScanRequest, TicketRequest, WebRenewRequest, WebSignOutRequest } from '../../contract/web';
import { AppIdText, Code, Consent, Device, Invite, Opaque, PolicyVersion, RefreshToken } from './shapes';

const Verifier = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{43,128}$/));
const Hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

export const webBodies = {
  ticket: v.union([v.strictObject({ ticket: Opaque, verifier: Verifier, cookie: v.exactOptional(v.literal(true)) }), v.strictObject({ code: Code, state: Hex, verifier: Verifier, cookie: v.exactOptional(v.literal(true)) })]) satisfies v.GenericSchema<unknown, TicketRequest | CodeRequest>,
  'mini-program': v.strictObject({ code: Code, app: v.exactOptional(AppIdText), keep: v.exactOptional(v.literal(true)), device: v.exactOptional(Device), consent: v.exactOptional(Consent), invite: v.exactOptional(Invite) }) satisfies v.GenericSchema<unknown, MiniProgramRequest>,
  scan: v.strictObject({ challenge: v.pipe(v.string(), v.maxLength(512)), app: v.exactOptional(AppIdText), invite: v.exactOptional(Invite) }) satisfies v.GenericSchema<unknown, ScanRequest>,
  'session/renew': v.union([v.strictObject({ refreshToken: RefreshToken }), v.strictObject({ cookie: v.literal(true) })]) satisfies v.GenericSchema<unknown, WebRenewRequest>,
  'session/sign-out': v.union([v.strictObject({}), v.strictObject({ cookie: v.literal(true) })]) satisfies v.GenericSchema<unknown, WebSignOutRequest>,
  'profile/refresh': v.strictObject({ consent: v.exactOptional(Consent) }) satisfies v.GenericSchema<unknown, ProfileRefreshRequest>,
  'jssdk-signature': v.strictObject({ url: v.pipe(v.string(), v.maxLength(2048)) }) satisfies v.GenericSchema<unknown, JssdkRequest>,
};

/** As it came in an address: what has not a version's shape counts as not given, and keeps nobody out. */
export function agreedTo(text: string | null | undefined): string | null {
  return v.is(PolicyVersion, text) ? text : null;
}

/** What of the embedded code's looks goes on to WeChat's page, in its order; anything else is left out. */
export const QR_EXTRAS: readonly [name: string, shape: RegExp][] = [
  ['lang', /^(cn|en)$/], ['login_type', /^jssdk$/], ['self_redirect', /^(true|false)$/], ['style', /^(black|white)$/], ['stylelite', /^[01]$/], ['fast_login', /^[01]$/], ['color_scheme', /^(auto|light|dark)$/],
  ['href', /^(https:\/\/[\x21-\x7e]{1,1000}|data:text\/css;base64,[A-Za-z0-9+/=]{1,1500})$/],
];
/** The same of the page inside WeChat. */
export const H5_EXTRAS: readonly [name: string, shape: RegExp][] = [['forcePopup', /^true$/], ['forceSnapShot', /^true$/]];
