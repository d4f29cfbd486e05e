// A client whose two clocks a test turns, beside a centre whose own goes with the time.
import { type AppTokenClient, openClient } from '../../clients/node/app-token/client';
import { type AppTokenClientOptions, settingsOf } from '../../clients/node/app-token/settings';
import { CALLER, type Centre, SECRET } from './a-centre';

export interface Clocks {
  /** Time that passes, for the centre too. */
  pass(milliseconds: number): void;
  /** Somebody sets the client's wall clock. */
  set(milliseconds: number): void;
}

export function clientOf(centre: Centre, options: Partial<AppTokenClientOptions> = {}): AppTokenClient & Clocks {
  const moved = { wall: 0, monotonic: 0 };
  const settings = settingsOf({ url: centre.url, caller: CALLER, secret: SECRET, clock: () => Date.now() + moved.wall, ...options });
  return {
    ...openClient(settings, () => performance.now() + moved.monotonic),
    pass(milliseconds) {
      moved.wall += milliseconds;
      moved.monotonic += milliseconds;
      centre.pass(milliseconds);
    },
    set(milliseconds) { moved.wall += milliseconds; },
  };
}
