// The rounds to WeChat that a page makes by itself as it opens, and when that goes round in circles.
import type { Page } from './page';
import type { Shelf } from './shelf';

const NAME = 'rounds';
const MOST = 2;
/** WeChat itself answers 10009 to who comes too often. */
const WITHIN_MS = 60_000;

/** False after two rounds within a minute; else this one counts. */
export function mayGoRound(page: Page, shelf: Shelf): boolean {
  const recent = shelf.recent(NAME, WITHIN_MS);
  if (recent.length >= MOST) return false;
  shelf.write(NAME, [...recent, { at: page.now() }]);
  return true;
}
