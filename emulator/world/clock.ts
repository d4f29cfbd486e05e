// The simulated clock: machine time plus an offset that may go back and survives a restart.
import type { Clock, Shelf } from '../ports';

export interface WorldClock extends Clock {
  /** Milliseconds ahead of the machine. */
  offset(): number;
  setOffset(offset: number): void;
}

const KEY = 'clock/offset';

export function openClock(shelf: Shelf): WorldClock {
  const kept = shelf.get(KEY);
  let offset = typeof kept === 'number' ? kept : 0;
  return {
    now: () => Date.now() + offset,
    offset: () => offset,
    setOffset(next) {
      offset = Math.round(next);
      shelf.put(KEY, offset);
    },
  };
}
