// A door for browsers over HTTP access: whoever asks is told by the token that is brought, and by nothing else (SEC-04).
import type { Hono } from 'hono';
import { refuse } from '../../auth/result';
import { isHttpAccess } from '../caller';
import { httpAnswer } from '../http/answer';
import type { Noted } from '../http/json-path';
import { answerOf, requestOf } from '../http/web-event';
import type { WebAnswer } from '../http/web-event';
import { explain } from '../explain';
import { within } from '../invocation';
import { logInvocation } from '../log';
import { invocationOf, reply } from './door';
import type { PlatformContext } from './door';

export type WebMain = (event: unknown, context: PlatformContext) => Promise<WebAnswer>;

/** `mount`: the path that the function is served at. `settings` and `load` throw Misconfigured while the environment is wrong. */
export interface HttpPaths<Settings extends { publicOrigin: string }, Actions> {
  name: string;
  mount: string;
  app(settings: Settings, load: () => Promise<Actions>, noted: Noted): Hono;
  load(): Promise<{ settings: () => Settings; actions: Actions }>;
}

export function webDoor<Settings extends { publicOrigin: string }, Actions>(door: HttpPaths<Settings, Actions>): WebMain {
  return async function main(event, context) {
    const isHttp = isHttpAccess(process.env);
    const started = performance.now();
    const invocation = invocationOf(door.name, context, started);
    return within(invocation, async () => {
      const noted: Noted = { action: null, refusal: null };
      const answer = isHttp ? await serve(door, event, noted, invocation.requestId) : forbidden(noted, invocation.requestId);
      logInvocation({ requestId: invocation.requestId, door: door.name, action: noted.action, caller: null, refusal: noted.refusal, databaseCalls: invocation.calls.database, wechatCalls: invocation.calls.wechat, ms: Math.round(performance.now() - started) });
      return answer;
    });
  };
}

async function serve<Settings extends { publicOrigin: string }, Actions>({ mount, app, load }: HttpPaths<Settings, Actions>, event: unknown, noted: Noted, requestId: string): Promise<WebAnswer> {
  try {
    const { settings, actions } = await load();
    const request = requestOf(event, settings().publicOrigin, mount);
    if (request === null) return plain(noted, 'bad-request', 'This is no HTTP request.', requestId);
    return await answerOf(await app(settings(), async () => actions, noted).fetch(request));
  } catch (error) {
    explain(error);
    return plain(noted, 'internal', 'Something failed on our side; the log line with this requestId says what.', requestId);
  }
}

function forbidden(noted: Noted, requestId: string): WebAnswer {
  return plain(noted, 'forbidden', 'This function answers browsers over HTTP access alone.', requestId);
}

function plain(noted: Noted, code: 'bad-request' | 'forbidden' | 'internal', message: string, requestId: string): WebAnswer {
  noted.refusal = code;
  return httpAnswer(reply(refuse(code, message), requestId), Date.now());
}
