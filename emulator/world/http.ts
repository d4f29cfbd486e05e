// Reading and answering JSON over HTTP.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from './control/refused';

/** An event may hold 6 MB; the rest is its wrapping. */
const LARGEST_BODY_BYTES = 8 * 1024 * 1024;

export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store', ...headers });
  response.end(text);
}

/** An empty body is an empty object. @throws Refused */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw badRequest('the body is larger than 8 MB');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('the body is not JSON');
  }
}
