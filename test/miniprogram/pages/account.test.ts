// The account page on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { ALICE, DAY, ok, refused, tokens } from '../a-phone';
import { useWx, type World } from '../a-wx';

const ACCOUNT = 'pages/account/account';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const erasedAt = () => Date.now() + 15 * DAY;

const has = (page: Mounted, id: string) => page.node.querySelector(`#${id}`) !== undefined;
const card = (page: Mounted) => page.node.querySelector('.closing-card');
const keep = async (page: Mounted) => { await tap(card(page)?.querySelector('#keep')?.querySelector('.go')); await settle(30); };

async function close(page: Mounted) {
  await tap(page.node.querySelector('#close'));
  await settle(30);
}

async function openAccount(answers: World['answers'] = {}, stored: object = SIGNED_IN) {
  const world = useWx({ stored, answers });
  const page = open(ACCOUNT);
  await settle();
  return { world, page };
}

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-152] it leads to history, export and policy and says what closing means', async () => {
  const { page } = await openAccount();
  expect([has(page, 'to-history'), has(page, 'to-export'), has(page, 'to-privacy'), has(page, 'close')]).toEqual([true, true, true, true]);
  for (const words of ['stops working at once', 'waits 15 days', 'cannot be brought back', 'makes a new account']) expect(page.host.textContent).toContain(words);
});

it('[PH-178] it leads to the ways to sign in while somebody is signed in', async () => {
  expect(has((await openAccount()).page, 'to-identities')).toBe(true);
  document.body.innerHTML = '';
  expect(has((await openAccount({}, { kind: 'signed-out', reason: 'person' })).page, 'to-identities')).toBe(false);
});

it('[PH-153] closing asks first; a no calls nothing', async () => {
  const { world, page } = await openAccount();
  world.confirms = false;
  await close(page);
  expect([world.questions.map(({ title }) => title), world.asked, textOf(page, 'view')]).toEqual([['Close this account?'], [], 'signed-in']);
});

it('[PH-153] after a yes the account waits: the page shows until when, and offers to keep it and nothing else', async () => {
  const { world, page } = await openAccount({ 'account/close': () => ok({ erasedAt: erasedAt() }) });
  await close(page);
  expect(world.asked).toEqual(['account/close']);
  expect([textOf(page, 'view'), textOf(page, 'refusal')]).toEqual(['refused', 'account-closed']);
  expect(card(page)?.querySelector('#erased-at')?.dom?.textContent).toMatch(/^It will be erased on \w+ \d+/);
  expect([has(page, 'close'), has(page, 'to-export'), page.node.querySelector('.why')]).toEqual([false, false, undefined]);
  expect(world.storage.get('account')).toMatchObject({ kind: 'signed-out', reason: 'account-closed', erasedAt: expect.any(Number) });
});

it('[PH-154] keeping it brings everything back and says so', async () => {
  const { world, page } = await openAccount({ 'account/close': () => ok({ erasedAt: erasedAt() }), 'account/keep': () => ok({}) });
  await close(page);
  await keep(page);
  expect([textOf(page, 'view'), textOf(page, 'result'), has(page, 'close')]).toEqual(['signed-in', 'Your account is kept; go on as before', true]);
  expect(world.asked).toEqual(['account/close', 'account/keep']);
});

it('[PH-154] after a restart, and where another phone closed it, the waiting and the button are there; keeping signs in', async () => {
  for (const stored of [{ kind: 'signed-out', reason: 'account-closed', erasedAt: erasedAt() }, { kind: 'signed-out', reason: 'account-closed' }]) {
    document.body.innerHTML = '';
    const sent: object[] = [];
    const { page } = await openAccount({ 'session/sign-in': (request) => { sent.push(request); return ok({ ...tokens(2), user: ALICE, isNew: false }); } }, stored);
    expect(card(page)?.querySelector('#erased-at')?.dom?.textContent).toMatch(/^It (will be erased on|was closed and can still be kept)/);
    await keep(page);
    expect([textOf(page, 'view'), sent]).toEqual(['signed-in', [expect.objectContaining({ keep: true })]]);
  }
});

