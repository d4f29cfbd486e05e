// The refresh token in a cookie that no script can read: for pages that share their site with the door, outside WeChat.
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { accept, refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import type { Tokens } from '../../contract/doors';
import type { ByCookie } from '../../contract/web';

export interface CookieSettings { allowedOrigins: readonly string[]; publicOrigin: string; isSecure: boolean }

const COOKIE = 'wx_kept';

/**
 * Another site cannot make a browser say that it asks from this one, and a page of this site must be listed too.
 * In web-views inside WeChat pages of many owners share one cookie jar (SEC-50). Refuses: forbidden.
 */
export function refuseForeign(context: Context, { allowedOrigins, publicOrigin }: CookieSettings): Result<never> | null {
  const origin = context.req.header('origin') ?? '';
  const isOwnSite = ['same-origin', 'same-site'].includes(context.req.header('sec-fetch-site') ?? '') && (origin === publicOrigin || allowedOrigins.includes(origin));
  const isInside = /MicroMessenger\//.test(context.req.header('user-agent') ?? '');
  return isOwnSite && !isInside ? null : refuse('forbidden', 'A session is kept in a cookie only for listed pages of this door’s own site, outside WeChat; take the tokens instead.');
}

/** What is answered in its place: everything but the refresh token. */
export function kept<T extends Tokens>(context: Context, { isSecure }: CookieSettings, result: Result<T>, now: number): Result<ByCookie<T>> {
  if (!result.ok) return result;
  const { refreshToken, ...rest } = result.value;
  setCookie(context, nameOf(isSecure), refreshToken, { ...SHAPE, secure: isSecure, maxAge: Math.max(0, Math.floor((rest.refreshTokenExpiresAt - now) / 1000)) });
  return accept(rest);
}

export function keptToken(context: Context, { isSecure }: CookieSettings): string | null {
  return getCookie(context, nameOf(isSecure)) ?? null;
}

export function forget(context: Context, { isSecure }: CookieSettings): void {
  if (getCookie(context, nameOf(isSecure)) !== undefined) deleteCookie(context, nameOf(isSecure), { ...SHAPE, secure: isSecure });
}

const SHAPE = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;

/** On plain http, which is this machine alone, a browser may refuse the prefix. */
function nameOf(isSecure: boolean): string {
  return isSecure ? `__Host-${COOKIE}` : COOKIE;
}
