// The scan door from the page that shows the code: what it asks and when, how it ends, and what a reload finds.
import { createHash } from 'node:crypto';
import type { Scan } from '../../clients/browser/scan';
import { aWorld, DOOR, openTab, settled, signedIn, SITE, type World } from './browser-tab';

let world: World;
beforeEach(() => { world = aWorld(); });

const polls = () => world.asked.filter(({ method, url }) => method === 'GET' && url.includes('/auth/scan/'));
const begun = () => world.of('/auth/scan').filter(({ method }) => method === 'POST');
async function showing(options: Parameters<typeof openTab>[1] = {}, how: object = {}) {
  const tab = openTab(world, options);
  const scans: Scan[] = [];
  tab.client.on('scan', (scan) => scans.push(scan));
  await tab.client.signIn({ door: 'scan', ...how });
  return { ...tab, scans };
}

test('[CL-43] the door is told the hash of a verifier that stays in the tab; the page gets code, number and end, and nothing secret', async () => {
  const { scans, storage, went } = await showing({ at: `${SITE}/shop?a=1#b` });
  const [{ body, credentials, redirect } = { body: {} as Record<string, string>, credentials: '', redirect: '' }] = begun();
  const { verifier = '' } = (JSON.parse(storage.get(`wechat-accounts:${DOOR}:scan`) ?? '[{}]') as { verifier?: string }[])[0] ?? {};
  expect([Object.keys(body), createHash('sha256').update(verifier).digest('base64url'), credentials, redirect]).toEqual([['challenge'], body['challenge'], 'omit', 'error']);
  expect([scans, went]).toEqual([[{ image: 'data:image/jpeg;base64,/9j/4AAQ', matchNumber: '07', expiresAt: world.now + 120_000, state: 'pending' }], []]);
});

test('[CL-43] with several mini programs it says whose code', async () => {
  await showing({}, { app: 'wxfa4e000000000004' });
  expect(begun()[0]?.body['app']).toBe('wxfa4e000000000004');
});

test('[CL-43] a door whose clock runs an hour ahead makes no code live longer here', async () => {
  const { scans } = await showing();
  expect(scans[0]?.expiresAt).toBe(world.now + 120_000);
  world.scans.aheadMs = 3_600_000;
  const other = await showing();
  expect(other.scans[0]?.expiresAt).toBe(world.now + 120_000);
});

test('[CL-44] it is asked after every two seconds, with nothing but the address, and never again while an answer is still out', async () => {
  await showing();
  await world.pass(6000);
  expect(polls().map(({ url, ticket, body, credentials }) => [url, ticket, body, credentials])).toEqual(Array(3).fill([`${DOOR}/auth/scan/secret-1`, null, {}, 'omit']));
  let letGo: () => void = () => undefined;
  world.gate = new Promise((resolve) => { letGo = resolve; });
  await world.pass(8000);
  expect(polls().length).toBe(4);
  letGo();
  await world.pass(2000);
  expect([polls().length, world.scans.mostAtOnce]).toEqual([5, 1]);
});

test('[CL-44] an answer that hangs for ten seconds is given up and asked for anew', async () => {
  const { said } = await showing();
  world.gate = new Promise(() => undefined);
  await world.pass(11_000);
  world.gate = Promise.resolve();
  world.scans.confirmed();
  await world.pass(4000);
  expect([said.at(-1), world.scans.mostAtOnce]).toEqual([['signed-in', 'user-of-alice'], 1]);
});

test('[CL-44] a page that nobody sees asks nothing, and goes on within two seconds of being seen', async () => {
  const { tab, said } = await showing();
  tab.isHidden = true;
  await world.pass(30_000);
  world.scans.confirmed();
  expect(polls()).toEqual([]);
  tab.isHidden = false;
  await world.pass(2000);
  await settled();
  expect([polls().length, said.at(-1)]).toEqual([1, ['signed-in', 'user-of-alice']]);
});

test.each(['nobody', 'internal', 'rate-limited', 'wechat-busy', 'wechat-unavailable', 'conflict-retry'] as const)('[CL-44] %s ends nothing before the code does, and then the code is over', async (code) => {
  const { said, storage } = await showing();
  world.next = Array(59).fill(code);
  await world.pass(118_000);
  expect([polls().length, said]).toEqual([59, [['scan', 'pending']]]);
  world.next = Array(9).fill(code);
  await world.pass(10_000);
  expect([polls().length, said.at(-1), [...storage.keys()]]).toEqual([60, ['refused', 'state-invalid'], []]);
});

test('[CL-45] scanned is told once; confirmed, the ticket is traded with this verifier and she is signed in, with nothing in the address', async () => {
  const { client, said, rewrote, went, storage } = await showing();
  world.scans.scanned();
  await world.pass(6000);
  expect(said).toEqual([['scan', 'pending'], ['scan', 'scanned']]);
  world.scans.confirmed();
  await world.pass(2000);
  await settled();
  expect([said.slice(2), client.session()?.user.id, rewrote, went]).toEqual([[['scan', 'confirmed'], ['signed-in', 'user-of-alice']], 'user-of-alice', [], []]);
  const asked = world.asked.length;
  await world.pass(20_000);
  expect([world.asked.length - asked, [...storage.keys()]]).toEqual([0, [`wechat-accounts:${DOOR}:session`]]);
});

