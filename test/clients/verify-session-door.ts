// A web door of a test's own: keys that it signs with, and answers that a test chooses. What the real door says, the journeys ask.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** 2026-01-01T00:00:00Z */
export const NEW_YEAR = 1_767_225_600_000;
const DOOR = 'https://accounts.example.com';
const SID = `${'i'.repeat(22)}.${'s'.repeat(22)}`;
export const USER = 'u'.repeat(22);

export interface Key { kid: string; privateKey: KeyObject; publicKey: KeyObject }
export interface AskedOf { method: string; path: string; token: string | null; body: unknown }
export interface Door {
  /** What its tokens say. */
  door: string;
  askAt: string;
  now: number;
  keys: Key[];
  asked: AskedOf[];
  /** Paths asked for, in their order. */
  paths(): string[];
  token(change?: object, header?: object, key?: Key): string;
  tokens(generation?: number): { accessToken: string; accessTokenExpiresAt: number; refreshToken: string; refreshTokenExpiresAt: number };
  /** 'METHOD /path' → what is answered instead; a code is a refusal. */
  answers: Map<string, { status: number; text: string } | string | 'hang up'>;
  /** Which page each ticket is for, by its challenge. */
  tickets: Map<string, string>;
  /** Waits before each answer. */
  hold: Promise<void> | null;
  stop(): Promise<void>;
}

export const aKey = (kid: string): Key => ({ kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Signed by hand, so that any header and any claims can be tried. */
export function tokenOf(claims: object, header: object, { kid, privateKey }: Key): string {
  const body = `${encode({ alg: 'ES256', typ: 'at+jwt', kid, ...header })}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

export function claimsAt(now: number): Record<string, unknown> {
  const iat = Math.floor(now / 1000);
  return { iss: DOOR, aud: DOOR, client_id: 'wxfa4e000000000001', sub: USER, sid: SID, jti: 'j', iat, exp: iat + 900 };
}

export async function startDoor(): Promise<Door> {
  const first = aKey('t1');
  const server = http.createServer((request, response) => { void answer(request, response); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const door: Door = {
    door: DOOR, askAt: `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`, now: NEW_YEAR, keys: [first], asked: [], answers: new Map(), tickets: new Map(), hold: null,
    paths: () => door.asked.map(({ method, path }) => `${method} ${path}`),
    token: (change = {}, header = {}, key = door.keys[0] ?? first) => tokenOf({ ...claimsAt(door.now), ...change }, header, key),
    tokens: (generation = 1) => ({ accessToken: door.token({ jti: `j${generation}` }), accessTokenExpiresAt: (Math.floor(door.now / 1000) + 900) * 1000, refreshToken: `r1.${generation}`, refreshTokenExpiresAt: door.now + 2_592_000_000 }),
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += String(part);
    const { method = '', url = '', headers } = request;
    const path = url.replace(/^\/service/, '');
    const token = headers['x-wx-ticket'];
    door.asked.push({ method, path, token: typeof token === 'string' ? token : null, body: text === '' ? null : JSON.parse(text) });
    await door.hold;
    const said = door.answers.get(`${method} ${path}`) ?? usual(`${method} ${path}`, door, text);
    if (said === 'hang up') { request.socket.destroy(); return; }
    const { status, text: body } = typeof said === 'string' ? refusing(said) : said;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }
  return door;
}

const STATUS: Readonly<Record<string, number>> = { 'token-invalid': 401, 'token-expired': 401, 'session-revoked': 401, 'user-blocked': 403, 'account-closed': 403, 'ticket-invalid': 400, 'rate-limited': 429, internal: 500 };
function refusing(code: string): { status: number; text: string } {
  return { status: STATUS[code] ?? 400, text: JSON.stringify({ ok: false, refusal: { code, message: 'No.', retry: 'never', retryAt: null, requestId: 'q1' } }) };
}

function usual(question: string, door: Door, body: string): { status: number; text: string } | string {
  const ok = (value: object) => ({ status: 200, text: JSON.stringify({ ok: true, value }) });
  if (question === 'GET /auth/jwks.json') return { status: 200, text: JSON.stringify({ keys: door.keys.map(({ kid, publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' })) }) };
  if (question === 'GET /auth/me') return ok({ user: { id: USER, nickname: null, avatarUrl: null, phone: null } });
  if (question === 'POST /auth/session/sign-out') return ok({});
  if (question === 'POST /auth/session/renew') return ok(door.tokens(2));
  if (question !== 'POST /auth/ticket') return 'not-found';
  const { ticket, verifier } = JSON.parse(body) as { ticket: string; verifier: string };
  return door.tickets.get(ticket) === hashOf(verifier) ? ok({ ...door.tokens(), user: { id: USER }, isNew: false }) : 'ticket-invalid';
}
