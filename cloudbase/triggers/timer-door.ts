// A door that only the platform's timer opens. What the event says is not read: the source alone decides (SEC-03).
import { refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import { hasUser } from '../caller';
import { remaining, within } from '../invocation';
import { logInvocation } from '../log';
import { invocationOf, orInternal, reply } from './door';
import type { Main } from './door';

/** Work begun with less than this left might be cut in the middle. */
const ENOUGH_MS = 1500;

/** `run` asks before each piece of work whether there is time for it. */
export function timerDoor(name: string, load: () => Promise<{ run: (isTimeLeft: () => boolean) => Promise<Result<unknown>> }>): Main {
  return async function main(_event, context) {
    const isTimer = process.env['TCB_SOURCE'] === 'wx_trigger' && !hasUser(process.env);
    const started = performance.now();
    const invocation = invocationOf(name, context, started);
    return within(invocation, async () => {
      const result = isTimer ? await orInternal(async () => (await load()).run(() => remaining(ENOUGH_MS) >= ENOUGH_MS)) : refuse('forbidden', 'This function answers its timer alone.');
      logInvocation({
        requestId: invocation.requestId, door: name, action: 'timer', caller: null, refusal: result.ok ? null : result.refused.code,
        databaseCalls: invocation.calls.database, wechatCalls: invocation.calls.wechat, ms: Math.round(performance.now() - started),
      });
      return reply(result, invocation.requestId);
    });
  };
}
