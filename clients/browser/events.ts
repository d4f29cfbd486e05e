// What a client tells its app, typed by name.
import type { ClientRefusal } from './door';
import type { Session } from './holding';
import type { Page } from './page';
import type { Scan } from './scan';

/** signed-out: asked for here · other-person: another one opened the page · else why the door ended it. */
export type SignedOutReason = 'signed-out' | 'other-person' | 'session-revoked' | 'account-closed' | 'user-blocked' | 'token-invalid';

export interface ClientEvents {
  'signed-in': { session: Session; isNew: boolean };
  'signed-out': { reason: SignedOutReason };
  refused: { refusal: ClientRefusal };
  renewed: { session: Session };
  /** Of the door `scan`: as its code is there, and as its state changes. */
  scan: Scan;
}

export interface Events {
  /** Gives what takes the listener off again. */
  on<E extends keyof ClientEvents>(name: E, listener: (event: ClientEvents[E]) => void): () => void;
  tell<E extends keyof ClientEvents>(name: E, event: ClientEvents[E]): void;
}

export function openEvents(page: Page): Events {
  const heard: { [E in keyof ClientEvents]: Set<(event: ClientEvents[E]) => void> } = { 'signed-in': new Set(), 'signed-out': new Set(), refused: new Set(), renewed: new Set(), scan: new Set() };
  return {
    on(name, listener) {
      heard[name].add(listener);
      return () => { heard[name].delete(listener); };
    },
    // What one listener throws keeps nobody else from hearing it.
    tell(name, event) { for (const listener of [...heard[name]]) try { listener(event); } catch (error) { page.report(error); } },
  };
}
