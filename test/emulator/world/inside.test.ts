// Windows of WeChat's browser on the site's host: how one is entered, and what the site's pages are given there.
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { handleSite } from '../../../emulator/world/site';

const PAGE = '<!DOCTYPE html>\n<html lang="zh-CN">\n<head data-x>\n<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">\n</head><body>网站</body></html>\n';

let directory: string;
let server: http.Server;
let port: number;
beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'inside-'));
  for (const [name, text] of Object.entries({ 'index.html': PAGE, 'bare.html': '<!doctype html>\n<header>words</header>', 'app.js': 'var head = "<head>";' })) await fs.writeFile(path.join(directory, name), text);
  server = http.createServer((request, response) => handleSite(directory, request, response, new URL(request.url ?? '/', 'http://x').pathname)).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
  await fs.rm(directory, { recursive: true, force: true });
});

interface Answer { status: number; cookie: string; length: string; text: string }
function get(target: string, cookie = '', method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    http.request({ host: '127.0.0.1', port, path: target, method, headers: { host: `site.localhost:${port}`, ...(cookie ? { cookie } : {}) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => {
        resolve({ status: response.statusCode ?? 0, cookie: String(response.headers['set-cookie'] ?? ''), length: String(response.headers['content-length']), text });
      });
    }).on('error', reject).end();
  });
}
const enter = (to: string) => get(`/emulator-inside?to=${encodeURIComponent(to)}`);

/** What navigator.userAgent says after a page's first script has run. */
function agentAfter(html: string, kept: Record<string, string>): string {
  const script = /<script>(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  const context = { navigator: { userAgent: 'Chrome' }, sessionStorage: { getItem: (key: string) => kept[key] ?? null } };
  return vm.runInNewContext(`${script}; navigator.userAgent`, context) as string;
}
/** What a window keeps once it was entered, and where it goes. */
function enteredBy(html: string, search: string): { kept: Record<string, string>; went: string[] } {
  const kept: Record<string, string> = {};
  const went: string[] = [];
  const context = { URLSearchParams, location: { search, replace: (to: string) => went.push(to) }, sessionStorage: { setItem: (key: string, value: string) => { kept[key] = value; } } };
  vm.runInNewContext(/<script>(.*?)<\/script>/s.exec(html)?.[1] ?? '', context);
  return { kept, went };
}

test("[CT44] a window that was entered goes on to WeChat's page of this world, and there its pages read MicroMessenger of navigator", async () => {
  const to = `http://open.weixin.qq.com.localhost:${port}/emulator-inside?person=alice&to=http%3A%2F%2Fsite.localhost%2F`;
  const entered = await enter(to);
  expect([entered.status, entered.cookie]).toEqual([200, 'inside=1; Path=/; HttpOnly; SameSite=Lax']);
  const { kept, went } = enteredBy(entered.text, `?to=${encodeURIComponent(to)}`);
  expect(went).toEqual([to]);
  const { text } = await get('/', 'a=b; inside=1');
  expect([agentAfter(text, kept), agentAfter(text, {})]).toEqual(['Chrome MicroMessenger/8.0.50', 'Chrome']);
});

test('[CT44] the script stands before everything else of the head, a Content-Security-Policy included, and the page is otherwise what it was', async () => {
  const { text, length } = await get('/', 'inside=1');
  const script = /<script>.*?<\/script>/s.exec(text)?.[0] ?? '';
  expect(text.indexOf(script)).toBe(text.indexOf('<head data-x>') + '<head data-x>'.length);
  expect([text.replace(script, ''), Number(length)]).toEqual([PAGE, Buffer.byteLength(text)]);
  expect((await get('/bare', 'inside=1')).text).toMatch(/^<!doctype html><script>.*<\/script>\n<header>words<\/header>$/s);
  expect((await get('/', 'inside=1', 'HEAD')).length).toBe(length);
});

test.each([['without the mark', '/', '', PAGE], ['with another cookie', '/', 'xinside=1; inside=2', PAGE], ['that is no page', '/app.js', 'inside=1', 'var head = "<head>";']])('[CT44] a file %s is given byte for byte', async (_what, target, cookie, text) => {
  expect((await get(target, cookie)).text).toBe(text);
});

test('[CT44] nowhere else is gone to: another host, port or scheme, and no address, are 400 and mark nothing', async () => {
  const wrong = ['https://evil.example.com/', `http://open.weixin.qq.com.localhost:${port + 1}/`, `https://open.weixin.qq.com.localhost:${port}/`, 'http://open.weixin.qq.com.localhost/', `http://open.weixin.qq.com.localhost:${port}@evil.example.com/`, 'javascript:alert(1)', '', '/'];
  for (const to of wrong) expect(await enter(to)).toMatchObject({ status: 400, cookie: '' });
  expect(await get('/emulator-inside')).toMatchObject({ status: 400, cookie: '' });
});
