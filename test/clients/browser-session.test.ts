// The browser client with somebody signed in: whom it gives the token, how it renews, and how a session ends.
import { API, aWorld, DOOR, openTab, settled, SITE, signedIn, type World } from './browser-tab';

let world: World;
beforeEach(() => { world = aWorld(); });

test.each([
  [`${DOOR}/auth/me`, 'access-1', 'error'], [`${API}/orders`, 'access-1', 'error'], [`${SITE}/orders`, null, 'follow'], ['https://api.example.com.evil.example/orders', null, 'follow'], ['https://evil.example/?u=https://api.example.com', null, 'follow'], ['http://api.example.com/orders', null, 'follow'],
])('[CL-33] %s is asked with %s, and redirects are a matter of %s', async (url, ticket, redirect) => {
  const { client } = await signedIn(world);
  await client.fetch(url, { headers: { 'x-own': '1' } });
  expect(world.asked.at(-1)).toMatchObject({ url, ticket, redirect });
});

test('[CL-33] nobody signed in, nothing goes along; the body, the method and the app’s own headers do', async () => {
  await openTab(world).client.fetch(`${API}/orders`);
  expect(world.asked.at(-1)?.ticket).toBeNull();
  const { client } = await signedIn(world);
  await client.fetch(new Request(`${API}/orders`, { method: 'PUT', body: '{"a":"b"}' }));
  expect(world.asked.at(-1)).toMatchObject({ method: 'PUT', body: { a: 'b' }, ticket: 'access-1' });
});

test('[CL-34] twenty requests in the last half minute of a token renew it once, and all go with the new one', async () => {
  const { client, said } = await signedIn(world);
  world.now += 871_000;
  await Promise.all(Array.from({ length: 20 }, () => client.fetch(`${DOOR}/auth/me`)));
  expect([world.of('/auth/session/renew').length, world.of('/auth/me').map(({ ticket }) => ticket), said]).toEqual([1, Array(20).fill('access-2'), [['signed-in', 'user-of-alice'], ['renewed', 'user-of-alice']]]);
});

test('[CL-34] after token-expired it renews once and asks once more with the same body; told so again it hands the answer over', async () => {
  const { client } = await signedIn(world);
  world.expireAccess();
  const answers = await Promise.all(Array.from({ length: 5 }, () => client.fetch(`${DOOR}/auth/me`, { method: 'POST', body: '{"a":"b"}' })));
  expect([answers.map(({ status }) => status), world.of('/auth/session/renew').length]).toEqual([Array(5).fill(200), 1]);
  expect(world.of('/auth/me').map(({ ticket, body }) => [ticket, body])).toEqual([...Array(5).fill(['access-1', { a: 'b' }]), ...Array(5).fill(['access-2', { a: 'b' }])]);
  const before = world.asked.length;
  world.next = ['token-expired'];
  expect((await client.fetch(`${DOOR}/auth/me`)).status).toBe(200);
  world.next = ['token-expired', 'nobody'];
  const unanswered = await client.fetch(`${DOOR}/auth/me`);
  expect([unanswered.status, await unanswered.json(), client.session()?.user.id, world.asked.length - before]).toEqual([401, expect.objectContaining({ ok: false }), 'user-of-alice', 5]);
});

test.each([[3_600_000, 'ahead'], [-3_600_000, 'behind']])('[CL-34] a clock that is %i ms off (%s) renews nothing by itself: the door says when', async (ahead) => {
  world.ahead = ahead;
  const { client } = await signedIn(world);
  for (let times = 0; times < 3; times += 1) await client.fetch(`${DOOR}/auth/me`);
  expect(world.of('/auth/session/renew')).toEqual([]);
  world.now += 901_000;
  expect([(await client.fetch(`${DOOR}/auth/me`)).status, world.of('/auth/session/renew').length]).toEqual([200, 1]);
});

