// Where a sign-in page leads: the redirect_uri with code and state, joined as WeChat joins them.

/** The whole address is what stands before the code, the code, and what stands behind it. */
export interface Landing { before: string; after: string }

/** The query begun or gone on with, and the fragment by itself. */
function openedFor(redirectUri: string): { address: string; fragment: string } {
  const [, address = '', fragment = ''] = /^([^#]*)(#.*)?$/s.exec(redirectUri) ?? [];
  return { address: `${address}${address.includes('?') ? '&' : '?'}`, fragment };
}

export function landingOf(redirectUri: string, state: string | null): Landing {
  const { address, fragment } = openedFor(redirectUri);
  return { before: `${address}code=`, after: `${state === null ? '' : `&state=${encodeURIComponent(state)}`}${fragment}` };
}

export function withCode(redirectUri: string, state: string | null, code: string): string {
  const { before, after } = landingOf(redirectUri, state);
  return before + code + after;
}

/** As of old: the state, and no code. */
export function refusedLanding(redirectUri: string, state: string | null): string {
  if (state === null) return redirectUri;
  const { address, fragment } = openedFor(redirectUri);
  return `${address}state=${encodeURIComponent(state)}${fragment}`;
}

/** The host of an address a browser can be sent to; null when it is none. */
export function hostOf(redirectUri: string): string | null {
  if (!/^https?:\/\//i.test(redirectUri) || !URL.canParse(redirectUri)) return null;
  return new URL(redirectUri).hostname;
}
