// What the centre told last, and how long it may be used: by two clocks, since the wall's may be set.

export interface Expiring { expiresAt: number }

export interface Memory<V extends Expiring> {
  /** To be used without asking. */
  fresh(appId: string): V | null;
  /** To be used where the centre cannot be asked. */
  alive(appId: string): V | null;
  /** Kept unless something asked for later was kept, or forgotten, before. */
  keep(appId: string, value: V, order: number): void;
  /** From now on nothing counts that was asked for before `order`. */
  forget(appId: string, order: number): void;
  /** What is kept counts as fresh for so long, as far as it lives. */
  hold(appId: string, milliseconds: number): void;
}

export interface Clocks { wall: () => number; monotonic: () => number }

interface Moment { wall: number; monotonic: number }
interface Kept<V> { value: V; readAt: Moment; deadAt: Moment; staleAt: Moment }

/** WeChat lets two tokens of an app live together for the last 5 minutes of the older one: time to fetch the newer. */
const OVERLAP_MILLISECONDS = 300_000;
/** A token replaced before its time is noticed no later. */
export const LONGEST_USE_MILLISECONDS = 300_000;
/** In the overlap, and while the centre cannot be asked, a caller in a loop does not ask each time. */
export const SHORTEST_USE_MILLISECONDS = 10_000;

const after = (moment: Moment, milliseconds: number): Moment => ({ wall: moment.wall + milliseconds, monotonic: moment.monotonic + milliseconds });
const isBefore = (moment: Moment, end: Moment): boolean => moment.wall < end.wall && moment.monotonic < end.monotonic;

export function tokenMemory<V extends Expiring>(clocks: Clocks): Memory<V> {
  const rows = new Map<string, { order: number; kept: Kept<V> | null }>();
  const now = (): Moment => ({ wall: clocks.wall(), monotonic: clocks.monotonic() });

  function living(appId: string, at: Moment): Kept<V> | null {
    const kept = rows.get(appId)?.kept ?? null;
    // A clock set back behind the reading says nothing about the token's end any more.
    return kept && at.wall >= kept.readAt.wall && isBefore(at, kept.deadAt) ? kept : null;
  }

  return {
    fresh(appId) {
      const at = now();
      const kept = living(appId, at);
      return kept && isBefore(at, kept.staleAt) ? kept.value : null;
    },
    alive: (appId) => living(appId, now())?.value ?? null,
    keep(appId, value, order) {
      if (order < (rows.get(appId)?.order ?? 0)) return;
      const readAt = now();
      const lifetime = value.expiresAt - readAt.wall;
      const use = Math.max(Math.min(LONGEST_USE_MILLISECONDS, lifetime - OVERLAP_MILLISECONDS), SHORTEST_USE_MILLISECONDS);
      rows.set(appId, { order, kept: { value, readAt, deadAt: after(readAt, lifetime), staleAt: after(readAt, use) } });
    },
    forget(appId, order) { rows.set(appId, { order, kept: null }); },
    hold(appId, milliseconds) {
      const kept = rows.get(appId)?.kept;
      if (kept) kept.staleAt = after(now(), milliseconds);
    },
  };
}
