// Tells open pages that the sources have changed: an event stream, fed by a look at the files twice a second while anyone listens.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Changes { listen(request: IncomingMessage, response: ServerResponse): void; close(): void }

const LOOK_EVERY_MILLISECONDS = 500;

export function watchChanges(isStale: () => boolean): Changes {
  const listeners = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | null = null;

  function rest(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }
  function look(): void {
    if (!isStale()) return;
    for (const response of listeners) response.write('event: changed\ndata:\n\n');
  }
  return {
    listen(request, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      listeners.add(response);
      timer ??= setInterval(look, LOOK_EVERY_MILLISECONDS).unref();
      request.on('close', () => { listeners.delete(response); if (listeners.size === 0) rest(); });
    },
    close() {
      rest();
      for (const response of listeners) response.end();
    },
  };
}
