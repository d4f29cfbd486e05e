// The web door's paths: what each takes out of a request, and how its answer leaves. Decides nothing that the rules decide.
import { createHash } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Returned } from '../../auth/web/callback';
import type { StartInput, Started } from '../../auth/web/start';
import { accept, refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import type { Empty, RefusalCode } from '../../contract/reply';
import type { SignedIn, Tokens } from '../../contract/doors';
import type { ByCookie, RenewedByCookie, WebDoorName, WebDoors } from '../../contract/web';
import { currentRequestId } from '../invocation';
import { H5_EXTRAS, QR_EXTRAS, agreedTo } from '../requests/web';
import { orInternal } from '../triggers/door';
import { addressOf, prefixOf } from './client-address';
import { SAFE, answered, closed, held, opened, posted } from './json-path';
import type { Noted } from './json-path';
import { forget, kept, keptToken, refuseForeign } from './kept-session';
import { PAGE_STYLE, page } from './web-page';

type Value<P extends keyof WebDoors> = Promise<Result<WebDoors[P][1]>>;
/** What the rules do. `token`: as it was brought. */
export interface WebActions {
  start(door: WebDoorName, input: StartInput): Promise<Result<Started>>;
  callback(door: WebDoorName, returned: Returned): Promise<Result<{ location: string }>>;
  ticket(body: WebDoors['POST /auth/ticket'][0], ipPrefix: string | null): Promise<Result<SignedIn>>;
  miniProgram(body: WebDoors['POST /auth/mini-program'][0], from: { ipPrefix: string | null; address: string | null; appHint: string | null }): Value<'POST /auth/mini-program'>;
  renew(refreshToken: string, ipPrefix: string | null): Promise<Result<Tokens>>;
  signOut(token: string, ipPrefix: string | null): Value<'POST /auth/session/sign-out'>;
  renewKept(refreshToken: string, ipPrefix: string | null): Promise<Result<Tokens & RenewedByCookie>>;
  signOutKept(refreshToken: string, ipPrefix: string | null): Value<'POST /auth/session/sign-out'>;
  endReplaced(refreshToken: string, by: string, ipPrefix: string | null): Promise<void>;
  refreshProfile(token: string, body: WebDoors['POST /auth/profile/refresh'][0], ipPrefix: string | null): Value<'POST /auth/profile/refresh'>;
  jssdkSignature(body: WebDoors['POST /auth/jssdk-signature'][0]): Value<'POST /auth/jssdk-signature'>;
  me(token: string): Value<'GET /auth/me'>;
  sessions(token: string): Value<'GET /auth/sessions'>;
  /** The public halves of what signs access tokens (RFC 7517). */
  jwks(): { keys: object[] };
}

/** `wholeAddress`: where one goes back to by a return_to; null where one may not. */
export interface WebSettings { wholeAddress: (returnTo: string) => string | null; allowedOrigins: readonly string[]; publicOrigin: string; isSecure: boolean }

const COOKIE = 'wx_flow';
const FOR_THE_MOMENT: readonly RefusalCode[] = ['rate-limited', 'internal'];
const styleHash = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;
const PAGE = { ...SAFE, 'content-type': 'text/html; charset=utf-8' };
const policyFor = (framedBy: string | null): string => `default-src 'none'; style-src ${styleHash}; base-uri 'none'; form-action 'none'; frame-ancestors ${framedBy ?? "'none'"}`;

/** One for each invocation: `noted` is what its log line says. */
export function webApp(settings: WebSettings, load: () => Promise<WebActions>, noted: Noted): Hono {
  const app = opened(settings, noted);
  for (const door of ['qr', 'h5'] as const) {
    app.get(`/auth/${door}`, (context) => begin(context, settings, door, load, noted));
    app.get(`/auth/${door}/callback`, (context) => comeBack(context, settings, door, load, noted));
  }
  app.post('/auth/ticket', (context) => posted(context, 'ticket', noted, async ({ cookie, ...body }) => {
    if (cookie === undefined) return (await load()).ticket(body, prefixOf(context));
    return refuseForeign(context, settings) ?? keptTicket(context, settings, await load(), body);
  }));
  app.post('/auth/mini-program', (context) => posted(context, 'mini-program', noted, async (body) => (await load()).miniProgram(body, { ipPrefix: prefixOf(context), address: addressOf(context), appHint: appHintOf(context) })));
  app.post('/auth/session/renew', (context) => posted(context, 'session/renew', noted, async (body) => ('refreshToken' in body ? (await load()).renew(body.refreshToken, prefixOf(context)) : renewKept(context, settings, load))));
  app.post('/auth/session/sign-out', (context) => posted(context, 'session/sign-out', noted, async (body) => ('cookie' in body ? signOutKept(context, settings, load) : held(context, async (token) => (await load()).signOut(token, prefixOf(context))))));
  app.post('/auth/profile/refresh', (context) => posted(context, 'profile/refresh', noted, async (body) => held(context, async (token) => (await load()).refreshProfile(token, body, prefixOf(context)))));
  app.post('/auth/jssdk-signature', (context) => posted(context, 'jssdk-signature', noted, async (body) => (await load()).jssdkSignature(body)));
  app.get('/auth/jwks.json', async (context) => {
    noted.action = 'jwks';
    return context.json((await load()).jwks(), 200, { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' });
  });
  app.get('/auth/me', (context) => answered(context, 'me', noted, held(context, async (token) => (await load()).me(token))));
  app.get('/auth/sessions', (context) => answered(context, 'sessions', noted, held(context, async (token) => (await load()).sessions(token))));
  return closed(app, noted);
}

async function keptTicket(context: Context, settings: WebSettings, actions: WebActions, body: Parameters<WebActions['ticket']>[0]): Promise<Result<ByCookie<SignedIn>>> {
  const replaced = keptToken(context, settings);
  const signedIn = await actions.ticket(body, prefixOf(context));
  if (signedIn.ok && replaced !== null) await actions.endReplaced(replaced, signedIn.value.refreshToken, prefixOf(context));
  return kept(context, settings, signedIn, Date.now());
}

async function renewKept(context: Context, settings: WebSettings, load: () => Promise<WebActions>): Promise<Result<RenewedByCookie>> {
  const foreign = refuseForeign(context, settings);
  if (foreign !== null) return foreign;
  const token = keptToken(context, settings);
  if (token === null) return refuse('token-invalid', 'No session is kept in a cookie of this door; sign in.');
  return kept(context, settings, await (await load()).renewKept(token, prefixOf(context)), Date.now());
}

/** The cookie goes once its session is over. Elsewhere it stays: a tab that hears late must not take away what another tab was given since. */
async function signOutKept(context: Context, settings: WebSettings, load: () => Promise<WebActions>): Promise<Result<Empty>> {
  const foreign = refuseForeign(context, settings);
  if (foreign !== null) return foreign;
  const token = keptToken(context, settings);
  const signedOut = token === null ? accept({}) : await (await load()).signOutKept(token, prefixOf(context));
  if (signedOut.ok) forget(context, settings);
  return signedOut;
}

async function begin(context: Context, settings: WebSettings, door: WebDoorName, load: () => Promise<WebActions>, noted: Noted): Promise<Response> {
  noted.action = `${door}`;
  const { isSecure } = settings;
  const input = isOpened(context) ? startInput(context, door, isSecure) : null;
  const result = input === null ? refuse('bad-request', 'A parameter is missing or stands twice.') : await orInternal(async () => (await load()).start(door, input));
  if (!result.ok) {
    const quietly = input === null || once(context, 'silent') !== 'true' || !FOR_THE_MOMENT.includes(result.refused.code) ? null : settings.wholeAddress(input.returnTo);
    if (quietly !== null) return back(context, noted, quietly, result.refused.code);
    return shown(context, noted, result.refused.code, { retryAt: result.refused.retryAt, framedBy: input === null ? null : framingSite(settings, input), message: result.refused.message });
  }
  const { location, browser } = result.value;
  setCookie(context, `${cookieName(isSecure)}-${browser.slice(0, 4)}`, browser, { path: '/', httpOnly: true, secure: isSecure, sameSite: 'Lax', maxAge: 600 });
  return context.body(null, 302, { ...SAFE, location });
}

/** A check that nobody asked for ends on her own page. */
function back(context: Context, noted: Noted, address: string, code: RefusalCode): Response {
  noted.refusal = code;
  return context.body(null, 302, { ...SAFE, location: `${address}#refusal=${code}` });
}

async function comeBack(context: Context, { isSecure }: WebSettings, door: WebDoorName, load: () => Promise<WebActions>, noted: Noted): Promise<Response> {
  noted.action = `${door}/callback`;
  const [code, state] = [once(context, 'code'), once(context, 'state')];
  if (code === undefined || state === undefined) return shown(context, noted, 'state-invalid');
  const result = await orInternal(async () => (await load()).callback(door, { code, state, browsers: browsersOf(context, isSecure) }));
  return result.ok ? context.body(null, 302, { ...SAFE, location: result.value.location }) : shown(context, noted, result.refused.code);
}

/** By somebody who goes there: a picture or a script of another page spends nobody's count. Programs and old web-views do not say Sec-Fetch-Site. */
function isOpened(context: Context): boolean {
  return context.req.header('sec-fetch-site') === undefined || context.req.header('sec-fetch-mode') === 'navigate';
}

/** The one site whose page may show this door in a frame: where an embedded code goes back to (SEC-55). */
function framingSite({ wholeAddress }: WebSettings, { extras, returnTo }: StartInput): string | null {
  const isEmbedded = extras.some(([name, value]) => name === 'login_type' || (name === 'self_redirect' && value === 'true'));
  const address = isEmbedded ? wholeAddress(returnTo) : null;
  return address === null ? null : new URL(address).origin;
}

/** Two tabs that begin before the browser has a cookie get one each, under names of their own: neither takes the other's away. A later start goes by one that stands. */
function browsersOf(context: Context, isSecure: boolean): string[] {
  return Object.entries(getCookie(context)).flatMap(([name, value]) => (name.startsWith(`${cookieName(isSecure)}-`) ? [value] : []));
}

/** On plain http, which is this machine alone, a browser may refuse the prefix. */
function cookieName(isSecure: boolean): string {
  return isSecure ? `__Host-${COOKIE}` : COOKIE;
}

/** Missing: null; more than once: undefined, which is neither. */
function once(context: Context, name: string): string | null | undefined {
  const values = context.req.queries(name) ?? [];
  return values.length > 1 ? undefined : (values[0] ?? null);
}

/** Null where something is missing or stands twice. What of WeChat's extras has not its shape is left out. */
function startInput(context: Context, door: WebDoorName, isSecure: boolean): StartInput | null {
  const [returnTo, challenge, scope, app, direct, invite = null] = ['return_to', 'challenge', 'scope', 'app', 'direct', 'invite'].map((name) => once(context, name));
  if (typeof returnTo !== 'string' || typeof challenge !== 'string' || scope === undefined || app === undefined || direct === undefined) return null;
  const extras = (door === 'qr' ? QR_EXTRAS : H5_EXTRAS).flatMap(([name, shape]): [string, string][] => {
    const value = once(context, name);
    return typeof value === 'string' && shape.test(value) ? [[name, value]] : [];
  });
  return { isDirect: direct === 'true', returnTo, challenge, scope, app, invite, policyVersion: agreedTo(once(context, 'policy_version')), browser: browsersOf(context, isSecure)[0] ?? null, address: addressOf(context), extras };
}

const EXPIRED = { zh: '这次登录已经失效，请回到原来的页面重新开始。', en: 'This sign-in has expired or was used; go back to the page and begin again.', status: 400 } as const;
const BUSY = { zh: '这里的登录太频繁了，请过一分钟再试。', en: 'Too many sign-ins from here; try again in a minute.', status: 429 } as const;
const OURS = { zh: '暂时无法登录，请稍后再试。', en: 'Signing in is not possible at the moment; try again later.', status: 500 } as const;
const NONE = { zh: '这里没有配置这种登录方式。', en: 'This way to sign in is not set up here.', status: 404 } as const;
const WRONG = { zh: '无法开始登录：这个链接的参数不对。', en: 'The sign-in cannot begin: a parameter of this link is wrong.', status: 400 } as const;
const PAGES: Partial<Record<RefusalCode, typeof EXPIRED | typeof BUSY | typeof OURS | typeof NONE>> = { 'not-found': NONE, 'state-invalid': EXPIRED, 'rate-limited': BUSY, internal: OURS };

/** A person looks at it, not a program. */
function shown(context: Context, noted: Noted, code: RefusalCode, { retryAt, framedBy, message }: { retryAt: number | null; framedBy: string | null; message: string } = { retryAt: null, framedBy: null, message: '' }): Response {
  noted.refusal = code;
  const { status, ...words } = PAGES[code] ?? WRONG;
  const wait = retryAt === null ? {} : { 'retry-after': String(Math.max(1, Math.ceil((retryAt - Date.now()) / 1000))) };
  return context.body(page({ ...words, detail: [code, ...(code === 'bad-request' && message !== '' ? [message] : []), currentRequestId()].join(' · ') }), status, { ...PAGE, ...wait, 'content-security-policy': policyFor(framedBy) });
}

/** wx.request names the app in its Referer, which no page of it can set. */
function appHintOf(context: Context): string | null {
  return /^https:\/\/servicewechat\.com\/(wx[0-9a-f]{16})\//.exec(context.req.header('referer') ?? '')?.[1] ?? null;
}
