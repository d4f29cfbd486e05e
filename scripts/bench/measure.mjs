// What the measurements share: medians, sizes as a person reads them, and calls over kept connections.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const milliseconds = (number) => `${number.toFixed(number < 10 ? 1 : 0)} ms`;
export const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
export const perSecond = (count, elapsed) => `${Math.round(count / elapsed * 1000).toLocaleString('en')}/s`;

/** @returns {string[]} every file below */
export function filesBelow(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

/** Bytes of a zip of these files: each deflated, and what the format adds for each name. */
export function zipped(files, root) {
  const ENTRY = 30 + 46;
  return files.reduce((sum, file) => sum + zlib.deflateRawSync(fs.readFileSync(file), { level: 9 }).length + ENTRY + 2 * path.relative(root, file).length, 22);
}

/** Posts JSON over one kept connection and answers the parsed reply. */
export function poster(base) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const post = (where, body) => new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const request = http.request(`${base}${where}`, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(text);
  });
  return { post, close: () => agent.destroy() };
}

/** How often `once` succeeds within the time, by `lanes` callers each waiting for its answer. */
export async function rate(time, lanes, once) {
  const began = performance.now();
  let count = 0;
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
    while (performance.now() - began < time) { await once(lane, count); count += 1; }
  }));
  return { count, elapsed: performance.now() - began };
}