it('[PH-154] a keeping that fails shows why and still offers it', async () => {
  const { world, page } = await openAccount({ 'session/sign-in': () => refused('rate-limited', 'later') }, { kind: 'signed-out', reason: 'account-closed' });
  await keep(page);
  expect([textOf(page, 'refusal'), card(page) !== undefined]).toEqual(['rate-limited', true]);
  delete world.answers['session/sign-in'];
  await keep(page);
  expect([textOf(page, 'view'), card(page) !== undefined]).toEqual(['offline', true]);
});

it('[PH-155] a closing that fails leaves her signed in, with the reason; a retry asks again before it closes', async () => {
  const { world, page } = await openAccount();
  await close(page);
  expect([textOf(page, 'view'), has(page, 'close')]).toEqual(['offline', true]);
  const retry = async () => { await tap(page.node.querySelector('.why')?.querySelector('#retry')); await settle(30); };
  world.answers['account/close'] = () => ok({ erasedAt: erasedAt() });
  await retry();
  expect([textOf(page, 'refusal'), world.questions.length]).toEqual(['account-closed', 2]);
});

it('[PH-155] with nobody signed in it offers no closing, and the policy to read', async () => {
  const { page } = await openAccount({}, { kind: 'signed-out', reason: 'person' });
  expect([textOf(page, 'view'), has(page, 'close'), has(page, 'to-privacy')]).toEqual(['idle', false, true]);
});

it('[PH-155] come back to, it shows that the session ended', async () => {
  const { world, page } = await openAccount();
  world.storage.set('account', { kind: 'signed-out', reason: 'session-revoked' });
  page.node.instance['onShow']?.();
  await settle();
  expect([textOf(page, 'refusal'), has(page, 'close')]).toEqual(['session-revoked', false]);
});

it('[PH-155] a no to the question that a retry asks closes nothing', async () => {
  const { world, page } = await openAccount();
  await close(page);
  world.confirms = false;
  world.answers['account/close'] = () => ok({ erasedAt: erasedAt() });
  await tap(page.node.querySelector('.why')?.querySelector('#retry'));
  await settle(30);
  expect([textOf(page, 'view'), world.questions.length, world.asked]).toEqual(['signed-in', 2, ['account/close']]);
});

it('[PH-161] an account that was erased before it was kept is told to be gone, and this one to be new', async () => {
  const { page } = await openAccount({ 'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: true }) }, { kind: 'signed-out', reason: 'account-closed' });
  await keep(page);
  expect(textOf(page, 'result')).toContain('This is a new one');
});

it('[PH-166] what was done is not said any more when the page is shown again', async () => {
  const { world, page } = await openAccount({ 'account/close': () => ok({ erasedAt: erasedAt() }), 'account/keep': () => ok({}) });
  await close(page);
  await keep(page);
  expect(textOf(page, 'result')).toContain('kept');
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle();
  expect(textOf(page, 'result')).toBeNull();
  delete world.answers['account/close'];
  await close(page);
  expect(page.node.querySelector('.why')).toBeDefined();
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle();
  expect([page.node.querySelector('.why'), textOf(page, 'view')]).toEqual([undefined, 'signed-in']);
});

it('[PH-167] before closing it offers to export first', async () => {
  const { page } = await openAccount();
  expect([has(page, 'export-first'), textOf(page, 'export-first')]).toEqual([true, 'Export my data first']);
});

it.each(['account', 'profile', 'devices', 'history', 'identities', 'export'])('[PH-165] where nobody is signed in, %s leads home', async (name) => {
  const world = useWx();
  const page = open(`pages/${name}/${name}`);
  await settle();
  await tap(page.node.querySelector('.nobody')?.querySelector('#to-home'));
  expect([world.moves, world.asked]).toEqual([['/pages/home/home'], []]);
});

it.each(['account', 'profile', 'devices', 'history', 'identities', 'export'])('[PH-165] where the account is closed, %s leads home too', async (name) => {
  const world = useWx({ stored: { kind: 'signed-out', reason: 'account-closed' } });
  const page = open(`pages/${name}/${name}`);
  await settle();
  await tap(page.node.querySelector('#to-home') ?? page.node.querySelector('.nobody')?.querySelector('#to-home'));
  expect(world.moves).toEqual(['/pages/home/home']);
});
