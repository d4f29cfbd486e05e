// The scan door on the real local world: the built functions, WeChat's code read as a camera reads it, the phone's own calls.
import { createHash, randomBytes } from 'node:crypto';
import { decode } from 'jpeg-js';
import jsQR from 'jsqr';
import type { SignedIn } from '../../contract/doors';
import type { Reply } from '../../contract/reply';
import type { ScanStarted, ScanState } from '../../contract/web';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
let world: Journey;
let origin = '';
beforeAll(async () => {
  world = await startJourney();
  origin = `http://site.localhost:${new URL(world.url).port}`;
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

function aPage() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
interface Answered<T> { status: number; headers: Headers; reply: Reply<T> }
async function service<T>(path: string, { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {}): Promise<Answered<T>> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${world.url}/service${path}`, { ...init, headers: { 'content-type': 'application/json', origin, 'user-agent': CHROME, ...headers } });
  return { status: response.status, headers: response.headers, reply: await response.json() as Reply<T> };
}
function granted<T>({ status, reply }: Answered<T>): T {
  if (!reply.ok) throw new Error(`${status} ${reply.refusal.code}`);
  return reply.value;
}
const codeOf = ({ status, reply }: Answered<unknown>) => [status, reply.ok ? 'ok' : reply.refusal.code];

/** What a phone's camera reads off the picture, and which page WeChat opens for it. */
async function read(image: string, person: string): Promise<{ app: string; page: string; scene: string }> {
  const [, base64 = ''] = /^data:image\/jpeg;base64,([A-Za-z0-9+/=]+)$/.exec(image) ?? [];
  const { data, width, height } = decode(Buffer.from(base64, 'base64'), { useTArray: true });
  const content = jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
  return await world.control('POST', '/emulator/scan', { person, content }) as { app: string; page: string; scene: string };
}
async function shown(more: object = {}) {
  const page = aPage();
  return { ...page, ...granted(await service<ScanStarted>('/auth/scan', { body: { challenge: page.challenge, ...more } })) };
}
const poll = (secret: string) => service<ScanState>(`/auth/scan/${secret}`);

test('[WE-9] a code on a website, scanned and allowed in the mini program, signs the browser in as the same user', async () => {
  const { accessToken, user } = await world.signIn('alice');
  const { image, matchNumber, pollSecret, verifier, expiresAt } = await shown();
  const { page, app, scene } = await read(image, 'alice');
  expect([page, app, scene.length]).toEqual(['pages/scan/scan', 'wxfa4e000000000001', 22]);
  expect(granted(await poll(pollSecret))).toEqual({ state: 'pending', ticket: null });
  expect(await world.ask('alice', 'account', { action: 'scan-look', accessToken, scene })).toEqual({ site: origin, ipPrefix: expect.any(String), browser: 'Chrome · Windows', matchNumber, startedAt: expectedStart(expiresAt), expiresAt });
  expect(granted(await poll(pollSecret)).state).toBe('scanned');
  await world.ask('alice', 'account', { action: 'scan-confirm', accessToken, scene });
  const { ticket } = granted(await poll(pollSecret));
  const there = granted(await service<SignedIn>('/auth/ticket', { body: { ticket, verifier } }));
  expect([there.user.id, there.isNew]).toEqual([user.id, false]);
  const { sessions } = await world.ask('alice', 'session', { action: 'list', accessToken });
  expect(sessions.map(({ door }) => door).sort()).toEqual(['mini-program', 'scan']);
  expect(granted(await service<{ user: object }>('/auth/me', { headers: { 'x-wx-ticket': there.accessToken } })).user).toEqual(there.user);
});
const expectedStart = (expiresAt: number) => expiresAt - 120_000;

test('[SEC-51] another browser with the ticket, somebody with the scene and another person with the phone get nothing', async () => {
  const [alice, bob] = [await world.signIn('alice'), await world.signIn('bob')];
  const { image, pollSecret, verifier } = await shown();
  const { scene } = await read(image, 'alice');
  await world.ask('alice', 'account', { action: 'scan-look', accessToken: alice.accessToken, scene });
  expect([await world.judge('bob', 'account', { action: 'scan-look', accessToken: bob.accessToken, scene }), await world.judge('bob', 'account', { action: 'scan-confirm', accessToken: bob.accessToken, scene })]).toEqual(['not-found', 'not-found']);
  expect(codeOf(await poll(scene))).toEqual([400, 'state-invalid']);
  await world.ask('alice', 'account', { action: 'scan-confirm', accessToken: alice.accessToken, scene });
  const { ticket } = granted(await poll(pollSecret));
  expect(codeOf(await service('/auth/ticket', { body: { ticket, verifier: aPage().verifier } }))).toEqual([400, 'ticket-invalid']);
  expect(codeOf(await service('/auth/ticket', { body: { ticket, verifier } }))).toEqual([200, 'ok']);
});

test('[SEC-52] a refusal reaches the page; after two minutes a code is over', async () => {
  const { accessToken } = await world.signIn('alice');
  const refused = await shown();
  const { scene } = await read(refused.image, 'alice');
  await world.ask('alice', 'account', { action: 'scan-look', accessToken, scene });
  await world.ask('alice', 'account', { action: 'scan-decline', accessToken, scene });
  expect(codeOf(await poll(refused.pollSecret))).toEqual([400, 'declined']);
  const late = await shown();
  const { scene: tooLate } = await read(late.image, 'alice');
  await world.advance(120);
  expect([codeOf(await poll(late.pollSecret)), await world.judge('alice', 'account', { action: 'scan-look', accessToken, scene: tooLate })]).toEqual([[400, 'state-invalid'], 'not-found']);
});

test('[SEC-53] the twenty-first code of an address has to wait, and an unknown secret is told as one that is over', async () => {
  const page = aPage();
  const begin = () => service('/auth/scan', { body: { challenge: page.challenge } });
  const many: unknown[] = [];
  for (let count = 0; count < 21; count += 1) many.push(codeOf(await begin()));
  expect([many.slice(0, 20).every((each) => JSON.stringify(each) === '[200,"ok"]'), many[20]]).toEqual([true, [429, 'rate-limited']]);
  // Until the first of them is over.
  const wait = Number((await begin()).headers.get('retry-after'));
  expect(wait > 0 && wait <= 120).toBe(true);
  await world.advance(120);
  expect(codeOf(await begin())).toEqual([200, 'ok']);
  expect([codeOf(await poll('a'.repeat(22))), codeOf(await poll('x'))]).toEqual([[400, 'state-invalid'], [400, 'state-invalid']]);
});

test.each([
  ['no origin', { origin: '' }, {}, [403, 'forbidden']], ['another origin', { origin: 'https://evil.example.com' }, {}, [403, 'forbidden']], ['no challenge', {}, { challenge: undefined }, [400, 'bad-request']],
  ['a challenge of another shape', {}, { challenge: 'x' }, [400, 'bad-request']], ['an unknown key', {}, { scene: 'x' }, [400, 'bad-request']], ['an unknown mini program', {}, { app: 'wxfa4e0000000000ff' }, [404, 'not-found']],
])('[WE-9] %s begins nothing', async (_what, headers, change, answer) => {
  const body = { challenge: aPage().challenge, ...change };
  expect(codeOf(await service('/auth/scan', { body, headers }))).toEqual(answer);
  expect((await world.control('GET', '/emulator/database') as { collections: { flows: object[] } }).collections.flows).toEqual([]);
});

test('[SEC-80] its answers are read by listed origins alone; another way of asking is none', async () => {
  const listed = await poll('a'.repeat(22));
  const foreign = await service('/auth/scan/x', { headers: { origin: 'https://evil.example.com' } });
  expect([listed.headers.get('access-control-allow-origin'), foreign.headers.get('access-control-allow-origin'), listed.headers.get('cache-control'), listed.headers.get('vary')]).toEqual([origin, null, 'no-store', 'Origin']);
  const preflight = await fetch(`${world.url}/service/auth/scan`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type, authorization, x-wx-ticket']);
  expect(codeOf(await service('/auth/scan'))).toEqual([405, 'bad-request']);
});

test('[AT18] a dead access_token is reported and the code drawn with the next one; WeChat’s silence is told', async () => {
  await shown();
  await world.setFault({ target: 'wechat', call: 'wxa/getwxacodeunlimit', kind: 'errcode', errcode: 40001 });
  expect((await shown()).matchNumber).toMatch(/^\d\d$/);
  await world.setFault({ target: 'wechat', call: 'wxa/getwxacodeunlimit', kind: 'drop-before' });
  expect(codeOf(await service('/auth/scan', { body: { challenge: aPage().challenge } }))).toEqual([503, 'wechat-unavailable']);
  await world.setFault({ target: 'wechat', call: 'wxa/getwxacodeunlimit', kind: 'errcode', errcode: 41030 });
  expect(codeOf(await service('/auth/scan', { body: { challenge: aPage().challenge } }))).toEqual([500, 'internal']);
  expect((await world.logs()).map(({ text }) => text).join('\n')).toContain('check_path');
});

test('[REL-20] beginning costs 2 deep, 2 in all once its address is known; a poll 1; a look 2 deep, 3 in all, a yes or no 2 and 4, the ticket 3 and 5', async () => {
  const { accessToken } = await world.signIn('alice');
  await shown();
  await world.holdDatabase();
  const after = await world.ledgerEnd();
  const { image, pollSecret, verifier } = await shown();
  const begun = await world.ledgerSince(after);
  expect([costOf(begun, 'database'), costOf(begun, 'wechat')]).toEqual([{ deep: 2, all: 2 }, { deep: 1, all: 1 }]);
  const before = await world.ledgerEnd();
  await poll(pollSecret);
  expect(costOf(await world.ledgerSince(before), 'database')).toEqual({ deep: 1, all: 1 });
  const { scene } = await read(image, 'alice');
  const cost = async (action: 'scan-look' | 'scan-confirm' | 'scan-decline', of: string) => world.cost((await world.call('alice', 'account', { action, accessToken, scene: of })).invocation);
  expect([await cost('scan-look', scene), await cost('scan-confirm', scene)]).toEqual([{ deep: 2, all: 3 }, { deep: 2, all: 4 }]);
  const { ticket } = granted(await poll(pollSecret));
  const claiming = await world.ledgerEnd();
  granted(await service<SignedIn>('/auth/ticket', { body: { ticket, verifier } }));
  expect(costOf(await world.ledgerSince(claiming), 'database')).toEqual({ deep: 3, all: 5 });
  const second = await shown();
  const other = await read(second.image, 'alice');
  await world.ask('alice', 'account', { action: 'scan-look', accessToken, scene: other.scene });
  expect(await cost('scan-decline', other.scene)).toEqual({ deep: 2, all: 4 });
});
function costOf(entries: Awaited<ReturnType<Journey['ledgerSince']>>, kind: 'database' | 'wechat') {
  const of = entries.filter((entry) => entry.kind === kind);
  return { deep: Math.max(0, ...of.map(({ depth }) => depth ?? 0)), all: of.length };
}
