// site.localhost: the files of one folder, and nothing else of the machine.
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { handleSite } from '../../../emulator/world/site';

let directory: string;
let server: http.Server;
let origin: string;
beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'site-'));
  await fs.mkdir(path.join(directory, 'site/h5'), { recursive: true });
  const files = { 'secret.txt': 'outside', 'site-2/secret.txt': 'beside', 'site/index.html': 'home', 'site/h5.html': 'h5 page', 'site/h5/index.html': 'h5 folder', 'site/app.js': 'script', 'site/MP_verify_x.txt': 'x', 'site/a b 中.css': 'style', 'site/data': 'bytes' };
  await fs.mkdir(path.join(directory, 'site-2'));
  for (const [name, text] of Object.entries(files)) await fs.writeFile(path.join(directory, name), text);
  await fs.symlink(path.join(directory, 'secret.txt'), path.join(directory, 'site/link.txt'));
  server = http.createServer((request, response) => handleSite(path.join(directory, 'site'), request, response, new URL(request.url ?? '/', 'http://x').pathname)).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
  await fs.rm(directory, { recursive: true, force: true });
});

/** As a socket sends it: HTTP clients mend a path. */
function raw(target: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => resolve(text)).on('error', reject);
  });
}

test.each([
  ['/', 'home', 'text/html; charset=utf-8'], ['/index.html', 'home', 'text/html; charset=utf-8'], ['/index', 'home', 'text/html; charset=utf-8'], ['/h5', 'h5 page', 'text/html; charset=utf-8'], ['/h5/', 'h5 folder', 'text/html; charset=utf-8'],
  ['/h5?code=1&state=2', 'h5 page', 'text/html; charset=utf-8'], ['/app.js', 'script', 'text/javascript; charset=utf-8'], ['/MP_verify_x.txt', 'x', 'text/plain; charset=utf-8'], ['/a%20b%20%E4%B8%AD.css', 'style', 'text/css; charset=utf-8'], ['/data', 'bytes', 'application/octet-stream'],
])('[CT43] %s is the file %s', async (where, text, type) => {
  const response = await fetch(origin + where);
  expect([response.status, await response.text(), response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, text, type, 'no-cache']);
});

test.each(['/none', '/none/', '/h5/none.html', '/link.txt', '/data/', '/app.js/'])('[CT43] %s is a page that says 404', async (where) => {
  const response = await fetch(origin + where);
  expect([response.status, (await response.text()).includes('404'), response.headers.get('content-type')]).toEqual([404, true, 'text/html; charset=utf-8']);
});

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/h5/..%2f..%2fsecret.txt', '/%2e%2e%2fsite-2/secret.txt', '/..%5csecret.txt', '/%2fetc/passwd', '/%00', '/%zz', '/.%2e/secret.txt'])('[CT43] %s leads out of the folder in no way', async (target) => {
  const answer = await raw(target);
  expect([answer.startsWith('HTTP/1.1 404 '), /outside|beside|root:/.test(answer)]).toEqual([true, false]);
});

test('[CT43] HEAD tells the length without a body; other methods are not taken', async () => {
  const head = await fetch(`${origin}/`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '4', '']);
  const posted = await fetch(`${origin}/`, { method: 'POST', body: 'x' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
