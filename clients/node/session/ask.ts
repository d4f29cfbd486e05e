// Asks the web door, and reads its answer: a value, its refusal, or nothing that is the door's.
import type { Refusal } from '../../../contract/reply';
import type { DoorSettings } from './settings';
import { isRefusal, replyIn } from '../reply';

/** `refusal`: null where nothing came back that is the door's. `status`: of HTTP. */
export type DoorAnswer<V> = { ok: true; value: V } | { ok: false; refusal: Refusal; status: number } | { ok: false; refusal: null };

export interface DoorQuestion { method: 'GET' | 'POST'; path: string; token?: string; body?: object }

const LONGEST_ANSWER = 64 * 1024;

/** Never throws. What met a concurrent write is asked once more. */
export async function askDoor<V>(settings: DoorSettings, question: DoorQuestion, valueIn: (value: unknown) => V | null): Promise<DoorAnswer<V>> {
  const answer = judgeReply(await send(settings, question), valueIn);
  const isMet = !answer.ok && answer.refusal?.code === 'conflict-retry';
  return isMet ? judgeReply(await send(settings, question), valueIn) : answer;
}

interface Answered { status: number; text: string }

function send(settings: DoorSettings, { method, path, token, body }: DoorQuestion): Promise<Answered | null> {
  const headers = { accept: 'application/json', ...(token === undefined ? {} : { 'x-wx-ticket': token }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return reach(settings, { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** One request; a redirect is followed nowhere, since the headers would go along. */
export async function reach({ askAt, fetch, timeoutMilliseconds }: DoorSettings, { path, ...init }: { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string }): Promise<Answered | null> {
  try {
    const response = await fetch(askAt + path, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMilliseconds) });
    const answered = await response.text();
    return answered.length > LONGEST_ANSWER ? null : { status: response.status, text: answered };
  } catch {
    return null;
  }
}

function judgeReply<V>(answered: Answered | null, valueIn: (value: unknown) => V | null): DoorAnswer<V> {
  const reply = answered === null ? null : replyIn(answered.text);
  const value = reply?.ok === true ? valueIn(reply.value) : null;
  if (value !== null) return { ok: true, value };
  return answered !== null && reply?.ok === false && isRefusal(reply.refusal) ? { ok: false, refusal: reply.refusal, status: answered.status } : { ok: false, refusal: null };
}
