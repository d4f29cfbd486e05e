// What goes back to the SDK: always HTTP 200; JSON, or the bytes of an open interface.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { NotEmulated } from '../../ports';

export interface Outgoing {
  /** For the ledger: ok · error:<wire code> · errcode:<n> */
  outcome: string;
  contentType: string;
  body: Buffer;
  status?: number;
  headers?: Record<string, string>;
}

// The SDK takes an open interface's answer for an error exactly when it has this content type.
const JSON_TYPE = 'application/json; charset=utf-8';

export function success(answer: Record<string, unknown>): Outgoing {
  return { outcome: 'ok', contentType: JSON_TYPE, body: Buffer.from(JSON.stringify({ requestId: randomUUID(), ...answer })) };
}

export function failure(code: string, message: string): Outgoing {
  return { outcome: `error:${code}`, contentType: JSON_TYPE, body: Buffer.from(JSON.stringify({ code, message, requestId: randomUUID() })) };
}

/** What became of a call that threw: refused by name, or a fault of ours, which the log explains. */
export function failed(error: unknown): Outgoing {
  if (error instanceof NotEmulated) return failure(error.code, error.message);
  console.error('A cloud call failed inside the local world:', error);
  return failure('SYS_ERR', '[InternalError] the local world failed; its log says how');
}

const DRIP_INTERVAL_MILLISECONDS = 300;

/** One byte each 300 ms until done or the caller has gone. */
export async function drip(response: ServerResponse, { contentType, body, status = 200, headers }: Outgoing): Promise<void> {
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length, ...headers });
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await pause(DRIP_INTERVAL_MILLISECONDS, undefined, { ref: false });
  }
  response.end();
}

export function send(response: ServerResponse, { contentType, body, status = 200, headers }: Outgoing): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length, ...headers });
  response.end(body);
}
