// Sends one request to WeChat's API: bounded in time and size, no redirects, nothing re-sent (REL-09, REL-10).
import http from 'node:http';
import https from 'node:https';

/** WeChat could not be asked, or did not answer in time; whether it did the work is unknown. */
export class WeChatUnreachable extends Error {
  readonly code = 'WeChatUnreachable';
}

/** WeChat answered something that no page of its documentation shows. */
export class WeChatMalformed extends Error {
  readonly code = 'WeChatMalformed';
}

export interface Endpoint {
  /** 'https://api.weixin.qq.com', no slash at the end. */
  base: string;
  /** Milliseconds left for the whole call; asked anew for each call. */
  budget(): number;
}

/** A picture, where one was asked for. */
export interface Media { contentType: string; bytes: Buffer }

const MOST_BYTES = 64 * 1024;
const MOST_MEDIA_BYTES = 512 * 1024;
const CONNECT_MS = 1000;

/**
 * The parsed JSON body, whatever its content type: WeChat sends JSON as text/plain.
 * @throws WeChatUnreachable, WeChatMalformed; neither carries the address, which holds a secret
 */
export async function getJson(endpoint: Endpoint, path: string, query: Record<string, string>): Promise<unknown> {
  return parsed(await send({ address: addressOf(endpoint, path, query), body: null, most: MOST_BYTES }, Math.max(1, endpoint.budget())));
}

/** As getJson, with a JSON body. WeChat takes no form here. */
export async function postJson(endpoint: Endpoint, path: string, query: Record<string, string>, body: object): Promise<unknown> {
  return parsed(await send({ address: addressOf(endpoint, path, query), body: JSON.stringify(body), most: MOST_BYTES }, Math.max(1, endpoint.budget())));
}

/** As postJson, where a picture comes back, or JSON that says why not. */
export async function postForMedia(endpoint: Endpoint, path: string, query: Record<string, string>, body: object): Promise<unknown> {
  const answer = await send({ address: addressOf(endpoint, path, query), body: JSON.stringify(body), most: MOST_MEDIA_BYTES }, Math.max(1, endpoint.budget()));
  return answer.contentType.startsWith('image/') ? answer : parsed(answer);
}

export function isMedia(answer: unknown): answer is Media {
  return typeof answer === 'object' && answer !== null && 'bytes' in answer && Buffer.isBuffer(answer.bytes);
}

function addressOf({ base }: Endpoint, path: string, query: Record<string, string>): string {
  const search = new URLSearchParams(query).toString();
  return `${base}${path}${search === '' ? '' : `?${search}`}`;
}

function parsed({ bytes }: Media): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new WeChatMalformed('WeChat answered something that is not JSON.');
  }
}

/** `body`: null for a GET. `most`: bytes of the answer. */
function send({ address, body, most }: { address: string; body: string | null; most: number }, milliseconds: number): Promise<Media> {
  const { request: open } = address.startsWith('https:') ? https : http;
  const headers = body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const fail = (what: string) => { request.destroy(); reject(new WeChatUnreachable(what)); };
    // agent: false opens a connection of its own: a reused one that the far side has closed would look like a lost answer.
    const request = open(address, { agent: false, method: body === null ? 'GET' : 'POST', headers }, (response) => {
      if (response.statusCode !== 200) { fail(`WeChat answered HTTP ${response.statusCode}.`); return; }
      const contentType = (response.headers['content-type'] ?? '').split(';', 1).join('').trim().toLowerCase();
      readBody(response, most, fail).then((bytes) => resolve({ contentType, bytes }), () => fail('The answer broke off.'));
    });
    const deadline = setTimeout(() => fail('WeChat did not answer in time.'), milliseconds);
    const connecting = setTimeout(() => fail('WeChat could not be reached in time.'), Math.min(CONNECT_MS, milliseconds));
    request.on('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)));
    request.on('error', () => fail('WeChat could not be reached.'));
    request.on('close', () => { clearTimeout(deadline); clearTimeout(connecting); });
    request.end(body ?? undefined);
  });
}

async function readBody(response: http.IncomingMessage, most: number, fail: (what: string) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) fail('The answer is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
