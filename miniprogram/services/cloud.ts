// The one place that talks to the cloud: calls a door and gives back its reply, or says the cloud was not reached.
import type { DoorName, RequestOf, ValueOf } from '../../contract/doors';
import type { Reply } from '../../contract/reply';

/** Calls one door. A refusal is a value; @throws Offline when no door answered. */
export type CallFunction = <D extends DoorName, R extends RequestOf<D>>(door: D, request: R) => Promise<Reply<ValueOf<D, R>>>;

/** What carries a call: `wx.cloud`, or a fake of it. */
export interface Transport { callFunction(call: { name: string; data: object }): Promise<{ result?: unknown }> }

/** No door answered: no network, the cloud is down, the function crashed or is not deployed. Trying again may help. */
export class Offline extends Error {
  readonly code = 'offline';
  readonly cause: unknown;
  constructor(what: string, cause: unknown) {
    super(`${what} did not answer`);
    this.cause = cause;
  }
}

// Not `instanceof`: DevTools may compile classes down to ES5, where a subclass of Error loses its prototype.
export function isOffline(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'offline';
}

export function openCloud(transport: Transport): CallFunction {
  return async function callFunction<D extends DoorName, R extends RequestOf<D>>(door: D, request: R): Promise<Reply<ValueOf<D, R>>> {
    const { result } = await transport.callFunction({ name: door, data: request }).catch((cause: unknown) => { throw new Offline(door, cause); });
    if (!isReply(result)) throw new Offline(door, result); // another function answers under this name
    return result as Reply<ValueOf<D, R>>;
  };
}

function isReply(result: unknown): boolean {
  if (typeof result !== 'object' || result === null || !('ok' in result)) return false;
  return result.ok === true ? 'value' in result : result.ok === false && 'refusal' in result;
}
