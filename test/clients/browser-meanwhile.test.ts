// What happened meanwhile: a page that Back shows again as it was left, another person, a late answer, a clock that is off.
import { API, aWorld, DOOR, openTab, settled, SITE, signedIn, WECHAT, type World } from './browser-tab';

let world: World;
beforeEach(() => { world = aWorld(); });

/** Until it is let go, no answer of the door arrives; later requests are answered. */
function holdOne(): () => void {
  let free = () => {};
  world.gate = new Promise<void>((resolve) => { free = resolve; });
  return free;
}
const goOn = () => { world.gate = Promise.resolve(); };

test('[CL-77] Back to a page from before a renewal: it goes by what the tab has now, and no old refresh token is sent', async () => {
  const one = await signedIn(world, { hasTabs: false });
  world.now += 871_000;
  const two = openTab(world, { storage: one.storage, hasTabs: false });
  await two.client.ready();
  await two.client.fetch(`${DOOR}/auth/me`);
  world.now += 871_000;
  one.tab.comeBack();
  const { status } = await one.client.fetch(`${DOOR}/auth/me`);
  expect([status, one.said, world.of('/auth/session/renew').map(({ body }) => body['refreshToken'])]).toEqual([200, [['signed-in', 'user-of-alice'], ['renewed', 'user-of-alice'], ['renewed', 'user-of-alice']], ['refresh-1', 'refresh-2']]);
});

test('[CL-77] inside WeChat, where each page that opens ends the session before it, Back leads to the session of today', async () => {
  const options = { userAgent: WECHAT, storage: new Map<string, string>() };
  const open = async () => {
    const before = openTab(world, options);
    if (!(await before.client.signInSilently()).isLeaving) throw new Error('it did not go to WeChat');
    const back = openTab(world, { ...options, at: `${SITE}/${world.fragmentFor(before.went.at(-1) ?? '')}` });
    await back.client.signInSilently();
    return back;
  };
  const one = await open();
  world.now += 120_000;
  await open();
  const { status } = await one.client.fetch(`${DOOR}/auth/me`);
  expect([status, world.of('/auth/session/sign-out').map(({ ticket }) => ticket), world.of('/auth/me').map(({ ticket }) => ticket), one.said.at(-1)]).toEqual([200, ['access-1'], ['access-2'], ['renewed', 'user-of-alice']]);
});

test.each([['bob came', 'bob', [['signed-out', 'other-person'], ['signed-in', 'user-of-bob']]], ['she left', null, [['signed-out', 'signed-out']]]])('[CL-77] where %s on a later page, the page that Back shows tells it at once', async (_what, person, told) => {
  const one = await signedIn(world, { hasTabs: false });
  if (person === null) await openTab(world, { storage: one.storage, hasTabs: false }).client.signOut();
  else await signedIn(world, { storage: one.storage, hasTabs: false }, person);
  one.said.length = 0;
  one.tab.comeBack();
  expect([one.said, one.client.session()?.user.id ?? null]).toEqual([told, person === null ? null : `user-of-${person}`]);
});

test('[CL-77] in a storage that tabs share, one that hears its session is over takes away no newer one', async () => {
  const one = await signedIn(world, { hasTabs: false });
  await signedIn(world, { storage: one.storage, hasTabs: false });
  const { status } = await one.client.fetch(`${DOOR}/auth/me`);
  expect([status, one.client.session()?.user.id, (await openTab(world, { storage: one.storage }).client.ready()).session?.user.id]).toEqual([200, 'user-of-alice', 'user-of-alice']);
});

test('[CL-78] a request that one person made is not sent again as another who signed in meanwhile', async () => {
  const alice = await signedIn(world);
  world.expireAccess();
  const free = holdOne();
  const order = alice.client.fetch(`${API}/orders`, { method: 'POST', body: '{"by":"alice"}' });
  await settled();
  goOn();
  await signedIn(world, { storage: alice.storage }, 'bob');
  free();
  expect([(await order).status, world.of('/orders').map(({ ticket }) => ticket), alice.client.session()?.user.id]).toEqual([401, ['access-1'], 'user-of-bob']);
});

