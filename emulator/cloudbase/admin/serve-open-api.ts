// `wx.openApi`: a WeChat interface called through the cloud, one ledger entry of kind 'wechat'.
import type { ServerResponse } from 'node:http';
import type { FiredFault, OpenApiMedia, OpenApiReply } from '../../ports';
import type { AdminPorts, Caller } from '../admin';
import { type Answered, answerOpenApi, API_NOT_FOUND, jsonReply, NO_PERMISSION, openApiFailure } from '../open-api/open-api';
import { failure, type Outgoing } from './answer';
import type { Envelope } from './envelope';
import { carryThrough } from './exchange';
import { distort, statusOf } from './wechat-faults';

/** From here downwards errors are the cloud's own, which are no JSON of WeChat's. */
const CLOUD_ERRORS = -600_000;

function message({ body, errorCode }: Answered): Outgoing {
  return { outcome: errorCode === 0 ? 'ok' : `errcode:${errorCode}`, contentType: 'application/octet-stream', body };
}

/** 'security.msgSecCheck' */
function apiNameOf({ fields }: Envelope): string {
  return String(fields['apiName'] ?? '');
}

/** An interface goes by its own name, as sns/* do; the SDK's inner calls, and what is not built, by 'wx.openApi' and theirs. */
function ledgerNameOf({ openApi }: AdminPorts, envelope: Envelope): string {
  const name = apiNameOf(envelope);
  return openApi.isBuilt(name) ? name : `wx.openApi ${name}`.trim();
}

/** A function may call what its config.json lists; a call of no known invocation belongs to no function. */
function call({ openApi, permissionsOf }: AdminPorts, caller: Caller | null, name: string, args: Record<string, unknown>): OpenApiReply | OpenApiMedia | number {
  if (!openApi.isBuilt(name)) return API_NOT_FOUND;
  if (!caller || !permissionsOf(caller.functionName).includes(name)) return NO_PERMISSION;
  return openApi.call(name, args, caller);
}

function answer(ports: AdminPorts, caller: Caller | null, envelope: Envelope): Outgoing {
  const request = envelope.fields['requestData'];
  const services = { openData: (cloudIds: string[]) => ports.openData(cloudIds, caller), call: (args: Record<string, unknown>) => call(ports, caller, apiNameOf(envelope), args) };
  const made = Buffer.isBuffer(request) ? answerOpenApi(request, services) : null;
  return made ? message(made) : failure('INVALID_PARAM', '[InvalidParameter] requestData is not a CommApiData message');
}

function instead({ openApi }: AdminPorts, name: string, fault: FiredFault): Outgoing | null {
  if (fault.kind !== 'errcode') return statusOf(fault);
  const isWeChats = openApi.isBuilt(name) && fault.errcode > CLOUD_ERRORS;
  return message(isWeChats ? jsonReply(openApi.refusal(fault.errcode)) : openApiFailure(fault.errcode));
}

export async function serveOpenApi(ports: AdminPorts, caller: Caller | null, envelope: Envelope, response: ServerResponse): Promise<void> {
  const name = ledgerNameOf(ports, envelope);
  const { invocation = null, person = null, app = null, device = null } = caller ?? {};
  const entry = ports.ledger.begin({ kind: 'wechat', name, invocation, person, app, device, bytesIn: envelope.bytesIn });
  await carryThrough({
    entry, response, faults: ports.faults.hit('wechat', name, person, caller), kill: caller && (() => caller.kill()),
    work: () => answer(ports, caller, envelope), answerTo: (fault) => instead(ports, apiNameOf(envelope), fault), distort,
  });
}
