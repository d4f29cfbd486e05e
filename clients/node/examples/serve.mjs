// Serves a fetch-style handler with Node's own http; other runtimes, and @hono/node-server, do it by themselves.
import http from 'node:http';
import { Readable } from 'node:stream';

export function serve(handler, port) {
  const server = http.createServer(async (request, response) => {
    try {
      const hasBody = !['GET', 'HEAD'].includes(request.method);
      const asked = new Request(`http://${request.headers.host}${request.url}`, {
        method: request.method, headers: Object.entries(request.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value])),
        ...(hasBody ? { body: Readable.toWeb(request), duplex: 'half' } : {}),
      });
      const answer = await handler(asked);
      response.writeHead(answer.status, [...answer.headers].flat());
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
  return server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
}
