// The home page on WeChat's component simulator: what it shows at each turn of a session.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, refused, tokens } from '../a-phone';
import { useWx } from '../a-wx';

const HOME = 'pages/home/home';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const signIn = () => ok({ ...tokens(1), user: ALICE, isNew: true });
const press = (page: Mounted, id: string) => tap(page.node.querySelector(`#${id}`)?.querySelector('.go'));
const retry = (page: Mounted) => tap(page.node.querySelector('.why')?.querySelector('#retry'));

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-28] a first visit shows what this is and asks nothing of WeChat or the cloud', async () => {
  const world = useWx();
  const page = open(HOME);
  await settle();
  expect(textOf(page, 'view')).toBe('idle');
  expect(page.host.textContent).toContain('No permission is asked.');
  expect(page.node.querySelector('#sign-in')).toBeDefined();
  expect(world.asked).toEqual([]);
});

it('[PH-28] "not now" stays on the page, which says one can sign in later', async () => {
  useWx();
  const page = open(HOME);
  await tap(page.node.querySelector('#not-now'));
  expect(textOf(page, 'view')).toBe('idle');
  expect(page.host.textContent).toContain('Just looking around');
  expect(page.node.querySelector('#not-now')).toBeUndefined();
  expect(page.node.querySelector('#sign-in')).toBeDefined();
});

it('[PH-29] a tap shows working, then who is signed in', async () => {
  const gate = aGate();
  useWx({ answers: { 'session/sign-in': async () => { await gate.passed; return signIn(); } } });
  const page = open(HOME);
  await press(page, 'sign-in');
  expect(textOf(page, 'view')).toBe('working');
  gate.open();
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'nickname'), textOf(page, 'user-id')]).toEqual(['signed-in', 'Alice', 'u_alice']);
  expect(page.node.querySelector('#avatar')).toBeDefined();
});

it('[PH-30] a live session is painted before any call is answered', () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => new Promise(() => undefined) } });
  const page = open(HOME);
  expect([textOf(page, 'view'), textOf(page, 'nickname')]).toEqual(['signed-in', 'Alice']);
  expect(world.asked).toEqual(['profile/get']);
});

it('[PH-30] the answer of the cloud then replaces what was stored', async () => {
  useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => ok({ user: { ...ALICE, nickname: 'Alice L.' } }) } });
  const page = open(HOME);
  await settle();
  expect(textOf(page, 'nickname')).toBe('Alice L.');
});

it('[PH-31] a refusal shows its code and a sentence, and the sign-in button stays', async () => {
  const world = useWx({ answers: { 'session/sign-in': () => refused('wechat-unavailable', 'later') } });
  const page = open(HOME);
  await press(page, 'sign-in');
  expect([textOf(page, 'view'), textOf(page, 'refusal')]).toEqual(['refused', 'wechat-unavailable']);
  expect(page.host.textContent).toContain('WeChat cannot be reached.');
  world.answers['session/sign-in'] = signIn;
  await press(page, 'sign-in');
  expect(textOf(page, 'view')).toBe('signed-in');
});

it('[PH-32] without a network it shows offline, and a retry repeats what failed', async () => {
  const world = useWx();
  const page = open(HOME);
  await press(page, 'sign-in');
  expect(textOf(page, 'view')).toBe('offline');
  world.answers['session/sign-in'] = signIn;
  await retry(page);
  expect(textOf(page, 'view')).toBe('signed-in');
});

it('[PH-32] an offline start still shows who is signed in', async () => {
  const world = useWx({ stored: SIGNED_IN });
  const page = open(HOME);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'nickname')]).toEqual(['offline', 'Alice']);
  world.answers['profile/get'] = () => ok({ user: ALICE });
  await retry(page);
  expect(textOf(page, 'view')).toBe('signed-in');
});

it.each(['session-revoked', 'user-blocked', 'account-closed'])('[PH-33] %s shows the reason, also after a restart, until the person taps', async (code) => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => refused(code) } });
  const page = open(HOME);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'refusal'), textOf(page, 'nickname')]).toEqual(['refused', code, null]);
  world.answers['session/sign-in'] = signIn;
  const restarted = open(HOME);
  await settle();
  expect([textOf(restarted, 'view'), textOf(restarted, 'refusal')]).toEqual(['refused', code]);
  expect(world.asked).toEqual(['profile/get']);
  if (code === 'account-closed') await tap(restarted.node.querySelector('.closing-card')?.querySelector('#keep')?.querySelector('.go'));
  else await press(restarted, 'sign-in');
  expect(textOf(restarted, 'view')).toBe('signed-in');
});

it('[PH-34] after signing out the page is idle, also after a restart', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => ok({ user: ALICE }), 'session/sign-out': () => ok({}) } });
  const page = open(HOME);
  await settle();
  await tap(page.node.querySelector('#sign-out'));
  expect([textOf(page, 'view'), textOf(page, 'nickname')]).toEqual(['idle', null]);
  const restarted = open(HOME);
  await settle();
  expect(textOf(restarted, 'view')).toBe('idle');
  expect(world.asked).toEqual(['profile/get', 'session/sign-out']);
});

it.each([
  ['answers', () => ok({ user: ALICE })],
  ['fails', () => { throw { errMsg: 'cloud.callFunction:fail' }; }],
])('[PH-34] a refresh that %s after the sign-out changes nothing on the page', async (_, answer) => {
  const gate = aGate();
  useWx({ stored: SIGNED_IN, answers: { 'profile/get': async () => { await gate.passed; return answer(); }, 'session/sign-out': () => ok({}) } });
  const page = open(HOME);
  await tap(page.node.querySelector('#sign-out'));
  gate.open();
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'nickname')]).toEqual(['idle', null]);
});

