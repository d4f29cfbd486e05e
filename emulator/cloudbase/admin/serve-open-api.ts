// `wx.openApi`: a WeChat interface called through the cloud, one ledger entry of kind 'wechat'.
import type { ServerResponse } from 'node:http';
import type { FiredFault } from '../../ports';
import type { AdminPorts, Caller } from '../admin';
import { answerOpenApi, errorCodeOf, openApiFailure } from '../open-api/open-api';
import { failure, type Outgoing } from './answer';
import type { Envelope } from './envelope';
import { carryThrough } from './exchange';

function message(body: Buffer): Outgoing {
  const errorCode = errorCodeOf(body);
  return { outcome: errorCode === 0 ? 'ok' : `errcode:${errorCode}`, contentType: 'application/octet-stream', body };
}

function answer({ openData }: AdminPorts, caller: Caller | null, { fields }: Envelope): Outgoing {
  const request = fields['requestData'];
  const made = Buffer.isBuffer(request) ? answerOpenApi(request, (cloudIds) => openData(cloudIds, caller)) : null;
  return made ? message(made) : failure('INVALID_PARAM', '[InvalidParameter] requestData is not a CommApiData message');
}

function instead(fault: FiredFault): Outgoing | null {
  if (fault.kind === 'errcode') return message(openApiFailure(fault.errcode));
  if (fault.kind === 'status') return { outcome: `error:${fault.status}`, contentType: 'text/plain', body: Buffer.alloc(0), status: fault.status };
  if (fault.kind === 'drip') return failure('NotEmulated', 'NotEmulated: the fault drip on wx.openApi');
  return null;
}

function distort({ kind }: FiredFault, outgoing: Outgoing): Outgoing {
  const { body } = outgoing;
  if (kind === 'html') return { ...outgoing, contentType: 'text/html', body: Buffer.from('<html><body>502 Bad Gateway</body></html>') };
  if (kind === 'empty') return { ...outgoing, body: Buffer.alloc(0) };
  return kind === 'truncated' ? { ...outgoing, body: body.subarray(0, Math.floor(body.length / 2)) } : outgoing;
}

export async function serveOpenApi(ports: AdminPorts, caller: Caller | null, envelope: Envelope, response: ServerResponse): Promise<void> {
  const name = `wx.openApi ${String(envelope.fields['apiName'] ?? '')}`.trim();
  const { invocation = null, person = null, app = null, device = null } = caller ?? {};
  const entry = ports.ledger.begin({ kind: 'wechat', name, invocation, person, app, device, bytesIn: envelope.bytesIn });
  await carryThrough({
    entry, response, faults: ports.faults.hit('wechat', name, person), kill: caller && (() => caller.kill()),
    work: () => answer(ports, caller, envelope), answerTo: instead, distort,
  });
}
