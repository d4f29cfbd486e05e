// Signs a request to the centre: who asks, when, and for what, without sending the secret.
import { createHmac } from 'node:crypto';

export interface RequestToSign {
  /** The name under which SERVER_KEYS lists the secret. */
  caller: string;
  /** As SERVER_KEYS writes it, in base64url. */
  secret: string;
  method: 'GET' | 'POST';
  /** From `/app-token/` on: neither what stands before it in the address, nor a query. */
  path: string;
  /** The raw body, '' for a GET. */
  body: string;
  /** Epoch milliseconds. The centre refuses more than 300 s off. */
  time: number;
  /** 16–64 of [A-Za-z0-9_-], for this request alone: the centre takes each once. */
  nonce: string;
}

/** A type and not an interface, so that it fits wherever headers are taken as a record. */
export type SignedHeaders = { 'X-Caller': string; 'X-Time': string; 'X-Nonce': string; 'X-Signature': string };

export function signRequest({ caller, secret, method, path, body, time, nonce }: RequestToSign): SignedHeaders {
  // The key is the secret's text, not the bytes that it writes down: a shell signs with it as it is.
  const signature = createHmac('sha256', secret).update([method, path, body, String(time), nonce].join('\n')).digest('hex');
  return { 'X-Caller': caller, 'X-Time': String(time), 'X-Nonce': nonce, 'X-Signature': signature };
}
