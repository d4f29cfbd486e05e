// The page of the ways to sign in, on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, refused, tokens } from '../a-phone';
import { OWN_APP, useWx, type World } from '../a-wx';

const IDENTITIES = 'pages/identities/identities';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const aWay = (identityId: string, rest: object = {}) => ({ identityId, kind: 'mini-program', appId: OWN_APP, linkedAt: Date.now(), lastSignInAt: Date.now(), current: false, ...rest });
const HERE = aWay('i1', { current: true });
const THERE = aWay('i2', { kind: 'website', appId: 'wxfa4e0000000000c3' });
const giving = (...identities: object[]) => () => ok({ identities });

const row = (page: Mounted, n: number) => page.node.querySelector(`#identity-${n}`)?.dom?.textContent ?? '';
const retry = (page: Mounted) => tap(page.node.querySelector('.why')?.querySelector('#retry'));

async function openIdentities(answers: World['answers'], language = 'en') {
  const world = useWx({ stored: SIGNED_IN, language, answers });
  const page = open(IDENTITIES);
  await settle(30);
  return { world, page };
}

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-180] each way is told with its kind and dates, this one first and marked, and how others join', async () => {
  const { page } = await openIdentities({ 'account/identities': giving(HERE, THERE) });
  for (const words of ['Mini program (0001)', 'Here', 'Last sign-in', 'Linked', 'Today']) expect(row(page, 0)).toContain(words);
  expect(row(page, 1)).toContain('Website (00c3)');
  expect([page.node.querySelectorAll('.item__here').length, page.node.querySelector('#identity-2')]).toEqual([1, undefined]);
  expect(page.host.textContent).toContain('join this account by themselves');
});

it('[PH-24] the page of the ways to sign in speaks the language WeChat is set to', async () => {
  const { page } = await openIdentities({ 'account/identities': giving(HERE, THERE) }, 'zh_CN');
  for (const words of ['小程序（尾号 0001）', '这里', '最近登录', '关联时间']) expect(row(page, 0)).toContain(words);
  expect(row(page, 1)).toContain('网站（尾号 00c3）');
  expect(page.host.textContent).toContain('自动归到这个账号');
});

it('[PH-182] until they are there it shows working, and nothing of the page beside', async () => {
  const gate = aGate();
  useWx({ stored: SIGNED_IN, language: 'en', answers: { 'account/identities': async () => { await gate.passed; return giving(HERE)(); } } });
  const page = open(IDENTITIES);
  await settle();
  expect(textOf(page, 'view')).toBe('working');
  expect(page.host.textContent).not.toContain('join this account');
  gate.open();
  await settle(30);
  expect([textOf(page, 'view'), row(page, 0).includes('Here')]).toEqual(['signed-in', true]);
});

it('[PH-182] without a network it says so, and a retry reads them', async () => {
  const { world, page } = await openIdentities({});
  expect([textOf(page, 'view'), row(page, 0)]).toEqual(['offline', '']);
  world.answers['account/identities'] = giving(HERE);
  await retry(page);
  await settle(30);
  expect([textOf(page, 'view'), row(page, 0).includes('Here'), page.node.querySelector('.why')]).toEqual(['signed-in', true, undefined]);
});

it('[PH-182] a refusal shows its code; a session that ended shows why and no way', async () => {
  const { page } = await openIdentities({ 'account/identities': () => refused('internal', 'later') });
  expect([textOf(page, 'view'), textOf(page, 'refusal')]).toEqual(['refused', 'internal']);
  document.body.innerHTML = '';
  const ended = await openIdentities({ 'account/identities': () => refused('session-revoked') });
  expect([textOf(ended.page, 'refusal'), row(ended.page, 0)]).toEqual(['session-revoked', '']);
  expect(ended.page.host.textContent).toContain('Please sign in on the home page first');
});

it('[PH-182] a suspended person is offered the chat with support', async () => {
  const { page } = await openIdentities({ 'account/identities': () => refused('user-blocked', 'never') });
  expect([textOf(page, 'refusal'), page.node.querySelector('.why')?.querySelector('#contact') !== undefined]).toEqual(['user-blocked', true]);
});

it('[PH-182] with nobody signed in it asks nothing of the cloud', async () => {
  const world = useWx();
  const page = open(IDENTITIES);
  await settle();
  expect([textOf(page, 'view'), world.asked]).toEqual(['idle', []]);
});
