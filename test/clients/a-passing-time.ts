// Time that passes when a test says so, and whoever waits for it, in the order in which they are due.
import { setImmediate } from 'node:timers/promises';

const TURNS = 30;

/** Whatever is under way without being waited for has come as far as it can: turns of the loop, and no wall clock. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
}

/** For what another thread does, as a digest. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

export function aPassingTime(start: number) {
  const waiting: { at: number; resolve: () => void }[] = [];
  const time = {
    now: start,
    pause: (milliseconds: number) => new Promise<void>((resolve) => { waiting.push({ at: time.now + milliseconds, resolve }); }),
    async pass(milliseconds: number): Promise<void> {
      const until = time.now + milliseconds;
      for (await settled(); ; await settled()) {
        const [next] = waiting.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
        if (next === undefined) break;
        waiting.splice(waiting.indexOf(next), 1);
        time.now = next.at;
        next.resolve();
      }
      time.now = until;
    },
  };
  return time;
}
