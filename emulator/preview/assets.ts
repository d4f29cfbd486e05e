// Serves files from a folder by extension, and nothing outside it.
import fs from 'node:fs';
import path from 'node:path';
import type { ServerResponse } from 'node:http';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif',
  '.svg': 'image/svg+xml', '.webp': 'image/webp', '.ico': 'image/x-icon', '.woff': 'font/woff', '.woff2': 'font/woff2', '.ttf': 'font/ttf', '.mp3': 'audio/mpeg', '.mp4': 'video/mp4',
};
export const PICTURES = ['.png', '.jpg', '.jpeg', '.gif', '.svg', '.webp', '.mp3', '.mp4'];

function fileIn(folder: string, name: string, extensions: readonly string[]): string | null {
  const root = fs.realpathSync(folder);
  const file = path.join(root, name);
  if (!extensions.includes(path.extname(file).toLowerCase()) || !fs.existsSync(file)) return null;
  const real = fs.realpathSync(file);
  return real.startsWith(root + path.sep) && fs.statSync(real).isFile() ? real : null;
}

export function sendText(response: ServerResponse, extension: string, text: string): void {
  response.writeHead(200, { 'content-type': TYPES[extension] ?? 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(text);
}

export function sendNotFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 'not-found', message: 'There is nothing at this path.' } }));
}

export function sendFile(response: ServerResponse, folder: string, name: string, extensions: readonly string[]): void {
  const file = fs.existsSync(folder) ? fileIn(folder, name, extensions) : null;
  if (!file) { sendNotFound(response); return; }
  response.writeHead(200, { 'content-type': TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(fs.readFileSync(file));
}
