// The hosts that a browser reaches on the one port, and what each of them answers.
import http from 'node:http';
import { type FixtureWorld, openFixtureWorld } from '../../support/fixture-world';

let world: FixtureWorld;
beforeAll(async () => { world = await openFixtureWorld(); });
afterAll(() => world.close());

const port = () => new URL(world.url).port;

function ask(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    http.get(world.url + path, { headers }, (response) => { response.resume(); resolve(response.statusCode ?? 0); }).on('error', reject);
  });
}

test("[CT18] WeChat's host answers its pages alone, the site's host its files alone, and neither speaks to the world", async () => {
  const hosts = [`open.weixin.qq.com.localhost:${port()}`, `site.localhost:${port()}`];
  expect(await Promise.all(hosts.map((host) => ask('/connect/qrconnect', { host })))).toEqual([200, 404]);
  expect(await Promise.all(hosts.map((host) => ask('/emulator/people', { host })))).toEqual([403, 404]);
  expect(await Promise.all(hosts.map((host) => ask('/admin', { host })))).toEqual([501, 404]);
  expect(await Promise.all(hosts.map((host) => ask('/', { host })))).toEqual([501, 404]);
});

test("[CT18] WeChat's pages are also behind its name, with a child's or without, on the world's own hosts", async () => {
  const pages = ['/open.weixin.qq.com/connect/qrconnect', '/open.weixin.qq.com/@child-1/connect/qrconnect'];
  expect(await Promise.all(pages.map((page) => ask(page, { host: `localhost:${port()}` })))).toEqual([200, 200]);
  expect(await Promise.all(pages.map((page) => ask(page, { host: 'evil.example' })))).toEqual([403, 403]);
});
