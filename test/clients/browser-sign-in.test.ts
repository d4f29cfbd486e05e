// The browser client on its way to WeChat and back: what goes along, what the address brings, and who may trade it.
import { createHash } from 'node:crypto';
import { createClient } from '../../clients/browser/index';
import { aWorld, DOOR, openTab, settled, SITE, signedIn, WECHAT, type World } from './browser-tab';

let world: World;
beforeEach(() => { world = aWorld(); });

test.each([
  { door: 'http://accounts.example.com' }, { door: 'accounts.example.com' }, { door: `${DOOR}/auth` }, { door: 'https://me@accounts.example.com' }, { door: `${DOOR}?a=1` }, { door: 'javascript:alert(1)' },
  { door: DOOR, origins: ['http://api.example.com'] }, { door: DOOR, origins: ['*'] },
])('[CL-28] %j is a TypeError that says what is wanted, before anything else happens', (options) => {
  expect(() => createClient(options)).toThrow(/wechat-accounts: (door|origins) wants an https origin/);
});

test('[CL-29] the challenge is the hash of a verifier that stays in the tab, and the door is told where to lead back', async () => {
  const { client, went, storage } = openTab(world, { at: `${SITE}/shop?a=1#b` });
  await client.signIn({ door: 'qr', lang: 'en' });
  const { origin, pathname, searchParams } = new URL(went[0] ?? '');
  const challenge = searchParams.get('challenge') ?? '';
  expect([origin + pathname, searchParams.get('return_to'), searchParams.get('lang'), [...searchParams.keys()]]).toEqual([`${DOOR}/auth/qr`, `${SITE}/shop`, 'en', ['return_to', 'challenge', 'lang']]);
  const [{ verifier } = { verifier: '' }] = JSON.parse(storage.get(`wechat-accounts:${DOOR}:proofs`) ?? '[]') as { verifier: string }[];
  expect([verifier, createHash('sha256').update(verifier).digest('base64url')]).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{43}$/), challenge]);
  expect(world.asked).toEqual([]);
});

test.each(['qr', 'h5'] as const)('[CL-29] what she agreed to on the page goes along to %s', async (door) => {
  const { client, went } = openTab(world);
  await client.signIn({ door, policyVersion: '2026-11-20' });
  expect(new URL(went[0] ?? '').searchParams.get('policy_version')).toBe('2026-11-20');
});

test.each([
  ['auto', WECHAT, undefined, '/auth/h5', null], ['auto', `${WECHAT} miniProgram`, 'snsapi_userinfo', '/auth/h5', 'snsapi_userinfo'], ['auto', 'Mozilla/5.0 Chrome/126', undefined, '/auth/qr', null],
  ['qr', WECHAT, undefined, '/auth/qr', null], ['h5', 'Mozilla/5.0 Chrome/126', 'snsapi_base', '/auth/h5', 'snsapi_base'],
] as const)('[CL-29] door %s in %s with scope %s begins at %s', async (door, userAgent, scope, path, asks) => {
  const { client, went } = openTab(world, { userAgent, returnTo: `${SITE}/login` });
  await client.signIn({ door, ...(scope === undefined ? {} : { scope }) });
  const { pathname, searchParams } = new URL(went[0] ?? '');
  expect([pathname, searchParams.get('scope'), searchParams.get('return_to')]).toEqual([path, asks, `${SITE}/login`]);
});

test.each(['#', '#/orders/1', '#ticket=', '#ticket=a b', '#ticket=a&x=1', '#x&ticket=a', '#Ticket=a', '#refusal=', '#refusal=A', '?code=x&state=short', `?code=x&code=y&state=${'a'.repeat(32)}`])('[CL-30] an address that ends in %s is the app’s own, and stays', async (rest) => {
  const before = openTab(world);
  await before.client.signIn();
  const { client, rewrote, href } = openTab(world, { at: `${SITE}/shop${rest}`, storage: before.storage });
  expect(await client.ready()).toEqual({ session: null, refusal: null, isLeaving: false });
  expect([rewrote, href(), world.asked]).toEqual([[], new URL(`${SITE}/shop${rest}`).href, []]);
});

