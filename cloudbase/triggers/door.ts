// Turns an invocation into a reply: who calls, what is asked, what the rules answer, and one log line (SEC-04, SEC-05, SEC-72).
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { RETRY, refuse } from '../../auth/result';
import type { Refused, Result } from '../../auth/result';
import type { Refusal, Reply } from '../../contract/reply';
import { explain } from '../explain';
import { within } from '../invocation';
import type { Invocation } from '../invocation';
import { logInvocation } from '../log';
import { isWithinLimits } from '../requests/limits';

/** A door's actions, as a union of [request, value]. */
export type Pair = [{ action: string }, unknown];
type ActionOf<P extends Pair> = P[0]['action'];
type RequestFor<P extends Pair, A extends ActionOf<P>> = Extract<P, [{ action: A }, unknown]>[0];
type ValueFor<P extends Pair, A extends ActionOf<P>> = Extract<P, [{ action: A }, unknown]>[1];
/** Each action has a closed schema, or the door does not compile. */
export type RequestsOf<P extends Pair> = { [A in ActionOf<P>]: v.GenericSchema<unknown, RequestFor<P, A>> };
export type ActionsOf<P extends Pair, Who> = { [A in ActionOf<P>]: (who: Who, request: RequestFor<P, A>) => Promise<Result<ValueFor<P, A>>> };

/** What the platform gives a function beside the event. */
export interface PlatformContext { request_id?: string; time_limit_in_ms?: number }
export type Main = (event: unknown, context: PlatformContext) => Promise<Reply<unknown>>;
type Environment = Readonly<Record<string, string | undefined>>;

export interface Door<P extends Pair, Who> {
  name: string;
  /** Who calls, by the platform's context alone; null is forbidden. Makes no call. */
  read(environment: Environment): Who | null;
  /** What to do instead, for a developer. */
  forbidden: string;
  /** What of the caller may stand in the log. */
  hash(who: Who): string;
  requests: RequestsOf<P>;
  /** What the door does; loaded once a call has passed caller and shape: a refusal before that costs no load. */
  load(): Promise<{ actions: ActionsOf<P, Who> }>;
}

/** The platform's cut, where it does not say; cloudbaserc.json sets the same. */
const TIME_LIMIT_MS = 10_000;
const RESERVE_MS = 500;

export function openDoor<P extends Pair, Who>(door: Door<P, Who>): Main {
  return async function main(event, context) {
    const who = door.read(process.env); // first, before any await: a later invocation may change the environment (SEC-01)
    const started = performance.now();
    const invocation = invocationOf(door.name, context, started);
    return within(invocation, async () => {
      const request = withoutPlatformFields(event);
      const result = await answer(door, who, request);
      logInvocation({
        requestId: invocation.requestId, door: door.name, action: knownAction(request, door.requests), caller: who === null ? null : door.hash(who), refusal: result.ok ? null : result.refused.code,
        databaseCalls: invocation.calls.database, wechatCalls: invocation.calls.wechat, ms: Math.round(performance.now() - started),
      });
      return reply(result, invocation.requestId);
    });
  };
}

export function invocationOf(door: string, context: PlatformContext | undefined, started: number): Invocation {
  return { requestId: context?.request_id ?? randomUUID(), door, calls: { database: 0, wechat: 0 }, deadline: started + (context?.time_limit_in_ms ?? TIME_LIMIT_MS) - RESERVE_MS };
}

async function answer<P extends Pair, Who>(door: Door<P, Who>, who: Who | null, request: unknown): Promise<Result<unknown>> {
  if (who === null) return refuse('forbidden', door.forbidden);
  const action = knownAction(request, door.requests);
  if (action === null || !isWithinLimits(request)) return malformed(action);
  const parsed = v.safeParse(door.requests[action], request);
  if (!parsed.success) return malformed(action);
  return orInternal(async () => (await door.load()).actions[action](who, parsed.output));
}

/** Whatever is thrown is ours to explain, and nobody's to read outside. */
export async function orInternal<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await run();
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

function knownAction<P extends Pair>(request: unknown, requests: RequestsOf<P>): ActionOf<P> | null {
  const action: unknown = typeof request === 'object' && request !== null && 'action' in request ? request.action : null;
  return isActionOf(action, requests) ? action : null;
}

function isActionOf<P extends Pair>(action: unknown, requests: RequestsOf<P>): action is ActionOf<P> {
  return typeof action === 'string' && Object.hasOwn(requests, action);
}

function malformed(action: string | null): Result<never> {
  return refuse('bad-request', action === null ? 'The request names no action of this door.' : `The request has not the shape of ${action}.`);
}

export function reply(result: Result<unknown>, requestId: string): Reply<unknown> {
  return result.ok ? { ok: true, value: result.value } : { ok: false, refusal: refusal(result.refused, requestId) };
}

function refusal({ code, message, retryAt }: Refused, requestId: string): Refusal {
  return { code, message, retry: RETRY[code], retryAt, requestId };
}
