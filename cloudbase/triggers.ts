// Turns an invocation into a reply: who calls, what is asked, what the rules answer, and one log line (SEC-04, SEC-05, SEC-72).
import { createHash, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Caller } from '../auth/ports';
import { RETRY, refuse } from '../auth/result';
import type { Refused, Result } from '../auth/result';
import type { DoorName, RequestOf, ValueOf } from '../contract/doors';
import type { Refusal, Reply } from '../contract/reply';
import { readCaller } from './caller';
import { explain } from './explain';
import { within } from './invocation';
import type { Invocation } from './invocation';
import { logInvocation } from './log';
import { isWithinLimits } from './requests/limits';

type ActionOf<D extends DoorName> = RequestOf<D>['action'];
type RequestFor<D extends DoorName, A extends ActionOf<D>> = Extract<RequestOf<D>, { action: A }>;
/** Each action has a closed schema, or the door does not compile. */
type Requests<D extends DoorName> = { [A in ActionOf<D>]: v.GenericSchema<unknown, RequestFor<D, A>> };
export type Actions<D extends DoorName> = { [A in ActionOf<D>]: (caller: Caller, request: RequestFor<D, A>) => Promise<Result<ValueOf<D, RequestFor<D, A>>>> };

/** What the platform gives a function beside the event. */
export interface PlatformContext { request_id?: string; time_limit_in_ms?: number }
export type Main = (event: unknown, context: PlatformContext) => Promise<Reply<unknown>>;

/** The platform's cut, where it does not say; cloudbaserc.json sets the same. */
const TIME_LIMIT_MS = 10_000;
const RESERVE_MS = 500;

/** A door that takes calls by people in the mini program and by no one else. What it does is loaded once a call has passed caller and shape: a refusal before that costs no load. */
export function userDoor<D extends DoorName>(door: D, requests: Requests<D>, load: () => Promise<{ actions: Actions<D> }>): Main {
  return async function main(event, context) {
    const caller = readCaller(process.env); // first, before any await: a later invocation may change the environment (SEC-01)
    const started = performance.now();
    const invocation: Invocation = {
      requestId: context?.request_id ?? randomUUID(), door, calls: { database: 0, wechat: 0 },
      deadline: started + (context?.time_limit_in_ms ?? TIME_LIMIT_MS) - RESERVE_MS,
    };
    return within(invocation, async () => {
      const request = withoutPlatformFields(event);
      const result = await answer(caller, request, requests, load);
      logInvocation({
        requestId: invocation.requestId, door, action: knownAction(request, requests), caller: callerHash(caller), refusal: result.ok ? null : result.refused.code,
        databaseCalls: invocation.calls.database, wechatCalls: invocation.calls.wechat, ms: Math.round(performance.now() - started),
      });
      return reply(result, invocation.requestId);
    });
  };
}

async function answer<D extends DoorName>(caller: Caller | null, request: unknown, requests: Requests<D>, load: () => Promise<{ actions: Actions<D> }>): Promise<Result<unknown>> {
  if (caller === null) return refuse('forbidden', 'This function answers people in the mini program: call it by wx.cloud.callFunction. A console test or HTTP call carries no identity.');
  const action = knownAction(request, requests);
  if (action === null || !isWithinLimits(request)) return malformed(action);
  const parsed = v.safeParse(requests[action], request);
  if (!parsed.success) return malformed(action);
  try {
    const { actions } = await load();
    return await actions[action](caller, parsed.output);
  } catch (error) {
    explain(error);
    return refuse('internal', 'Something failed on our side; the log line with this requestId says what.');
  }
}

/** WeChat adds `userInfo` to every event; it is taken off and never read. */
function withoutPlatformFields(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  return Object.fromEntries(Object.entries(event).filter(([key]) => key !== 'userInfo'));
}

function knownAction<D extends DoorName>(request: unknown, requests: Requests<D>): ActionOf<D> | null {
  const action: unknown = typeof request === 'object' && request !== null && 'action' in request ? request.action : null;
  return isActionOf(action, requests) ? action : null;
}

function isActionOf<D extends DoorName>(action: unknown, requests: Requests<D>): action is ActionOf<D> {
  return typeof action === 'string' && Object.hasOwn(requests, action);
}

function malformed(action: string | null): Result<never> {
  return refuse('bad-request', action === null ? 'The request names no action of this door.' : `The request has not the shape of ${action}.`);
}

function callerHash(caller: Caller | null): string | null {
  if (caller === null) return null;
  return createHash('sha256').update(`log:${caller.appId}:${caller.openId}`).digest('base64url').slice(0, 10);
}

function reply(result: Result<unknown>, requestId: string): Reply<unknown> {
  return result.ok ? { ok: true, value: result.value } : { ok: false, refusal: refusal(result.refused, requestId) };
}

function refusal({ code, message, retryAt }: Refused, requestId: string): Refusal {
  return { code, message, retry: RETRY[code], retryAt, requestId };
}
