// The local world as a program: its ready line, its exit codes, its ends.
import { type ChildProcess, execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { LocalWorld } from '../../support/local-world';
import { endLeftOvers, openWorld, start } from './a-program';

jest.setTimeout(60_000);
let data: string;
beforeEach(async () => { data = await fs.mkdtemp(path.join(os.tmpdir(), 'program-')); });
afterEach(async () => {
  endLeftOvers();
  await fs.rm(data, { recursive: true, force: true, maxRetries: 3 });
});

interface Running { pid: number; parent: number }

/** Processes of this machine; a zombie is dead to us. */
function processes(): Running[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(/\s+/));
  return lines.flatMap(([pid, parent, state]) => (state?.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }]));
}
function childrenOf(pid: number): number[] {
  return processes().filter(({ parent }) => parent === pid).map((child) => child.pid);
}
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 30));
}
async function untilGone(pids: number[]): Promise<void> {
  await until(() => { const alive = new Set(processes().map(({ pid }) => pid)); return !pids.some((pid) => alive.has(pid)); });
}
function isListening(port: number, address = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, address);
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

/** A world with function processes standing ready, and their pids. */
async function warmWorld(): Promise<{ world: LocalWorld; children: number[] }> {
  const world = await openWorld({ data });
  await world.testFunction('session', {});
  await until(() => childrenOf(world.pid).length >= 2);
  return { world, children: childrenOf(world.pid) };
}

describe('its ready line', () => {
  test('[CT23] with --json the one line of stdout says ready, url and pid; everything else goes to stderr', async () => {
    const { process: child, ended } = start(['--json', '--port', '0', '--data', data]);
    const line = await new Promise<string>((resolve) => { child.stdout?.once('data', (chunk: string) => resolve(chunk)); });
    const ready = JSON.parse(line) as { url: string; pid: number };
    expect(ready).toEqual({ ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), pid: child.pid });
    expect((await fetch(`${ready.url}/emulator/clock`)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended).out).toBe(line);
  });

  test('[CT23] for a person it names the workbench and how to stop, in Chinese and English', async () => {
    const { process: child, ended } = start(['--port', '0', '--data', data]);
    await new Promise((resolve) => { child.stdout?.once('data', resolve); });
    child.kill('SIGINT');
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out).toMatch(/工作台 Workbench +http:\/\/127\.0\.0\.1:\d+\//);
    expect(out).toMatch(/网站 +Site +http:\/\/site\.localhost:\d+\//);
    expect(out).toMatch(/扫码 +Scan +http:\/\/open\.weixin\.qq\.com\.localhost:\d+\/connect\/qrconnect/);
    expect(out).toContain('Ctrl+C');
  });

  test('[CT24] it listens on 127.0.0.1 alone', async () => {
    const { world } = await warmWorld();
    const port = Number(new URL(world.url).port);
    const others = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []).filter(({ address, family }) => address !== '127.0.0.1' && family === 'IPv4');
    expect(await isListening(port)).toBe(true);
    for (const { address } of others) expect(await isListening(port, address)).toBe(false);
    await world.stop();
  });
});

test('[WB-21] --help prints the usage with every argument and ends with 0; nothing is opened', async () => {
  const { code, out, err } = await start(['--port', '0', '--data', path.join(data, 'none'), '--help']).ended;
  expect([code, err]).toEqual([0, '']);
  for (const argument of ['--json', '--port', '--data', '--fresh', '--seed', '--env', '--sync', '--open', '--miniprogram', '--help']) expect(out).toContain(`    ${argument}`);
  await expect(fs.access(path.join(data, 'none'))).rejects.toThrow('ENOENT');
});

describe('how it ends', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('[CT25] %s ends it with 0, its port closed and no child left, while functions run', async (signal) => {
    const { world, children } = await warmWorld();
    await world.setFault({ target: 'database', call: '*', kind: 'hang', times: 0 });
    const running = world.callFunction('alice', 'session', { action: 'sign-in' }).catch(() => 'ended');
    process.kill(world.pid, signal);
    await running;
    expect(await world.stop()).toBe(0);
    await untilGone(children);
    expect(await isListening(Number(new URL(world.url).port))).toBe(false);
  });

  test('[CT25] SIGTERM to npm ends it too', async () => {
    const { process: npm, ended } = start(['--json', '--port', '0', '--data', data], {}, ['npm', 'start', '--']);
    const pid = await readyPid(npm);
    npm.kill('SIGTERM');
    await ended;
    await untilGone([pid]);
  });

  test('[CT26] it ends when its parent is killed', async () => {
    const script = "require('node:child_process').spawn(process.execPath, ['scripts/start.mjs', ...process.argv.slice(1)], { stdio: 'inherit' })";
    const { process: parent } = start(['--json', '--port', '0', '--data', data], {}, ['node', '-e', script, '--']);
    const pid = await readyPid(parent);
    await until(() => childrenOf(pid).length >= 2);
    const children = childrenOf(pid);
    parent.kill('SIGKILL');
    await untilGone([pid, ...children]);
  });

  test('[CT26] function processes end when the world is killed', async () => {
    const { world, children } = await warmWorld();
    process.kill(world.pid, 'SIGKILL');
    await world.stop();
    await untilGone(children);
  });
});

