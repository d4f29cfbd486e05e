// Where the local world keeps its data: folders that can be made, one world at a time, and the port of the last run.
import fs from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { endLeftOvers, openWorld, start } from './a-program';

jest.setTimeout(60_000);
let data: string;
beforeEach(async () => { data = await fs.mkdtemp(path.join(os.tmpdir(), 'data-')); });
afterEach(async () => {
  endLeftOvers();
  await fs.rm(data, { recursive: true, force: true, maxRetries: 3 });
});

describe('where they can be', () => {
  test.each([['a file', 'file'], ['a path below a file', 'file/below/it'], ['a place whose world is a file', 'half'], ['a place in /proc', '/proc/local-world/data']])('[CT34] data in %s ends it with 2 and one sentence', async (_, place) => {
    await fs.writeFile(path.join(data, 'file'), '');
    await fs.mkdir(path.join(data, 'half'));
    await fs.writeFile(path.join(data, 'half', 'world'), '');
    const { code, out, err } = await start(['--json', '--port', '0', '--data', path.resolve(data, place)]).ended;
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(err).toContain(`--data ${path.resolve(data, place)}`);
  });

  test('[CT34] data several folders deep are made', async () => {
    const world = await openWorld({ data: path.join(data, 'a/b/c') });
    expect(await world.stop()).toBe(0);
    expect((await fs.readdir(path.join(data, 'a/b/c'))).sort()).toEqual(['database', 'operator-key', 'server-key', 'storage', 'world', 'world.json']);
  });
});

describe('whose data they are', () => {
  test.each([[[]], [['--fresh']]])('[CT35] a second world on the data of a running one %j ends with 2 and names the url; the first works on', async (more) => {
    const first = await openWorld({ data });
    const { code, out, err } = await start(['--json', '--port', '0', '--data', data, ...more]).ended;
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(err).toContain(first.url);
    expect((await first.callFunction<{ ok: boolean }>('alice', 'session', { action: 'sign-in' })).result.ok).toBe(true);
    expect((await first.database())['users']).toHaveLength(1);
    await first.stop();
  });

  test('[CT35] on the same data and the same port it is the port that is taken: 3', async () => {
    const first = await openWorld({ data });
    const { code, err } = await start(['--json', '--port', new URL(first.url).port, '--data', data]).ended;
    expect([code, err]).toEqual([3, expect.stringContaining(`is taken by the local world at ${first.url}`)]);
    await first.stop();
  });

  test('[CT35] a record left by a kill, also where its process id or its port has gone to somebody else, is no hindrance', async () => {
    const first = await openWorld({ data });
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const other = http.createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await fs.writeFile(path.join(data, 'world.json'), JSON.stringify({ pid: process.pid, port: (other.address() as net.AddressInfo).port }));
    const second = await openWorld({ data });
    expect(await second.stop()).toBe(0);
    await new Promise((resolve) => other.close(resolve));
    await fs.writeFile(path.join(data, 'world.json'), '{"pid":');
    const third = await openWorld({ data });
    expect(await third.stop()).toBe(0);
  });

  test('[CT36] --port 0 takes the port of the last run, so that its tokens stay good', async () => {
    const first = await openWorld({ data });
    const { result } = await first.callFunction<{ value: { accessToken: string } }>('alice', 'session', { action: 'sign-in' });
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await openWorld({ data });
    expect(second.url).toBe(first.url);
    expect(await second.callFunction('alice', 'profile', { action: 'get', accessToken: result.value.accessToken })).toMatchObject({ result: { ok: true } });
    await second.stop();
  });

  test('[CT36] --port 0 takes any other port where that of the last run is taken', async () => {
    const first = await openWorld({ data });
    await first.stop();
    const taken = net.createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const second = await openWorld({ data });
    expect(second.url).not.toBe(first.url);
    await second.stop();
    await new Promise((resolve) => taken.close(resolve));
  });
});
