// Serves a mini program as phones in a browser: the page, the runtime, and the mini program compiled as it is now.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PICTURES, sendFile, sendNotFound, sendText } from './assets';
import { watchChanges } from './changes';
import { openCompiler } from './compiler';
import { PAGE_POLICY, phonePage } from './page';

export interface Preview {
  /** Serves /phone and /emulator/preview/**; false when the path is not its own. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
  close(): Promise<void>;
}

export interface PreviewOptions {
  miniprogramRoot: string;
  /** Where the compiled mini program is kept between starts. */
  cacheDirectory: string;
  /** runtime.js and the runtime's style sheets. */
  runtimeDirectory: string;
  /** Where compile problems are written; stderr unless given. */
  report?: (line: string) => void;
}

const OWN = '/emulator/preview/';

function toStderr(line: string): void {
  process.stderr.write(`preview: ${line}\n`);
}

/** A malformed name is no file's. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}

function sendMethodNotAllowed(response: ServerResponse): void {
  response.writeHead(405, { 'content-type': 'application/json', allow: 'GET, HEAD' });
  response.end(JSON.stringify({ error: { code: 'method-not-allowed', message: 'Only GET is understood here.' } }));
}

function sendPage(response: ServerResponse, mark: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': PAGE_POLICY, 'x-content-type-options': 'nosniff' });
  response.end(phonePage(mark));
}

export function openPreview({ miniprogramRoot, cacheDirectory, runtimeDirectory, report = toStderr }: PreviewOptions): Preview {
  const compiler = openCompiler(miniprogramRoot, cacheDirectory, report);
  const changes = watchChanges(compiler.isStale);
  // So that the first page does not wait for it.
  compiler.current().catch((error: unknown) => report(String(error)));

  async function serve(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (name === 'app.js') sendText(response, '.js', (await compiler.current()).script);
    else if (name === 'app.css') sendText(response, '.css', (await compiler.current()).style);
    else if (name === 'events') changes.listen(request, response);
    else if (name.startsWith('files/')) sendFile(response, miniprogramRoot, decoded(name.slice('files/'.length)), PICTURES);
    else if (name.includes('/')) sendNotFound(response);
    else sendFile(response, runtimeDirectory, name, ['.js', '.css']);
  }

  return {
    async handle(request, response, url) {
      if (url.pathname !== '/phone' && !url.pathname.startsWith(OWN)) return false;
      if (request.method !== 'GET' && request.method !== 'HEAD') { sendMethodNotAllowed(response); return true; }
      if (url.pathname === '/phone') sendPage(response, createHash('sha256').update((await compiler.current()).script).digest('hex').slice(0, 12));
      else await serve(url.pathname.slice(OWN.length), request, response);
      return true;
    },
    async close() {
      changes.close();
      await compiler.close();
    },
  };
}
