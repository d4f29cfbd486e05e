// The page that links another app, on WeChat's component simulator: the code that is made here.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, MINUTE, ok, refused, tokens } from '../a-phone';
import { useWx, type World } from '../a-wx';

const LINK = 'pages/link/link';
const CODE = 'Ab3-_xYz0123456789abcd';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const aCode = (linkCode = CODE) => () => ok({ linkCode, expiresAt: Date.now() + 5 * MINUTE });

const press = async (page: Mounted, id: string) => { await tap(page.node.querySelector(`#${id}`)?.querySelector('.go')); await settle(30); };
const retry = async (page: Mounted) => { await tap(page.node.querySelector('.why')?.querySelector('#retry')); await settle(30); };

async function openLink(answers: World['answers'] = {}, language = 'en') {
  const world = useWx({ stored: SIGNED_IN, language, answers });
  const page = open(LINK);
  await settle();
  return { world, page };
}

/** Lets the phone's clock run on while the app is in the background. */
async function comeBackAfter(page: Mounted, milliseconds: number): Promise<void> {
  page.node.instance['onHide']?.();
  const then = Date.now() + milliseconds;
  jest.spyOn(Date, 'now').mockImplementation(() => then);
  page.node.instance['onShow']?.();
  await settle();
}

beforeEach(() => { document.body.innerHTML = ''; });
afterEach(() => { jest.restoreAllMocks(); jest.useRealTimers(); });

it('[PH-189] nothing is asked before the tap; then the code stands there with what to do, for how long, and a button that copies it', async () => {
  const { world, page } = await openLink({ 'account/link-start': aCode() });
  expect([textOf(page, 'view'), world.asked, textOf(page, 'link-code')]).toEqual(['signed-in', [], null]);
  await press(page, 'link-start');
  expect([textOf(page, 'view'), world.asked, textOf(page, 'link-code')]).toEqual(['signed-in', ['account/link-start'], CODE]);
  expect(textOf(page, 'link-left')).toMatch(/^Good for [45]:\d\d$/);
  for (const words of ['Enter it in your other app', 'Send it to nobody']) expect(page.host.textContent).toContain(words);
  await press(page, 'link-copy');
  expect([world.clipboard, textOf(page, 'result')]).toEqual([CODE, 'Copied']);
});

it('[PH-24] the page that links speaks the language WeChat is set to', async () => {
  const { page } = await openLink({ 'account/link-start': aCode() }, 'zh_CN');
  for (const words of ['关联另一个应用', '输入另一个应用里的关联码']) expect(page.host.textContent).toContain(words);
  await press(page, 'link-start');
  for (const words of ['复制关联码', '不要发给任何人', '后失效']) expect(page.host.textContent).toContain(words);
});

it('[PH-189] a code that cannot be copied is said, and WeChat’s privacy gate opens the sheet here too', async () => {
  const { world, page } = await openLink({ 'account/link-start': aCode() });
  await press(page, 'link-start');
  world.clipboard = null;
  await press(page, 'link-copy');
  expect(textOf(page, 'result')).toContain('could not be copied');
  world.gate.call();
  await settle();
  expect(page.node.querySelector('.sheet')?.data['open']).toBe(true);
  await tap(page.node.querySelector('.sheet')?.querySelector('#disagree-privacy'));
  await settle();
  expect(world.gate.told.at(-1)).toEqual({ event: 'disagree' });
});

it('[PH-189] a sign-in that is too old is renewed in the same tap', async () => {
  const { world, page } = await openLink({
    'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }),
    'account/link-start': (request) => (request['accessToken'] === 'access-2' ? aCode()() : refused('recent-sign-in-required')),
  });
  await press(page, 'link-start');
  expect([textOf(page, 'link-code'), world.asked]).toEqual([CODE, ['account/link-start', 'wx.login', 'session/sign-in', 'account/link-start', 'session/sign-out']]);
});

it.each([[5 * MINUTE, '5:00'], [299_001, '5:00'], [61_000, '1:01'], [59_001, '1:00'], [1, '0:01']])('[PH-190] of %d milliseconds left it says %s', async (left, said) => {
  const now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  const { page } = await openLink({ 'account/link-start': () => ok({ linkCode: CODE, expiresAt: now + left }) });
  await press(page, 'link-start');
  expect(textOf(page, 'link-left')).toBe(`Good for ${said}`);
});

