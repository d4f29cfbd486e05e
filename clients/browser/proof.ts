// How the page that began a sign-in proves that it did (RFC 7636): a verifier that stays in the tab, and its hash that goes along.
import type { Page } from './page';
import type { Shelf } from './shelf';

export interface Proof { verifier: string; challenge: string }

/** A tab may begin again before it comes back. */
interface Kept { verifier: string; at: number }
const NAME = 'proofs';
/** The door's own ten minutes, and one for the ticket. */
const LIFE_MS = 11 * 60 * 1000;
const MOST = 4;

export async function makeProof(): Promise<Proof> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  return { verifier, challenge: base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))) };
}

export function keepProof(page: Page, shelf: Shelf, { verifier }: Proof): void {
  const kept = shelf.recent<Kept>(NAME, LIFE_MS);
  shelf.write(NAME, [{ verifier, at: page.now() }, ...kept].slice(0, MOST));
}

/** Somebody is signed in: a code and a state that come later are another provider's. */
export function dropProofs(shelf: Shelf): void {
  shelf.write(NAME, null);
}

/** The verifiers of this tab, newest first: the address that comes back does not say whose it is. */
export function keptVerifiers(shelf: Shelf): string[] {
  return shelf.recent<Kept>(NAME, LIFE_MS).map(({ verifier }) => verifier);
}

function base64url(bytes: Uint8Array | ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
