// The device page on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, refused, tokens } from '../a-phone';
import { useWx } from '../a-wx';

const DEVICES = 'pages/devices/devices';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };

function aSession(sessionId: string, model: string, current = false) {
  const now = Date.now();
  return { sessionId, current, door: 'mini-program', appId: 'wxfa4e000000000001', device: { platform: 'ios', model }, ipPrefix: '203.0.113.*', createdAt: now, lastUsedAt: now, expiresAt: now };
}
const PAD = aSession('s-pad', 'iPad Air');
const PHONE = aSession('s-phone', 'iPhone 15', true);
const OLD = aSession('s-old', 'iPhone $& 8');
const listing = (...sessions: object[]) => () => ok({ sessions });

const titles = (page: Mounted) => page.node.querySelectorAll('.item__title').map(({ dom }) => dom?.textContent);
const press = (page: Mounted, id: string) => tap(page.node.querySelector(`#${id}`));
const retry = (page: Mounted) => tap(page.node.querySelector('.why')?.querySelector('#retry'));

async function openList(answers: Record<string, () => unknown> = {}) {
  const world = useWx({ stored: SIGNED_IN, answers: { 'session/list': listing(PAD, PHONE, OLD), ...answers } });
  const page = open(DEVICES);
  await settle();
  world.asked.length = 0;
  return { world, page };
}

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-54] this device stands first, is marked, and has no button; the others have one each', async () => {
  const { page } = await openList();
  expect(titles(page)).toEqual(['iPhone 15', 'iPad Air', 'iPhone $& 8']);
  expect(page.node.querySelectorAll('.item__here')).toHaveLength(1);
  expect(page.node.querySelector('#session-0')?.dom?.textContent).toContain('This device');
  expect([0, 1, 2, 3].map((n) => page.node.querySelector(`#revoke-${n}`) !== undefined)).toEqual([false, true, true, false]);
  expect(page.host.textContent).toContain('whoever can still open this WeChat signs in again by a tap');
});

it('[PH-54] with this device alone it says that there is no other', async () => {
  const { page } = await openList({ 'session/list': listing(PHONE) });
  expect(titles(page)).toEqual(['iPhone 15']);
  expect(page.host.textContent).toContain('You are signed in on no other device');
});

it('[PH-24] the device page speaks the language WeChat is set to', async () => {
  useWx({ stored: SIGNED_IN, language: 'zh_CN', answers: { 'session/list': listing(PHONE) } });
  const page = open(DEVICES);
  await settle();
  expect(page.host.textContent).toContain('本机');
  expect(page.host.textContent).toContain('退出所有设备');
});

it('[PH-56] a device is signed out after a yes, and is gone at once without another list', async () => {
  const { world, page } = await openList({ 'session/revoke': () => ok({}) });
  await press(page, 'revoke-2');
  expect(world.questions).toMatchObject([{ title: 'Sign out this device?', content: '“iPhone $& 8” is signed out at once.' }]);
  expect([titles(page), textOf(page, 'view'), textOf(page, 'result')]).toEqual([['iPhone 15', 'iPad Air'], 'signed-in', '“iPhone $& 8” is signed out']);
  expect(world.asked).toEqual(['session/revoke']);
});

it('[PH-56] the session that ends is the one beside the tapped button, also after another one went', async () => {
  const revoked: unknown[] = [];
  const { world, page } = await openList();
  world.answers['session/revoke'] = (request) => { revoked.push(request['sessionId']); return ok({}); };
  await press(page, 'revoke-1');
  await press(page, 'revoke-1');
  expect(revoked).toEqual(['s-pad', 's-old']);
});

it('[PH-56] a no changes nothing and asks nothing of the cloud', async () => {
  const { world, page } = await openList();
  world.confirms = false;
  await press(page, 'revoke-1');
  await press(page, 'sign-out-everywhere');
  expect([world.questions.length, world.asked, textOf(page, 'view')]).toEqual([2, [], 'signed-in']);
  expect(titles(page)).toHaveLength(3);
});

it('[PH-56] where WeChat cannot ask, nothing is signed out', async () => {
  const { world, page } = await openList({ 'session/revoke': () => ok({}) });
  Object.assign(wx, { showModal: (options: WechatMiniprogram.ShowModalOption) => options.fail?.({ errMsg: 'showModal:fail' }) });
  await press(page, 'revoke-1');
  expect(world.asked).toEqual([]);
});

it('[PH-57] a device that has gone already is said to be, and the list is read again', async () => {
  const { world, page } = await openList({ 'session/revoke': () => refused('not-found', 'never') });
  world.answers['session/list'] = listing(PHONE, OLD);
  await press(page, 'revoke-1');
  await settle();
  expect([titles(page), textOf(page, 'view')]).toEqual([['iPhone 15', 'iPhone $& 8'], 'signed-in']);
  expect(textOf(page, 'result')).toContain('was signed out before');
  expect(world.asked).toEqual(['session/revoke', 'session/list']);
});

it('[PH-57] where the list cannot be read again, it does not claim to be up to date', async () => {
  const { world, page } = await openList({ 'session/revoke': () => refused('not-found', 'never') });
  delete world.answers['session/list'];
  await press(page, 'revoke-1');
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'result')]).toEqual(['offline', null]);
});