it('[PH-190] the code and its countdown outlast a visit to the other app; a code that grew old meanwhile is gone, and a new one is offered', async () => {
  const { world, page } = await openLink({ 'account/link-start': aCode() });
  await press(page, 'link-start');
  await comeBackAfter(page, 2 * MINUTE);
  expect([textOf(page, 'link-code'), textOf(page, 'link-left')]).toEqual([CODE, expect.stringMatching(/^Good for [23]:\d\d$/)]);
  await comeBackAfter(page, 3 * MINUTE);
  expect([textOf(page, 'link-code'), textOf(page, 'link-over'), page.node.querySelector('#link-copy')]).toEqual([null, 'The code has expired', undefined]);
  expect(page.node.querySelector('#link-start')?.dom?.textContent).toContain('Get a new one');
  world.answers['account/link-start'] = aCode('another');
  await press(page, 'link-start');
  expect([textOf(page, 'link-code'), textOf(page, 'link-over')]).toEqual(['another', null]);
});

it('[PH-190] while the page is on show the code goes by itself, and no timer outlives it', async () => {
  let tick: () => void = () => undefined;
  const stopped: unknown[] = [];
  jest.spyOn(globalThis, 'setInterval').mockImplementation(((each: () => void) => { tick = each; return 7; }) as unknown as typeof setInterval);
  jest.spyOn(globalThis, 'clearInterval').mockImplementation((timer) => { stopped.push(timer); });
  const { page } = await openLink({ 'account/link-start': aCode() });
  await press(page, 'link-start');
  const end = Date.now() + 5 * MINUTE;
  stopped.length = 0;
  tick();
  await settle();
  expect([textOf(page, 'link-code'), stopped]).toEqual([CODE, []]);
  jest.spyOn(Date, 'now').mockImplementation(() => end);
  tick();
  await settle();
  expect([textOf(page, 'link-code'), textOf(page, 'link-over'), stopped]).toEqual([null, 'The code has expired', [7]]);
  for (const leave of ['onHide', 'onUnload']) page.node.instance[leave]?.();
  expect(stopped).toEqual([7, 7, 7]);
});

it('[PH-196] while a code is made the page shows working, and nothing else of it can be tapped', async () => {
  const gate = aGate();
  const { world, page } = await openLink({ 'account/link-start': async () => { await gate.passed; return aCode()(); } });
  await press(page, 'link-start');
  expect(textOf(page, 'view')).toBe('working');
  expect(page.node.querySelector('#link-start')?.dom?.textContent).toContain('One moment…');
  page.node.instance['onType']?.({ detail: { value: CODE } });
  page.node.instance['onEnter']?.();
  await press(page, 'link-start');
  expect(world.asked).toEqual(['account/link-start']);
  gate.open();
  await settle(30);
  expect([textOf(page, 'view'), textOf(page, 'link-code')]).toEqual(['signed-in', CODE]);
});

it('[PH-196] without a network it says so, and a retry asks for the code', async () => {
  const { world, page } = await openLink();
  await press(page, 'link-start');
  expect([textOf(page, 'view'), textOf(page, 'link-code')]).toEqual(['offline', null]);
  world.answers['account/link-start'] = aCode();
  await retry(page);
  expect([textOf(page, 'view'), textOf(page, 'link-code'), page.node.querySelector('.why')]).toEqual(['signed-in', CODE, undefined]);
});

it('[PH-196] a refusal shows its code; a session that ended shows why, and neither a code nor a field', async () => {
  const { world, page } = await openLink({ 'account/link-start': () => refused('rate-limited', 'later') });
  await press(page, 'link-start');
  expect([textOf(page, 'view'), textOf(page, 'refusal'), textOf(page, 'link-code')]).toEqual(['refused', 'rate-limited', null]);
  world.answers['account/link-start'] = aCode();
  await press(page, 'link-start');
  world.storage.set('account', { kind: 'signed-out', reason: 'session-revoked' });
  await comeBackAfter(page, 0);
  expect([textOf(page, 'refusal'), textOf(page, 'link-code'), page.node.querySelector('#link-input')]).toEqual(['session-revoked', null, undefined]);
  expect(page.host.textContent).toContain('Please sign in on the home page first');
});

it('[PH-196] a suspended person is offered the chat with support; with nobody signed in nothing is asked', async () => {
  const { page } = await openLink({ 'account/link-start': () => refused('user-blocked', 'never') });
  await press(page, 'link-start');
  expect([textOf(page, 'refusal'), page.node.querySelector('.why')?.querySelector('#contact') !== undefined]).toEqual(['user-blocked', true]);
  document.body.innerHTML = '';
  const world = useWx();
  const nobody = open(LINK);
  await settle();
  expect([textOf(nobody, 'view'), world.asked, nobody.node.querySelector('#link-start')]).toEqual(['idle', [], undefined]);
  await tap(nobody.node.querySelector('.nobody')?.querySelector('#to-home'));
  await settle();
  expect(world.moves).toEqual(['/pages/home/home']);
});
