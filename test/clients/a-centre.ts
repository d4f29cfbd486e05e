// A small centre for tests of its clients: checks signatures by itself, hands out tokens from a list, and misbehaves when told to.
import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RefusalCode } from '../../contract/reply';

export const APP_ID = 'wxfa4e000000000001';
export const CALLER = 'shop';
export const SECRET = Buffer.from('a secret of one server, 32 bytes').toString('base64url');
const WINDOW_MS = 300_000;
export const HOUR = 3_600_000;

export interface Asked { method: string; path: string; body: string; headers: http.IncomingHttpHeaders }
/** What it does instead of answering, once. `cut`: breaks off in the middle of the answer. */
export type Fault = 'silence' | 'hang-up' | 'cut' | { status: number; body: string; headers?: Record<string, string> };

export interface Centre {
  /** As given to a client: with what a platform may put before `/app-token`. */
  url: string;
  /** Requests whose signature was good, in order. */
  asked: Asked[];
  /** How many were not. */
  forged(): number;
  /** Tokens in the order in which reports move on to them; the last one stays. */
  tokens: { value: string; expiresAt: number }[];
  faults: Fault[];
  /** Answers wait until it is called with false. */
  hold(isHeld: boolean): void;
  /** Lets the answers go that wait, one by one. */
  held: (() => void)[];
  /** Time passes for it; like a local world it tells its time at /emulator/clock. */
  pass(milliseconds: number): void;
  stop(): Promise<void>;
}

export async function startCentre(): Promise<Centre> {
  const asked: Asked[] = [];
  const faults: Fault[] = [];
  const tokens = [1, 2, 3].map((n) => ({ value: `${n}_FAKE_${String(n).repeat(130)}`, expiresAt: Date.now() + 2 * HOUR }));
  const nonces = new Set<string>();
  const held: (() => void)[] = [];
  let moved = 0;
  let isHeld = false;
  let forged = 0;

  const server = http.createServer((request, response) => void serve(request, response));
  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.url === '/emulator/clock') return answer(response, { status: 200, body: JSON.stringify({ now: Date.now() + moved }) });
    const path = (request.url ?? '').replace(/^\/service/, '');
    const arrived: Asked = { method: request.method ?? '', path, body: Buffer.concat(parts).toString('utf8'), headers: request.headers };
    if (!isSigned(arrived)) {
      forged += 1;
      return answer(response, refusal('forbidden', 403));
    }
    asked.push(arrived);
    if (isHeld) await new Promise<void>((resolve) => { held.push(resolve); });
    const fault = faults.shift();
    if (fault === undefined) return answer(response, reply(arrived));
    misbehave(fault, response, reply(arrived).body);
  }

  function isSigned({ method, path, body, headers }: Asked): boolean {
    const [caller = '', time = '', nonce = '', signature = ''] = ['x-caller', 'x-time', 'x-nonce', 'x-signature'].map((name) => String(headers[name] ?? ''));
    const expected = createHmac('sha256', SECRET).update(`${method}\n${path}\n${body}\n${time}\n${nonce}`).digest('hex');
    const isFirst = !nonces.has(nonce);
    nonces.add(nonce);
    return caller === CALLER && signature === expected && isFirst && /^[A-Za-z0-9_-]{16,64}$/.test(nonce) && /^\d{13}$/.test(time) && Math.abs(Date.now() + moved - Number(time)) <= WINDOW_MS;
  }

  function reply({ method, path, body }: Asked): { status: number; body: string } {
    const [, appId, what] = /^\/app-token\/(wx[0-9a-f]{16})(?:\/(.+))?$/.exec(path) ?? [];
    if (appId !== APP_ID) return refusal('not-found', 404);
    if (method === 'GET' && what === 'jsapi-ticket') return value({ jsapiTicket: `ticket_FAKE_${'t'.repeat(70)}`, expiresAt: tokens[0]?.expiresAt });
    if (method === 'POST' && what === 'report' && tokens.length > 1 && (JSON.parse(body) as { appAccessToken: string }).appAccessToken === tokens[0]?.value) tokens.shift();
    return value({ appAccessToken: tokens[0]?.value, expiresAt: tokens[0]?.expiresAt });
  }

  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`, asked, tokens, faults, held, forged: () => forged,
    pass(milliseconds) { moved += milliseconds; },
    hold(next) {
      isHeld = next;
      if (!next) for (const go of held.splice(0)) go();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

const value = (content: object) => ({ status: 200, body: JSON.stringify({ ok: true, value: content }) });

export function refusal(code: RefusalCode, status: number, retryAt: number | null = null): { status: number; body: string } {
  return { status, body: JSON.stringify({ ok: false, refusal: { code, message: 'A sentence.', retry: 'later', retryAt, requestId: 'request-1' } }) };
}

function answer(response: http.ServerResponse, { status, body, headers = {} }: { status: number; body: string; headers?: Record<string, string> }): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
}

function misbehave(fault: Fault, response: http.ServerResponse, body: string): void {
  if (typeof fault === 'object') answer(response, fault);
  if (fault === 'hang-up') response.destroy();
  // The token is out, the end of the JSON is not.
  if (fault === 'cut') answer(response, { status: 200, body: body.slice(0, -20) });
}
