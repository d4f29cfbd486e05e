// The identifiers WeChat mints, in their real shapes; those of people look fake on sight.
import { createHash, randomBytes, randomInt } from 'node:crypto';

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, length);
}

function alphanumeric(length: number): string {
  return Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');
}

/** 28 characters, one per person and app, the same after every reset. */
export function openidOf(person: string, appid: string): string {
  return `oFAKE_${digest(`openid:${appid}:${person}`, 22)}`;
}

/** 28 characters, one per person and open platform account. */
export function unionidOf(person: string, openPlatform: string): string {
  return `oFAKE_U${digest(`unionid:${openPlatform}:${person}`, 21)}`;
}

/** 32 of [0-9A-Za-z] beginning with '0', as codes of wx.login do. */
export function newLoginCode(): string {
  return `0${alphanumeric(31)}`;
}

/** 16 of [0-9A-Za-z] beginning with '0': what a sign-in page's QR code is known by. */
export function newScanId(): string {
  return `0${alphanumeric(15)}`;
}

/** 64 hex digits, as the vendor's sample of the phone button's code: never to be taken for a login code. */
export function newPhoneCode(): string {
  return randomBytes(32).toString('hex');
}

/** What a file the phone made for a moment is called: letters and digits, then 32 hex digits. */
export function newTemporaryName(): string {
  return alphanumeric(12) + randomBytes(16).toString('hex');
}

/** 16 random bytes as base64: 24 characters. */
export function newSessionKey(): string {
  return randomBytes(16).toString('base64');
}

/** Two digits, an underscore, base64url. */
export function newCloudId(): string {
  return `${randomInt(10, 100)}_${randomBytes(45).toString('base64url')}`;
}

/** Two digits, an underscore, base64url, as real ones: `length` characters in all. */
export function newAccessToken(length: number): string {
  return `${randomInt(10, 100)}_FAKE${randomBytes(length).toString('base64url')}`.slice(0, length);
}

/** 86 characters of base64url, as the vendor's sample of JS-SDK signatures. */
export function newTicket(): string {
  return `FAKE${randomBytes(82).toString('base64url')}`.slice(0, 86);
}

export function newAppSecret(): string {
  return randomBytes(16).toString('hex');
}

/** Stands before the rid in replies of newer interfaces: `invalid code hint: [IfdFrrMre-JPlAXa] rid: …`. */
export function newHint(): string {
  return `${alphanumeric(9)}-${alphanumeric(6)}`;
}

/** The request id at the end of an errmsg: its first group is the unix second in hex. */
export function newRid(now: number): string {
  const second = Math.floor(now / 1000).toString(16).padStart(8, '0').slice(-8);
  return [second, randomBytes(4).toString('hex'), randomBytes(4).toString('hex')].join('-');
}
