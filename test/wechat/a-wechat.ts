// A WeChat that answers as the test says, over real HTTP, and remembers what it was asked.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../../wechat/transport';

export interface ScriptedWeChat { endpoint: Endpoint; asked: URL[]; close(): Promise<void> }

/** `answer` may also leave the response open, to hang. */
export async function weChatThatAnswers(answer: (response: http.ServerResponse) => void, budget = 500): Promise<ScriptedWeChat> {
  const asked: URL[] = [];
  const server = http.createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://wechat'));
    answer(response);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); });
  return { endpoint: { base: `http://127.0.0.1:${port}`, budget: () => budget }, asked, close };
}

export const json = (body: unknown) => (response: http.ServerResponse) => { response.setHeader('content-type', 'text/plain'); response.end(JSON.stringify(body)); };