describe('what it refuses', () => {
  test.each([
    [['--nonsense'], /unknown argument --nonsense/],
    [['--port', 'x'], /--port x/],
    [['--seed', '/does/not/exist.json'], /--seed \/does\/not\/exist\.json/],
  ])('[CT2] %j ends it with 2 and one sentence', async (args, sentence) => {
    const { code, out, err } = await start(['--json', '--data', data, ...args]).ended;
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(err).toMatch(sentence);
  });

  test.each([[{ people: [{ name: 'X' }] }, 'people.0.name'], [{ nobody: [] }, 'nobody'], [{ collections: { nowhere: [{ _id: '1' }] } }, 'nowhere'], [[], 'JSON object'], [{ collections: { notes: [[]] } }, 'collections'], [{ constructor: [] }, 'constructor']])('[CT2] the seed %j ends it with 2', async (seed, where) => {
    const file = path.join(data, 'seed.json');
    await fs.writeFile(file, JSON.stringify(seed));
    const { code, err } = await start(['--json', '--port', '0', '--data', data, '--seed', file]).ended;
    expect(code).toBe(2);
    expect([err.trim().split('\n').length, err]).toEqual([1, expect.stringContaining(where)]);
  });

  test('[CT29] a seed with a secret that functions refuse ends it with 2', async () => {
    const file = path.join(data, 'seed.json');
    await fs.writeFile(file, JSON.stringify({ apps: [{ appid: 'wxfa4e000000000001', secret: 'changeme-changeme' }] }));
    const { code, err } = await start(['--json', '--port', '0', '--data', data, '--seed', file]).ended;
    expect([code, err]).toEqual([2, expect.stringMatching(/apps\.0\.secret: a secret is [^\n]+\n$/)]);
  });

  test('[CT2] a port that is taken ends it with 3', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const port = String((taken.address() as net.AddressInfo).port);
    const { code, err } = await start(['--json', '--port', port, '--data', data]).ended;
    await new Promise((resolve) => taken.close(resolve));
    expect([code, err.trim().split('\n').length]).toEqual([3, 1]);
    expect(err).toContain(`port ${port} is taken`);
  });

  test.each(['NODE_ENV=production', 'TENCENTCLOUD_RUNENV=SCF', 'TCB_ENV=prod-1', 'SCF_FUNCTIONNAME=session'])('[CT3] %s in its environment ends it with 4', async (marker) => {
    const [name = '', value = ''] = marker.split('=');
    const { code, out, err } = await start(['--json', '--port', '0', '--data', data], { [name]: value }).ended;
    expect([code, out, err.trim().split('\n').length]).toEqual([4, '', 1]);
    expect(err).toContain(name);
  });
});

describe('what it keeps', () => {
  test('[CT27] people, apps, secrets and the clock survive kill -9; the ledger does not; --fresh forgets all', async () => {
    const first = await openWorld({ data });
    await first.control('POST', '/emulator/people', { name: 'dora' });
    await first.advance(86_400 * 30);
    const signedIn = await first.callFunction<{ value: { accessToken: string } }>('alice', 'session', { action: 'sign-in' });
    const apps = await first.control('GET', '/emulator/apps');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();

    const second = await openWorld({ data });
    const names = async (world: LocalWorld) => (await world.control<{ people: { name: string }[] }>('GET', '/emulator/people')).people.map(({ name }) => name);
    expect(await names(second)).toEqual(['alice', 'bob', 'carol', 'dora']);
    expect(await second.control('GET', '/emulator/apps')).toEqual(apps);
    expect((await second.control<{ now: number }>('GET', '/emulator/clock')).now - Date.now()).toBeGreaterThan(86_400_000 * 29);
    expect(await second.ledgerSince()).toEqual([]);
    expect((await second.database())['users']).toHaveLength(1);
    expect(signedIn.result.value.accessToken).toMatch(/\S/);
    await second.stop();

    const third = await openWorld({ data, args: ['--fresh'] });
    expect(await names(third)).toEqual(['alice', 'bob', 'carol']);
    expect((await third.database())['users']).toEqual([]);
    await third.stop();
  });

  test('[CT28] a seed file gives people, apps and documents, and --env reaches the functions', async () => {
    const file = path.join(data, 'seed.json');
    await fs.writeFile(file, JSON.stringify({ people: [{ name: 'erin', phone: '+8613800000002' }], collections: { notes: [{ _id: 'n1', at: { $date: '2026-01-02T03:04:05.000Z' } }] } }));
    const world = await openWorld({ data, args: ['--seed', file], env: { PUBLIC_ORIGIN: 'https://accounts.example' } });
    expect(await world.control('GET', '/emulator/people')).toMatchObject({ people: [{ name: 'erin', phone: '+8613800000002' }] });
    expect((await world.database())['notes']).toEqual([{ _id: 'n1', at: { $date: '2026-01-02T03:04:05.000Z' } }]);
    const { result } = await world.callFunction<{ value: { accessToken: string } }>('erin', 'session', { action: 'sign-in' });
    const claims = JSON.parse(Buffer.from(result.value.accessToken.split('.')[1] ?? '', 'base64url').toString()) as { iss: string };
    expect(claims.iss).toBe('https://accounts.example');
    await world.stop();
  });
});

async function readyPid(child: ChildProcess): Promise<number> {
  let text = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const line = text.split('\n').slice(0, -1).find((candidate) => candidate.startsWith('{'));
      if (line !== undefined) resolve((JSON.parse(line) as { pid: number }).pid);
    });
  });
}
