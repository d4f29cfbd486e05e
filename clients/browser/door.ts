// Asks the web door, and reads its answer: a value, or a refusal that an app can switch on.
import type { Ms, Opaque, Refusal, RefusalCode, Reply } from '../../contract/reply';
import type { ScanState, WebDoors } from '../../contract/web';
import type { Page } from './page';

/** unreachable: the network or the door did not answer · loop: the page opened itself over and over. The door of tomorrow may have other words: show something for those too. */
export interface ClientRefusal { code: RefusalCode | 'unreachable' | 'loop'; retryAt: Ms | null; requestId: string | null }
export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: ClientRefusal };
/** The door knows the refresh token, and the page does not. */
export const BY_COOKIE = { cookie: true } as const;
const PATIENCE_MS = 10_000;
type PostPath<P> = P extends `POST ${infer Path}` ? Path : never;

export type AskDoor = <P extends PostPath<keyof WebDoors>>(path: P, body: WebDoors[`POST ${P}`][0], token?: string) => Promise<Answer<WebDoors[`POST ${P}`][1]>>;

/** What a scan has come to. Given up after ten seconds: a network that changed leaves requests hanging. */
export type PollScan = (pollSecret: Opaque) => Promise<Answer<ScanState>>;

export type AskMe = (token: string) => Promise<Answer<WebDoors['GET /auth/me'][1]>>;

export function refused(code: ClientRefusal['code']): { ok: false; refusal: ClientRefusal } {
  return { ok: false, refusal: { code, retryAt: null, requestId: null } };
}

/** Neither throws. What met a concurrent write is asked once more. */
export function doorOf(page: Page, door: string, cookie: boolean): { ask: AskDoor; poll: PollScan; me: AskMe } {
  const send = async (path: string, more: RequestInit): Promise<Answer<never>> => {
    try {
      const response = await page.fetch(new Request(door + path, { ...more, credentials: cookie ? 'include' : 'omit', redirect: 'error', referrerPolicy: 'no-referrer' }));
      const reply = (await response.json()) as Reply<never>;
      return reply.ok ? reply : { ok: false, refusal: plain(reply.refusal) };
    } catch {
      return refused('unreachable');
    }
  };
  return {
    async ask(path, body, token) {
      const headers = { 'content-type': 'application/json', ...(token && { 'x-wx-ticket': token }) };
      // Told also when the page is left at this moment: what ended here ends there.
      const request = { method: 'POST', headers, body: JSON.stringify(body), keepalive: true };
      const answer = await send(path, request);
      return !answer.ok && answer.refusal.code === 'conflict-retry' ? send(path, request) : answer;
    },
    me: (token) => send('/auth/me', { headers: { 'x-wx-ticket': token } }),
    poll(pollSecret) {
      const patience = new AbortController();
      void page.pause(PATIENCE_MS).then(() => patience.abort());
      return send(`/auth/scan/${pollSecret}`, { signal: patience.signal });
    },
  };
}

function plain({ code, retryAt, requestId }: Refusal): ClientRefusal {
  return { code, retryAt, requestId };
}
