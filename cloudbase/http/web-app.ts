// The web door's paths: what each takes out of a request, and how its answer leaves. Decides nothing that the rules decide.
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import type { Returned } from '../../auth/web/callback';
import type { StartInput, Started } from '../../auth/web/start';
import { refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import type { RefusalCode } from '../../contract/reply';
import type { WebDoorName, WebDoors } from '../../contract/web';
import { maskAddress } from '../caller';
import { currentRequestId } from '../invocation';
import { isWithinLimits } from '../requests/limits';
import { H5_EXTRAS, QR_EXTRAS, webBodies } from '../requests/web';
import { orInternal, reply } from '../triggers/door';
import { httpAnswer } from './answer';
import { PAGE_STYLE, page } from './web-page';

type Value<P extends keyof WebDoors> = Promise<Result<WebDoors[P][1]>>;
/** What the rules do. `token`: as it was brought. */
export interface WebActions {
  start(door: WebDoorName, input: StartInput): Promise<Result<Started>>;
  callback(door: WebDoorName, returned: Returned): Promise<Result<{ location: string }>>;
  ticket(body: WebDoors['POST /auth/ticket'][0], ipPrefix: string | null): Value<'POST /auth/ticket'>;
  miniProgram(body: WebDoors['POST /auth/mini-program'][0], from: { ipPrefix: string | null; address: string | null; appHint: string | null }): Value<'POST /auth/mini-program'>;
  renew(body: WebDoors['POST /auth/session/renew'][0], ipPrefix: string | null): Value<'POST /auth/session/renew'>;
  signOut(token: string, ipPrefix: string | null): Value<'POST /auth/session/sign-out'>;
  jssdkSignature(body: WebDoors['POST /auth/jssdk-signature'][0]): Value<'POST /auth/jssdk-signature'>;
  me(token: string): Value<'GET /auth/me'>;
  sessions(token: string): Value<'GET /auth/sessions'>;
  /** The public halves of what signs access tokens (RFC 7517). */
  jwks(): { keys: object[] };
}

/** `siteOf`: the origin one goes back to by a return_to; null where one may not. */
export interface WebSettings { siteOf: (returnTo: string) => string | null; allowedOrigins: readonly string[]; publicOrigin: string; isSecure: boolean }
/** What an invocation's log line says of it; `refusal` is read from the answer. */
export interface Noted { action: string | null; refusal: string | null }

const COOKIE = 'wx_flow';
const LONGEST_BODY_BYTES = 8 * 1024;
/** Ways a token may be told in an address. */
const TOKEN_WORDS = /token|ticket|authorization|bearer|jwt/i;
const SAFE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };
const styleHash = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;
const PAGE = { ...SAFE, 'content-type': 'text/html; charset=utf-8' };
const policyFor = (framedBy: string | null): string => `default-src 'none'; style-src ${styleHash}; base-uri 'none'; form-action 'none'; frame-ancestors ${framedBy ?? "'none'"}`;