it('[PH-24] the page speaks the language WeChat is set to', () => {
  useWx({ language: 'zh_CN' });
  expect(open(HOME).host.textContent).toContain('微信登录');
  useWx({ language: 'en' });
  expect(open(HOME).host.textContent).toContain('Sign in with WeChat');
});

it('[PH-108] home leads to the profile, the devices, the history and the account of whoever is signed in', async () => {
  useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => ok({ user: ALICE }) } });
  const page = open(HOME);
  await settle();
  expect(['profile', 'devices', 'history', 'account'].map((id) => page.node.querySelector(`#${id}`) !== undefined)).toEqual([true, true, true, true]);
  useWx();
  const nobody = open(HOME);
  expect(['profile', 'devices', 'history', 'account'].map((id) => nobody.node.querySelector(`#${id}`) !== undefined)).toEqual([false, false, false, false]);
});

it('[PH-109] while a closed account waits, home says until when and keeps it by a tap', async () => {
  const requests: unknown[] = [];
  const world = useWx({ stored: { kind: 'signed-out', reason: 'account-closed', erasedAt: Date.now() + 86_400_000 } });
  world.answers['session/sign-in'] = (request) => { requests.push(request['keep']); return ok({ ...tokens(1), user: ALICE, isNew: false }); };
  const page = open(HOME);
  const card = () => page.node.querySelector('.closing-card');
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'refusal'), card()?.querySelector('#erased-at')?.dom?.textContent]).toEqual(['refused', 'account-closed', expect.stringContaining('It will be erased on ')]);
  expect([page.node.querySelector('.why'), page.node.querySelector('#sign-in'), page.node.querySelector('#not-now'), world.asked]).toEqual([undefined, undefined, undefined, []]);
  await tap(card()?.querySelector('#keep')?.querySelector('.go'));
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'nickname'), card(), requests]).toEqual(['signed-in', 'Alice', undefined, [true]]);
  expect(textOf(page, 'result')).toBe('Your account is kept; go on as before');
});

const keepOn = async (page: Mounted) => { await tap(page.node.querySelector('.closing-card')?.querySelector('#keep')?.querySelector('.go')); await settle(); };

it('[PH-161] keeping an account that was erased before says that this is a new one', async () => {
  useWx({ stored: { kind: 'signed-out', reason: 'account-closed' }, answers: { 'session/sign-in': () => ok({ ...tokens(1), user: { ...ALICE, nickname: null }, isNew: true }) } });
  const page = open(HOME);
  await settle();
  await keepOn(page);
  expect([textOf(page, 'view'), textOf(page, 'result')]).toEqual(['signed-in', 'Your old account was erased before and cannot be brought back. This is a new one.']);
  expect(page.node.querySelector('.result--bad')).toBeDefined();
});

/** The date lies ahead when the page opens, and behind once `pass` is called. */
function aDateThatPasses() {
  const erasedAt = Date.now() + 60_000;
  const world = useWx({ stored: { kind: 'signed-out', reason: 'account-closed', erasedAt }, answers: { 'session/sign-in': signIn } });
  return { world, pass: () => jest.spyOn(Date, 'now').mockReturnValue(erasedAt) };
}

afterEach(() => { jest.restoreAllMocks(); });

it('[PH-162] once its date has passed, the waiting is gone when the page is shown again, and one can sign in', async () => {
  const { world, pass } = aDateThatPasses();
  const page = open(HOME);
  await settle();
  expect(page.node.querySelector('.closing-card')).toBeDefined();
  pass();
  page.node.instance['onShow']?.();
  await settle();
  expect([page.node.querySelector('.closing-card'), textOf(page, 'view'), page.node.querySelector('#sign-in') !== undefined, world.asked]).toEqual([undefined, 'idle', true, []]);
});

it('[PH-162] a tap after the date keeps nothing, asks nothing of the cloud, and says that the account was erased', async () => {
  const { world, pass } = aDateThatPasses();
  const page = open(HOME);
  await settle();
  pass();
  await keepOn(page);
  expect([page.node.querySelector('.closing-card'), textOf(page, 'view'), world.asked]).toEqual([undefined, 'idle', []]);
  expect(textOf(page, 'result')).toContain('the account was erased');
});

it('[PH-163] a closed account whose date this phone does not know is told without a date', async () => {
  useWx({ stored: { kind: 'signed-out', reason: 'account-closed' } });
  const page = open(HOME);
  await settle();
  const said = page.node.querySelector('.closing-card')?.dom?.textContent;
  expect(said).toContain('It cannot be used now.');
  expect(said).not.toContain('Until then');
});

it('[PH-164] home says that she is signed out everywhere, until it is left or something is tapped', async () => {
  useWx({ stored: { kind: 'signed-out', reason: 'person' } });
  const page = open(HOME, { tidings: 'signed-out-everywhere' });
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'result')]).toEqual(['idle', 'You are signed out on every device']);
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle();
  expect(textOf(page, 'result')).toBeNull();
});

it.each([['user-blocked', true], ['session-revoked', false]])('[PH-177] a person refused as %s is offered support: %s', async (code, offered) => {
  useWx({ answers: { 'session/sign-in': () => refused(code) } });
  const page = open(HOME);
  await press(page, 'sign-in');
  expect(page.node.querySelector('.why')?.querySelector('#contact') !== undefined).toBe(offered);
});
