// Calls another function of ours, and reads its reply.
import * as v from 'valibot';
import { RETRY, accept, refuse } from '../auth/result';
import type { Result } from '../auth/result';
import type { RefusalCode } from '../contract/reply';
import { DeadlinePassed, withinDeadline } from './invocation';
import { logFailure } from './log';
import { sdk } from './sdk';

const Code = v.custom<RefusalCode>((code) => typeof code === 'string' && Object.hasOwn(RETRY, code));
const Answer = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), refusal: v.object({ code: Code, message: v.string(), retryAt: v.nullable(v.number()) }) }),
]);

/** The other function's value, or its refusal; `internal` where it did not answer, `wechat-unavailable` where this invocation ends first. Never throws for what the cloud does. */
export async function callFunction(name: string, data: object): Promise<Result<unknown>> {
  try {
    const cloud = await sdk();
    const called = await withinDeadline(Promise.resolve(cloud.callFunction({ name, data: { ...data } })));
    const answer = v.parse(Answer, typeof called === 'object' && called !== null && 'result' in called ? called.result : null);
    return answer.ok ? accept(answer.value) : { ok: false, refused: answer.refusal };
  } catch (error) {
    logFailure(error);
    if (error instanceof DeadlinePassed) return refuse('wechat-unavailable', `The function ${name} is still waiting for WeChat; ask again.`);
    return refuse('internal', `The function ${name} did not answer; is it deployed?`);
  }
}
