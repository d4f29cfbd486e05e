// Where a sign-in begins: the door's address with all that it wants to know.
import type { WebDoorName } from '../../contract/web';
import { isInsideWeChat } from './inside';
import type { Page } from './page';

/** What WeChat's QR page takes about its looks, in WeChat's words. */
export interface QrLook { lang?: 'cn' | 'en'; style?: 'black' | 'white'; stylelite?: '0' | '1'; color_scheme?: 'auto' | 'light' | 'dark'; fast_login?: '0' | '1'; href?: string }

export interface SignInOptions extends QrLook {
  /** auto: h5 inside WeChat, qr elsewhere. */
  door?: 'auto' | WebDoorName;
  /** Of h5: snsapi_base (silent, identifiers alone) when left out. */
  scope?: 'snsapi_base' | 'snsapi_userinfo';
  /** The QR code in this element instead of a page of its own. */
  embedded?: HTMLElement;
}

export function doorFor(page: Page, { door = 'auto' }: SignInOptions): WebDoorName {
  if (door === 'auto') return isInsideWeChat(page.userAgent) ? 'h5' : 'qr';
  if (door === 'qr' || door === 'h5') return door;
  throw new TypeError('wechat-accounts: door is auto, qr or h5.');
}

/** As WeChat's own script would ask for it in a frame: the frame alone goes on. */
const EMBEDDED = { login_type: 'jssdk', self_redirect: 'true' };

export function startAddress(origin: string, name: WebDoorName, returnTo: string, challenge: string, { door: _door, scope, embedded, ...look }: SignInOptions): string {
  const more = name === 'h5' ? { scope } : { ...look, ...(embedded === undefined ? {} : EMBEDDED) };
  const given = Object.entries({ return_to: returnTo, challenge, ...more }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `${origin}/auth/${name}?${new URLSearchParams(given)}`;
}