test('[CL-30] code and state of a tab that began nothing are the app’s own', async () => {
  const { client, rewrote } = openTab(world, { at: `${SITE}/?code=x&state=${'a'.repeat(32)}` });
  await client.ready();
  expect([rewrote, world.asked]).toEqual([[], []]);
});

test('[CL-19] the ticket leaves the address before the door is asked, and all else of the address stays', async () => {
  const before = openTab(world);
  await before.client.signIn();
  const { client, rewrote, said, href } = openTab(world, { at: `${SITE}/shop?a=1${world.fragmentFor(before.went[0] ?? '')}`, storage: before.storage });
  const { session } = await client.ready();
  expect([rewrote, href(), session?.user.id, said]).toEqual([[['/shop?a=1', 0]], `${SITE}/shop?a=1`, 'user-of-alice', [['signed-in', 'user-of-alice']]]);
  expect([await client.ready(), world.of('/auth/ticket').length]).toEqual([{ session, refusal: null, isLeaving: false }, 1]);
});

test('[CL-31] sign-ins begun one after another in a tab each come back to their own verifier; of another tab, and after eleven minutes, there is none', async () => {
  const before = openTab(world);
  await before.client.signIn();
  world.now += 1000;
  await before.client.signIn();
  const [first = '', second = ''] = before.went;
  for (const [address, tries] of [[first, 2], [second, 1]] as const) {
    const asked = world.asked.length;
    const { client } = openTab(world, { at: `${SITE}/${world.fragmentFor(address)}`, storage: new Map(before.storage) });
    expect([(await client.ready()).session?.user.id, world.asked.length - asked]).toEqual(['user-of-alice', tries]);
  }
  const stranger = openTab(world, { at: `${SITE}/${world.fragmentFor(first)}` });
  expect([(await stranger.client.ready()).refusal?.code, stranger.said]).toEqual(['ticket-invalid', [['refused', 'ticket-invalid']]]);
  world.now += 11 * 60_000;
  expect((await openTab(world, { at: `${SITE}/${world.fragmentFor(second)}`, storage: new Map(before.storage) }).client.ready()).refusal?.code).toBe('ticket-invalid');
});

test('[CL-32] a page that is the redirect_uri itself hands over code and state with its newest verifier, once, and keeps the rest of its query', async () => {
  const before = openTab(world);
  await before.client.signIn();
  world.now += 1000;
  await before.client.signIn();
  const { client, rewrote } = openTab(world, { at: `${SITE}/login?a=1&code=0xyz&state=${'b'.repeat(32)}#c`, storage: before.storage });
  const { refusal } = await client.ready();
  expect([refusal?.code, rewrote]).toEqual(['ticket-invalid', [['/login?a=1#c', 0]]]);
  expect(world.of('/auth/ticket').map(({ body }) => Object.keys(body))).toEqual([['code', 'state', 'verifier']]);
  const refused = openTab(world, { at: `${SITE}/login?state=${'b'.repeat(32)}`, storage: before.storage });
  expect([(await refused.client.ready()).refusal?.code, refused.href()]).toEqual(['declined', `${SITE}/login`]);
});

test('[CL-21] a refusal leaves the address, is told once, and changes nothing of who is signed in', async () => {
  const { storage } = await signedIn(world);
  const { client, said, href } = openTab(world, { at: `${SITE}/#refusal=declined`, storage });
  const { session, refusal } = await client.ready();
  expect([session?.user.id, refusal, said, href()]).toEqual(['user-of-alice', { code: 'declined', retryAt: null, requestId: null }, [['refused', 'declined']], `${SITE}/`]);
});