test('[CL-45] of another person, whoever was here is gone before she is told, and at the door too', async () => {
  const { storage } = await signedIn(world);
  const { said } = await showing({ storage });
  world.scans.confirmed('bob');
  await world.pass(2000);
  await settled();
  expect([said.slice(2), world.of('/auth/session/sign-out').map(({ ticket }) => ticket)]).toEqual([[['signed-out', 'other-person'], ['signed-in', 'user-of-bob']], ['access-1']]);
});

test('[CL-20] the answer to the ticket is lost: the next load of the page asks for it again', async () => {
  const { said, storage } = await showing();
  world.scans.confirmed();
  world.next = [null, 'nobody'];
  await world.pass(2000);
  await settled();
  expect(said.at(-1)).toEqual(['refused', 'unreachable']);
  const again = openTab(world, { storage });
  expect([(await again.client.ready()).session?.user.id, again.said]).toEqual(['user-of-alice', [['signed-in', 'user-of-alice']]]);
});

test.each([['declined', 'declined', 2000], ['over', 'state-invalid', 122_000]] as const)('[CL-46] %s, the page is told %s and asks no more; begun again it is another code', async (how, code, milliseconds) => {
  const { client, said, storage } = await showing();
  if (how === 'declined') world.scans.declined();
  await world.pass(milliseconds);
  await settled();
  expect([said.at(-1), [...storage.keys()]]).toEqual([['refused', code], []]);
  const asked = world.asked.length;
  await world.pass(20_000);
  expect(world.asked.length).toBe(asked);
  await client.signIn({ door: 'scan' });
  expect([world.scans.count(), said.at(-1)]).toEqual([2, ['scan', 'pending']]);
});

test.each(['not-found', 'rate-limited', 'nobody'] as const)('[CL-46] where the door has no code (%s) that is told, and nothing is asked after', async (code) => {
  world.next = [code];
  const { said } = await showing();
  await world.pass(10_000);
  expect([said, polls()]).toEqual([[['refused', code === 'nobody' ? 'unreachable' : code]], []]);
});

test.each(['https://evil.example/a.png', 'data:text/html;base64,AAAA', 'data:image/svg+xml;base64,AAAA', 'data:image/png,AAAA', ' data:image/png;base64,AAAA', 'javascript:alert(1)', ''])('[CL-47] the picture %j is none: nobody gets to see it, and nothing is asked after', async (image) => {
  world.scans.image = image;
  const { said, storage } = await showing();
  await world.pass(4000);
  expect([said, polls(), [...storage.keys()]]).toEqual([[['refused', 'internal']], [], []]);
});

test('[CL-48] loaded again, the page goes on with the same code, as does a button that is pressed again', async () => {
  const before = await showing();
  await world.pass(2000);
  before.tab.isHidden = true;
  const after = openTab(world, { storage: before.storage });
  await after.client.ready();
  await after.client.signIn({ door: 'scan' });
  world.scans.confirmed();
  await world.pass(2000);
  await settled();
  expect([after.said, world.scans.count()]).toEqual([[['scan', 'pending'], ['scan', 'pending'], ['scan', 'confirmed'], ['signed-in', 'user-of-alice']], 1]);
});

test('[CL-48] two minutes later there is nothing to go on with, and another tab never has it', async () => {
  const { storage } = await showing();
  const stranger = openTab(world);
  await stranger.client.ready();
  world.now += 120_001;
  const late = openTab(world, { storage });
  await late.client.ready();
  await world.pass(4000);
  expect([late.said, stranger.said]).toEqual([[], []]);
});

test('[CL-49] given up by its signal it is asked after no more, before the door has answered too, and another signal ends nothing', async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const { client, said, storage } = await showing({}, { signal: first.signal });
  await client.signIn({ door: 'scan', signal: second.signal });
  first.abort();
  await world.pass(2000);
  expect(polls().length).toBe(1);
  second.abort();
  world.scans.confirmed();
  await world.pass(20_000);
  expect([polls().length, client.session(), [...storage.keys()]]).toEqual([1, null, []]);
  const third = new AbortController();
  const beginning = client.signIn({ door: 'scan', signal: third.signal });
  third.abort();
  await beginning;
  await world.pass(4000);
  expect([polls().length, said.length]).toEqual([1, 2]);
});

test.each(['another door', 'signing out'])('[CL-49] %s gives it up', async (what) => {
  const { client, storage, said } = await showing();
  if (what === 'signing out') await client.signOut();
  else await client.signIn({ door: 'qr' });
  world.scans.confirmed();
  await world.pass(10_000);
  expect([polls(), storage.has(`wechat-accounts:${DOOR}:scan`), said]).toEqual([[], false, [['scan', 'pending']]]);
});

test('[CL-50] who holds the ticket or the poll secret alone gets nothing: the verifier is this tab’s', async () => {
  await showing();
  world.scans.confirmed();
  const stranger = openTab(world, { at: `${SITE}/#ticket=alice.0` });
  expect((await stranger.client.ready()).refusal?.code).toBe('ticket-invalid');
  const thief = new Map([[`wechat-accounts:${DOOR}:scan`, JSON.stringify([{ scan: { image: '', matchNumber: '07', expiresAt: world.now + 1000, state: 'pending' }, pollSecret: 'secret-1', verifier: 'x'.repeat(43), at: world.now }])]]);
  const other = openTab(world, { storage: thief });
  await other.client.ready();
  await world.pass(2000);
  await settled();
  expect([other.client.session(), other.said.at(-1)]).toEqual([null, ['refused', 'ticket-invalid']]);
});
