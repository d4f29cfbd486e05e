// Who is signed in on this page: in memory and in the tab's storage, nowhere else. Where the two differ the storage is right: Back may show a page as it was left,
// and a later one of the tab has renewed the session or signed somebody else in since.
import type { SignedIn, Tokens, User } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { Events, SignedOutReason } from './events';
import type { Page } from './page';
import type { Shelf } from './shelf';

/** What an app sees of it; tokens stay inside. `endsAt`: unless it is used before. */
export interface Session { user: User; endsAt: Ms }

/** `renewAt`: by this machine's clock; null where that clock is off, and the door's 401 tells. `ticket`: what it came from. */
export interface Held { tokens: Tokens; user: User; renewAt: Ms | null; ticket: string | null }

export interface Holding {
  held(): Held | null;
  session(): Session | null;
  take(signedIn: SignedIn, ticket: string | null): void;
  renewed(tokens: Tokens): void;
  drop(reason: SignedOutReason): void;
  /** Why somebody left, or was put out: nobody is signed in here again without being asked. */
  left(): SignedOutReason | null;
}

interface Left { reason: SignedOutReason }

const NAME = 'session';
const LEFT = 'left';
const EARLY_MS = 30_000;

export function openHolding(page: Page, shelf: Shelf, events: Events): Holding {
  let held = keptBy(shelf);
  const hold = (next: Held | null) => { held = next; shelf.write(NAME, next); };
  if (held !== null && held.tokens.refreshTokenExpiresAt <= page.now()) hold(null);
  const left = () => shelf.read<Left>(LEFT)?.reason ?? null;
  const current = (): Held | null => {
    const kept = keptBy(shelf);
    const before = held;
    if (kept?.tokens.accessToken === before?.tokens.accessToken) return held;
    held = kept;
    const isSame = kept?.user.id === before?.user.id;
    if (before !== null && !isSame) events.tell('signed-out', { reason: kept === null ? (left() ?? 'signed-out') : 'other-person' });
    if (kept !== null) tellOf(kept, isSame);
    return held;
  };
  const tellOf = (next: Held, isSame: boolean, isNew = false) => {
    const session = shown(next);
    isSame ? events.tell('renewed', { session }) : events.tell('signed-in', { session, isNew });
  };
  const drop = (reason: SignedOutReason) => {
    if (current() === null) return;
    hold(null);
    // Who another took the place of did not leave.
    if (reason !== 'other-person') shelf.write(LEFT, { reason });
    events.tell('signed-out', { reason });
  };
  const take = ({ user, isNew, ...tokens }: SignedIn, ticket: string | null) => {
    const isSame = current()?.user.id === user.id;
    if (!isSame) drop('other-person');
    const next = { tokens, user, renewAt: renewalOf(page, tokens), ticket };
    hold(next);
    shelf.write(LEFT, null);
    tellOf(next, isSame, isNew);
  };
  const session = () => {
    const now = current();
    return now && shown(now);
  };
  page.onReturn(session);
  return {
    held: current, session, take, drop, left,
    renewed: (tokens) => {
      const now = current();
      if (now !== null) take({ ...tokens, user: now.user, isNew: false }, now.ticket);
    },
  };
}

function shown({ user, tokens }: Held): Session {
  return { user, endsAt: tokens.refreshTokenExpiresAt };
}

function keptBy(shelf: Shelf): Held | null {
  const kept = shelf.read<Held>(NAME);
  // A page of the same site, or an older one of this client, may have left anything there.
  return typeof kept?.tokens?.accessToken === 'string' && typeof kept.user?.id === 'string' ? kept : null;
}

/** A token that looks dead on arrival says that this clock is wrong. */
function renewalOf(page: Page, { accessTokenExpiresAt }: Tokens): Ms | null {
  const at = accessTokenExpiresAt - EARLY_MS;
  return at > page.now() ? at : null;
}
