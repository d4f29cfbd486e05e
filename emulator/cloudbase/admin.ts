// `/admin`: every call of wx-server-sdk to its cloud arrives here.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults, Ledger, OpenApi, Spared } from '../ports';
import { failed, failure, type Outgoing, send } from './admin/answer';
import { readBody } from './admin/body';
import { type Envelope, readEnvelope } from './admin/envelope';
import { serveDatabase } from './admin/serve-database';
import { serveInvocation } from './admin/serve-invocation';
import { serveOpenApi } from './admin/serve-open-api';
import { isStorageAction, serveStorage } from './admin/serve-storage';
import type { Database } from './database/database';
import type { Permits } from './storage/permits';
import type { Storage } from './storage/storage';

/** The invocation a request belongs to. */
export interface Caller extends Spared {
  invocation: string;
  functionName: string;
  person: string | null;
  app: string | null;
  device: string | null;
  /** Its SOURCE chain as sent on. */
  source: string;
  /** SIGKILL of the child. */
  kill(): void;
}

export interface AdminPorts {
  database: Database;
  storage: Storage;
  /** To upload. */
  permits: Permits;
  ledger: Ledger;
  faults: Faults;
  /** `token`: wxCloudApiToken of the body; `childId`: from the URL /admin/@<childId>. */
  callerOf(token: string | null, childId: string | null): Caller | null;
  invokeFunction(caller: Caller | null, name: string, event: unknown, source: string): Promise<{ ok: true; result: unknown } | { ok: false; code: string; message: string }>;
  openData(cloudIds: string[], caller: Caller | null): { cloudId: string; json: string }[];
  openApi: OpenApi;
  /** `permissions.openapi` of the function's config.json: the interfaces it may call. */
  permissionsOf(functionName: string): readonly string[];
}

/** What the SDK can ask for and the local world has not built. */
const NOT_BUILT = ['wx.api', 'wx.wxPayApi', 'wx.wxCallContainerApi', 'storage.', 'auth.', 'analytics.'];

function unknown(action: string): Outgoing {
  if (NOT_BUILT.some((name) => action.startsWith(name))) return failure('NotEmulated', `NotEmulated: ${action}`);
  return failure('INVALID_ACTION', `[InvalidAction] ${action} is no action of the cloud`);
}

async function serve(ports: AdminPorts, envelope: Envelope, request: IncomingMessage, response: ServerResponse, childId: string | null): Promise<void> {
  const caller = ports.callerOf(envelope.token, childId);
  if (envelope.action.startsWith('database.')) return serveDatabase(ports, caller, envelope, response);
  if (isStorageAction(envelope.action)) return serveStorage(ports, caller, envelope, response);
  if (envelope.action === 'wx.openApi') return serveOpenApi(ports, caller, envelope, response);
  if (envelope.action !== 'functions.invokeFunction') return send(response, unknown(envelope.action));
  send(response, await serveInvocation(ports, caller, envelope, String(request.headers['x-tcb-source'] ?? '')));
}

/** Answers HTTP 200 to whatever comes; refusals are in the body, as the cloud's are. */
export async function handleAdmin(ports: AdminPorts, request: IncomingMessage, response: ServerResponse, childId: string | null): Promise<void> {
  try {
    const body = await readBody(request);
    const envelope = body && readEnvelope(request.headers['content-type'] ?? '', body);
    if (body === null) return send(response, failure('INVALID_PARAM', '[InvalidParameter] the request is longer than 16 MB'));
    if (!envelope) return send(response, failure('INVALID_PARAM', '[InvalidParameter] the request is neither a JSON object nor a form with an action'));
    await serve(ports, envelope, request, response, childId);
  } catch (error) {
    const isGone = response.destroyed || response.headersSent || !request.complete;
    if (!isGone) send(response, failed(error));
  }
}
