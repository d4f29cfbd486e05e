// Reading and answering JSON over HTTP.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from './control/refused';

/** In MB: an event may hold 6; the rest is its wrapping. */
const LARGEST_BODY = 8;
/** In MB: a picture of 10 MB in base64. */
export const LARGEST_PHONE_BODY = 16;

export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store', ...headers });
  response.end(text);
}

/** @throws Refused for what is no percent-encoding */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`${JSON.stringify(part)} is not percent-encoded text`);
  }
}

/** Where a request goes. @throws Refused for what is no path, as '//' */
export function addressOf(target: string): URL {
  const base = 'http://127.0.0.1';
  // Behind '//' a host would be read, and the path after it.
  if (target.startsWith('//') || !URL.canParse(target, base)) throw badRequest(`${JSON.stringify(target)} is no path`);
  return new URL(target, base);
}

/** By events: iterating over a request takes a multiple of the time for the usual body of one piece. */
function readText(request: IncomingMessage, mostMegabytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostMegabytes * 1024 * 1024) chunks.push(chunk);
      else reject(badRequest(`the body is larger than ${mostMegabytes} MB`));
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

/** An empty body is an empty object. @throws Refused */
export async function readJsonBody(request: IncomingMessage, mostMegabytes = LARGEST_BODY): Promise<unknown> {
  const text = await readText(request, mostMegabytes);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('the body is not JSON');
  }
}