test('[CL-79] signed out while a ticket is traded she stays signed out, and what came of it ends at the door', async () => {
  const alice = await signedIn(world);
  const before = openTab(world, { storage: alice.storage });
  await before.client.signIn();
  const back = openTab(world, { storage: alice.storage, at: `${SITE}/${world.fragmentFor(before.went[0] ?? '')}` });
  const free = holdOne();
  const ready = back.client.ready();
  await settled();
  goOn();
  await back.client.signOut();
  free();
  expect([(await ready).session, back.client.session(), back.said]).toEqual([null, null, [['signed-out', 'signed-out']]]);
  await settled();
  expect(world.of('/auth/session/sign-out').map(({ ticket }) => ticket)).toEqual(['access-1', 'access-2']);
});

test('[CL-79] of a code that was still being made when she signed out, nothing is shown or kept', async () => {
  const { client, said, storage } = openTab(world);
  const free = holdOne();
  const begun = client.signIn({ door: 'scan' });
  await settled();
  await client.signOut();
  free();
  await begun;
  expect([said, [...storage.keys()].filter((key) => key.endsWith(':scan'))]).toEqual([[], []]);
});

test('[CL-79] of two taps the later one shows its code, in whatever order the answers come', async () => {
  const { client, said } = openTab(world);
  const images: string[] = [];
  client.on('scan', ({ image }) => images.push(image));
  const free = holdOne();
  const first = client.signIn({ door: 'scan' });
  await settled();
  goOn();
  world.scans.image = 'data:image/png;base64,bGF0ZXI';
  await client.signIn({ door: 'scan' });
  free();
  await first;
  expect([images, said]).toEqual([['data:image/png;base64,bGF0ZXI'], [['scan', 'pending']]]);
});

test.each([-3_600_000, -180_000, 180_000, 3_600_000])('[CL-80] with a clock that is %d ms off a fresh code is good for two minutes, and one poll that fails ends nothing', async (off) => {
  world.scans.aheadMs = off;
  const { client, said } = openTab(world);
  const left: number[] = [];
  client.on('scan', ({ expiresAt }) => left.push(expiresAt - world.now));
  await client.signIn({ door: 'scan' });
  world.next = ['nobody'];
  await world.pass(2000);
  expect([left, said]).toEqual([[120_000], [['scan', 'pending']]]);
});

test('[CL-81] what ends a session at the door is sent also where the page is left at that moment', async () => {
  const alice = await signedIn(world);
  await signedIn(world, { storage: alice.storage }, 'bob');
  await settled();
  expect(world.of('/auth/session/sign-out').map(({ ticket, keepalive }) => [ticket, keepalive])).toEqual([['access-1', true]]);
});

test('[CL-82] with a cookie, a link that brings nothing but a refusal hides nobody who is signed in', async () => {
  await signedIn(world, { cookie: true });
  const linked = openTab(world, { cookie: true, at: `${SITE}/#refusal=declined` });
  const { session, refusal } = await linked.client.ready();
  expect([session?.user.id, refusal?.code]).toEqual(['user-of-alice', 'declined']);
});

test('[CL-82] whom another took the place of did not leave: the page that opens next has who is signed in by the cookie', async () => {
  const alice = await signedIn(world, { cookie: true });
  await signedIn(world, { cookie: true }, 'bob');
  world.now += 871_000;
  await alice.client.fetch(`${DOOR}/auth/me`);
  expect(alice.said.at(-1)).toEqual(['signed-out', 'other-person']);
  expect((await openTab(world, { cookie: true, storage: alice.storage }).client.ready()).session?.user.id).toBe('user-of-bob');
});

test('[CL-83] once somebody is signed in, code and state of another provider stay in the address and are sent nowhere', async () => {
  const alice = await signedIn(world);
  const address = `${SITE}/?code=of-another&state=${'ab'.repeat(16)}`;
  const back = openTab(world, { storage: alice.storage, at: address });
  expect([(await back.client.ready()).session?.user.id, back.href(), world.of('/auth/ticket').length]).toEqual(['user-of-alice', address, 1]);
});
