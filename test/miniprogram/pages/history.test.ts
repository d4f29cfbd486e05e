// The history page on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, refused, tokens } from '../a-phone';
import { OWN_APP, useWx } from '../a-wx';

const HISTORY = 'pages/history/history';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const PHONE = { platform: 'ios', model: 'iPhone 15 Pro<iPhone16,1>' };
const anEvent = (kind: string, rest: object = {}) => ({ at: Date.now(), kind, appId: OWN_APP, device: PHONE, ipPrefix: '203.0.113.*', ...rest });
const aPage = (events: object[], next: number | null = null) => () => ok({ events, next });

const rows = (page: Mounted) => page.node.querySelectorAll('.history-row').map(({ dom }) => dom?.textContent ?? '');
const retry = (page: Mounted) => tap(page.node.querySelector('.why')?.querySelector('#retry'));

async function openHistory(answers: Record<string, (request: Record<string, unknown>) => unknown>, language = 'en') {
  const world = useWx({ stored: SIGNED_IN, language, answers });
  const page = open(HISTORY);
  await settle(30);
  return { world, page };
}

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-148] an event reads as what happened, when, on which device and from where', async () => {
  const { page } = await openHistory({ 'account/history': aPage([anEvent('sign-in'), anEvent('close', { device: null, ipPrefix: null })]) });
  const [signIn, close] = rows(page);
  for (const words of ['Signed in', 'Today', 'iPhone 15 Pro · 203.0.113.*']) expect(signIn).toContain(words);
  expect(close).toContain('Asked to close the account');
  expect(close).not.toContain('·');
});

it('[PH-148] each kind has words of its own, an unknown one general ones, in both languages', async () => {
  const kinds = ['sign-in', 'sign-out', 'sign-out-everywhere', 'revoke', 'refresh-reuse', 'ban', 'lift', 'close', 'keep', 'merge', 'unmerge', 'unlink', 'something-new'];
  for (const language of ['en', 'zh_CN']) {
    document.body.innerHTML = '';
    const { page } = await openHistory({ 'account/history': aPage(kinds.map((kind) => anEvent(kind, { device: null, ipPrefix: null }))) }, language);
    const titles = page.node.querySelectorAll('.event__title').map(({ dom }) => dom?.textContent);
    expect(new Set(titles).size).toBe(kinds.length);
  }
});

it('[PH-149] a sign-in that was used twice is a warning with advice; an ordinary event is none', async () => {
  const { page } = await openHistory({ 'account/history': aPage([anEvent('refresh-reuse'), anEvent('sign-in')]) });
  expect(page.node.querySelectorAll('.event__title--warns')).toHaveLength(1);
  expect(rows(page)[0]).toContain('sign out everywhere');
  expect(rows(page)[1]).not.toContain('sign out everywhere');
});

it('[PH-149] a suspension is told in words of its own, in both languages', async () => {
  for (const [language, words] of [['en', 'An administrator suspended this account'], ['zh_CN', '管理员停用了这个账号']] as const) {
    document.body.innerHTML = '';
    const { page } = await openHistory({ 'account/history': aPage([anEvent('ban'), anEvent('refresh-reuse')]) }, language);
    const warnings = page.node.querySelectorAll('.event__warning').map(({ dom }) => dom?.textContent ?? '');
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain(words);
    expect(warnings[1]).not.toContain(words);
  }
});

it('[PH-148] an event in another app says so', async () => {
  const { page } = await openHistory({ 'account/history': aPage([anEvent('sign-in', { appId: 'wxfa4e000000000003' })]) });
  expect(rows(page)[0]).toContain('In another app');
});

it('[PH-150] the next page begins where the last one ended and stands below it; at the end nothing more is offered', async () => {
  const asked: unknown[] = [];
  const { page } = await openHistory({ 'account/history': (request) => { asked.push(request['before']); return asked.length === 1 ? ok({ events: [anEvent('sign-in')], next: 7 }) : ok({ events: [anEvent('sign-out')], next: null }); } });
  expect(rows(page)).toHaveLength(1);
  await tap(page.node.querySelector('#history-more'));
  await settle(30);
  expect(asked).toEqual([undefined, 7]);
  expect(rows(page).map((text) => /Signed (in|out)/.exec(text)?.[0])).toEqual(['Signed in', 'Signed out']);
  expect(page.node.querySelector('#history-more')).toBeUndefined();
  page.node.instance['onReachBottom']?.();
  await settle();
  expect(asked).toHaveLength(2);
});

it('[PH-150] reaching the bottom reads on, but after a failure only a tap does', async () => {
  const { world, page } = await openHistory({ 'account/history': aPage([anEvent('sign-in')], 7) });
  delete world.answers['account/history'];
  page.node.instance['onReachBottom']?.();
  await settle(30);
  expect([textOf(page, 'view'), rows(page).length]).toEqual(['offline', 1]);
  const before = world.asked.length;
  page.node.instance['onReachBottom']?.();
  await settle();
  expect(world.asked).toHaveLength(before);
  world.answers['account/history'] = aPage([anEvent('sign-out')]);
  await retry(page);
  await settle(30);
  expect([textOf(page, 'view'), rows(page).length]).toEqual(['signed-in', 2]);
});

it('[PH-151] until the events are there it shows working, and with none it says so', async () => {
  const gate = aGate();
  useWx({ stored: SIGNED_IN, language: 'en', answers: { 'account/history': async () => { await gate.passed; return aPage([])(); } } });
  const page = open(HISTORY);
  await settle();
  expect(textOf(page, 'view')).toBe('working');
  expect(page.host.textContent).not.toContain('Nothing yet');
  gate.open();
  await settle(30);
  expect(textOf(page, 'view')).toBe('signed-in');
  expect(page.host.textContent).toContain('Nothing yet');
});

it('[PH-151] a refusal shows its code; a session that ended shows why and no event', async () => {
  const { page } = await openHistory({ 'account/history': () => refused('internal', 'later') });
  expect([textOf(page, 'view'), textOf(page, 'refusal')]).toEqual(['refused', 'internal']);
  document.body.innerHTML = '';
  const ended = await openHistory({ 'account/history': () => refused('session-revoked') });
  expect([textOf(ended.page, 'refusal'), rows(ended.page)]).toEqual(['session-revoked', []]);
  expect(ended.page.host.textContent).toContain('Please sign in on the home page first');
});

it('[PH-151] with nobody signed in it asks nothing of the cloud', async () => {
  const world = useWx();
  const page = open(HISTORY);
  await settle();
  expect([textOf(page, 'view'), world.asked]).toEqual(['idle', []]);
});
