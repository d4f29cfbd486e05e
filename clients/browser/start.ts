// Where a sign-in begins: the door's address with all that it wants to know.
import type { WebDoorName } from '../../contract/web';
import { isInsideWeChat } from './inside';
import type { Page } from './page';

export type Entrance = WebDoorName | 'scan';

/** What WeChat's QR page takes about its looks, in WeChat's words. */
export interface QrLook { lang?: 'cn' | 'en'; style?: 'black' | 'white'; stylelite?: '0' | '1'; color_scheme?: 'auto' | 'light' | 'dark'; fast_login?: '0' | '1'; href?: string }

export interface SignInOptions extends QrLook {
  /** auto: h5 inside WeChat, qr elsewhere. scan: the code of a mini program, for sites without an application of their own. */
  door?: 'auto' | Entrance;
  /** Of h5: snsapi_base (silent, identifiers alone) when left out. */
  scope?: 'snsapi_base' | 'snsapi_userinfo';
  /** The code in this element: of qr, instead of a page of its own; of scan, instead of the site's own drawing. Taken out of the page, it is given up. */
  embedded?: HTMLElement;
  /** Of qr and h5: where the door cannot begin at the moment, it leads back here with the refusal instead of showing a page of its own. */
  silent?: true;
  /** Gives a scan up. */
  signal?: AbortSignal;
  /** Which of the door's applications, where it has several of the kind. */
  app?: string;
  /** Of qr and h5: the version of the privacy policy that she agreed to on the page, as in the door's POLICY_VERSION; without it nothing of a profile is kept where one is in force. */
  policyVersion?: string;
  /** Who brought this person here: the `invite` of the address that the tab came with when left out. */
  invite?: string;
}

export function doorFor(page: Page, { door = 'auto' }: SignInOptions): Entrance {
  if (door === 'auto') return isInsideWeChat(page.userAgent) ? 'h5' : 'qr';
  if (door === 'qr' || door === 'h5' || door === 'scan') return door;
  throw new TypeError('wechat-accounts: door is auto, qr, h5 or scan.');
}

/** As WeChat's own script would ask for it in a frame: the frame alone goes on. */
const EMBEDDED = { login_type: 'jssdk', self_redirect: 'true' };

export function startAddress(origin: string, name: WebDoorName, returnTo: string, mine: { challenge: string; invite?: string }, { door: _door, signal: _signal, invite: _invite, app, scope, embedded, silent, policyVersion, ...look }: SignInOptions): string {
  const more = name === 'h5' ? { scope } : { ...look, ...(embedded && EMBEDDED) };
  // JSON has no place for what is undefined.
  const given = JSON.parse(JSON.stringify({ return_to: returnTo, ...mine, app, silent, policy_version: policyVersion, ...more })) as Record<string, string>;
  return `${origin}/auth/${name}?${new URLSearchParams(given)}`;
}
