// Asks the web door, and reads its answer: a value, or a refusal that an app can switch on.
import type { Ms, Refusal, RefusalCode, Reply } from '../../contract/reply';
import type { WebDoors } from '../../contract/web';
import type { Page } from './page';

/** unreachable: the network or the door did not answer · loop: the page opened itself over and over. The door of tomorrow may have other words: show something for those too. */
export interface ClientRefusal { code: RefusalCode | 'unreachable' | 'loop'; retryAt: Ms | null; requestId: string | null }
export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: ClientRefusal };
type PostPath<P> = P extends `POST ${infer Path}` ? Path : never;

export type AskDoor = <P extends PostPath<keyof WebDoors>>(path: P, body: WebDoors[`POST ${P}`][0], token?: string) => Promise<Answer<WebDoors[`POST ${P}`][1]>>;

export function refused(code: ClientRefusal['code']): { ok: false; refusal: ClientRefusal } {
  return { ok: false, refusal: { code, retryAt: null, requestId: null } };
}

/** Never throws. What met a concurrent write is asked once more. */
export function doorOf(page: Page, door: string): AskDoor {
  const ask: AskDoor = async (path, body, token) => {
    const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { 'x-wx-ticket': token }) };
    try {
      const response = await page.fetch(new Request(door + path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' }));
      const reply = (await response.json()) as Reply<never>;
      return reply.ok ? reply : { ok: false, refusal: plain(reply.refusal) };
    } catch {
      return refused('unreachable');
    }
  };
  return async (path, body, token) => {
    const answer = await ask(path, body, token);
    return !answer.ok && answer.refusal.code === 'conflict-retry' ? ask(path, body, token) : answer;
  };
}

function plain({ code, retryAt, requestId }: Refusal): ClientRefusal {
  return { code, retryAt, requestId };
}
