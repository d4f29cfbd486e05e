// Timer triggers on the simulated clock: each runs when its time comes, or once when the clock is moved over it.
import type { Functions } from '../cloudbase/functions/functions';
import type { Clock, Spared } from '../ports';
import { NOBODY } from './caller';
import type { Timer } from './triggers';

export interface Timers {
  /** Waits from now on; what came due before is past. */
  start(): void;
  /** Resolves when everything that is due has run. */
  settle(): Promise<void>;
  close(): void;
}

export interface TimersOptions {
  timers: Timer[];
  clock: Clock & { offset(): number };
  invoke: Functions['invoke'];
  /** Only a move of the clock makes a timer due: for tests, which a timer of the machine's minute would disturb. */
  still: boolean;
  /** The mini program the environment belongs to. */
  appid: () => string | null;
  /** A line in the function's log. */
  say(line: { function: string; invocation: string; stream: 'err'; text: string }): void;
}

/** The machine's clock may be set or the machine asleep, and a wait of more than 24.8 days would end at once. */
const LONGEST_WAIT = 60_000;

export function openTimers({ timers, clock, invoke, still, appid, say }: TimersOptions): Timers {
  const running = new Set<Promise<void>>();
  /** Up to here what came due has been seen to. */
  let seen = 0;
  /** The clock's offset then: what came due since without it having moved is the machine's doing. */
  let seenOffset = 0;
  let waiting: NodeJS.Timeout | null = null;
  let closed = true;
  /** Starts so far: a run from before a reset says nothing in the new world. */
  let starts = 0;

  function wait(): void {
    if (waiting) clearTimeout(waiting);
    waiting = null;
    const next = timers.flatMap(({ schedule }) => schedule.next(seen) ?? []);
    if (!closed && !still && next.length > 0) waiting = setTimeout(look, Math.min(LONGEST_WAIT, Math.max(1, Math.min(...next) - clock.now())));
  }
  /** Runs what came due since it last looked; a clock that went back only waits anew. */
  function look(): void {
    if (closed) return;
    const now = clock.now();
    const unmoved = now - Math.max(0, clock.offset() - seenOffset);
    const past = still ? Math.max(seen, unmoved) : seen;
    const due = timers.flatMap((timer) => {
      const at = timer.schedule.latest(now);
      return at !== null && at > past ? [{ timer, at }] : [];
    });
    take(now);
    for (const { timer, at } of due.sort((one, other) => one.at - other.at)) begin(timer, at, { spared: at <= unmoved });
    wait();
  }
  function take(now: number): void {
    seen = now;
    seenOffset = clock.offset();
  }
  function begin(timer: Timer, at: number, by: Spared): void {
    const run = runOnce(timer, at, by).finally(() => running.delete(run));
    running.add(run);
  }
  /** Never rejects: nobody waits for a timer's answer. */
  async function runOnce({ functionName, name }: Timer, at: number, by: Spared): Promise<void> {
    const app = appid();
    const event = { Type: 'Timer', TriggerName: name, Time: new Date(at).toISOString().replace('.000Z', 'Z'), Message: '', userInfo: { appId: app } };
    const begunIn = starts;
    const failed = (invocation: string, text: string) => begunIn === starts && say({ function: functionName, invocation, stream: 'err', text: `timer ${name}: ${text}` });
    try {
      const invoked = await invoke(functionName, event, { ...NOBODY, ...by, app, source: 'wx_trigger', trigger: 'timer' });
      if (!invoked.ok) failed(invoked.invocation, invoked.error.errMsg);
    } catch (error) {
      failed('', String(error));
    }
  }
  return {
    start() {
      closed = false;
      starts += 1;
      take(clock.now());
      wait();
    },
    async settle() {
      look();
      await Promise.all(running);
    },
    close() {
      closed = true;
      wait();
    },
  };
}
