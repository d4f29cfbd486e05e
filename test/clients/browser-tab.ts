// A tab with a page in it, and a web door that it asks: the door checks verifiers and tokens as the contract says, the tab is small enough to be looked into.
import { createHash } from 'node:crypto';
import { openClient } from '../../clients/browser/client';
import type { ClientEvents } from '../../clients/browser/events';
import type { Page, Storing } from '../../clients/browser/page';
import { readOptions } from '../../clients/browser/settings';
import type { SignedIn } from '../../contract/doors';
import type { RefusalCode } from '../../contract/reply';
import { aPassingTime } from './a-passing-time';
import { aScanDoor } from './a-scan-door';

export { settled } from './a-passing-time';

export const DOOR = 'https://accounts.example.com';
export const SITE = 'https://www.example.com';
export const API = 'https://api.example.com';
export const START = Date.UTC(2026, 10, 20, 8);
export const WECHAT = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.50';
const ACCESS_MS = 900_000;

export interface Asked { method: string; url: string; ticket: string | null; body: Record<string, string | boolean>; redirect: string; credentials: string; keepalive: boolean }

/** The world around the tabs: one clock, one door, and the channel between tabs. */
export function aWorld() {
  const asked: Asked[] = [];
  const flows = new Map<string, { challenge: string; person: string; signedIn: SignedIn | null }>();
  const access = new Map<string, { person: string; until: number }>();
  const refresh = new Map<string, string>();
  const heard: ((message: unknown) => void)[] = [];
  const time = aPassingTime(START);
  const scans = aScanDoor(() => time.now, (challenge, person) => open(challenge, person));
  const world = Object.assign(time, {
    asked, access, scans,
    /** How far the tabs' clock runs ahead of the door's. */
    ahead: 0,
    /** What the next requests meet, one each: a refusal, no answer, or (null) what is due. */
    next: [] as (RefusalCode | 'nobody' | null)[],
    /** Whose refresh token the browser's cookie holds. */
    jar: null as string | null,
    /** Holds every answer until it is let go. */
    gate: Promise.resolve(),
    of: (path: string) => asked.filter(({ url }) => url.endsWith(path)),
    /** WeChat's page was passed by a person: the fragment that the address comes back with. */
    fragmentFor(address: string, person = 'alice'): string {
      const challenge = new URL(address).searchParams.get('challenge') ?? '';
      return `#ticket=${open(challenge, person)}`;
    },
    expireAccess() { for (const [token, { person }] of access) access.set(token, { person, until: 0 }); },
    channel: (own: { hear: ((message: unknown) => void) | null }) => ({
      tell(message: unknown) { for (const each of heard) if (each !== own.hear) each(structuredClone(message)); },
      hear(listener: (message: unknown) => void) { own.hear = listener; heard.push(listener); },
    }),
    answer,
  });
  function open(challenge: string, person: string): string {
    const ticket = `${person}.${flows.size}`;
    flows.set(ticket, { challenge, person, signedIn: null });
    return ticket;
  }
  let minted = 0;
  const userOf = (person: string) => ({ id: `user-of-${person}`, nickname: person, avatarUrl: null, phone: null });
  const doorTime = () => world.now - world.ahead;
  function mint(person: string) {
    minted += 1;
    access.set(`access-${minted}`, { person, until: doorTime() + ACCESS_MS });
    refresh.set(`refresh-${minted}`, person);
    return { accessToken: `access-${minted}`, accessTokenExpiresAt: doorTime() + ACCESS_MS, refreshToken: `refresh-${minted}`, refreshTokenExpiresAt: world.now + 30 * 86_400_000 };
  }
  const ok = (value: unknown) => Response.json({ ok: true, value });
  const refuse = (code: RefusalCode) => Response.json({ ok: false, refusal: { code, message: 'No.', retry: 'never', retryAt: null, requestId: 'r1' } }, { status: code.startsWith('user') || code.startsWith('account') ? 403 : 401 });
  /** With a cookie the refresh token stays behind, and says of whom it is. */
  function kept(value: { refreshToken?: string }, person: string, { cookie }: Asked['body']): Response {
    if (cookie !== true) return ok(value);
    world.jar = person;
    const { refreshToken: _, ...rest } = value;
    return ok({ ...rest, userId: `user-of-${person}` });
  }
  function trade(body: Asked['body']): Response {
    const { ticket, state, verifier = '' } = body;
    const flow = flows.get(String(ticket ?? state ?? ''));
    if (flow === undefined || flow.challenge !== createHash('sha256').update(String(verifier)).digest('base64url')) return refuse('ticket-invalid');
    flow.signedIn ??= { ...mint(flow.person), user: userOf(flow.person), isNew: false };
    return kept({ ...flow.signedIn }, flow.person, body);
  }
  function guarded(ticket: string | null): Response {
    const known = access.get(ticket ?? '');
    if (known === undefined) return refuse('token-invalid');
    return known.until <= doorTime() ? refuse('token-expired') : ok({});
  }
  async function answer(request: Request): Promise<Response> {
    const { method, url, redirect, credentials, keepalive } = request;
    const ticket = request.headers.get('x-wx-ticket');
    const body = JSON.parse((await request.text()) || '{}') as Asked['body'];
    asked.push({ method, url, ticket, body, redirect, credentials, keepalive });
    const next = world.next.shift() ?? null;
    const isPoll = method === 'GET' && new URL(url).pathname.startsWith('/auth/scan/');
    if (isPoll) scans.polls += 1;
    if (isPoll) scans.mostAtOnce = Math.max(scans.mostAtOnce, scans.polls);
    await Promise.race([world.gate, new Promise((_, reject) => { request.signal.addEventListener('abort', reject); })]).finally(() => { if (isPoll) scans.polls -= 1; });
    if (next === 'nobody') throw new TypeError('Failed to fetch');
    if (next !== null) return refuse(next);
    return answerTo(new URL(url).pathname, body, ticket);
  }
  function answerTo(path: string, body: Asked['body'], ticket: string | null): Response {
    if (path === '/auth/ticket') return trade(body);
    const scanned = scans.answerTo(path, body as Record<string, string>);
    if (scanned !== null) return scanned.ok ? ok(scanned.value) : refuse(scanned.code);
    if (path === '/auth/session/renew') {
      const person = 'cookie' in body ? (world.jar ?? undefined) : refresh.get(String(body['refreshToken']));
      refresh.delete(String(body['refreshToken']));
      return person === undefined ? refuse('cookie' in body ? 'token-invalid' : 'session-revoked') : kept(mint(person), person, body);
    }
    if (path === '/auth/session/sign-out' && 'cookie' in body) {
      world.jar = null;
      return ok({});
    }
    const answered = guarded(ticket);
    const person = access.get(ticket ?? '')?.person;
    return path === '/auth/me' && answered.ok && person !== undefined ? ok({ user: userOf(person) }) : answered;
  }
  return world;
}
export type World = ReturnType<typeof aWorld>;

