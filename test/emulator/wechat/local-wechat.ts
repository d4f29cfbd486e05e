// A local WeChat for tests: its shelf in memory, a clock set by hand, a ledger to read and faults to set.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppRecord, CallStart, FiredFault, PersonRecord, Shelf } from '../../../emulator/ports';
import type { PhoneAnswer, WeChat } from '../../../emulator/wechat/wechat';
import { openWeChat } from '../../../emulator/wechat/wechat';

export const NOON = Date.UTC(2026, 10, 20, 12, 0, 0);
export const MINI_PROGRAM = 'wxfa4e000000000001';
export const OFFICIAL_ACCOUNT = 'wxfa4e000000000002';
export const UNBOUND = 'wxfa4e000000000004';
/** Of a website; nobody is registered under it until a test does so. */
export const WEBSITE = 'wxfa4e000000000003';
/** The child process whose requests belong to an invocation of alice's. */
export const CHILD = 'child-1';

export interface LedgerRow extends CallStart { outcome: string | null; bytesOut: number | null }

export interface LocalWeChat {
  wechat: WeChat;
  shelf: Shelf;
  ledger: LedgerRow[];
  now(): number;
  advance(milliseconds: number): void;
  /** The next call is hit by these, in this order. */
  failNext(...faults: FiredFault[]): void;
  /** Where api.weixin.qq.com is. */
  origin: string;
  exchange(query: Record<string, string>, init?: RequestInit): Promise<Response>;
  login(person: string, options?: { appid?: string; device?: string }): string;
  call(api: string, person: string, options?: { appid?: string; device?: string; args?: Record<string, unknown> }): PhoneAnswer;
  person(name: string): PersonRecord;
  app(appid: string): AppRecord;
  /** The same data, a new process: `reopened` where the shelf had to be opened anew. */
  restart(reopened?: Shelf): WeChat;
  close(): Promise<void>;
}

export function memoryShelf(): Shelf {
  const values = new Map<string, string>();
  return {
    get: (key) => { const text = values.get(key); return text === undefined ? undefined : JSON.parse(text); },
    put: (key, value) => { values.set(key, JSON.stringify(value)); },
    remove: (key) => { values.delete(key); },
    entries: (prefix) => [...values].filter(([key]) => key.startsWith(prefix)).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, text]) => ({ key, value: JSON.parse(text) as unknown })),
    clear: () => values.clear(),
  };
}

function seed(wechat: WeChat): void {
  wechat.apps.put({ appid: MINI_PROGRAM, openPlatform: 'op1', sessionKeyRotation: 'always' });
  wechat.apps.put({ appid: OFFICIAL_ACCOUNT, kind: 'official-account', openPlatform: 'op1' });
  wechat.apps.put({ appid: UNBOUND });
  for (const name of ['alice', 'bob', 'carol']) wechat.people.put({ name });
}

function present<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`${what} is not there`);
  return value;
}

export async function aLocalWeChat(kept: Shelf = memoryShelf()): Promise<LocalWeChat> {
  let shelf = kept;
  const ledger: LedgerRow[] = [];
  let now = NOON;
  let pending: FiredFault[] = [];
  const open = () => openWeChat({
    shelf,
    clock: { now: () => now },
    ledger: {
      begin(start) {
        const row: LedgerRow = { ...start, outcome: null, bytesOut: null };
        const id = ledger.push(row);
        return { id, finish(outcome, bytesOut) { Object.assign(row, { outcome, bytesOut }); } };
      },
    },
    faults: { hit: () => { const fired = pending; pending = []; return fired; } },
    callerOf: (childId) => (childId === CHILD ? { invocation: 'invocation-1', person: 'alice', app: MINI_PROGRAM, device: 'phone-1', kill() {} } : null),
    avatarOrigin: () => 'http://127.0.0.1:4000',
    programPages: () => ['pages/home/home', 'pages/scan/scan'],
  });
  let wechat = open();
  seed(wechat);
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (wechat.handleAvatar(url.pathname, response) || wechat.handleTemporary(url.pathname, response)) return;
    const open = /^\/open\.weixin\.qq\.com(\/.*)$/.exec(url.pathname)?.[1];
    if (open !== undefined) return void wechat.web.handle(request, response, open, url.search);
    const [, childId, path] = /^(?:\/@([^/]+))?(\/.*)$/.exec(url.pathname) ?? [];
    void wechat.handleApi(request, response, path ?? '/', url.searchParams, childId ?? null);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const person = (name: string) => present(wechat.people.find(name), name);
  const app = (appid: string) => present(wechat.apps.find(appid), appid);
  function call(api: string, name: string, { appid = MINI_PROGRAM, device = 'phone-1', args = {} }: { appid?: string; device?: string; args?: Record<string, unknown> } = {}) {
    return wechat.phone(api, { person: person(name), app: app(appid), device, args });
  }
  return {
    get wechat() { return wechat; },
    get shelf() { return shelf; },
    ledger, origin, person, app, call,
    now: () => now,
    advance(milliseconds) { now += milliseconds; },
    failNext(...faults) { pending = faults; },
    exchange: (query, init) => fetch(`${origin}/@${CHILD}/sns/jscode2session?${new URLSearchParams(query)}`, init),
    login(name, options) {
      const answer = call('login', name, options);
      return answer.ok ? String(answer.result['code']) : '';
    },
    restart(reopened = shelf) {
      shelf = reopened;
      wechat = open();
      return wechat;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What a server sends to trade a code. */
export function exchangeOf(world: LocalWeChat, code: string, appid = MINI_PROGRAM): Record<string, string> {
  return { appid, secret: world.app(appid).secret, js_code: code, grant_type: 'authorization_code' };
}

export async function traded(world: LocalWeChat, code: string, appid = MINI_PROGRAM): Promise<Record<string, unknown>> {
  const reply = await world.exchange(exchangeOf(world, code, appid));
  return await reply.json() as Record<string, unknown>;
}
