// What WeChat's page or the door wrote into the address: read once, and out of it before anything else.
import { isInvite } from './invite';
import type { Page } from './page';

export type Arrival = { ticket: string } | { code: string; state: string } | { refusal: string };

const BROUGHT = /^#(?:ticket=([\w.~-]{1,512})|refusal=([a-z-]{1,40}))$/;
const STATE = /^[0-9a-f]{32,128}$/;

/** Null for an address that is the app's own, which stays as it is. `hasBegun`: this tab waits for WeChat, so that code and state are meant for it. */
export function takeArrival(page: Page, hasBegun: boolean): Arrival | null {
  const { pathname, search, hash } = page.address();
  const [brought, ticket, refusal = ''] = BROUGHT.exec(hash) ?? [];
  if (brought === undefined) return hasBegun ? takeCode(page) : null;
  page.rewrite(pathname + search);
  return ticket === undefined ? { refusal } : { ticket };
}

/** Of a page that is the redirect_uri itself. No code beside the state: the person said no. */
function takeCode(page: Page): Arrival | null {
  const { pathname, search, hash } = page.address();
  const query = new URLSearchParams(search);
  const [code, ...codes] = query.getAll('code');
  const [state = '', ...states] = query.getAll('state');
  if (!STATE.test(state) || codes.length + states.length > 0) return null;
  query.delete('code');
  query.delete('state');
  // It was read as the page opened.
  if (isInvite(query.get('invite'))) query.delete('invite');
  page.rewrite(pathname + `?${query}`.replace(/\?$/, '') + hash);
  return code === undefined ? { refusal: 'declined' } : { code, state };
}
