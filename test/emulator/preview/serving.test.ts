// What the preview serves over HTTP, and when it compiles again.
import fs from 'node:fs/promises';
import path from 'node:path';
import { openCompiler } from '../../../emulator/preview/compiler';
import { type MiniProgram, miniProgram } from './mini-program';
import { type PreviewServer, startPreview } from './preview-server';

const PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
let program: MiniProgram;
let server: PreviewServer;

beforeAll(async () => {
  program = await miniProgram({ 'assets/dot.svg': PIXEL, 'secret.json': '{}' });
  server = await startPreview(program.root, () => ({}));
  await fs.writeFile(path.join(server.directory, 'outside.svg'), PIXEL);
  await fs.symlink(path.join(server.directory, 'outside.svg'), path.join(program.root, 'assets/link.svg'));
});
afterAll(async () => {
  await server.close();
  await program.remove();
});

test('[PV34] a phone is one page that runs nothing but the preview\'s own files', async () => {
  const response = await fetch(`${server.url}/phone?person=alice`);
  const html = await response.text();
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  const addresses = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(addresses).toHaveLength(5);
  for (const address of addresses) expect((await fetch(server.url + address)).status).toBe(200);
});

test('[PV34] only GET is understood, and other paths are left to others', async () => {
  expect((await fetch(`${server.url}/phone`, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${server.url}/emulator/people`)).status).toBe(200);
  expect((await fetch(`${server.url}/emulator/preview/none`)).status).toBe(404);
});

test('[PV35] pictures of the mini program are served, and nothing else of it nor outside of it', async () => {
  const status = async (name: string) => (await fetch(`${server.url}/emulator/preview/files/${name}`)).status;
  expect(await (await fetch(`${server.url}/emulator/preview/files/assets/dot.svg`)).text()).toBe(PIXEL);
  for (const name of ['secret.json', 'assets', 'assets/link.svg', '..%2f..%2fetc%2fpasswd', '%2e%2e/outside.svg', '%zz', 'assets/none.svg']) expect([name, await status(name)]).toEqual([name, 404]);
});

test('[PV36] a build is kept on disk and used again until a file it looked at changes, appears or goes', async () => {
  const cache = path.join(server.directory, 'kept');
  const first = await openCompiler(program.root, cache, () => undefined).current();
  const kept = path.join(cache, 'mini-program.json');
  await fs.writeFile(kept, (await fs.readFile(kept, 'utf8')).replace('globalThis.miniProgram', '/* kept */ globalThis.miniProgram'));
  const again = openCompiler(program.root, cache, () => undefined);
  expect((await again.current()).script).toContain('/* kept */');
  expect(again.isStale()).toBe(false);
  await program.write('pages/one/one.wxss', '.late { color: red; }');
  expect(again.isStale()).toBe(true);
  const third = await again.current();
  expect(third.script).not.toContain('/* kept */');
  expect(first.style).toBe('');
  expect(third.style).toContain('.late { color: red; }');
});
