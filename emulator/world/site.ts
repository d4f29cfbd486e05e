// The host of somebody's website: static files of one folder, as a plain file server gives them.
import fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { asShown, enterInside, INSIDE_PATH } from './inside';

const HTML = 'text/html; charset=utf-8';
const TYPES: Record<string, string> = {
  '.html': HTML, '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8', '.txt': 'text/plain; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
};
const HEADERS = { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
const NOT_FOUND = '<!doctype html>\n<html lang="zh-CN"><meta charset="utf-8"><title>404</title><h1>404</h1><p>这里没有这一页。<span lang="en">There is no such page here.</span></p></html>\n';

/** GET and HEAD; '/' is index.html, and '.html' may be left out. `pathname` as it stands in the request. */
export function handleSite(directory: string, request: IncomingMessage, response: ServerResponse, pathname: string): void {
  const { method = 'GET' } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { ...HEADERS, allow: 'GET, HEAD' }).end();
    return;
  }
  if (pathname === INSIDE_PATH) {
    enterInside(request, response);
    return;
  }
  const file = fileFor(directory, pathname);
  const type = file === null ? HTML : (TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream');
  const bytes = file === null ? Buffer.from(NOT_FOUND) : fs.readFileSync(file);
  const body = type === HTML ? asShown(bytes, request) : bytes;
  response.writeHead(file === null ? 404 : 200, { ...HEADERS, 'content-type': type, 'content-length': body.length });
  response.end(method === 'HEAD' ? undefined : body);
}

/** Null for what is none of the folder's files, however it is written. */
function fileFor(directory: string, pathname: string): string | null {
  const name = decodedPath(pathname);
  if (name === null) return null;
  const candidates = name.endsWith('/') ? [`${name}index.html`] : [name, `${name}.html`];
  return candidates.map((candidate) => path.join(directory, candidate)).find((file) => isFileBelow(directory, file)) ?? null;
}

function decodedPath(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname);
    return /[\\\0]/.test(name) || name.split('/').includes('..') ? null : name;
  } catch {
    return null;
  }
}

/** A link that leads out of the folder is none of its files. */
function isFileBelow(directory: string, file: string): boolean {
  try {
    const real = fs.realpathSync(file);
    return real.startsWith(fs.realpathSync(directory) + path.sep) && fs.statSync(real).isFile();
  } catch {
    return false;
  }
}
