// What a guard of pages is made of, checked before its first request.
import { type DoorOptions, type DoorSettings, doorSettings } from '../session/settings';
import { isPathEntry } from './guarded-paths';
import { safeAddress } from '../safe-address';
import { check } from '../shapes';
import type { VerifyOptions } from '../session/verifier';

export interface RequireWeChatOptions extends DoorOptions, VerifyOptions {
  /** '/activity' stands for it and all beneath it. */
  paths: readonly string[];
  /**
   * Where the door comes back to: a path of this site that is nothing else, '/wechat/back' when left out; with this site's origin before it, it
   * is an entry of the door's RETURN_TO. Give it whole, 'https://www.example.com/wechat/back', where a proxy stands before this server.
   */
  returnTo?: string;
  /** Inside WeChat: 'snsapi_userinfo' asks for name and picture. */
  scope?: 'snsapi_base' | 'snsapi_userinfo';
}

/** `origin`: null where each request says it. */
export interface PageSettings { door: DoorSettings; paths: readonly string[]; origin: string | null; back: string; scope: RequireWeChatOptions['scope']; revocation: boolean }

const BACK = '/wechat/back';

/** @throws TypeError that names the option */
export function pageSettings(options: RequireWeChatOptions): PageSettings {
  const { paths, returnTo = BACK, scope, revocation = false } = options;
  const door = doorSettings(options);
  check(Array.isArray(paths) && paths.length > 0 && paths.every(isPathEntry), 'paths is a list of paths that begin with a slash, without query and percent signs');
  check(typeof returnTo === 'string', 'returnTo is a path or an address of this site');
  const whole = returnTo.startsWith('/') ? null : safeAddress(returnTo);
  const back = whole === null ? returnTo : whole.pathname;
  check(isPathEntry(back) && back.length > 1 && !back.endsWith('/') && (whole === null || whole.origin + whole.pathname === returnTo), 'returnTo is a path such as /wechat/back, or the same with https:// and the host before it, without a slash at its end');
  check(scope === undefined || scope === 'snsapi_base' || scope === 'snsapi_userinfo', 'scope is snsapi_base or snsapi_userinfo');
  check(typeof revocation === 'boolean', 'revocation is true or false');
  return { door, paths, origin: whole?.origin ?? null, back, scope, revocation };
}

/** The origin that this site's browsers see. Null for a request that names none. @throws TypeError where it came over plain http from elsewhere than this machine: cookies would lie open */
export function ownOrigin({ origin }: PageSettings, said: string | null): string | null {
  if (origin !== null || said === null) return origin;
  check(safeAddress(said) !== null, 'returnTo is a path, and a request came over plain http: give the whole https:// address of it, or tell the framework to trust the proxy');
  return said;
}
