// What every path of the HTTP doors does: reads a JSON body, or a token out of its header, and answers as JSON.
import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import { refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import { currentRequestId } from '../invocation';
import { isWithinLimits } from '../requests/limits';
import { webBodies } from '../requests/web';
import { orInternal, reply } from '../triggers/door';
import { httpAnswer } from './answer';

/** What an invocation's log line says of it; `refusal` is read from the answer. */
export interface Noted { action: string | null; refusal: string | null }
/** Which origins may read the answers. */
export interface CrossOrigin { allowedOrigins: readonly string[] }

const LONGEST_BODY_BYTES = 8 * 1024;
/** Ways a token may be told in an address. */
const TOKEN_WORDS = /token|ticket|authorization|bearer|jwt/i;
export const SAFE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

/** Before any path of a door: its paths are put in afterwards, and closed(). */
export function opened(settings: CrossOrigin, noted: Noted): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    cross(context, settings);
    // It would be answered as a GET, and do what a GET does.
    return context.req.raw.method === 'HEAD' ? otherwise(app, context, noted) : next();
  });
  return app;
}

/** Behind all paths: preflight, a known path asked in another way, an unknown one. */
export function closed(app: Hono, noted: Noted): Hono {
  app.options('*', (context) => context.body(null, 204));
  for (const path of new Set(app.routes.map((route) => route.path).filter((each) => each.startsWith('/auth')))) app.all(path, (context) => otherwise(app, context, noted));
  app.notFound((context) => answered(context, null, noted, refuse('not-found', 'This door has no such path.')));
  return app;
}

/** A path that is asked by another method, which is told (RFC 9110, 15.5.6). */
function otherwise(app: Hono, context: Context, noted: Noted): Promise<Response> {
  const asked = app.routes.filter(({ path, method }) => method !== 'ALL' && path !== '*' && new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`).test(context.req.path));
  context.header('allow', [...new Set(asked.map(({ method }) => method))].join(', '));
  return answered(context, null, noted, refuse('bad-request', 'This path is asked by another method.'), 405);
}

export async function posted<K extends keyof typeof webBodies>(context: Context, path: K, noted: Noted, run: (body: v.InferOutput<(typeof webBodies)[K]>) => Promise<Result<unknown>>): Promise<Response> {
  if (isTokenInAddress(context)) return answered(context, path, noted, refuse('bad-request', 'Nothing secret belongs into an address.'));
  const text = await context.req.text();
  if (Buffer.byteLength(text) > LONGEST_BODY_BYTES) return answered(context, path, noted, refuse('bad-request', 'The body is longer than 8 KB.'), 413);
  const body = parsed(text);
  const shaped = isWithinLimits(body) && !Array.isArray(body) ? v.safeParse(webBodies[path], body) : null;
  if (!shaped?.success) return answered(context, path, noted, refuse('bad-request', `The body has not the shape of ${path}.`));
  return answered(context, path, noted, orInternal(() => run(shaped.output as v.InferOutput<(typeof webBodies)[K]>)));
}

/** An empty body is an empty object. */
function parsed(text: string): unknown {
  try { return JSON.parse(text === '' ? '{}' : text) as unknown; } catch { return null; }
}

/** One token, brought in one way: two that differ, or one in the address, are none (SEC-33). */
export async function held(context: Context, run: (token: string) => Promise<Result<unknown>>): Promise<Result<unknown>> {
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

export async function answered(context: Context, action: string | null, noted: Noted, answering: Result<unknown> | Promise<Result<unknown>>, status: number | null = null): Promise<Response> {
  const result = await answering;
  noted.action ??= action;
  noted.refusal = result.ok ? null : result.refused.code;
  const { statusCode, headers, body } = httpAnswer(reply(result, currentRequestId()), Date.now(), status);
  for (const [name, value] of Object.entries({ ...headers, ...SAFE })) context.header(name, value);
  context.status(statusCode as 200);
  return context.body(body);
}

/** The exact origins of the list, and no other; with credentials only where the browser says that the page is of this very site (SEC-80). */
function cross(context: Context, { allowedOrigins }: CrossOrigin): void {
  const origin = context.req.header('origin');
  context.header('vary', 'Origin');
  if (origin === undefined || !allowedOrigins.includes(origin)) return;
  context.header('access-control-allow-origin', origin);
  context.header('access-control-expose-headers', 'retry-after');
  if (context.req.header('sec-fetch-site') === 'same-site') context.header('access-control-allow-credentials', 'true');
  if (context.req.method !== 'OPTIONS') return;
  context.header('access-control-allow-methods', 'GET, POST');
  context.header('access-control-allow-headers', 'content-type, authorization, x-wx-ticket');
  context.header('access-control-max-age', '600');
}
