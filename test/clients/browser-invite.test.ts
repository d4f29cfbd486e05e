// Who brought a person to the site: how the code in the address reaches the door, and what does not.
import { aWorld, DOOR, openTab, signedIn, SITE, WECHAT, type World } from './browser-tab';

const CODE = 'abcdefgh234567zz';
let world: World;
beforeEach(() => { world = aWorld(); });

const inviteOf = (address: string | undefined) => new URL(address ?? '').searchParams.get('invite');

test.each([['qr', undefined], ['h5', WECHAT]] as const)('[CL-51] the invite of the page’s address goes along to the door %s', async (door, userAgent) => {
  const { client, went, href, rewrote } = openTab(world, { at: `${SITE}/shop?a=1&invite=${CODE}#b`, ...(userAgent === undefined ? {} : { userAgent }) });
  await client.signIn({ door });
  expect([inviteOf(went[0]), new URL(went[0] ?? '').searchParams.get('return_to'), href(), rewrote]).toEqual([CODE, `${SITE}/shop`, `${SITE}/shop?a=1&invite=${CODE}#b`, []]);
});

test('[CL-51] it goes to the scan door in the body, and silently inside WeChat too', async () => {
  await openTab(world, { at: `${SITE}/?invite=${CODE}` }).client.signIn({ door: 'scan' });
  expect(world.of('/auth/scan').map(({ body }) => body['invite'])).toEqual([CODE]);
  const inside = openTab(world, { at: `${SITE}/?invite=${CODE}`, userAgent: WECHAT });
  await inside.client.signInSilently();
  expect(inviteOf(inside.went[0])).toBe(CODE);
});

test('[CL-51] it is kept while she looks around in the tab, until she is signed in; what the site says itself goes first', async () => {
  const { storage } = openTab(world, { at: `${SITE}/?invite=${CODE}` });
  const login = openTab(world, { at: `${SITE}/login`, storage });
  await login.client.signIn();
  await login.client.signIn({ invite: 'zzzzzzzz22222222' });
  expect(login.went.map(inviteOf)).toEqual([CODE, 'zzzzzzzz22222222']);
  const after = await signedIn(world, { storage });
  await after.client.signIn();
  expect([inviteOf(after.went[0]), [...storage.keys()].filter((key) => key.includes('invite'))]).toEqual([null, []]);
});

test.each(['', 'short', `${CODE}a`, CODE.toUpperCase(), 'abcdefgh2345678!', '0189abcdefgh2345', '<img src=x>'])('[CL-51] %j is no invite: it goes nowhere and keeps nobody out', async (code) => {
  const { client, went, storage } = openTab(world, { at: `${SITE}/?invite=${encodeURIComponent(code)}` });
  await client.signIn();
  await client.signIn({ invite: code });
  expect([went.map(inviteOf), [...storage.keys()]]).toEqual([[null, null], [`wechat-accounts:${DOOR}:proofs`]]);
});

test('[CL-51] of a page that is the redirect_uri itself it leaves the address with code and state; one of another shape is the app’s own', async () => {
  const { storage } = await (async () => {
    const tab = openTab(world);
    await tab.client.signIn();
    return tab;
  })();
  for (const [code, left] of [[CODE, '/login?a=1'], ['spring', '/login?a=1&invite=spring']] as const) {
    const { client, rewrote } = openTab(world, { at: `${SITE}/login?a=1&code=0xyz&invite=${code}&state=${'b'.repeat(32)}`, storage: new Map(storage) });
    await client.ready();
    expect(rewrote.map(([to]) => to)).toEqual([left]);
  }
});
