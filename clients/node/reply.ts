// Reads the answers of our own functions: a Reply, and the refusal in it.
import type { Refusal, Reply } from '../../contract/reply';
import { isRecord } from './shapes';

/** Null for what is none. What JSON.parse throws repeats a piece of the text, and a token may stand there: it goes no further. */
export function replyIn(text: string): Partial<Reply<unknown> & { value: unknown; refusal: unknown }> | null {
  const parsed = jsonIn(text);
  return isRecord(parsed) ? parsed : null;
}

/** Undefined for what is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRefusal(value: unknown): value is Refusal {
  return isRecord(value) && ['code', 'message', 'retry', 'requestId'].every((key) => typeof value[key] === 'string') && (value['retryAt'] === null || typeof value['retryAt'] === 'number');
}
