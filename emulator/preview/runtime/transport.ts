// Carries a `wx` call that needs WeChat or the cloud to the local world.
import type { Session } from './session';

export type Answer = { ok: true; result: Record<string, unknown> } | { ok: false; error: { errMsg: string; errno?: number; errCode?: number } };
export type Post = (api: string, args: Record<string, unknown>) => Promise<Answer>;

function isAnswer(body: unknown): body is Answer {
  return typeof body === 'object' && body !== null && typeof (body as { ok?: unknown }).ok === 'boolean';
}

function refusalOf(api: string, status: number, body: unknown): Answer {
  const message = (body as { error?: { message?: string } } | null)?.error?.message ?? `HTTP ${status}`;
  return { ok: false, error: { errMsg: `${api}:fail ${message}` } };
}

/** Never rejects: a local world that is gone is a phone without network. */
export function openTransport(session: Session): Post {
  return async function post(api, args) {
    try {
      const response = await fetch(`/emulator/phone/${session.person}/${api}`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ app: session.appid, device: session.device, args }),
      });
      const body: unknown = await response.json();
      return response.ok && isAnswer(body) ? body : refusalOf(api, response.status, body);
    } catch {
      return { ok: false, error: { errMsg: `${api}:fail request:fail net::ERR_INTERNET_DISCONNECTED`, errno: 600001 } };
    }
  };
}
