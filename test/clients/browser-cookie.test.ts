// The browser client where the door keeps the refresh token in a cookie: every tab of the site shares it, and no script has it.
import { aWorld, openTab, settled, signedIn, WECHAT, type World } from './browser-tab';

let world: World;
beforeEach(() => { world = aWorld(); });
const bodies = (path: string) => world.of(path).map(({ body }) => body);

test('[CL-57] it lets the door keep the token, sends credentials to it, and stores none', async () => {
  const { storage } = await signedIn(world, { cookie: true });
  expect([bodies('/auth/ticket').map(({ cookie }) => cookie), world.jar, [...storage.values()].join().includes('refresh-')]).toEqual([[true], 'alice', false]);
  expect(new Set(world.asked.map(({ credentials }) => credentials))).toEqual(new Set(['include']));
});

test('[CL-57] another tab, and the page tomorrow, find who is signed in by the cookie; a tab where she left does not', async () => {
  await signedIn(world, { cookie: true });
  const other = openTab(world, { cookie: true });
  expect([(await other.client.ready()).session?.user.id, other.said, bodies('/auth/session/renew')]).toEqual(['user-of-alice', [['signed-in', 'user-of-alice']], [{ cookie: true }]]);
  await other.client.signOut();
  expect([world.jar, bodies('/auth/session/sign-out')]).toEqual([null, [{ cookie: true }]]);
  world.jar = 'bob';
  const asked = world.asked.length;
  expect([(await openTab(world, { cookie: true, storage: other.storage }).client.ready()).session, world.asked.length]).toEqual([null, asked]);
});

test('[CL-57] nobody’s cookie is nobody, and without a network nobody is told of a refusal', async () => {
  const first = openTab(world, { cookie: true });
  expect([await first.client.ready(), first.said]).toEqual([{ session: null, refusal: null, isLeaving: false }, []]);
  world.next = ['nobody'];
  const second = openTab(world, { cookie: true });
  expect([(await second.client.ready()).session, second.said]).toEqual([null, []]);
});

test('[CL-57] it renews by the cookie, once however many want it, and tells no other tab', async () => {
  const { client } = await signedIn(world, { cookie: true });
  const twin = openTab(world, { cookie: true });
  await twin.client.ready();
  world.expireAccess();
  await Promise.all(Array.from({ length: 5 }, () => client.fetch('https://accounts.example.com/auth/me')));
  await settled();
  expect([bodies('/auth/session/renew'), twin.said]).toEqual([[{ cookie: true }, { cookie: true }], [['signed-in', 'user-of-alice']]]);
});

test('[CL-58] where another tab signed somebody else in, nothing of the one before is shown with the tokens of the other', async () => {
  const { client, said } = await signedIn(world, { cookie: true });
  await signedIn(world, { cookie: true }, 'bob');
  world.expireAccess();
  await client.fetch('https://accounts.example.com/auth/me');
  expect([client.session(), said.at(-1)]).toEqual([null, ['signed-out', 'other-person']]);
  const tokens = world.of('/auth/me').map(({ ticket }) => ticket);
  expect(tokens.filter((token) => world.access.get(token ?? '')?.person === 'bob')).toEqual([]);
});

test('[CL-57] inside WeChat it asks for no cookie, and goes by tokens', async () => {
  const { storage } = await signedIn(world, { cookie: true, userAgent: WECHAT });
  expect([bodies('/auth/ticket').map((body) => 'cookie' in body), world.jar, [...storage.values()].join().includes('refresh-'), new Set(world.asked.map(({ credentials }) => credentials))]).toEqual([[false], null, true, new Set(['omit'])]);
});
