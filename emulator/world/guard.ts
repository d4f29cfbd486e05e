// Who may speak to the world: programs of this machine and its own pages, no page from elsewhere.
import type { IncomingMessage } from 'node:http';
import { NotEmulated } from '../ports';
import { Refused } from './control/refused';

const OWN_HOSTS = ['127.0.0.1', 'localhost'];
/** Hosts browsers reach on the same port, so that cookies, CORS and framing behave; none is built yet. */
const PRETENDED_HOSTS = ['service.localhost', 'open.weixin.qq.com.localhost', 'site.localhost'];

/** @throws Refused 403 for a foreign Host (a rebound name) or Origin (a foreign page), NotEmulated for a host that is not built */
export function guard(request: IncomingMessage, path: string): void {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (PRETENDED_HOSTS.includes(name) && !path.startsWith('/emulator/')) throw new NotEmulated(`http://${name}`);
  if (!OWN_HOSTS.includes(name)) throw new Refused(403, 'forbidden', 'this Host is not the local world: use 127.0.0.1');
  const port = request.socket.localPort;
  if (origin !== undefined && !OWN_HOSTS.some((own) => origin === `http://${own}:${port}`)) throw new Refused(403, 'forbidden', 'a page from elsewhere may not speak to the local world');
}
