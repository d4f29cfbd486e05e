// Who may speak to the world: programs of this machine and its own pages, no page from elsewhere.
import type { IncomingMessage } from 'node:http';
import { Refused } from './control/refused';

const OWN_HOSTS = ['127.0.0.1', 'localhost'];
/** Hosts browsers reach on the same port, so that cookies, CORS and framing behave. */
const SERVICE_HOST = 'service.localhost';
const SITE_HOST = 'site.localhost';
const OPEN_HOST = 'open.weixin.qq.com.localhost';
const OPEN_MOUNT = '/open.weixin.qq.com';
const SERVICE_MOUNT = '/service';

function hostOf({ headers }: IncomingMessage): string {
  return (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
}

function foreignHost(): Refused {
  return new Refused(403, 'forbidden', 'this Host is not the local world: use 127.0.0.1');
}

function isBelow(mount: string, path: string): boolean {
  return path === mount || path.startsWith(`${mount}/`);
}

/**
 * The path as HTTP access sees it: behind /service, or any on the host of its own; null when something else is asked for.
 * Which pages may ask, the function itself decides by their Origin.
 * @throws Refused 403 for a foreign Host
 */
export function servicePathOf(request: IncomingMessage, path: string): string | null {
  const host = hostOf(request);
  if (isBelow(SERVICE_MOUNT, path)) {
    if (host !== SERVICE_HOST && !OWN_HOSTS.includes(host)) throw foreignHost();
    return path.slice(SERVICE_MOUNT.length) || '/';
  }
  return host === SERVICE_HOST && !isBelow('/emulator', path) ? path : null;
}

/** Whether the site's own files are asked for. */
export function isForSite(request: IncomingMessage): boolean {
  return hostOf(request) === SITE_HOST;
}

/**
 * The path as open.weixin.qq.com sees it, on the host of its own or behind its name (and a child's); null when something else is asked for.
 * Pages from elsewhere lead there and frame it, as at WeChat.
 * @throws Refused 403 for a foreign Host
 */
export function openPathOf(request: IncomingMessage, path: string): string | null {
  const host = hostOf(request);
  if (host === OPEN_HOST && !isBelow('/emulator', path)) return path;
  if (!isBelow(OPEN_MOUNT, path)) return null;
  if (!OWN_HOSTS.includes(host)) throw foreignHost();
  return path.slice(OPEN_MOUNT.length).replace(/^\/@[^/]+/, '') || '/';
}

/** @throws Refused 403 for a foreign Host (a rebound name) or Origin (a foreign page) */
export function guard(request: IncomingMessage): void {
  const { origin } = request.headers;
  const name = hostOf(request);
  if (!OWN_HOSTS.includes(name)) throw foreignHost();
  const port = request.socket.localPort;
  if (origin !== undefined && !OWN_HOSTS.some((own) => origin === `http://${own}:${port}`)) throw new Refused(403, 'forbidden', 'a page from elsewhere may not speak to the local world');
}
