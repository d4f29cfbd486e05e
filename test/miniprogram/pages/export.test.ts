// The export page on WeChat's component simulator.
import { enAccount } from '../../../miniprogram/i18n/account';
import { enDevices } from '../../../miniprogram/i18n/devices';
import { summaryOf } from '../../../miniprogram/pages/export/summary';
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { ALICE, NOW, ok, refused, tokens } from '../a-phone';
import { useWx, type World } from '../a-wx';

const EXPORT = 'pages/export/export';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const DOCUMENT = {
  format: 1, exportedAt: NOW,
  user: { id: 'u_alice', nickname: 'Alice', avatarUrl: null, phone: { number: '+8613800000001', boundAt: NOW }, consents: [] },
  identities: [{ openId: 'o1' }, { openId: 'o2' }], historyIsWhole: true, belongings: { notes: [{ text: 'x' }], notesAreWhole: true, drawings: [] }, invitations: { wasInvited: true, invited: 0 },
};

const press = async (page: Mounted) => { await tap(page.node.querySelector('#export')?.querySelector('.go')); await settle(30); };
const summary = (page: Mounted) => page.node.querySelector('#export-summary');

async function openExport(answers: World['answers'] = {}) {
  const world = useWx({ stored: SIGNED_IN, answers });
  const page = open(EXPORT);
  await settle();
  return { world, page };
}

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-156] a glance at the document names its parts in words, counts lists, and leaves out marks of the format', () => {
  const rows = summaryOf(DOCUMENT, { words: enAccount, moments: enDevices.moment, now: NOW });
  expect(rows.map(({ label, text }) => [label, text])).toEqual([
    ['Exported', expect.stringMatching(/^Today \d\d:\d\d$/)],
    ['User id', 'u_alice'], ['Nickname', 'Alice'], ['Picture', 'None'], ['Phone number', '+8613800000001'], ['Policies agreed to', 'None'],
    ['WeChat identities', '2 in all'], ['Notes', '1 in all'], ['drawings', 'None'], ['Came by an invitation', 'Yes'], ['People invited', '0'],
  ]);
});

it('[PH-168] that a list is whole is not worth a row; that it is not is said beside its count', () => {
  const cut = { ...DOCUMENT, history: [1, 2, 3], historyIsWhole: false, belongings: { notes: [1, 2], notesAreWhole: false } };
  const rows = summaryOf(cut, { words: enAccount, moments: enDevices.moment, now: NOW });
  expect(rows.filter(({ name }) => /history|notes/i.test(name)).map(({ label, text }) => [label, text])).toEqual([['Notes', '2 in all, only the latest'], ['History', '3 in all, only the latest']]);
});

it('[PH-157] nothing is asked before the tap; then the summary stands there and the whole document can be copied', async () => {
  const { world, page } = await openExport({ 'account/export': () => ok({ document: DOCUMENT }) });
  expect([world.asked, summary(page)]).toEqual([[], undefined]);
  await press(page);
  expect([textOf(page, 'view'), world.asked]).toEqual(['signed-in', ['account/export']]);
  expect(summary(page)).toBeDefined();
  await tap(page.node.querySelector('#export-copy'));
  expect(JSON.parse(world.clipboard ?? '')).toEqual(DOCUMENT);
  expect(world.clipboard).toContain('\n  "user"');
  expect(textOf(page, 'result')).toBe('Copied');
});

it('[PH-157] what WeChat does not let her copy is said', async () => {
  const { world, page } = await openExport({ 'account/export': () => ok({ document: DOCUMENT }) });
  world.clipboard = null;
  await press(page);
  await tap(page.node.querySelector('#export-copy'));
  expect(textOf(page, 'result')).toContain('could not be copied');
});

it('[PH-157] WeChat\'s privacy gate opens the sheet here too', async () => {
  const { world, page } = await openExport();
  world.gate.call();
  await settle();
  expect(page.node.querySelector('.sheet')?.data['open']).toBe(true);
  await tap(page.node.querySelector('.sheet')?.querySelector('#disagree-privacy'));
  await settle();
  expect(world.gate.told.at(-1)).toEqual({ event: 'disagree' });
});

it('[PH-158] a sign-in that is too old is renewed in the same tap', async () => {
  const { world, page } = await openExport({
    'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }),
    'account/export': (request) => (request['accessToken'] === 'access-2' ? ok({ document: DOCUMENT }) : refused('recent-sign-in-required')),
  });
  await press(page);
  expect([textOf(page, 'view'), world.asked]).toEqual(['signed-in', ['account/export', 'wx.login', 'session/sign-in', 'account/export', 'session/sign-out']]);
});

it('[PH-158] refused, offline and ended show why, and no document', async () => {
  const { world, page } = await openExport({ 'account/export': () => refused('internal', 'later') });
  await press(page);
  expect([textOf(page, 'refusal'), summary(page)]).toEqual(['internal', undefined]);
  delete world.answers['account/export'];
  await press(page);
  expect(textOf(page, 'view')).toBe('offline');
  world.answers['account/export'] = () => refused('session-revoked');
  await press(page);
  expect([textOf(page, 'refusal'), page.node.querySelector('#export')]).toEqual(['session-revoked', undefined]);
});

it('[PH-166] that it was copied is not said any more when the page is shown again; the document stays', async () => {
  const { page } = await openExport({ 'account/export': () => ok({ document: DOCUMENT }) });
  await press(page);
  await tap(page.node.querySelector('#export-copy'));
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle();
  expect([textOf(page, 'result'), summary(page) !== undefined]).toEqual([null, true]);
});
