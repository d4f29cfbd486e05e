// api.weixin.qq.com: finds the endpoint, keeps the ledger, and refuses by name what is not built.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallInProgress, Clock, Faults, Ledger, Spared } from '../../ports';
import { NotEmulated } from '../../ports';
import { gatewayPage, sendWhole } from './answer';
import type { Family } from './family';
import { familyOf } from './family';
import type { Outcome } from './faulty';
import { answer } from './faulty';
import type { Picture } from '../wxacode/picture';
import type { Endpoint, Reply } from './request';
import { addressOf, readBody } from './request';

export interface ApiCaller extends Spared { invocation: string; person: string | null; app: string | null; device: string | null }
export interface ApiPorts { clock: Clock; ledger: Ledger; faults: Faults; callerOf(childId: string | null): ApiCaller | null }

const TOO_LARGE: Outcome = { answer: gatewayPage(413), outcome: 'error:413' };

function begin(ports: ApiPorts, name: string, caller: ApiCaller | null, bytesIn: number): CallInProgress {
  return ports.ledger.begin({ kind: 'wechat', name, invocation: caller?.invocation ?? null, person: caller?.person ?? null, app: caller?.app ?? null, device: caller?.device ?? null, bytesIn });
}

function isPicture(reply: Reply | Picture): reply is Picture {
  return 'bytes' in reply && Buffer.isBuffer(reply.bytes);
}

function outcomeOf(family: Family, reply: Reply | Picture, now: number): Outcome {
  if (isPicture(reply)) return { answer: { status: 200, contentType: reply.contentType, body: reply.bytes }, outcome: 'ok' };
  const { errcode = 0, errmsg } = reply;
  if (errcode === 0) return { answer: family.answer(JSON.stringify(reply)), outcome: 'ok' };
  const body = errmsg === undefined ? family.refusal(errcode, now) : JSON.stringify(reply);
  return { answer: family.answer(body), outcome: `errcode:${errcode}` };
}

function refuseByName(response: ServerResponse, call: CallInProgress, refusal: NotEmulated): void {
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message } });
  call.finish(`error:${refusal.code}`, Buffer.byteLength(body));
  sendWhole(response, { status: 501, contentType: 'application/json', body });
}

/** `path` as WeChat knows it: '/sns/jscode2session'. Settles when the answer is handed over, or the caller has gone. */
export async function handleApi(ports: ApiPorts, endpoints: ReadonlyMap<string, Endpoint>, request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams, childId: string | null): Promise<void> {
  const read = await readBody(request);
  if (read === null) return;
  const { body, bytes } = read;
  const name = path.replace(/^\/+/, '');
  const caller = ports.callerOf(childId);
  const call = begin(ports, name, caller, Buffer.byteLength(request.url ?? '') + bytes);
  const endpoint = endpoints.get(name);
  const family = familyOf(name);
  const now = () => ports.clock.now();
  try {
    if (!endpoint) throw new NotEmulated(`api.weixin.qq.com${path}`);
    const faults = ports.faults.hit('wechat', name, caller?.person ?? null, caller);
    const asked = { method: request.method ?? 'GET', query, callerAddress: addressOf(request) };
    const work = () => (body === null ? TOO_LARGE : outcomeOf(family, endpoint({ ...asked, body }), now()));
    await answer({ response, family, now, work, finish: (outcome, bytesOut) => call.finish(outcome, bytesOut) }, faults);
  } catch (error) {
    if (!(error instanceof NotEmulated)) throw error;
    refuseByName(response, call, error);
  }
}
