// Reads a request's body, up to what the cloud takes.
import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 16 * 1024 * 1024;

/** Null when it is too long; the rest of it is thrown away, so that the connection stays usable. Rejects when the client left. */
export function readBody(request: IncomingMessage, mostBytes = MOST_BYTES): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => resolve(bytes > mostBytes ? null : joined(chunks)));
    request.on('error', reject);
  });
}

function joined(chunks: Buffer[]): Buffer {
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
}
