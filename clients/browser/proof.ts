// How the page that began a sign-in proves that it did (RFC 7636): a verifier that stays in the tab, and its hash that goes along.
import type { Page } from './page';
import type { Shelf } from './shelf';

export interface Proof { verifier: string; challenge: string }

/** By challenge; a tab may begin again before it comes back. */
type Kept = Record<string, { verifier: string; at: number }>;
const NAME = 'proofs';
/** The door's own ten minutes, and one for the ticket. */
const LIFE_MS = 11 * 60 * 1000;
const MOST = 4;

export async function makeProof(page: Page): Promise<Proof> {
  const verifier = base64url(page.random(32));
  return { verifier, challenge: base64url(await page.sha256(verifier)) };
}

export function keepProof(page: Page, shelf: Shelf, { verifier, challenge }: Proof): void {
  const kept = live(page, shelf).slice(0, MOST - 1);
  shelf.write(NAME, Object.fromEntries([[challenge, { verifier, at: page.now() }], ...kept]));
}

/** The verifiers of this tab, newest first: the address that comes back does not say whose it is. */
export function keptVerifiers(page: Page, shelf: Shelf): string[] {
  return live(page, shelf).map(([, { verifier }]) => verifier);
}

function live(page: Page, shelf: Shelf): [string, Kept[string]][] {
  return Object.entries(shelf.read<Kept>(NAME) ?? {}).filter(([, { at }]) => Math.abs(page.now() - at) < LIFE_MS).sort(([, one], [, other]) => other.at - one.at);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
