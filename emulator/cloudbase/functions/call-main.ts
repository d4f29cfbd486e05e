// Calls a function's entry as SCF does: promise or callback, with SCF's context.
import type { InvocationFacts } from './messages';

export type Main = (event: unknown, context: unknown, callback?: (error: unknown, result?: unknown) => void) => unknown;

/** Resolves with what the function gave; an entry that declares a third parameter may answer through it. */
export async function callMain(main: Main, event: unknown, facts: InvocationFacts, variables: Record<string, string>): Promise<unknown> {
  const context = contextOf(facts, variables);
  if (main.length < 3) return main(event, context);
  return new Promise((resolve, reject) => {
    const given = main(event, context, (error, result) => { error ? reject(error) : resolve(result); });
    if (given instanceof Promise) given.then(resolve, reject);
  });
}

function contextOf(facts: InvocationFacts, variables: Record<string, string>): Record<string, unknown> {
  const startedAt = performance.now();
  return {
    ...facts,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(facts.time_limit_in_ms - (performance.now() - startedAt))),
    callbackWaitsForEmptyEventLoop: false,
    // The SDK splits the old form at ';' and reads the new one as JSON.
    environ: Object.entries(variables).map(([name, value]) => `${name}=${value}`).join(';'),
    environment: JSON.stringify(variables),
  };
}
