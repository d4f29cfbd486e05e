// How often an app called an endpoint in this minute of the simulated clock, for the limits WeChat counts by the minute.
import type { State } from './state';
import { MINUTE, SHELF_PREFIX } from './state';

const PREFIX = `${SHELF_PREFIX}minute-calls/`;

interface CallsOfMinute { minute: number; count: number }

export interface MinuteCalls {
  /** Counts one; above `most` it answers false and counts nothing. */
  count(appid: string, endpoint: string, most: number): boolean;
}

export function openMinuteCalls({ clock, shelf }: Pick<State, 'clock' | 'shelf'>): MinuteCalls {
  return {
    count(appid, endpoint, most) {
      const key = `${PREFIX}${appid}/${endpoint}`;
      const minute = Math.floor(clock.now() / MINUTE);
      const last = shelf.get(key) as CallsOfMinute | undefined;
      const count = last?.minute === minute ? last.count : 0;
      if (count >= most) return false;
      shelf.put(key, { minute, count: count + 1 } satisfies CallsOfMinute);
      return true;
    },
  };
}