export interface TabOptions { cookie?: boolean; at?: string; storage?: Map<string, string>; userAgent?: string; isFramed?: boolean; returnTo?: string; hasTabs?: boolean }

/** A page that opens at an address. `went`: where it went; `said`: the events, in order; `rewrote`: each address, with how much had been asked of the door by then. */
export function openTab(world: World, { at = `${SITE}/`, storage = new Map<string, string>(), userAgent = 'Mozilla/5.0 Chrome/126', isFramed = false, hasTabs = true, returnTo, cookie = false }: TabOptions = {}) {
  let address = new URL(at);
  const went: string[] = [];
  const rewrote: [string, number][] = [];
  const handed: unknown[] = [];
  const reported: unknown[] = [];
  const tab = { isHidden: false, /** By Back, as it was left. */ comeBack: () => {} };
  const storing: Storing = { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => { storage.set(key, value); }, removeItem: (key) => { storage.delete(key); } };
  const page: Page = {
    origin: address.origin, userAgent, storage: storing, address: () => address,
    rewrite: (relative) => { rewrote.push([relative, world.asked.length]); address = new URL(relative, address); },
    go: (to) => { went.push(to); },
    now: () => world.now, pause: world.pause, isHidden: () => tab.isHidden, onReturn: (listener) => { tab.comeBack = listener; },
    fetch: (request) => world.answer(request), report: (error) => { reported.push(error); },
    tabs: hasTabs ? world.channel({ hear: null }) : null,
    handOver: isFramed ? (message) => { handed.push(message); } : null,
  };
  const client = openClient(page, readOptions({ door: DOOR, origins: [API], cookie, ...(returnTo === undefined ? {} : { returnTo }) }));
  const said: unknown[] = [];
  const names: (keyof ClientEvents)[] = ['signed-in', 'signed-out', 'refused', 'renewed', 'scan'];
  for (const name of names) client.on(name, (event) => said.push('reason' in event ? [name, event.reason] : 'refusal' in event ? [name, event.refusal.code] : 'state' in event ? [name, event.state] : [name, event.session.user.id]));
  return { client, tab, storage, went, rewrote, handed, reported, said, href: () => address.href };
}

/** The whole way: a button, WeChat, and the page that opens again in the same tab. */
export async function signedIn(world: World, options: TabOptions = {}, person = 'alice') {
  const before = openTab(world, options);
  await before.client.signIn();
  const back = openTab(world, { ...options, storage: before.storage, at: `${SITE}/${world.fragmentFor(before.went[0] ?? '', person)}` });
  await back.client.ready();
  return back;
}
