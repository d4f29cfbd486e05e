// One signed request to the centre, and what its answer says.
import { randomBytes } from 'node:crypto';
import { AppTokenRefused, AppTokenUnreachable } from './errors';
import type { Settings } from './settings';
import { isRefusal, replyIn } from '../reply';
import { isRecord } from '../shapes';
import { signRequest } from './sign-request';

export interface Question { method: 'GET' | 'POST'; path: string; body: string }
export interface Answer { status: number; text: string }

const LONGEST_ANSWER_BYTES = 64 * 1024;

/** Sends nothing a second time: a nonce counts once. @throws AppTokenUnreachable */
export async function send({ base, caller, secret, timeoutMilliseconds, clock }: Settings, { method, path, body }: Question): Promise<Answer> {
  const signed = signRequest({ caller, secret, method, path, body, time: Math.trunc(clock()), nonce: randomBytes(16).toString('base64url') });
  const sent = method === 'POST' ? { headers: { ...signed, 'content-type': 'application/json' }, body } : { headers: signed };
  try {
    const response = await fetch(base + path, { method, ...sent, redirect: 'manual', signal: AbortSignal.timeout(timeoutMilliseconds) });
    return { status: response.status, text: await textOf(response) };
  } catch (error) {
    if (error instanceof AppTokenUnreachable) throw error;
    throw new AppTokenUnreachable(`The app token centre did not answer: ${reasonOf(error)}.`, { cause: error });
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > LONGEST_ANSWER_BYTES) throw new AppTokenUnreachable(`The answer has more than ${LONGEST_ANSWER_BYTES} bytes: it is not the app token centre's.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What fetch says is 'fetch failed'; the reason stands in its cause. */
function reasonOf(error: unknown): string {
  if (!isRecord(error)) return 'the request failed';
  if (error['name'] === 'TimeoutError') return 'the time was up';
  const { code, message } = isRecord(error['cause']) ? error['cause'] : error;
  return typeof code === 'string' ? code : String(message);
}

/** @throws AppTokenRefused, or AppTokenUnreachable where what came back is not the centre's */
export function judge<V>({ status, text }: Answer, valueIn: (value: unknown) => V | null): V {
  const reply = replyIn(text);
  if (reply?.ok === false && isRefusal(reply.refusal)) throw new AppTokenRefused(reply.refusal, status);
  const value = reply?.ok === true ? valueIn(reply.value) : null;
  if (value === null) throw new AppTokenUnreachable(`What answered with status ${status} is not the app token centre.`);
  return value;
}