/** One for each invocation: `noted` is what its log line says. */
export function webApp(settings: WebSettings, load: () => Promise<WebActions>, noted: Noted): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    cross(context, settings);
    // It would be answered as a GET, and do what a GET does.
    return context.req.raw.method === 'HEAD' ? answered(context, null, noted, refuse('bad-request', 'This path is asked by another method.'), 405) : next();
  });
  for (const door of ['qr', 'h5'] as const) {
    app.get(`/auth/${door}`, (context) => begin(context, settings, door, load, noted));
    app.get(`/auth/${door}/callback`, (context) => comeBack(context, settings, door, load, noted));
  }
  app.post('/auth/ticket', (context) => posted(context, 'ticket', noted, async (body) => (await load()).ticket(body, prefixOf(context))));
  app.post('/auth/mini-program', (context) => posted(context, 'mini-program', noted, async (body) => (await load()).miniProgram(body, { ipPrefix: prefixOf(context), address: addressOf(context), appHint: appHintOf(context) })));
  app.post('/auth/session/renew', (context) => posted(context, 'session/renew', noted, async (body) => (await load()).renew(body, prefixOf(context))));
  app.post('/auth/session/sign-out', (context) => posted(context, 'session/sign-out', noted, async () => held(context, async (token) => (await load()).signOut(token, prefixOf(context)))));
  app.post('/auth/jssdk-signature', (context) => posted(context, 'jssdk-signature', noted, async (body) => (await load()).jssdkSignature(body)));
  app.get('/auth/jwks.json', async (context) => {
    noted.action = 'jwks';
    return context.json((await load()).jwks(), 200, { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' });
  });
  app.get('/auth/me', (context) => answered(context, 'me', noted, held(context, async (token) => (await load()).me(token))));
  app.get('/auth/sessions', (context) => answered(context, 'sessions', noted, held(context, async (token) => (await load()).sessions(token))));
  app.options('*', (context) => context.body(null, 204));
  for (const path of new Set(app.routes.map((route) => route.path).filter((each) => each.startsWith('/auth')))) app.all(path, (context) => answered(context, null, noted, refuse('bad-request', 'This path is asked by another method.'), 405));
  app.notFound((context) => answered(context, null, noted, refuse('not-found', 'This door has no such path.')));
  return app;
}

async function begin(context: Context, settings: WebSettings, door: WebDoorName, load: () => Promise<WebActions>, noted: Noted): Promise<Response> {
  noted.action = `${door}`;
  const { isSecure } = settings;
  const input = isOpened(context) ? startInput(context, door, isSecure) : null;
  const result = input === null ? refuse('bad-request', 'A parameter is missing or stands twice.') : await orInternal(async () => (await load()).start(door, input));
  if (!result.ok) return shown(context, noted, result.refused.code, { retryAt: result.refused.retryAt, framedBy: input === null ? null : framingSite(settings, input) });
  const { location, browser } = result.value;
  setCookie(context, cookieName(isSecure), browser, { path: '/', httpOnly: true, secure: isSecure, sameSite: 'Lax', maxAge: 600 });
  return context.body(null, 302, { ...SAFE, location });
}

async function comeBack(context: Context, { isSecure }: WebSettings, door: WebDoorName, load: () => Promise<WebActions>, noted: Noted): Promise<Response> {
  noted.action = `${door}/callback`;
  const [code, state] = [once(context, 'code'), once(context, 'state')];
  if (code === undefined || state === undefined) return shown(context, noted, 'state-invalid');
  const result = await orInternal(async () => (await load()).callback(door, { code, state, browser: getCookie(context, cookieName(isSecure)) ?? null }));
  return result.ok ? context.body(null, 302, { ...SAFE, location: result.value.location }) : shown(context, noted, result.refused.code);
}

/** By somebody who goes there: a picture or a script of another page spends nobody's count. Programs and old web-views do not say Sec-Fetch-Site. */
function isOpened(context: Context): boolean {
  return context.req.header('sec-fetch-site') === undefined || context.req.header('sec-fetch-mode') === 'navigate';
}

/** The one site whose page may show this door in a frame: where an embedded code goes back to (SEC-55). */
function framingSite({ siteOf }: WebSettings, { extras, returnTo }: StartInput): string | null {
  const isEmbedded = extras.some(([name, value]) => name === 'login_type' || (name === 'self_redirect' && value === 'true'));
  return isEmbedded ? siteOf(returnTo) : null;
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
  const [returnTo, challenge, scope, app, direct] = ['return_to', 'challenge', 'scope', 'app', 'direct'].map((name) => once(context, name));
  if (typeof returnTo !== 'string' || typeof challenge !== 'string' || scope === undefined || app === undefined || direct === undefined) return null;
  const extras = (door === 'qr' ? QR_EXTRAS : H5_EXTRAS).flatMap(([name, shape]): [string, string][] => {
    const value = once(context, name);
    return typeof value === 'string' && shape.test(value) ? [[name, value]] : [];
  });
  return { isDirect: direct === 'true', returnTo, challenge, scope, app, browser: getCookie(context, cookieName(isSecure)) ?? null, address: addressOf(context), extras };
}

async function posted<K extends keyof typeof webBodies>(context: Context, path: K, noted: Noted, run: (body: v.InferOutput<(typeof webBodies)[K]>) => Promise<Result<unknown>>): Promise<Response> {
  if (isTokenInAddress(context)) return answered(context, path, noted, refuse('bad-request', 'Nothing secret belongs into an address.'));
  const text = await context.req.text();
  if (Buffer.byteLength(text) > LONGEST_BODY_BYTES) return answered(context, path, noted, refuse('bad-request', 'The body is longer than 8 KB.'), 413);
  const body = parsed(text);
  const shaped = isWithinLimits(body) ? v.safeParse(webBodies[path], body) : null;
  if (!shaped?.success) return answered(context, path, noted, refuse('bad-request', `The body has not the shape of ${path}.`));
  return answered(context, path, noted, orInternal(() => run(shaped.output as v.InferOutput<(typeof webBodies)[K]>)));
}

/** An empty body is an empty object. */
function parsed(text: string): unknown {
  try { return JSON.parse(text === '' ? '{}' : text) as unknown; } catch { return null; }
}

/** One token, brought in one way: two that differ, or one in the address, are none (SEC-33). */
async function held(context: Context, run: (token: string) => Promise<Result<unknown>>): Promise<Result<unknown>> {
  const ticket = context.req.header('x-wx-ticket');
  const [, bearer] = /^Bearer ([^\s,]+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
  const token = ticket ?? bearer;
  const isOdd = isTokenInAddress(context) || (ticket !== undefined && context.req.header('authorization') !== undefined && ticket !== bearer);
  if (token === undefined || token === '' || isOdd) return refuse('token-invalid', 'An access token is wanted in X-Wx-Ticket or Authorization: Bearer, once, and never in the address.');
  return orInternal(() => run(token));
}

function isTokenInAddress(context: Context): boolean {
  return Object.keys(context.req.queries()).some((name) => TOKEN_WORDS.test(name));
}

async function answered(context: Context, action: string | null, noted: Noted, answering: Result<unknown> | Promise<Result<unknown>>, status: number | null = null): Promise<Response> {
  const result = await answering;
  noted.action ??= action;
  noted.refusal = result.ok ? null : result.refused.code;
  const { statusCode, headers, body } = httpAnswer(reply(result, currentRequestId()), Date.now(), status);
  for (const [name, value] of Object.entries({ ...headers, ...SAFE })) context.header(name, value);
  context.status(statusCode as 200);
  return context.body(body);
}

const EXPIRED = { zh: '这次登录已经失效，请回到原来的页面重新开始。', en: 'This sign-in has expired or was used; go back to the page and begin again.', status: 400 } as const;
const BUSY = { zh: '这里的登录太频繁了，请过一分钟再试。', en: 'Too many sign-ins from here; try again in a minute.', status: 429 } as const;
const OURS = { zh: '暂时无法登录，请稍后再试。', en: 'Signing in is not possible at the moment; try again later.', status: 500 } as const;
const NONE = { zh: '这里没有配置这种登录方式。', en: 'This way to sign in is not set up here.', status: 404 } as const;
const WRONG = { zh: '无法开始登录：这个链接的参数不对。', en: 'The sign-in cannot begin: a parameter of this link is wrong.', status: 400 } as const;
const PAGES: Partial<Record<RefusalCode, typeof EXPIRED | typeof BUSY | typeof OURS | typeof NONE>> = { 'not-found': NONE, 'state-invalid': EXPIRED, 'rate-limited': BUSY, internal: OURS };

/** A person looks at it, not a program. */
function shown(context: Context, noted: Noted, code: RefusalCode, { retryAt, framedBy }: { retryAt: number | null; framedBy: string | null } = { retryAt: null, framedBy: null }): Response {
  noted.refusal = code;
  const { status, ...words } = PAGES[code] ?? WRONG;
  const wait = retryAt === null ? {} : { 'retry-after': String(Math.max(1, Math.ceil((retryAt - Date.now()) / 1000))) };
  return context.body(page({ ...words, detail: `${code} · ${currentRequestId()}` }), status, { ...PAGE, ...wait, 'content-security-policy': policyFor(framedBy) });
}

/** The exact origins of the list, and no other; never with credentials (SEC-80). */
function cross(context: Context, { allowedOrigins }: WebSettings): void {
  const origin = context.req.header('origin');
  context.header('vary', 'Origin');
  if (origin === undefined || !allowedOrigins.includes(origin)) return;
  context.header('access-control-allow-origin', origin);
  context.header('access-control-expose-headers', 'retry-after');
  if (context.req.method !== 'OPTIONS') return;
  context.header('access-control-allow-methods', 'GET, POST');
  context.header('access-control-allow-headers', 'content-type, authorization, x-wx-ticket');
  context.header('access-control-max-age', '600');
}

/** wx.request names the app in its Referer, which no page of it can set. */
function appHintOf(context: Context): string | null {
  return /^https:\/\/servicewechat\.com\/(wx[0-9a-f]{16})\//.exec(context.req.header('referer') ?? '')?.[1] ?? null;
}

/** Whose count it is: one IPv4 address, or the network of 2^64 that one IPv6 customer has. Null for what is no single address. */
function addressOf(context: Context): string | null {
  const text = (context.req.header('x-real-ip') ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(text) !== 6) return isIP(text) === 4 ? text : null;
  return new URL(`http://[${text}]`).hostname.slice(1, -1).split('::').flatMap((part, index, parts) => [...part.split(':'), ...(index === 0 && parts.length > 1 ? ['0', '0', '0', '0'] : [])]).slice(0, 4).join(':');
}

/** The gateway's own field: what a client writes into others changes nothing (SEC-81). */
function prefixOf(context: Context): string | null {
  return maskAddress(context.req.header('x-real-ip') ?? null);
}
