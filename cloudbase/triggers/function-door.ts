// A door that other functions open, and a timer: the source alone decides which (SEC-03, SEC-79). No phone, page, console or server gets in.
import type { Result } from '../../auth/result';
import { openDoor } from './door';
import type { ActionsOf, Main, Pair, RequestsOf } from './door';
import { timerDoor } from './timer-door';

/** Which function it is, nobody tells; all of them are ours. */
export type OwnFunction = 'function';

export interface FunctionDoor<P extends Pair> {
  actions: ActionsOf<P, OwnFunction>;
  run: (isTimeLeft: () => boolean) => Promise<Result<unknown>>;
}

export function functionDoor<P extends Pair>(name: string, requests: RequestsOf<P>, load: () => Promise<FunctionDoor<P>>): Main {
  const forFunctions = openDoor<P, OwnFunction>({
    name, requests, load, read: (environment) => (isCalledByFunction(environment) ? 'function' : null), hash: () => '-',
    forbidden: 'This function answers other functions of this environment and its timer alone.',
  });
  const forTimer = timerDoor(name, load);
  // Both read the source as their first statement; that it is the timer's is asked here once more, only to choose.
  return (event, context) => (process.env['TCB_SOURCE'] === 'wx_trigger' ? forTimer(event, context) : forFunctions(event, context));
}

/** The chain of sources ends with whoever called: 'wx_client,scf' is a function that a phone called. */
function isCalledByFunction(environment: Readonly<Record<string, string | undefined>>): boolean {
  return (environment['TCB_SOURCE'] ?? '').split(',').at(-1) === 'scf';
}
