// Puts a guard before a handler, in the way of each framework: a few lines each, and no framework is needed for it.
import type { Answer, Asked, Guard } from './guard';
import type { HeaderBag } from './session/brought-token';
import type { FetchRequest, FetchResponse } from './web-types';

/** fetch style: the session is the handler's second argument; what else the runtime gives stands behind it. */
export function guardFetch<S, R extends FetchRequest, More extends unknown[]>(guard: Guard<S>, handler: (request: R, session: S, ...more: More) => FetchResponse | Promise<FetchResponse>): (request: R, ...more: More) => Promise<FetchResponse> {
  return async (request, ...more) => {
    const judged = await guard.judge(askedByFetch(request));
    if ('answer' in judged) return responseOf(judged.answer);
    return withCookies(await handler(request, judged.session, ...more), judged.cookies);
  };
}

export interface HonoContext { req: { raw: FetchRequest }; res: FetchResponse; set(name: 'session', session: unknown): void }
/** Hono: `context.get('session')`. */
export function honoGuard<S>(guard: Guard<S>): (context: HonoContext, next: () => Promise<void>) => Promise<FetchResponse | undefined> {
  return async (context, next) => {
    const judged = await guard.judge(askedByFetch(context.req.raw));
    if ('answer' in judged) return responseOf(judged.answer);
    context.set('session', judged.session);
    await next();
    if (judged.cookies.length > 0) context.res = withCookies(context.res, judged.cookies);
    return undefined;
  };
}

/** Node's own, with what Express puts on it. `body`: where something before has read it. */
export interface NodeRequest extends AsyncIterable<unknown> { method?: string | undefined; url?: string | undefined; originalUrl?: string; protocol?: string; headers: HeaderBag; socket: object; body?: unknown; auth?: unknown }
export interface NodeResponse { statusCode: number; getHeader(name: string): number | string | string[] | undefined; setHeader(name: string, value: string | string[]): unknown; end(body: string): unknown }
/** Express, and Node's own http: `request.auth`. */
export function expressGuard<S>(guard: Guard<S>): (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void) => Promise<void> {
  return async (request, response, next) => {
    try {
      const judged = await guard.judge(askedOfNode(request, request.originalUrl ?? request.url ?? '/', originOf(request), request.body));
      if ('answer' in judged) return send(response, judged.answer);
      request.auth = judged.session;
      if (judged.cookies.length > 0) response.setHeader('cache-control', 'no-store');
      addCookies(response, judged.cookies);
    } catch (error) {
      return next(error);
    }
    next();
  };
}

export interface KoaContext {
  method: string; originalUrl: string; origin: string; req: NodeRequest; request: object; state: object;
  status: number; body: unknown; set(name: string, value: string): void; append(name: string, value: string[]): void;
}
/** Koa: `ctx.state.session`. */
export function koaGuard<S>(guard: Guard<S>): (context: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  return async (context, next) => {
    const { body: read } = context.request as { body?: unknown };
    const judged = await guard.judge({ ...askedOfNode(context.req, context.originalUrl, originIn(context.origin), read), method: context.method });
    if ('answer' in judged) {
      const { status, headers, cookies, body } = judged.answer;
      context.status = status;
      context.body = body;
      // After the body, which writes a kind of its own.
      for (const [name, value] of Object.entries(headers)) context.set(name, value);
      if (cookies.length > 0) context.append('set-cookie', cookies);
      return;
    }
    Object.assign(context.state, { session: judged.session });
    await next();
    if (judged.cookies.length === 0) return;
    context.set('cache-control', 'no-store');
    context.append('set-cookie', judged.cookies);
  };
}

function askedByFetch(request: FetchRequest): Asked {
  const { method, url, headers } = request;
  // As the framework's own router reads it: not every runtime makes an address plain first.
  const target = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/, '');
  return { method, origin: originIn(url), target: target.startsWith('/') ? target : `/${target}`, headers, body: () => request.text() };
}

function responseOf({ status, headers, cookies, body }: Answer): FetchResponse {
  return addedTo(new Response(status === 302 ? null : body, { status, headers }), cookies);
}

/** No cache may keep a cookie for the next one who asks. */
function withCookies(response: FetchResponse, cookies: string[]): FetchResponse {
  if (cookies.length === 0) return response;
  const copy = addedTo(new Response(response.body, response), cookies);
  copy.headers.set('cache-control', 'no-store');
  return copy;
}

function addedTo(response: FetchResponse, cookies: string[]): FetchResponse {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

function askedOfNode(request: NodeRequest, target: string, origin: string | null, read: unknown): Asked {
  return { method: request.method ?? 'GET', origin, target, headers: request.headers, body: () => bodyOf(request, read) };
}

function originOf({ protocol, headers, socket }: NodeRequest): string | null {
  const scheme = protocol ?? ('encrypted' in socket && socket.encrypted === true ? 'https' : 'http');
  return typeof headers['host'] === 'string' ? originIn(`${scheme}://${headers['host']}`) : null;
}

function originIn(address: string): string | null {
  try {
    return new URL(address).origin;
  } catch {
    return null;
  }
}

const LONGEST_BODY_BYTES = 8 * 1024;

/** '' for one that is too long: it is none that this package takes. */
async function bodyOf(request: NodeRequest, read: unknown): Promise<string> {
  if (typeof read === 'string') return read;
  if (Buffer.isBuffer(read)) return read.toString('utf8');
  if (read !== undefined && read !== null) return JSON.stringify(read);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const piece = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    bytes += piece.length;
    if (bytes > LONGEST_BODY_BYTES) return '';
    parts.push(piece);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(response: NodeResponse, { status, headers, cookies, body }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  addCookies(response, cookies);
  response.end(body);
}

function addCookies(response: NodeResponse, cookies: string[]): void {
  if (cookies.length === 0) return;
  const before = response.getHeader('set-cookie');
  response.setHeader('set-cookie', [...(before === undefined ? [] : [before].flat().map(String)), ...cookies]);
}
