// Fetching a public file: no more of it than is wanted, and no longer than the invocation has.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { download, StorageUnreachable } from '../../cloudbase/download';
import { within } from '../../cloudbase/invocation';

const MOST = 1000;
let sent = 0;
const answers: Record<string, http.RequestListener> = {
  '/small': (_request, response) => { response.end(Buffer.alloc(MOST, 1)); },
  '/large': (_request, response) => { response.end(Buffer.alloc(MOST + 1, 1)); },
  '/endless': (_request, response) => {
    const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) sent += 1; };
    response.on('drain', more);
    more();
  },
  '/closed': (_request, response) => { response.writeHead(403).end('no'); },
  '/moved': (_request, response) => { response.writeHead(302, { location: '/small' }).end(); },
  '/silent': () => {},
  '/cut': (_request, response) => { response.writeHead(200, { 'content-length': 10 }).write('x'); response.destroy(); },
};
const server = http.createServer((request, response) => answers[request.url ?? '']?.(request, response));
const at = (path: string): URL => new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
afterAll(() => { server.closeAllConnections(); server.close(); });

test('[PR-10] a file of the size that is wanted is fetched, one byte more is not, and a stream without end is cut off', async () => {
  expect(await download(at('/small'), MOST)).toEqual(Buffer.alloc(MOST, 1));
  expect([await download(at('/large'), MOST), await download(at('/endless'), MOST)]).toEqual([null, null]);
  expect(sent).toBeLessThan(1000);
});

test('[PR-10] a file that is closed to the public, or lies elsewhere by now, is none', async () => {
  expect([await download(at('/closed'), MOST), await download(at('/moved'), MOST)]).toEqual([null, null]);
});

test('[REL-09] a storage that is silent or breaks off is a failure within the invocation’s own time', async () => {
  const soon = { requestId: 'r', door: 'profile', calls: { database: 0, wechat: 0 }, deadline: performance.now() + 50 };
  await expect(within(soon, () => download(at('/silent'), MOST))).rejects.toThrow(StorageUnreachable);
  await expect(download(at('/cut'), MOST)).rejects.toThrow(StorageUnreachable);
});