test.each(['session-revoked', 'account-closed', 'user-blocked'] as const)('[CL-35] %s, by an answer or by the renewal, ends the session here and says why', async (code) => {
  for (const next of [[code], ['token-expired', code]] as const) {
    const { client, said, storage } = await signedIn(world);
    world.next = [...next];
    await client.fetch(`${DOOR}/auth/me`);
    expect([client.session(), said.at(-1), [...storage.values()].join()]).toEqual([null, ['signed-out', code], expect.not.stringMatching(/access-|refresh-|alice"/)]);
    expect((await openTab(world, { storage }).client.ready()).session).toBeNull();
  }
});

test.each(['nobody', 'wechat-busy', 'rate-limited', 'internal'] as const)('[CL-35] %s ends nothing', async (code) => {
  const { client, said } = await signedIn(world);
  world.next = ['token-expired', code];
  await client.fetch(`${DOOR}/auth/me`);
  expect([client.session()?.user.id, said]).toEqual(['user-of-alice', [['signed-in', 'user-of-alice']]]);
});

test('[CL-35] a session whose end has passed is not there when the page opens', async () => {
  const { storage } = await signedIn(world);
  world.now += 31 * 86_400_000;
  expect(openTab(world, { storage }).client.session()).toBeNull();
});

test('[CL-36] signed out, it is over here at once and at the door; with a dead token it renews for that; unanswered it says so', async () => {
  const first = await signedIn(world);
  expect([await first.client.signOut(), first.said.at(-1), world.of('/auth/session/sign-out').map(({ ticket }) => ticket)]).toEqual([true, ['signed-out', 'signed-out'], ['access-1']]);
  expect([await first.client.signOut(), first.said.length]).toEqual([true, 2]);
  const second = await signedIn(world);
  world.expireAccess();
  expect([await second.client.signOut(), world.of('/auth/session/sign-out').at(-1)?.ticket]).toEqual([true, 'access-3']);
  const third = await signedIn(world);
  world.next = ['nobody'];
  const ending = third.client.signOut();
  expect([third.client.session(), await ending]).toEqual([null, false]);
});

/** What is asked from now on is held, until it is let go; what is asked after `pass` goes through meanwhile. */
function hold(): { pass(): void; letGo(): void } {
  let letGo: () => void = () => undefined;
  world.gate = new Promise((resolve) => { letGo = resolve; });
  return { pass: () => { world.gate = Promise.resolve(); }, letGo: () => letGo() };
}

test('[CL-34] a 401 that comes when another request has renewed already is asked again with what that one got', async () => {
  const { client } = await signedIn(world);
  world.expireAccess();
  const held = hold();
  const late = client.fetch(`${DOOR}/auth/me`);
  await settled();
  held.pass();
  await client.fetch(`${DOOR}/auth/sessions`);
  held.letGo();
  expect([(await late).status, world.of('/auth/me').map(({ ticket }) => ticket), world.of('/auth/session/renew').length]).toEqual([200, ['access-1', 'access-2'], 1]);
});

test.each([[], ['session-revoked']] as const)('[CL-36] a renewal that was under way for somebody else is nothing to who is here now', async (...outcome) => {
  const before = await signedIn(world);
  world.now += 871_000;
  const start = openTab(world, { storage: before.storage });
  await start.client.signIn();
  const { client, said, storage } = openTab(world, { storage: before.storage, at: `${SITE}/${world.fragmentFor(start.went[0] ?? '', 'bob')}` });
  world.next = [...outcome];
  const held = hold();
  const asking = client.fetch(`${DOOR}/auth/me`);
  await settled();
  held.pass();
  await client.ready();
  held.letGo();
  await asking;
  await settled();
  expect([client.session()?.user.id, said.at(-1)]).toEqual(['user-of-bob', ['signed-in', 'user-of-bob']]);
  const { tokens } = JSON.parse(storage.get(`wechat-accounts:${DOOR}:session`) ?? '{}') as { tokens: { accessToken: string } };
  expect(world.access.get(tokens.accessToken)?.person).toBe('bob');
});

test('[CL-36] a renewal that was under way brings nobody back who signed out', async () => {
  const { client, said, storage } = await signedIn(world);
  world.now += 871_000;
  const held = hold();
  const asking = client.fetch(`${DOOR}/auth/me`);
  const leaving = client.signOut();
  held.letGo();
  await Promise.all([asking, leaving]);
  expect([client.session(), said.at(-1), [...storage.values()].join()]).toEqual([null, ['signed-out', 'signed-out'], expect.not.stringContaining('refresh-')]);
});

test('[CL-37] tabs that hold the same session take over what one of them renewed; without it the door would end both', async () => {
  for (const [hasTabs, renewals] of [[true, 1], [false, 2]] as const) {
    world = aWorld();
    const { client, storage } = await signedIn(world, { hasTabs });
    const twin = openTab(world, { storage: new Map(storage), hasTabs });
    const stranger = await signedIn(world, { hasTabs }, 'bob');
    world.now += 871_000;
    await client.fetch(`${DOOR}/auth/me`);
    await twin.client.fetch(`${DOOR}/auth/me`);
    expect([twin.client.session()?.user.id, stranger.said.length, world.of('/auth/session/renew').length]).toEqual([hasTabs ? 'user-of-alice' : undefined, 1, renewals]);
  }
});

test('[CL-38] tokens are in the tab’s storage and nowhere else: in no address, no event, nothing that the page is given', async () => {
  const { client, went, rewrote, said, storage } = await signedIn(world);
  world.expireAccess();
  await client.fetch(`${DOOR}/auth/me`);
  await client.signIn({ door: 'qr' });
  const given = JSON.stringify([await client.ready(), client.session(), went, rewrote, said, world.asked.map(({ url }) => url), Object.keys(client)]);
  expect(given).not.toMatch(/access-|refresh-/);
  expect([...storage.keys()].every((key) => key.startsWith(`wechat-accounts:${DOOR}:`))).toBe(true);
  expect(world.asked.filter(({ url }) => url.includes('/auth/session') || url.includes('/auth/ticket')).map(({ credentials }) => credentials)).toEqual(['omit', 'omit']);
});

test('[CL-38] what another program left in its drawer is nobody', () => {
  for (const text of ['', 'x', '1', '[]', '{}', 'null', '{"tokens":null}', '{"tokens":{}}', '{"tokens":{"refreshTokenExpiresAt":"x"},"user":{}}']) {
    expect(openTab(world, { storage: new Map([[`wechat-accounts:${DOOR}:session`, text]]) }).client.session()).toBeNull();
  }
});

test('[CL-39] one listener that throws keeps no other from hearing; one that was taken off hears no more', async () => {
  const { client, reported } = await signedIn(world);
  const heard: string[] = [];
  client.on('signed-out', () => { throw new Error('a listener'); });
  const off = client.on('signed-out', () => heard.push('taken off'));
  client.on('signed-out', ({ reason }) => heard.push(reason));
  off();
  await client.signOut();
  expect([heard, reported]).toEqual([['signed-out'], [new Error('a listener')]]);
});
