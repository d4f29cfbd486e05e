// One kind of credential, by app: from memory while it is fresh, else by one request however many wait for it.
import { AppTokenRefused, AppTokenUnreachable } from './errors';
import { type Clocks, type Expiring, LONGEST_USE_MILLISECONDS, type Memory, SHORTEST_USE_MILLISECONDS, tokenMemory } from './memory';

export interface Source<V extends Expiring> {
  memory: Memory<V>;
  get(appId: string): Promise<V>;
  /** Forgets what is kept, and has all who ask from now on wait for this answer. */
  replace(appId: string, ask: () => Promise<V>): Promise<V>;
  /** Milliseconds for which the same question is not asked again. */
  pauseAfter(error: unknown): number;
}

/** It may answer the same question later. */
const isPassing = (error: unknown): boolean => error instanceof AppTokenUnreachable || (error instanceof AppTokenRefused && (error.status === 429 || error.status === 503));

export function openSource<V extends Expiring>(clocks: Clocks, read: (appId: string) => Promise<V>): Source<V> {
  const memory = tokenMemory<V>(clocks);
  const flights = new Map<string, Promise<V>>();
  let asked = 0;

  async function fly(appId: string, ask: () => Promise<V>, order: number): Promise<V> {
    try {
      const value = await ask();
      memory.keep(appId, value, order);
      return value;
    } catch (error) {
      const kept = isPassing(error) ? memory.alive(appId) : null;
      if (!kept) throw error;
      memory.hold(appId, pauseAfter(error));
      return kept;
    }
  }

  function pauseAfter(error: unknown): number {
    const told = error instanceof AppTokenRefused && error.retryAt !== null ? error.retryAt - clocks.wall() : 0;
    return Math.min(Math.max(told, SHORTEST_USE_MILLISECONDS), LONGEST_USE_MILLISECONDS);
  }

  function start(appId: string, ask: () => Promise<V>, order: number): Promise<V> {
    const flight = fly(appId, ask, order).finally(() => { if (flights.get(appId) === flight) flights.delete(appId); });
    flights.set(appId, flight);
    return flight;
  }

  return {
    memory, pauseAfter,
    get: async (appId) => memory.fresh(appId) ?? flights.get(appId) ?? start(appId, () => read(appId), ++asked),
    replace(appId, ask) {
      const order = ++asked;
      memory.forget(appId, order);
      return start(appId, ask, order);
    },
  };
}
