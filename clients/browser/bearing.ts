// fetch with the session in X-Wx-Ticket, to the door and to the origins that the app lists, and to nobody else.
import type { Refusal, RefusalCode } from '../../contract/reply';
import type { Holding } from './holding';
import type { Page } from './page';
import { endOf } from './renewal';

export interface BearingParts { page: Page; holding: Holding; origins: readonly string[]; renew(): Promise<void> }

/** Rejects as fetch does. A request that carries the session follows no redirect: the header would go along to another origin. */
export function bearingFetch({ page, holding, origins, renew }: BearingParts): (input: RequestInfo | URL, init?: RequestInit) => Promise<Response> {
  const send = (request: Request, token: string) => {
    const copy = new Request(request.clone(), { redirect: request.redirect === 'manual' ? 'manual' : 'error' });
    copy.headers.set('x-wx-ticket', token);
    return page.fetch(copy);
  };
  return async (input, init) => {
    const request = new Request(input, init);
    const held = holding.held();
    if (held === null || !origins.includes(new URL(request.url).origin)) return page.fetch(request);
    // What one person asked for is never asked by another who signed in meanwhile.
    const hers = () => {
      const now = holding.held();
      return now?.user.id === held.user.id ? now.tokens.accessToken : undefined;
    };
    if (held.renewAt !== null && held.renewAt <= page.now()) await renew();
    const token = hers();
    if (token === undefined) return page.fetch(request);
    const response = await send(request, token);
    const code = await refusalOf(response);
    if (code === 'token-expired') {
      // Another request may have renewed it already.
      if (hers() === token) await renew();
      const next = hers();
      return next === undefined || next === token ? response : send(request, next);
    }
    const reason = endOf(code);
    if (reason !== null && holding.held()?.tokens.accessToken === token) holding.drop(reason);
    return response;
  };
}

/** Of an answer in the door's shape; the app reads the body itself afterwards. */
async function refusalOf(response: Response): Promise<RefusalCode | null> {
  if (response.status !== 401 && response.status !== 403) return null;
  try {
    const { refusal } = (await response.clone().json()) as { refusal?: Partial<Refusal> };
    return refusal?.code ?? null;
  } catch { return null; }
}
