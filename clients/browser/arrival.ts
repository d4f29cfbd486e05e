// What WeChat's page or the door wrote into the address: read once, and out of it before anything else.
import type { Page } from './page';

export type Arrival = { ticket: string } | { code: string; state: string } | { refusal: string };

const TICKET = /^#ticket=([A-Za-z0-9._~-]{1,512})$/;
const REFUSAL = /^#refusal=([a-z-]{1,40})$/;
const STATE = /^[0-9a-f]{32,128}$/;

/** Null for an address that is the app's own, which stays as it is. `hasBegun`: this tab waits for WeChat, so that code and state are meant for it. */
export function takeArrival(page: Page, hasBegun: boolean): Arrival | null {
  const { pathname, search, hash } = page.address();
  const [, ticket] = TICKET.exec(hash) ?? [];
  const [, refusal] = REFUSAL.exec(hash) ?? [];
  if (ticket !== undefined || refusal !== undefined) {
    page.rewrite(pathname + search);
    return ticket !== undefined ? { ticket } : { refusal: refusal ?? '' };
  }
  return hasBegun ? takeCode(page) : null;
}

/** Of a page that is the redirect_uri itself. No code beside the state: the person said no. */
function takeCode(page: Page): Arrival | null {
  const { pathname, search, hash } = page.address();
  const query = new URLSearchParams(search);
  const [code, state] = [query.get('code'), query.get('state') ?? ''];
  if (!STATE.test(state) || query.getAll('state').length > 1 || query.getAll('code').length > 1) return null;
  query.delete('code');
  query.delete('state');
  const rest = query.toString();
  page.rewrite(`${pathname}${rest === '' ? '' : `?${rest}`}${hash}`);
  return code === null ? { refusal: 'declined' } : { code, state };
}
