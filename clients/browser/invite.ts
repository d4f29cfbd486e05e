// Who brought a person to this site: a code in the address that a shared link opens, kept by the tab until she signs in.
import type { Page } from './page';
import type { Shelf } from './shelf';

const NAME = 'invite';

export function isInvite(code: string | null | undefined): code is string {
  return /^[a-z2-7]{16}$/.test(code ?? '');
}

/** As the page opens, once: the way to the sign-in may lead over other pages. */
export function keepInvite({ address }: Page, shelf: Shelf): void {
  const code = new URLSearchParams(address().search).get('invite');
  if (isInvite(code)) shelf.write(NAME, { invite: code });
}

/** What has another shape keeps nobody out, and counts for nothing. */
export function inviteFor(shelf: Shelf, given: string | undefined): { invite?: string } {
  return isInvite(given) ? { invite: given } : (shelf.read<{ invite: string }>(NAME) ?? {});
}

/** It was for her who is signed in now. */
export function dropInvite(shelf: Shelf): void {
  shelf.write(NAME, null);
}
