// The workbench's page is served as built, under headers that keep what strangers wrote from running.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { handleConsole } from '../../../emulator/console/console';

let directory: string;
let server: http.Server;
let origin: string;

beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'console-'));
  fs.writeFileSync(path.join(directory, 'index.html'), '<!doctype html><title>本地世界</title>');
  fs.writeFileSync(path.join(directory, 'page.js'), 'void 0;');
  fs.writeFileSync(path.join(directory, 'private.txt'), 'not an asset');
  server = http.createServer((request, response) => {
    if (!handleConsole(new URL(request.url ?? '/', 'http://127.0.0.1'), response, directory)) response.writeHead(404).end('not its own');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => { server.close(resolve); });
  fs.rmSync(directory, { recursive: true });
});

it('[WB-1] the page stands at / and its parts under /emulator/console/, each with its type', async () => {
  const page = await fetch(`${origin}/`);
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/html; charset=utf-8', '<!doctype html><title>本地世界</title>']);
  const script = await fetch(`${origin}/emulator/console/page.js?x=1`);
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
});

it('[WB-1] any other path is not its own, also one that climbs or names a file beside the page', async () => {
  for (const foreign of ['/phone', '/emulator/people', '/emulator/console/', '/emulator/console/private.txt', '/emulator/console/..%2fprivate.txt', '/private.txt']) {
    expect(await (await fetch(origin + foreign)).text()).toBe('not its own');
  }
});

it('[WB-2] the page runs its own scripts only and cannot be framed', async () => {
  const policy = (await fetch(`${origin}/`)).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});

it('[WB-1] a part that was not built is named', async () => {
  const style = await fetch(`${origin}/emulator/console/style.css`);
  expect([style.status, await style.text()]).toEqual([500, 'style.css is not built: run npm run build\n']);
});
