// When the world ends: a signal, or the death of whoever started it.

/** Longest a clean end may take, in milliseconds; npm users wait at most 5 s. */
const LONGEST_STOP = 4_000;
/** How often the parent is looked for, in milliseconds. */
const PARENT_CHECK = 250;

/** Runs `close` once and leaves with 0. */
export function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false;
  function stop(): void {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), LONGEST_STOP).unref();
    close().then(() => process.exit(0), (error: unknown) => {
      console.error(error);
      process.exit(0);
    });
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  watchParent(stop);
}

/** The system hands an orphan to another parent; a world nobody can stop any more stops itself. */
function watchParent(orphaned: () => void): void {
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) orphaned(); }, PARENT_CHECK).unref();
}
