// Reads what the web door alone needs of the environment: where browsers may come from and go back to.
import * as v from 'valibot';
import type { AppSettings } from '../auth/ports';
import { Misconfigured, read, readBase } from './environment';
import type { Environment } from './environment';
import { WECHAT_OPEN_HOST, isLoopback } from './wechat-base';

export interface WebConfiguration { returnTo: readonly string[]; allowedOrigins: readonly string[]; wechatOpenBase: string; isSecure: boolean; keepsUserTokens: boolean }

const Addresses = v.pipe(v.array(v.pipe(v.string(), v.check(isAddress))), v.maxLength(50));
const Origins = v.pipe(v.array(v.pipe(v.string(), v.check((text) => isAddress(text) && new URL(text).origin === text))), v.maxLength(50));

/** @throws Misconfigured */
export function readWebConfiguration(environment: Environment, apps: readonly AppSettings[], publicOrigin: string): WebConfiguration {
  if (new URL(publicOrigin).protocol !== 'https:' && !isLoopback(new URL(publicOrigin))) throw new Misconfigured('PUBLIC_ORIGIN wants https.');
  return {
    returnTo: read(environment, 'RETURN_TO', Addresses, '[]'), allowedOrigins: readOrigins(environment),
    wechatOpenBase: readBase(environment, 'WECHAT_OPEN_BASE', WECHAT_OPEN_HOST, apps), isSecure: publicOrigin.startsWith('https:'), keepsUserTokens: readUserTokens(environment['WECHAT_USER_TOKENS']),
  };
}

/** ALLOWED_ORIGINS, each exactly as a browser sends it. @throws Misconfigured */
export function readOrigins(environment: Environment): readonly string[] {
  return read(environment, 'ALLOWED_ORIGINS', Origins, '[]');
}

/** Whether WeChat's tokens of a person are kept, for POST /auth/profile/refresh. */
function readUserTokens(text: string | undefined): boolean {
  if (text !== undefined && text !== '' && text !== 'keep') throw new Misconfigured('WECHAT_USER_TOKENS wants "keep", or nothing at all.');
  return text === 'keep';
}

/** Whole, as a browser writes it, and without a fragment: that is where the ticket goes. Plain http is for this machine. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const address = new URL(text);
  return (address.href === text || address.origin === text) && address.username === '' && address.password === '' && (address.protocol === 'https:' || isLoopback(address));
}
