// Where a request comes from: the gateway's own field; what a client writes into others changes nothing (SEC-81).
import { isIP } from 'node:net';
import type { Context } from 'hono';
import { maskAddress } from '../caller';

/** Whose count it is: one IPv4 address, or the network of 2^64 that one IPv6 customer has. Null for what is no single address. */
export function addressOf(context: Context): string | null {
  const text = (context.req.header('x-real-ip') ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(text) !== 6) return isIP(text) === 4 ? text : null;
  return new URL(`http://[${text}]`).hostname.slice(1, -1).split('::').flatMap((part, index, parts) => [...part.split(':'), ...(index === 0 && parts.length > 1 ? ['0', '0', '0', '0'] : [])]).slice(0, 4).join(':');
}

export function prefixOf(context: Context): string | null {
  return maskAddress(context.req.header('x-real-ip') ?? null);
}
