// A small local world for one mini program: the preview, people, a clock, and whatever the phone's calls shall answer.
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { openPreview } from '../../../emulator/preview/preview';

const ROOT = path.resolve(__dirname, '../../..');
export const TINY = path.join(ROOT, 'test/fixtures/tiny-mini-program');
/** Built before the tests began. */
const RUNTIME = path.join(ROOT, 'dist/preview');

export interface PhoneCall { person: string; api: string; body: { app: string; device: string; args: Record<string, unknown> } }
export interface PreviewServer {
  url: string;
  directory: string;
  calls: PhoneCall[];
  problems: string[];
  clock: { offset: number };
  close(): Promise<void>;
}

export type Answering = (call: PhoneCall) => unknown;

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export async function startPreview(miniprogramRoot: string, answer: Answering): Promise<PreviewServer> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'preview-'));
  const [calls, problems, clock] = [[] as PhoneCall[], [] as string[], { offset: 0 }];
  const preview = openPreview({ miniprogramRoot, cacheDirectory: path.join(directory, 'cache'), runtimeDirectory: RUNTIME, report: (line) => problems.push(line) });
  const known: Record<string, () => unknown> = {
    '/emulator/people': () => ({ people: [{ name: 'alice', nickname: '小明 👩‍👩‍👧' }, { name: 'bob', nickname: '' }] }),
    '/emulator/apps': () => ({ apps: [{ appid: 'wxfa4e000000000003', kind: 'website' }, { appid: 'wxfa4e000000000001', kind: 'mini-program' }] }),
    '/emulator/clock': () => ({ now: Date.now() + clock.offset }),
  };
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (await preview.handle(request, response, url)) return;
    const phone = /^\/emulator\/phone\/([^/]+)\/(.+)$/.exec(url.pathname);
    if (phone) calls.push({ person: phone[1] ?? '', api: phone[2] ?? '', body: JSON.parse(await bodyOf(request)) as PhoneCall['body'] });
    const last = calls.at(-1);
    response.setHeader('content-type', 'application/json');
    response.statusCode = phone || known[url.pathname] ? 200 : 404;
    response.end(JSON.stringify(phone && last ? answer(last) : known[url.pathname]?.() ?? {}));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, directory, calls, problems, clock,
    async close() {
      await preview.close();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}
