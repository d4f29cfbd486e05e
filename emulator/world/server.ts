// The one port: which room of the world answers a request.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AdminPorts, handleAdmin } from '../cloudbase/admin';
import { handleHttpAccess, type HttpAccessPorts } from '../cloudbase/http-access';
import { pathServedAt } from '../cloudbase/storage/file-id';
import { download, type TransferPorts, upload } from '../cloudbase/storage/transfer';
import { handleConsole } from '../console/console';
import type { Preview } from '../preview/preview';
import { control, refusalOf } from './control/control';
import type { ControlPorts } from './control/ports';
import { knownOnly } from './control/query';
import { methodNotAllowed, Refused, unknownName } from './control/refused';
import { guard, isForSite, openPathOf, servicePathOf } from './guard';
import { addressOf, answerJson, decoded, LARGEST_PHONE_BODY, readJsonBody } from './http';
import { type PhonePorts, phone } from './phone';
import { handleSite } from './site';

export interface Rooms {
  control: ControlPorts;
  admin: AdminPorts;
  phone: PhonePorts;
  transfer: TransferPorts;
  httpAccess: HttpAccessPorts;
  preview: () => Promise<Preview>;
  /** dist/console */
  pageDirectory: string;
  /** What site.localhost serves. */
  siteDirectory: string;
}

/** Listening failed because somebody else listens. */
export class PortTaken extends Error {}

/** Above the 5 s of the SDK's agent, or a reused socket may be reset under it. */
const KEEP_ALIVE = 60_000;

export interface Listening { port: number; close(): Promise<void> }

/** @throws PortTaken */
export async function listen(port: number, rooms: () => Rooms): Promise<Listening> {
  const server = http.createServer({ keepAliveTimeout: KEEP_ALIVE, requestTimeout: 0 }, (request, response) => { void answer(rooms(), request, response); });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTaken(`port ${port} is taken`) : error));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function answer(rooms: Rooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(rooms, request, response);
  } catch (error) {
    const { status, body } = refusalOf(error);
    if (status === 500) console.error(error);
    if (response.headersSent) response.destroy();
    else answerJson(response, status, body, error instanceof Refused ? error.headers : {});
  }
}

async function route(rooms: Rooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = addressOf(request.url ?? '/');
  const { pathname } = url;
  const service = servicePathOf(request, pathname);
  if (service !== null) return handleHttpAccess(rooms.httpAccess, request, response, service, url.searchParams);
  const api = behind('/api.weixin.qq.com', pathname);
  if (api) return rooms.control.wechat.handleApi(request, response, api.path, url.searchParams, api.childId);
  const open = openPathOf(request, pathname);
  if (open !== null) return rooms.control.wechat.web.handle(request, response, open, url.search);
  if (isForSite(request)) return handleSite(rooms.siteDirectory, request, response, pathname);
  guard(request);
  const admin = behind('/admin', pathname);
  if (admin) return handleAdmin(rooms.admin, request, response, admin.childId);
  if (pathname.startsWith('/emulator/storage/')) return transfer(rooms, request, response, pathname);
  if (await handlePage(rooms, request, response, url)) return;
  const [, person, name] = /^\/emulator\/phone\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
  const method = request.method ?? 'GET';
  if (person === undefined || name === undefined) return answerJson(response, 200, await control(rooms.control, method, url, () => readJsonBody(request)));
  if (method !== 'POST') throw methodNotAllowed(pathname, ['POST']);
  knownOnly(url.searchParams, []);
  answerJson(response, 200, await phone(rooms.phone, decoded(person), decoded(name), await readJsonBody(request, LARGEST_PHONE_BODY)));
}

/** Files of the cloud: read by everybody, written with a permit. */
async function transfer({ transfer: ports }: Rooms, request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
  const path = pathServedAt(pathname);
  const { method = 'GET' } = request;
  if (path === null) throw unknownName('path', pathname);
  if (method === 'GET' || method === 'HEAD') return download(ports, path, response);
  if (method === 'PUT' || method === 'POST') return upload(ports, path, request, response);
  throw methodNotAllowed(pathname, ['GET', 'HEAD', 'PUT', 'POST']);
}

/** Pages, their parts and pictures. */
async function handlePage(rooms: Rooms, request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
  const { pathname } = url;
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (pathname.startsWith('/emulator/avatars/')) {
    if (!rooms.control.wechat.handleAvatar(pathname, response)) throw unknownName('path', pathname);
    return true;
  }
  if (pathname.startsWith('/emulator/temporary-files/')) {
    if (!rooms.control.wechat.handleTemporary(pathname, response) && !rooms.phone.downloads.handle(pathname, response)) throw unknownName('path', pathname);
    return true;
  }
  if (handleConsole(url, response, rooms.pageDirectory)) return true;
  if (pathname !== '/phone' && !pathname.startsWith('/emulator/preview/')) return false;
  return (await rooms.preview()).handle(request, response, url);
}

/** '/prefix/@child/rest' → its parts; null when the path does not begin so. */
function behind(prefix: string, pathname: string): { childId: string | null; path: string } | null {
  if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) return null;
  const rest = pathname.slice(prefix.length);
  const [, childId = null, path = rest] = /^\/@([^/]+)(\/.*)?$/.exec(rest) ?? [];
  return { childId, path: childId !== null && path === rest ? '' : path };
}
