// The rounds to WeChat that a page makes by itself as it opens, and when that goes round in circles.
import type { Page } from './page';
import type { Shelf } from './shelf';

const MOST = 2;
/** A round that did not come to anybody counts for a minute. */
const AWAY = 'rounds';
const AWAY_MS = 60_000;
/** One that did, for ten seconds: WeChat answers 10009 to who comes more often, and a person may change her account. */
const BACK = 'rounds-back';
const BACK_MS = 10_000;

/** False after two rounds; else this one counts. */
export function mayGoRound(page: Page, shelf: Shelf): boolean {
  const away = shelf.recent(AWAY, AWAY_MS);
  if (away.length + shelf.recent(BACK, BACK_MS).length >= MOST) return false;
  shelf.write(AWAY, [...away, { at: page.now() }]);
  return true;
}

/** Somebody came in. */
export function roundIsOver(page: Page, shelf: Shelf): void {
  if (shelf.recent(AWAY, AWAY_MS).length === 0) return;
  shelf.write(AWAY, null);
  shelf.write(BACK, [...shelf.recent(BACK, BACK_MS), { at: page.now() }]);
}
