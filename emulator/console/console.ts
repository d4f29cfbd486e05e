// Serves the workbench: its page at `/` and what the page loads, from the folder the build leaves them in.
import fs from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

interface Asset { file: string; type: string }

const ASSETS: ReadonlyMap<string, Asset> = new Map([
  ['/', { file: 'index.html', type: 'text/html; charset=utf-8' }],
  ['/emulator/console/style.css', { file: 'style.css', type: 'text/css; charset=utf-8' }],
  ['/emulator/console/page.js', { file: 'page.js', type: 'text/javascript; charset=utf-8' }],
]);

// The page shows what strangers wrote (nicknames, documents, logs): no script or style but its own, and nobody frames it. The phone also shows WeChat's own pages.
const HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'self'; img-src 'self' data: http://127.0.0.1:*; frame-src 'self' http://open.weixin.qq.com.localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** Answers when the path is the workbench's own, and says whether it was. */
export function handleConsole(url: URL, response: ServerResponse, pageDirectory: string): boolean {
  const asset = ASSETS.get(url.pathname);
  if (!asset) return false;
  const body = read(path.join(pageDirectory, asset.file));
  if (body === null) {
    response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${asset.file} is not built: run npm run build\n`);
  } else {
    response.writeHead(200, { ...HEADERS, 'content-type': asset.type, 'content-length': body.length }).end(body);
  }
  return true;
}

function read(file: string): Buffer | null {
  try {
    return fs.readFileSync(file);
  } catch {
    return null;
  }
}
