// Fetches a public file, and no more of it than is wanted.
import http from 'node:http';
import https from 'node:https';
import { remaining } from './invocation';

const LONGEST_MS = 3000;

/** Storage did not answer, or not in time. */
export class StorageUnreachable extends Error {
  readonly code = 'StorageUnreachable';
}

/** Null for whatever is not answered with 200, and for what is larger than `most` bytes: it is cut off there. @throws StorageUnreachable */
export function download(url: URL, most: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(url, (response) => {
      if (response.statusCode !== 200 || Number(response.headers['content-length'] ?? 0) > most) return give(null);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > most) give(null);
        else chunks.push(chunk);
      });
      response.once('end', () => give(Buffer.concat(chunks)));
      response.once('error', fail);
    });
    const timer = setTimeout(() => fail(), Math.max(0, remaining(LONGEST_MS)));
    request.once('error', fail);

    function give(bytes: Buffer | null): void {
      clearTimeout(timer);
      resolve(bytes);
      request.destroy();
    }
    function fail(cause?: unknown): void {
      clearTimeout(timer);
      reject(new StorageUnreachable('A file could not be fetched from storage.', { cause }));
      request.destroy();
    }
  });
}
