// api.weixin.qq.com: finds the endpoint, keeps the ledger, and refuses by name what is not built.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallInProgress, Clock, Faults, Ledger } from '../../ports';
import { NotEmulated } from '../../ports';
import { plainText, sendWhole } from './answer';
import { snsError } from './errcode';
import type { Outcome } from './faulty';
import { answer } from './faulty';
import type { Exchanged } from './jscode2session';

export interface ApiCaller { invocation: string; person: string | null; app: string | null; device: string | null }
export interface ApiPorts { clock: Clock; ledger: Ledger; faults: Faults; callerOf(childId: string | null): ApiCaller | null }
export type Endpoint = (query: URLSearchParams) => Exchanged;

function begin(ports: ApiPorts, request: IncomingMessage, name: string, caller: ApiCaller | null): CallInProgress {
  const bytesIn = Buffer.byteLength(request.url ?? '') + Number(request.headers['content-length'] ?? 0);
  return ports.ledger.begin({ kind: 'wechat', name, invocation: caller?.invocation ?? null, person: caller?.person ?? null, app: caller?.app ?? null, device: caller?.device ?? null, bytesIn });
}

function outcomeOf(result: Exchanged, now: number): Outcome {
  if ('errcode' in result) return { answer: plainText(snsError(result.errcode, now)), outcome: `errcode:${result.errcode}` };
  return { answer: plainText(JSON.stringify(result)), outcome: 'ok' };
}

function refuseByName(response: ServerResponse, call: CallInProgress, refusal: NotEmulated): void {
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } });
  call.finish(`error:${refusal.code}`, Buffer.byteLength(body));
  sendWhole(response, { status: 501, contentType: 'application/json', body });
}

/** `path` as WeChat knows it: '/sns/jscode2session'. Settles when the answer is handed over, or the caller has gone. */
export async function handleApi(ports: ApiPorts, endpoints: ReadonlyMap<string, Endpoint>, request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams, childId: string | null): Promise<void> {
  request.resume();
  const name = path.replace(/^\/+/, '');
  const caller = ports.callerOf(childId);
  const call = begin(ports, request, name, caller);
  const endpoint = endpoints.get(name);
  const now = () => ports.clock.now();
  try {
    if (!endpoint) throw new NotEmulated(`api.weixin.qq.com${path}`);
    const faults = ports.faults.hit('wechat', name, caller?.person ?? null);
    await answer({ response, now, work: () => outcomeOf(endpoint(query), now()), finish: (outcome, bytesOut) => call.finish(outcome, bytesOut) }, faults);
  } catch (error) {
    if (!(error instanceof NotEmulated)) throw error;
    refuseByName(response, call, error);
  }
}
