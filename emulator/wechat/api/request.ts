// What an endpoint of api.weixin.qq.com is asked, and what it says.
import type { IncomingMessage } from 'node:http';
import type { Picture } from '../wxacode/picture';

export interface ApiRequest {
  method: string;
  query: URLSearchParams;
  body: Buffer;
  /** As an IPv4 address is written: '127.0.0.1'. */
  callerAddress: string;
}
/** What WeChat answers: JSON. A refusal without words gets those of its errcode and a rid. */
export type Reply = { errcode?: number; errmsg?: string } & { readonly [field: string]: unknown };
/** A picture is answered as its bytes. */
export type Endpoint = (request: ApiRequest) => Reply | Picture;

/** WeChat publishes no limit for calls that carry JSON; none of the built ones comes near. */
const LARGEST_BODY_BYTES = 64 * 1024;

/** `body` null: larger than WeChat takes. Null: the caller left before it had said all. */
export async function readBody(request: IncomingMessage): Promise<{ body: Buffer | null; bytes: number } | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= LARGEST_BODY_BYTES) chunks.push(chunk);
  });
  const isWhole = await new Promise<boolean>((settle) => {
    request.on('end', () => settle(true));
    request.on('error', () => settle(false));
  });
  return isWhole ? { body: bytes <= LARGEST_BODY_BYTES ? Buffer.concat(chunks) : null, bytes } : null;
}

/** An IPv4 caller of a socket that takes both kinds comes as '::ffff:1.2.3.4'. */
export function addressOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

const EMPTY_POST_DATA = 44002;
const DATA_FORMAT_ERROR = 47001;

/** The errcode of a body that is no JSON object. */
export function readObject(body: Buffer): Record<string, unknown> | number {
  if (body.length === 0) return EMPTY_POST_DATA;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : DATA_FORMAT_ERROR;
  } catch {
    return DATA_FORMAT_ERROR;
  }
}
