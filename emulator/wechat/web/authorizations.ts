// How often a person let an account know her lately: a page that sends her round and round is stopped.
import type { Clock } from '../../ports';
import { SECOND } from '../state';

const LATELY = 10 * SECOND;

export interface Authorizations {
  /** Counts one; false when there were `most` within ten seconds of the simulated clock. */
  count(appid: string, person: string, most: number): boolean;
  clear(): void;
}

export function openAuthorizations(clock: Clock): Authorizations {
  const times = new Map<string, number[]>();
  return {
    count(appid, person, most) {
      const now = clock.now();
      const key = `${appid}/${person}`;
      const late = (times.get(key) ?? []).filter((at) => Math.abs(now - at) < LATELY);
      const isFew = late.length < most;
      times.set(key, isFew ? [...late, now] : late);
      return isFew;
    },
    clear: () => times.clear(),
  };
}
