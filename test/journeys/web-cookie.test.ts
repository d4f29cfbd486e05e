// The cookie mode: a listed page of the door's own site lets the door keep its refresh token where no script can read it.
import { createHash, randomBytes } from 'node:crypto';
import type { SignedIn, Tokens } from '../../contract/doors';
import type { ByCookie } from '../../contract/web';
import type { Reply } from '../../contract/reply';
import { startJourney } from './a-journey';
import type { Journey } from './a-journey';

let world: Journey;
let origin = '';
beforeAll(async () => {
  world = await startJourney();
  origin = `http://site.localhost:${new URL(world.url).port}`;
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

/** As a browser says of a page on the door's own site. */
const own = () => ({ origin, 'sec-fetch-site': 'same-site', 'user-agent': 'Mozilla/5.0 Chrome/130.0.0.0' });
interface Answered<T> { status: number; headers: Headers; cookies: string[]; reply: Reply<T> }
async function post<T>(path: string, body: object, headers: Record<string, string>): Promise<Answered<T>> {
  const response = await fetch(`${world.url}/service${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return { status: response.status, headers: response.headers, cookies: response.headers.getSetCookie(), reply: await response.json() as Reply<T> };
}
const codeOf = ({ reply }: Answered<unknown>) => (reply.ok ? 'ok' : reply.refusal.code);
function granted<T>({ reply }: Answered<T>): T {
  if (!reply.ok) throw new Error(reply.refusal.code);
  return reply.value;
}

/** A ticket by a scan of alice's phone, and the verifier that it wants. */
async function aTicket() {
  const { accessToken, user } = await world.signIn('alice');
  const verifier = randomBytes(32).toString('base64url');
  const begun = granted(await post<{ pollSecret: string }>('/auth/scan', { challenge: createHash('sha256').update(verifier).digest('base64url') }, own()));
  const { codes } = await world.control('GET', '/emulator/scan') as { codes: { kind: string; scene: string }[] };
  const scene = codes.find(({ kind }) => kind === 'mini-program')?.scene ?? '';
  await world.ask('alice', 'account', { action: 'scan-look', accessToken, scene });
  await world.ask('alice', 'account', { action: 'scan-confirm', accessToken, scene });
  const polled = await (await fetch(`${world.url}/service/auth/scan/${begun.pollSecret}`)).json() as Reply<{ ticket: string }>;
  return { user, verifier, ticket: polled.ok ? polled.value.ticket : '' };
}
async function signedIn() {
  const { user, ...claim } = await aTicket();
  const answered = await post<ByCookie<SignedIn>>('/auth/ticket', { ...claim, cookie: true }, own());
  return { user, answered, cookie: (answered.cookies[0] ?? '').split(';')[0] ?? '' };
}

test('[WE-20] the refresh token goes into a cookie that no script reads and no other site sends, and stands in no answer', async () => {
  const { user, answered, cookie } = await signedIn();
  const value = granted(answered);
  expect([value.user, Object.hasOwn(value, 'refreshToken'), typeof value.accessToken]).toEqual([user, false, 'string']);
  expect(answered.cookies).toEqual([expect.stringMatching(/^wx_kept=[A-Za-z0-9._~-]+; Max-Age=\d{7}; Path=\/; HttpOnly; SameSite=Strict$/)]);
  expect([JSON.stringify(value).includes(cookie.split('=')[1] ?? 'none'), answered.headers.get('access-control-allow-credentials'), answered.headers.get('access-control-allow-origin')]).toEqual([false, 'true', origin]);
});

test('[WE-21] it is renewed by the cookie, changed after ten minutes, and gone after a sign-out by the cookie alone', async () => {
  const { cookie } = await signedIn();
  const renew = (held: string) => post<ByCookie<Tokens>>('/auth/session/renew', { cookie: true }, { ...own(), cookie: held });
  const cookieOf = ({ cookies }: Answered<unknown>) => (cookies[0] ?? '').split(';')[0] ?? '';
  const renewed = await renew(cookie);
  expect([Object.hasOwn(granted(renewed), 'refreshToken'), cookieOf(renewed) === cookie]).toEqual([false, true]);
  await world.advance(600);
  const next = cookieOf(await renew(cookie));
  expect([next === cookie, next.startsWith('wx_kept=')]).toEqual([false, true]);
  await world.advance(3600);
  const out = await post('/auth/session/sign-out', { cookie: true }, { ...own(), cookie: next });
  expect([codeOf(out), out.cookies]).toEqual(['ok', [expect.stringMatching(/^wx_kept=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/)]]);
  const over = await renew(next);
  expect([codeOf(over), over.cookies, codeOf(await post('/auth/session/renew', { cookie: true }, own())), codeOf(await post('/auth/session/sign-out', { cookie: true }, own()))]).toEqual(['session-revoked', [], 'token-invalid', 'ok']);
});

test('[WE-21] a cookie that another takes the place of leaves no session behind, however old its access token is; the same ticket again ends nothing', async () => {
  const first = await signedIn();
  await world.advance(3600);
  const { verifier, ticket } = await aTicket();
  const take = (cookie: string) => post<ByCookie<SignedIn>>('/auth/ticket', { ticket, verifier, cookie: true }, { ...own(), cookie });
  const second = await take(first.cookie);
  const again = await take((second.cookies[0] ?? '').split(';')[0] ?? '');
  const renew = (cookie = '') => post<ByCookie<Tokens>>('/auth/session/renew', { cookie: true }, { ...own(), cookie: cookie.split(';')[0] ?? '' });
  expect([codeOf(second), codeOf(again), codeOf(await renew(again.cookies[0])), codeOf(await renew(first.cookie))]).toEqual(['ok', 'ok', 'ok', 'session-revoked']);
});

test.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
  ['another site', (headers) => ({ ...headers, 'sec-fetch-site': 'cross-site' })], ['an unlisted page of this site', (headers) => ({ ...headers, origin: 'http://other.localhost' })], ['a browser that does not say', ({ 'sec-fetch-site': _, ...headers }) => headers],
  ['a page inside WeChat', (headers) => ({ ...headers, 'user-agent': 'Mozilla/5.0 MicroMessenger/8.0.50' })], ['a program without an origin', ({ origin: _, ...headers }) => headers],
])('[WE-20] for %s nothing is kept in a cookie or renewed by one, and the ticket stays good', async (_who, change) => {
  const { ticket, verifier } = await aTicket();
  const refused = await post('/auth/ticket', { ticket, verifier, cookie: true }, change(own()));
  expect([refused.status, codeOf(refused), refused.cookies]).toEqual([403, 'forbidden', []]);
  const { cookies } = await post<SignedIn>('/auth/ticket', { ticket, verifier, cookie: true }, own());
  const cookie = (cookies[0] ?? '').split(';')[0] ?? '';
  const renewed = await post('/auth/session/renew', { cookie: true }, { ...change(own()), cookie });
  const out = await post('/auth/session/sign-out', { cookie: true }, { ...change(own()), cookie });
  expect([codeOf(renewed), renewed.cookies, codeOf(out), out.cookies]).toEqual(['forbidden', [], 'forbidden', []]);
  expect(codeOf(await post('/auth/session/renew', { cookie: true }, { ...own(), cookie }))).toBe('ok');
});

test('[SEC-80] credentials go to listed pages of the very site alone', async () => {
  const allowed = async (headers: Record<string, string>) => (await fetch(`${world.url}/service/auth/ticket`, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST', ...headers } })).headers.get('access-control-allow-credentials');
  expect([await allowed(own()), await allowed({ origin, 'sec-fetch-site': 'cross-site' }), await allowed({ origin }), await allowed({ ...own(), origin: 'https://evil.example.com' })]).toEqual(['true', null, null, null]);
});
