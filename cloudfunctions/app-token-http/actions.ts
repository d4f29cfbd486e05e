// What a server is answered, once the signature of its request was found good.
import { readCredential, reportCredential } from '../../auth/app-token/read';
import { recognise } from '../../auth/app-token/servers';
import { accept, refuse } from '../../auth/result';
import type { Result } from '../../auth/result';
import type { HttpRequest } from '../../cloudbase/http/request';
import { report } from '../../cloudbase/log';
import { readQuestion, signedRequest } from '../../cloudbase/requests/app-token-http';
import type { TokenQuestion } from '../../cloudbase/requests/app-token-http';
import type { Served } from '../../cloudbase/triggers/http-door';
import type { AppToken, JsapiTicket } from '../../contract/app-token';
import { centreWorld } from '../centre';

export async function serve(request: HttpRequest): Promise<Served> {
  const recognised = request.hasQuery ? { ok: false as const, why: 'query' } : await recognise(centreWorld(), signedRequest(request));
  if (!recognised.ok) {
    report('server-not-recognised', { why: recognised.why });
    return { result: refuse('forbidden', 'No server of SERVER_KEYS signed this request, at this time, for the first time.'), action: null, caller: null };
  }
  const { caller } = recognised;
  const read = readQuestion(request);
  if (!read.ok) return { result: read, action: null, caller, status: read.status };
  return { result: await answer(read.question, `server:${caller}`), action: read.question.action, caller };
}

async function answer(question: TokenQuestion, by: string): Promise<Result<AppToken | JsapiTicket>> {
  const { reader } = centreWorld();
  const kind = question.action === 'ticket' ? 'jsapi-ticket' : 'access-token';
  const id = { appId: question.app, kind } as const;
  const held = question.action === 'report' ? await reportCredential(reader, id, question.failed, by) : await readCredential(reader, id, by);
  if (!held.ok) return held;
  const { value, expiresAt } = held.value;
  return accept(kind === 'jsapi-ticket' ? { jsapiTicket: value, expiresAt } : { appAccessToken: value, expiresAt });
}
