// How the local WeChat misbehaves when asked to, and what became of the code.
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LocalWeChat } from './local-wechat';
import { aLocalWeChat, CHILD, exchangeOf, traded } from './local-wechat';

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(2);
}

describe('faults of api.weixin.qq.com', () => {
  let world: LocalWeChat;
  let code: string;
  beforeEach(async () => {
    world = await aLocalWeChat();
    code = world.login('alice');
  });
  afterEach(() => world.close());

  const trade = (init?: RequestInit) => world.exchange(exchangeOf(world, code), init);
  const lastOutcome = () => world.ledger.at(-1)?.outcome;
  /** Calls, and hangs up when the call has arrived. */
  async function leaveOnceBegun(): Promise<void> {
    const leaving = new AbortController();
    const answer = trade({ signal: leaving.signal });
    await until(() => world.ledger.length === 1);
    leaving.abort();
    await expect(answer).rejects.toThrow();
  }
  async function afterwards(): Promise<unknown> {
    const reply = await traded(world, code);
    return reply['errcode'] ?? 'traded';
  }

  it('[WX-37] errcode answers that errcode and leaves the code good', async () => {
    world.failNext({ kind: 'errcode', errcode: -1 });
    expect(await (await trade()).json()).toEqual({ errcode: -1, errmsg: expect.stringMatching(/^system error, rid: /) as unknown });
    expect(lastOutcome()).toBe('errcode:-1');
    expect(await afterwards()).toBe('traded');
  });

  it('[WX-38] status and html are a gateway speaking in WeChat\'s place: the code stays good', async () => {
    world.failNext({ kind: 'status', status: 502 });
    const bad = await trade();
    expect([bad.status, bad.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(lastOutcome()).toBe('error:502');
    world.failNext({ kind: 'html' });
    const page = await trade();
    expect([page.status, (await page.text()).startsWith('<html>')]).toEqual([200, true]);
    expect(lastOutcome()).toBe('lost');
    expect(await afterwards()).toBe('traded');
  });

  it.each(['refuse', 'drop-before'] as const)('[WX-39] %s ends the connection without an answer or any work', async (kind) => {
    world.failNext({ kind });
    await expect(trade()).rejects.toThrow();
    expect(lastOutcome()).toBe('lost');
    expect(await afterwards()).toBe('traded');
  });

  it('[WX-39] refuse resets the connection', async () => {
    world.failNext({ kind: 'refuse' });
    await expect(trade()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('[WX-40] drop-after does the work and loses the answer', async () => {
    world.failNext({ kind: 'drop-after' });
    await expect(trade()).rejects.toThrow();
    expect(lastOutcome()).toBe('lost');
    expect(await afterwards()).toBe(40163);
  });

  it('[WX-40] empty and truncated do the work and lose all or half of the answer', async () => {
    world.failNext({ kind: 'empty' });
    const empty = await trade();
    expect([empty.status, await empty.text()]).toEqual([200, '']);
    expect(await afterwards()).toBe(40163);

    code = world.login('alice');
    world.failNext({ kind: 'truncated' });
    const half = await trade();
    await expect(half.text()).rejects.toThrow();
    expect(await afterwards()).toBe(40163);
    expect(world.ledger.map(({ outcome }) => outcome)).toEqual(['lost', 'errcode:40163', 'lost', 'errcode:40163']);
  });

  it('[WX-41] hang never answers; its entry is lost once the caller has left', async () => {
    world.failNext({ kind: 'hang' });
    await leaveOnceBegun();
    await until(() => lastOutcome() === 'lost');
    expect(await afterwards()).toBe('traded');
    expect(world.ledger.map(({ outcome }) => outcome)).toEqual(['lost', 'ok']);
  });

  it('[WX-42] drip sends the real answer byte by byte', async () => {
    world.failNext({ kind: 'drip' });
    const received: number[] = [];
    await new Promise<void>((resolve, reject) => {
      const request = http.get(`${world.origin}/@${CHILD}/sns/jscode2session?${new URLSearchParams(exchangeOf(world, code))}`, (response) => {
        response.on('data', (chunk: Buffer) => {
          received.push(chunk.length);
          if (received.length === 3) request.destroy();
        });
        response.on('close', () => resolve());
        response.on('error', () => resolve());
      });
      request.on('error', reject);
    });
    expect(received).toEqual([1, 1, 1]);
    expect(lastOutcome()).toBe('ok');
    expect(await afterwards()).toBe(40163);
  });

  it('[WX-43] delays add up before the work, and another fault comes after them', async () => {
    world.failNext({ kind: 'delay', milliseconds: 60 }, { kind: 'errcode', errcode: 45011 }, { kind: 'delay', milliseconds: 60 });
    const began = performance.now();
    expect(await (await trade()).json()).toMatchObject({ errcode: 45011 });
    // Only that it was not sooner: a timer may come late, never early (but for its rounding to whole milliseconds).
    expect(performance.now() - began).toBeGreaterThan(118);
    expect(await afterwards()).toBe('traded');
  });

  it('[WX-43] a caller that leaves during a delay does not keep WeChat from the work', async () => {
    world.failNext({ kind: 'delay', milliseconds: 120 });
    await leaveOnceBegun();
    await until(() => lastOutcome() === 'ok');
    expect(await afterwards()).toBe(40163);
  });

  it('[WX-44] a fault that is none of WeChat\'s is refused by name', async () => {
    world.failNext({ kind: 'kill-before' });
    const reply = await trade();
    expect([reply.status, await reply.json()]).toEqual([501, { error: { code: 'NotEmulated', message: 'NotEmulated: fault kill-before for WeChat' } }]);
    expect(await afterwards()).toBe('traded');
  });
});