test('[CL-20] an answer that was lost is asked for again by the next load, for a minute', async () => {
  const before = openTab(world);
  await before.client.signIn();
  world.next = ['nobody'];
  const lost = openTab(world, { at: `${SITE}/${world.fragmentFor(before.went[0] ?? '')}`, storage: before.storage });
  expect((await lost.client.ready()).refusal?.code).toBe('unreachable');
  const late = new Map(before.storage);
  expect((await openTab(world, { storage: before.storage }).client.ready()).session?.user.id).toBe('user-of-alice');
  const asked = world.asked.length;
  world.now += 61_000;
  expect([await openTab(world, { storage: late }).client.ready(), world.asked.length]).toEqual([{ session: null, refusal: null, isLeaving: false }, asked]);
});

test('[CL-20] what met a concurrent write is asked once more at once', async () => {
  const before = openTab(world);
  await before.client.signIn();
  world.next = ['conflict-retry'];
  const { session } = await openTab(world, { at: `${SITE}/${world.fragmentFor(before.went[0] ?? '')}`, storage: before.storage }).client.ready();
  expect([session?.user.id, world.of('/auth/ticket').length]).toEqual(['user-of-alice', 2]);
});

test('[CL-22] the page that lands in the client’s own frame hands the fragment to the page around it, asks nobody and shows nobody', async () => {
  const before = await signedIn(world);
  const asked = world.asked.length;
  const { client, handed, href, went } = openTab(world, { at: `${SITE}/#ticket=a.b`, storage: before.storage, isFramed: true, userAgent: WECHAT });
  expect([(await client.ready()).isLeaving, (await client.signInSilently()).isLeaving]).toEqual([true, true]);
  expect([handed, href(), went, world.asked.length]).toEqual([[{ kind: 'wechat-accounts', arrival: { ticket: 'a.b' } }], `${SITE}/`, [], asked]);
  const own = openTab(world, { at: `${SITE}/?code=x&state=${'a'.repeat(32)}`, isFramed: true });
  expect([(await own.client.ready()).isLeaving, own.handed, own.href()]).toEqual([true, [{ kind: 'wechat-accounts', arrival: { code: 'x', state: 'a'.repeat(32) } }], `${SITE}/`]);
});

test('[CL-23] inside WeChat an opening goes to WeChat once, and comes back without going again; elsewhere it goes nowhere', async () => {
  expect([(await openTab(world).client.signInSilently()).isLeaving, openTab(world).went]).toEqual([false, []]);
  const opened = openTab(world, { userAgent: WECHAT });
  expect(await Promise.all([opened.client.signInSilently(), opened.client.signInSilently()])).toEqual(Array(2).fill({ session: null, refusal: null, isLeaving: true }));
  const { pathname, searchParams } = new URL(opened.went[0] ?? '');
  expect([opened.went.length, pathname, searchParams.get('scope')]).toEqual([1, '/auth/h5', 'snsapi_base']);
  const back = openTab(world, { userAgent: WECHAT, storage: opened.storage, at: `${SITE}/${world.fragmentFor(opened.went[0] ?? '')}` });
  expect([(await back.client.signInSilently()).session?.user.id, back.went]).toEqual(['user-of-alice', []]);
  const refused = openTab(world, { userAgent: WECHAT, storage: opened.storage, at: `${SITE}/#refusal=snapshot-user` });
  expect([(await refused.client.signInSilently()).refusal?.code, refused.went]).toEqual(['snapshot-user', []]);
});

test('[CL-23] the same person goes on; of another one the old session is gone before the new one is told, and ends at the door too', async () => {
  const opened = await signedIn(world, { userAgent: WECHAT });
  const round = async (person: string) => {
    world.now += 40_000;
    const start = openTab(world, { userAgent: WECHAT, storage: opened.storage });
    await start.client.signInSilently();
    const back = openTab(world, { userAgent: WECHAT, storage: opened.storage, at: `${SITE}/${world.fragmentFor(start.went[0] ?? '', person)}` });
    await back.client.signInSilently();
    return back.said;
  };
  expect(await round('alice')).toEqual([['renewed', 'user-of-alice']]);
  expect(await round('bob')).toEqual([['signed-out', 'other-person'], ['signed-in', 'user-of-bob']]);
  expect([...opened.storage.values()].join()).not.toContain('alice');
  await settled();
  expect(world.of('/auth/session/sign-out').map(({ ticket }) => ticket)).toEqual(['access-1', 'access-2']);
});

