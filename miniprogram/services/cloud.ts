// The one place that talks to the cloud: calls a door and gives back its reply, or says the cloud was not reached.
import type { DoorName, RequestOf, ValueOf } from '../../contract/doors';
import type { Reply } from '../../contract/reply';

/** Calls one door. A refusal is a value; @throws Offline when the cloud was not reached, CallFailed when it was and no door answered. */
export type CallFunction = <D extends DoorName, R extends RequestOf<D>>(door: D, request: R) => Promise<Reply<ValueOf<D, R>>>;

/** What carries a call: `wx.cloud`, or a fake of it. */
export interface Transport { callFunction(call: { name: string; data: object }): Promise<{ result?: unknown }> }

/** The cloud was not reached. Trying again may help. */
export class Offline extends Error {
  readonly code = 'offline';
  readonly cause: unknown;
  constructor(what: string, cause: unknown) {
    super(`${what} did not answer`);
    this.cause = cause;
  }
}

/** The cloud was reached and no door answered: the function crashed, ran out of time, is not deployed, or is another one under this name. */
export class CallFailed extends Error {
  readonly code = 'call-failed';
  readonly cause: unknown;
  constructor(what: string, cause: unknown) {
    super(`${what} failed`);
    this.cause = cause;
  }
}

// Not `instanceof`: DevTools may compile classes down to ES5, where a subclass of Error loses its prototype.
export function isOffline(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'offline';
}

export function openCloud(transport: Transport): CallFunction {
  return async function callFunction<D extends DoorName, R extends RequestOf<D>>(door: D, request: R): Promise<Reply<ValueOf<D, R>>> {
    const { result } = await transport.callFunction({ name: door, data: request }).catch((cause: unknown) => { throw failureOf(door, cause); });
    if (!isReply(result)) throw new CallFailed(door, result);
    return result as Reply<ValueOf<D, R>>;
  };
}

/** What a rejected call of `wx.cloud` means. */
export function failureOf(what: string, cause: unknown): Offline | CallFailed {
  return saysTheCloud(cause) ? new CallFailed(what, cause) : new Offline(what, cause);
}

/** -5xxxxx is Tencent Cloud's word, -6xxxxx WeChat's: either was reached. */
function saysTheCloud(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'errCode' in cause && typeof cause.errCode === 'number' && cause.errCode <= -500000;
}

function isReply(result: unknown): boolean {
  if (typeof result !== 'object' || result === null || !('ok' in result)) return false;
  return result.ok === true ? 'value' in result : result.ok === false && 'refusal' in result;
}
