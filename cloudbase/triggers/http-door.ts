// A door for servers over HTTP: who calls is told by the signature of the request, and by nothing else that it carries (SEC-04, SEC-79).
import { refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import { isHttpAccess } from '../caller';
import { httpAnswer } from '../http/answer';
import type { HttpAnswer } from '../http/answer';
import { readHttpRequest } from '../http/request';
import type { HttpRequest } from '../http/request';
import { within } from '../invocation';
import { logInvocation } from '../log';
import { invocationOf, orInternal, reply } from './door';
import type { PlatformContext } from './door';

/** `action`, `caller`: for the log. `status`: where the code's own does not say it. */
export interface Served { result: Result<unknown>; action: string | null; caller: string | null; status?: number | null }
export type HttpMain = (event: unknown, context: PlatformContext) => Promise<HttpAnswer>;

const LONGEST_BODY_BYTES = 8 * 1024;

export function httpDoor(name: string, load: () => Promise<{ serve: (request: HttpRequest) => Promise<Served> }>): HttpMain {
  return async function main(event, context) {
    const isHttp = isHttpAccess(process.env);
    const started = performance.now();
    const invocation = invocationOf(name, context, started);
    return within(invocation, async () => {
      const { result, action, caller, status } = await answer(isHttp, event, load);
      logInvocation({
        requestId: invocation.requestId, door: name, action, caller, refusal: result.ok ? null : result.refused.code,
        databaseCalls: invocation.calls.database, wechatCalls: invocation.calls.wechat, ms: Math.round(performance.now() - started),
      });
      return httpAnswer(reply(result, invocation.requestId), Date.now(), status ?? null);
    });
  };
}

async function answer(isHttp: boolean, event: unknown, load: () => Promise<{ serve: (request: HttpRequest) => Promise<Served> }>): Promise<Served> {
  const request = isHttp ? readHttpRequest(event) : null;
  if (request === null) return { result: refuse('forbidden', 'This function answers servers over HTTP access alone.'), action: null, caller: null };
  if (Buffer.byteLength(request.body) > LONGEST_BODY_BYTES) return { result: refuse('bad-request', 'The body is longer than 8 KB.'), action: null, caller: null, status: 413 };
  let served: Served | null = null;
  const result = await orInternal(async () => {
    served = await (await load()).serve(request);
    return served.result;
  });
  return served ?? { result, action: null, caller: null };
}