test('[CL-19] the same ticket again is the same session, which nobody ends', async () => {
  const before = openTab(world);
  await before.client.signIn();
  const at = `${SITE}/${world.fragmentFor(before.went[0] ?? '')}`;
  for (let load = 0; load < 2; load += 1) expect((await openTab(world, { at, storage: before.storage }).client.ready()).session?.user.id).toBe('user-of-alice');
  await settled();
  expect(world.of('/auth/session/sign-out')).toEqual([]);
});

test('[CL-24] after two rounds within a minute that came to nobody a page goes no more, and says loop', async () => {
  const storage = new Map<string, string>();
  const open = async () => {
    const tab = openTab(world, { userAgent: WECHAT, storage });
    return [(await tab.client.signInSilently()).refusal?.code ?? null, tab.went.length, tab.said];
  };
  expect([await open(), await open(), await open()]).toEqual([[null, 1, []], [null, 1, []], ['loop', 0, [['refused', 'loop']]]]);
  world.now += 61_000;
  expect(await open()).toEqual([null, 1, []]);
});

test('[CL-24] rounds that came to somebody count for ten seconds: a person may change her account, and a page that reloads itself stops', async () => {
  const storage = new Map<string, string>();
  const round = async (person: string) => {
    const tab = openTab(world, { userAgent: WECHAT, storage });
    const refusal = (await tab.client.signInSilently()).refusal?.code ?? null;
    if (refusal !== null) return refusal;
    const back = openTab(world, { userAgent: WECHAT, storage, at: `${SITE}/${world.fragmentFor(tab.went[0] ?? '', person)}` });
    return (await back.client.signInSilently()).session?.user.id;
  };
  expect([await round('alice'), await round('alice'), await round('alice')]).toEqual(['user-of-alice', 'user-of-alice', 'loop']);
  world.now += 10_000;
  expect([await round('bob')]).toEqual(['user-of-bob']);
  world.now += 6_000;
  expect([await round('carol')]).toEqual(['user-of-carol']);
});

test('[CL-76] a silent check comes back with why the door could not begin, and whoever was signed in still is', async () => {
  const first = await signedIn(world, { userAgent: WECHAT });
  const tab = openTab(world, { userAgent: WECHAT, storage: first.storage });
  await tab.client.signInSilently();
  expect(new URL(tab.went[0] ?? '').searchParams.get('silent')).toBe('true');
  const back = openTab(world, { userAgent: WECHAT, storage: first.storage, at: `${SITE}/#refusal=rate-limited` });
  const opened = await back.client.signInSilently();
  expect([opened.refusal?.code, opened.session?.user.id, back.went, back.said]).toEqual(['rate-limited', 'user-of-alice', [], [['refused', 'rate-limited']]]);
});

test('[CL-25] after a sign-out nobody is signed in silently, until somebody signs in by a button', async () => {
  const tab = await signedIn(world, { userAgent: WECHAT });
  await tab.client.signOut();
  const again = openTab(world, { userAgent: WECHAT, storage: tab.storage });
  expect([await again.client.signInSilently(), again.went]).toEqual([{ session: null, refusal: null, isLeaving: false }, []]);
  await again.client.signIn();
  const back = openTab(world, { userAgent: WECHAT, storage: tab.storage, at: `${SITE}/${world.fragmentFor(again.went[0] ?? '')}` });
  await back.client.ready();
  expect((await openTab(world, { userAgent: WECHAT, storage: tab.storage }).client.signInSilently()).isLeaving).toBe(true);
});

test('[CL-29] what cannot be embedded, and a door that there is not, are TypeErrors', async () => {
  const { client, went } = openTab(world);
  await expect(client.signIn({ door: 'h5', embedded: {} as HTMLElement })).rejects.toThrow(TypeError);
  await expect(client.signIn({ door: 'scam' as 'qr' })).rejects.toThrow(/door is auto, qr, h5 or scan/);
  expect(went).toEqual([]);
});
