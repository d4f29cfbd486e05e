// The ways an answer of api.weixin.qq.com reaches the caller, or fails to.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface Answer { status: number; contentType: string; body: string | Buffer }

const DRIP_INTERVAL_MILLISECONDS = 300;

/** What stands in WeChat's place when its gateway speaks. */
export function gatewayPage(status: number): Answer {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return { status, contentType: 'text/html', body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n` };
}

function writeHead(response: ServerResponse, answer: Answer): Buffer {
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
  response.writeHead(answer.status, { 'content-type': answer.contentType, 'content-length': bytes.length });
  return bytes;
}

export function sendWhole(response: ServerResponse, answer: Answer): void {
  response.end(writeHead(response, answer));
}

/** Promises all, sends half, hangs up. */
export async function sendHalf(response: ServerResponse, answer: Answer): Promise<void> {
  const bytes = writeHead(response, answer);
  await new Promise<void>((sent) => { response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => sent()); });
  response.socket?.destroy();
}

/** One byte each 300 ms until done or the caller has gone. */
export async function drip(response: ServerResponse, answer: Answer): Promise<void> {
  for (const byte of writeHead(response, answer)) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await pause(DRIP_INTERVAL_MILLISECONDS, undefined, { ref: false });
  }
  response.end();
}

/** No byte ever; over when the caller gives up. */
export async function untilCallerLeaves(response: ServerResponse): Promise<void> {
  if (!response.destroyed) await once(response, 'close');
}

/** The connection is reset: what a caller can see that comes nearest to a refused one. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

export function hangUp(response: ServerResponse): void {
  response.socket?.destroy();
}
