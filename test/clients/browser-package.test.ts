// The browser client as it is published: one small file that needs nothing, types for a stranger's site, and the demo site that uses it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = path.resolve(__dirname, '../..');
const BUILT = path.join(ROOT, 'dist/clients/browser');
const SITE = path.join(ROOT, 'dist/site');
const LARGEST_BYTES = 6 * 1024;

let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'a-site-')); });
afterEach(() => { fs.rmSync(folder, { recursive: true }); });

function node(args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
    child.once('close', (code) => resolve({ code, said }));
  });
}

test('[CL-41] it is one module of at most 6 KB gzipped that loads nothing, and names neither WeChat’s API nor a secret', async () => {
  const text = fs.readFileSync(path.join(BUILT, 'wechat-accounts.js'), 'utf8');
  expect(gzipSync(text).length).toBeLessThanOrEqual(LARGEST_BYTES);
  expect(text).not.toMatch(/\bimport\b|\brequire\b|<script|createElement\(["']script|api\.weixin\.qq\.com|cgi-bin|session_key|localStorage|document\.cookie/);
  fs.cpSync(BUILT, path.join(folder, 'node_modules/wechat-accounts-browser'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'site.mjs'), "import * as client from 'wechat-accounts-browser';\nconsole.log(Object.keys(client).join());");
  expect(await node(['site.mjs'])).toEqual({ code: 0, said: 'createClient,isInsideWeChat\n' });
});

test('[CL-41] its types resolve in a stranger’s strict project, with nothing of this repository in sight', async () => {
  fs.cpSync(BUILT, path.join(folder, 'node_modules/wechat-accounts-browser'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  fs.writeFileSync(path.join(folder, 'good.ts'), `
    import { createClient, type Opened, type RefusalCode, type SignedOutReason } from 'wechat-accounts-browser';
    const client = createClient({ door: 'https://accounts.example.com', origins: ['https://api.example.com'] });
    client.on('signed-out', ({ reason }) => { const why: SignedOutReason = reason; void why; });
    client.on('refused', ({ refusal: { code } }) => { const why: RefusalCode | 'unreachable' | 'loop' = code; void why; });
    export const opened: Promise<Opened> = client.signInSilently();
    export const answer: Promise<Response> = client.fetch('https://api.example.com/orders');
    void client.signIn({ door: 'qr', embedded: document.body, lang: 'en' });
    client.on('scan', ({ image, matchNumber, expiresAt, state }) => { const told: [string, string, number, 'pending' | 'scanned' | 'confirmed'] = [image, matchNumber, expiresAt, state]; void told; });
    void client.signIn({ door: 'scan', signal: new AbortController().signal, invite: 'abcdefgh234567zz' });`);
  fs.writeFileSync(path.join(folder, 'bad.ts'), `
    import { createClient } from 'wechat-accounts-browser';
    const client = createClient({ door: 'https://accounts.example.com' });
    client.on('signed-over', () => undefined);
    void client.signIn({ door: 'scam' });
    export const token = client.session()?.accessToken;`);
  const check = (file: string) => node([path.join(ROOT, 'node_modules/typescript/bin/tsc'), file, '--noEmit', '--ignoreConfig', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '']);
  expect(await check('good.ts')).toEqual({ code: 0, said: '' });
  expect((await check('bad.ts')).said.match(/error TS\d+/g)).toEqual(['error TS2345', 'error TS2322', 'error TS2339']);
});

test('[CL-41] it brings its licence, its README and no dependency', () => {
  expect(fs.readdirSync(BUILT)).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'contract', 'index.d.ts', 'package.json', 'wechat-accounts.js']));
  const manifest = JSON.parse(fs.readFileSync(path.join(BUILT, 'package.json'), 'utf8')) as Record<string, unknown>;
  expect([manifest['dependencies'], manifest['private'], manifest['type']]).toEqual([undefined, undefined, 'module']);
});

test('[CL-42] the demo site is served with the client as it is published, and its policy lets no inline script and no stranger in', () => {
  expect(fs.readFileSync(path.join(SITE, 'wechat-accounts.js'))).toEqual(fs.readFileSync(path.join(BUILT, 'wechat-accounts.js')));
  const html = fs.readFileSync(path.join(SITE, 'index.html'), 'utf8');
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  const rules = Object.fromEntries(policy.split('; ').map((rule): [string, string] => [rule.split(' ')[0] ?? '', rule.split(' ').slice(1).join(' ')]));
  expect([rules['default-src'], rules['script-src'], rules['object-src'], policy.includes('unsafe')]).toEqual(["'self'", undefined, "'none'", false]);
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style/);
});
