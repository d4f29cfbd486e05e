// The scalar shapes that requests are made of.
import * as v from 'valibot';
import { appId } from '../../auth/ids';

/** A `wx.login` code: WeChat promises no alphabet, so any printable ASCII. */
export const Code = v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,512}$/));
/** What clients store and compare, and never read. */
export const Opaque = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{1,512}$/));
/** Epoch milliseconds. */
export const Moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A version that a policy may have; whether it is the one in force is for the rules to say. */
export const PolicyVersion = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,32}$/));
export const Consent = v.strictObject({ policyVersion: PolicyVersion });
/** Of any shape: what a link brings keeps nobody out. What is no text is no code. */
export const Invite = v.pipe(v.unknown(), v.transform((value) => (typeof value === 'string' ? value : '')));
export const AccessToken = v.string();
export const RefreshToken = v.string();

const MOST_MODEL_CODE_POINTS = 64;
export const Device = v.strictObject({
  platform: v.picklist(['ios', 'android', 'windows', 'mac', 'devtools', 'other']),
  model: v.pipe(v.string(), v.check((text) => [...text].length <= MOST_MODEL_CODE_POINTS)),
});

export const AppIdText = v.pipe(v.string(), v.check((text) => appId(text) !== null));
