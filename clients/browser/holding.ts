// Who is signed in on this page: in memory and in the tab's storage, nowhere else.
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
  /** Somebody left on purpose, or was put out: nobody is signed in here again without being asked. */
  isLeft(): boolean;
}

const NAME = 'session';
const LEFT = 'left';
const EARLY_MS = 30_000;

export function openHolding(page: Page, shelf: Shelf, events: Events): Holding {
  let held = restored(page, shelf);
  const hold = (next: Held | null) => { held = next; shelf.write(NAME, next); };
  const drop = (reason: SignedOutReason) => {
    if (held === null) return;
    hold(null);
    shelf.write(LEFT, { reason });
    events.tell('signed-out', { reason });
  };
  const take = ({ user, isNew, ...tokens }: SignedIn, ticket: string | null) => {
    const isSame = held?.user.id === user.id;
    if (!isSame) drop('other-person');
    const next = { tokens, user, renewAt: renewalOf(page, tokens), ticket };
    const session = shown(next);
    hold(next);
    shelf.write(LEFT, null);
    isSame ? events.tell('renewed', { session }) : events.tell('signed-in', { session, isNew });
  };
  return {
    held: () => held, session: () => (held === null ? null : shown(held)), take, drop, isLeft: () => shelf.read(LEFT) !== null,
    renewed: (tokens) => { if (held !== null) take({ ...tokens, user: held.user, isNew: false }, held.ticket); },
  };
}

function shown({ user, tokens }: Held): Session {
  return { user, endsAt: tokens.refreshTokenExpiresAt };
}

function restored(page: Page, shelf: Shelf): Held | null {
  const kept = shelf.read<Held>(NAME);
  // A page of the same site, or an older one of this client, may have left anything there.
  return typeof kept?.tokens?.accessToken === 'string' && typeof kept.user?.id === 'string' && kept.tokens.refreshTokenExpiresAt > page.now() ? kept : null;
}

/** A token that looks dead on arrival says that this clock is wrong. */
function renewalOf(page: Page, { accessTokenExpiresAt }: Tokens): Ms | null {
  const at = accessTokenExpiresAt - EARLY_MS;
  return at > page.now() ? at : null;
}
