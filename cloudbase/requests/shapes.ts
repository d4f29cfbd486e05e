// The scalar shapes that requests are made of.
import * as v from 'valibot';

/** A `wx.login` code: WeChat promises no alphabet, so any printable ASCII. */
export const Code = v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,512}$/));
export const AccessToken = v.string();
export const RefreshToken = v.string();

const MOST_MODEL_CODE_POINTS = 64;
export const Device = v.strictObject({
  platform: v.picklist(['ios', 'android', 'windows', 'mac', 'devtools', 'other']),
  model: v.pipe(v.string(), v.check((text) => [...text].length <= MOST_MODEL_CODE_POINTS)),
});

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
export const Base64 = v.pipe(v.string(), v.regex(base64));
/** 16 bytes (SEC-08). */
export const Iv = v.pipe(v.string(), v.length(24), v.regex(base64));
/** SHA-1 in lower-case hex. */
export const Signature = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