it('[PH-58] signing out everywhere asks first, says that this device is meant too, and goes home', async () => {
  const { world, page } = await openList({ 'session/sign-out-everywhere': () => ok({}) });
  await press(page, 'sign-out-everywhere');
  await settle();
  expect(world.questions[0]?.content).toContain('this device too');
  expect([world.asked, world.moves]).toEqual([['session/sign-out-everywhere'], ['/pages/home/home?tidings=signed-out-everywhere']]);
  expect(world.storage.get('account')).toEqual({ kind: 'signed-out', reason: 'person' });
});

it.each(['devices', 'home'])('[PH-52] one that was not confirmed is finished by the next start, on %s too, before anything is shown as signed in', async (name) => {
  const first = await openList();
  await press(first.page, 'sign-out-everywhere');
  await settle();
  expect(textOf(first.page, 'view')).toBe('offline');
  const world = useWx({ stored: first.world.storage.get('account') as object, answers: { 'session/sign-out-everywhere': () => ok({}) } });
  const page = open(`pages/${name}/${name}`);
  expect(textOf(page, 'view')).toBe('working');
  await settle();
  expect([world.asked, textOf(page, 'view'), world.moves]).toEqual([['session/sign-out-everywhere'], 'idle', name === 'home' ? [] : ['/pages/home/home?tidings=signed-out-everywhere']]);
});

it('[PH-59] until the list is there the page shows working', async () => {
  const gate = aGate();
  useWx({ stored: SIGNED_IN, answers: { 'session/list': async () => { await gate.passed; return listing(PHONE)(); } } });
  const page = open(DEVICES);
  expect([textOf(page, 'view'), titles(page)]).toEqual(['working', []]);
  expect(page.host.textContent).toContain('Reading…');
  gate.open();
  await settle();
  expect([textOf(page, 'view'), titles(page)]).toEqual(['signed-in', ['iPhone 15']]);
});

it('[PH-59] without a network it shows offline, and a retry reads the list', async () => {
  const world = useWx({ stored: SIGNED_IN });
  const page = open(DEVICES);
  await settle();
  expect([textOf(page, 'view'), titles(page)]).toEqual(['offline', []]);
  world.answers['session/list'] = listing(PHONE);
  await retry(page);
  await settle();
  expect([textOf(page, 'view'), titles(page)]).toEqual(['signed-in', ['iPhone 15']]);
});

it('[PH-59] a retry repeats what failed: the same device, without asking again', async () => {
  const { world, page } = await openList();
  await press(page, 'revoke-1');
  await settle();
  expect([textOf(page, 'view'), titles(page).length]).toEqual(['offline', 3]);
  world.answers['session/revoke'] = () => ok({});
  await retry(page);
  expect([titles(page), world.questions.length]).toEqual([['iPhone 15', 'iPhone $& 8'], 1]);
});

it('[PH-59] a refusal shows its code and leaves the list', async () => {
  const { page } = await openList({ 'session/revoke': () => refused('rate-limited', 'later') });
  await press(page, 'revoke-1');
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'refusal'), titles(page).length]).toEqual(['refused', 'rate-limited', 3]);
});

it('[PH-60] a session that was ended elsewhere shows why, no device, and where to sign in', async () => {
  const { world, page } = await openList({ 'session/revoke': () => refused('session-revoked') });
  await press(page, 'revoke-1');
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'refusal'), titles(page)]).toEqual(['refused', 'session-revoked', []]);
  expect(page.host.textContent).toContain('Please sign in on the home page first');
  expect([page.node.querySelector('#sign-out-everywhere'), page.node.querySelector('.why')?.querySelector('#retry'), world.moves]).toEqual([undefined, undefined, []]);
});

it('[PH-60] with nobody signed in it asks nothing of the cloud', async () => {
  const world = useWx();
  const page = open(DEVICES);
  await settle();
  expect([textOf(page, 'view'), world.asked, world.moves]).toEqual(['idle', [], []]);
  expect(page.host.textContent).toContain('Please sign in on the home page first');
});

it('[PH-60] home, come back to, shows that the session ended, also over an older failure', async () => {
  const world = useWx({ stored: SIGNED_IN });
  const home = open('pages/home/home');
  await settle();
  expect([textOf(home, 'view'), textOf(home, 'nickname')]).toEqual(['offline', 'Alice']);
  expect(home.node.querySelector('#devices')).toBeDefined();
  world.storage.set('account', { kind: 'signed-out', reason: 'session-revoked' });
  home.node.instance['onShow']?.();
  await settle();
  expect([textOf(home, 'view'), textOf(home, 'refusal'), textOf(home, 'nickname')]).toEqual(['refused', 'session-revoked', null]);
  expect(home.node.querySelector('#devices')).toBeUndefined();
});

it('[PH-166] what was done to a device is said until the page is left or another button is tapped', async () => {
  const { world, page } = await openList({ 'session/revoke': () => ok({}) });
  await press(page, 'revoke-2');
  expect(textOf(page, 'result')).toContain('is signed out');
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle();
  expect(textOf(page, 'result')).toBeNull();
  delete world.answers['session/revoke'];
  await press(page, 'revoke-1');
  expect(textOf(page, 'view')).toBe('offline');
  world.confirms = false;
  await press(page, 'revoke-1');
  expect([textOf(page, 'view'), textOf(page, 'result')]).toEqual(['signed-in', null]);
});

it('[PH-166] a list that could not be read is still asked for when the page is shown again', async () => {
  useWx({ stored: SIGNED_IN });
  const page = open(DEVICES);
  await settle();
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle();
  expect([textOf(page, 'view'), page.node.querySelector('.why')?.querySelector('#retry') !== undefined]).toEqual(['offline', true]);
});
