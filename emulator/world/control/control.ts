// The control plane: which endpoint answers which path and method.
import { NotEmulated } from '../../ports';
import { decoded } from '../http';
import { listAccessTokens, setAccessTokens } from './access-tokens';
import { listApps, putApp } from './apps';
import { readClock, setClock } from './clock';
import { deleteFaults, listFaults, setFault } from './faults';
import { testFunction } from './functions';
import { listPeople, putPerson } from './people';
import type { ControlPorts, Endpoint } from './ports';
import { listFiles, readDatabase, readLedger, readLogs } from './records';
import { knownOnly } from './query';
import { methodNotAllowed, Refused, unknownName } from './refused';
import { reset } from './reset';
import { confirmScan, listCodes, refuseScan, scanCode } from './scan';
import { listWebSignIn, setWebSignIn } from './web-sign-in';

const ENDPOINTS: Record<string, Record<string, Endpoint>> = {
  '/emulator/people': { GET: listPeople, POST: putPerson },
  '/emulator/apps': { GET: listApps, POST: putApp },
  '/emulator/access-tokens': { GET: listAccessTokens, POST: setAccessTokens },
  '/emulator/web-sign-in': { GET: listWebSignIn, POST: setWebSignIn },
  '/emulator/scan': { GET: listCodes, POST: scanCode },
  '/emulator/scan/confirm': { POST: confirmScan },
  '/emulator/scan/refuse': { POST: refuseScan },
  '/emulator/clock': { GET: readClock, POST: setClock },
  '/emulator/faults': { GET: listFaults, POST: setFault, DELETE: deleteFaults },
  '/emulator/reset': { POST: reset },
  '/emulator/database': { GET: readDatabase },
  '/emulator/storage': { GET: listFiles },
  '/emulator/ledger': { GET: readLedger },
  '/emulator/logs': { GET: readLogs },
};
/** Parameters of the query an endpoint takes; all others take none. */
const PARAMETERS: Record<string, string[]> = { 'GET /emulator/ledger': ['after'], 'GET /emulator/logs': ['after'], 'DELETE /emulator/faults': ['id'] };
const FUNCTIONS = '/emulator/functions/';

/** @throws Refused, NotEmulated */
export async function control(world: ControlPorts, method: string, url: URL, readBody: () => Promise<unknown>): Promise<unknown> {
  const isFunction = url.pathname.startsWith(FUNCTIONS);
  const methods = isFunction ? { POST: testFunction } : Object.hasOwn(ENDPOINTS, url.pathname) ? ENDPOINTS[url.pathname] : undefined;
  if (!methods) throw unknownName('path', url.pathname);
  const endpoint = Object.entries(methods).find(([name]) => name === method)?.[1];
  if (!endpoint) throw methodNotAllowed(url.pathname, Object.keys(methods));
  knownOnly(url.searchParams, PARAMETERS[`${method} ${url.pathname}`] ?? []);
  const name = isFunction ? decoded(url.pathname.slice(FUNCTIONS.length)) : '';
  return endpoint(world, { name, query: url.searchParams, body: method === 'POST' ? await readBody() : undefined });
}

/** How a refusal stands on the wire. */
export function refusalOf(error: unknown): { status: number; body: { error: { code: string; message: string } } } {
  const [status, code] = error instanceof Refused ? [error.status, error.code] : error instanceof NotEmulated ? [501, error.code] : [500, 'internal'];
  return { status, body: { error: { code, message: error instanceof Error ? error.message : String(error) } } };
}
