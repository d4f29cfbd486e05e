// What the parts of the local WeChat share: the clock, the shelf, and who and what exists.
import type { AppRecord, Clock, PersonRecord, Shelf } from '../ports';
import { unionidOf } from './identifiers';

export interface State {
  clock: Clock;
  shelf: Shelf;
  findPerson(name: string): PersonRecord | null;
  findApp(appid: string): AppRecord | null;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;

/** Everything the local WeChat keeps stands under this prefix; the shelf may be shared. */
export const SHELF_PREFIX = 'wechat/';

/** The unionid WeChat gives for this person in this app, or null: app not bound, or a person who gets none. */
export function unionidFor(person: PersonRecord, app: AppRecord): string | null {
  return person.unionid && app.openPlatform !== null ? unionidOf(person.name, app.openPlatform) : null;
}

/** Removes what under `prefix` is over; scans at most once a simulated minute. */
export function openSweeper<T>(state: Pick<State, 'clock' | 'shelf'>, prefix: string, isOver: (value: T, now: number) => boolean): () => void {
  let sweptAt = state.clock.now();
  return function sweep() {
    const now = state.clock.now();
    if (Math.abs(now - sweptAt) < MINUTE) return;
    sweptAt = now;
    for (const { key, value } of state.shelf.entries(prefix)) if (isOver(value as T, now)) state.shelf.remove(key);
  };
}
