// The phone's clock: the simulated one. App code's `Date` reads it; it is asked for again before each tap is delivered.

let offset = 0;

/** Milliseconds by the simulated clock, as last heard. */
export function now(): number {
  return Date.now() + offset;
}

/** Asks the local world what time it is; keeps the last answer when nobody answers. */
export async function hearClock(): Promise<void> {
  try {
    const response = await fetch('/emulator/clock', { signal: AbortSignal.timeout(500) });
    const body = await response.json() as { now?: number };
    if (response.ok && typeof body.now === 'number') offset = settled(body.now - Date.now());
  } catch {
    // The local world is gone; the phone keeps its time.
  }
}

// The answer's way here must not make the clock tremble.
function settled(heard: number): number {
  return Math.abs(heard - offset) < 100 ? offset : heard;
}

/** `Date` for app code: the same, but for what "now" is. */
export const PhoneDate: DateConstructor = new Proxy(Date, {
  apply: () => new Date(now()).toString(),
  construct: (target, parameters: unknown[]) => Reflect.construct(target, parameters.length ? parameters : [now()]) as Date,
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name) as unknown),
});
