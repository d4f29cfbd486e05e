// The page that links another app, on WeChat's component simulator: a code that the person enters.
import fs from 'node:fs';
import path from 'node:path';
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, refused, tokens } from '../a-phone';
import { useWx, type World } from '../a-wx';

const LINK = 'pages/link/link';
const CODE = 'Ab3-_xYz0123456789abcd';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const ELDER = { ...ALICE, id: 'u_elder', nickname: 'Alice the elder' };
const aPreview = (rest: object = {}) => () => ok({ nickname: 'Alice the elder', avatarUrl: 'https://pictures.test/a.png', kind: 'mini-program', appId: 'wxfa4e000000000004', isOwn: false, ...rest });

const enter = async (page: Mounted, linkCode: string) => { page.node.instance['onType']?.({ detail: { value: linkCode } }); await tap(page.node.querySelector('#link-next')?.querySelector('.go')); await settle(30); };
const press = async (page: Mounted, id: string) => { await tap(page.node.querySelector(`#${id}`)); await settle(30); };
const retry = async (page: Mounted) => { await tap(page.node.querySelector('.why')?.querySelector('#retry')); await settle(30); };
const other = (page: Mounted) => page.node.querySelector('#other')?.dom?.textContent ?? null;
const notice = (page: Mounted) => page.node.querySelector('.why')?.dom?.textContent ?? '';
const isEmpty = (page: Mounted) => [page.node.data['typed'], other(page), textOf(page, 'link-code')];

async function openLink(answers: World['answers'] = {}, language = 'en') {
  const world = useWx({ stored: SIGNED_IN, language, answers });
  const page = open(LINK);
  await settle();
  return { world, page };
}

/** The code is entered and whose it is stands there. */
async function openQuestion(answers: World['answers'] = {}, language = 'en') {
  const opened = await openLink({ 'account/link-preview': aPreview(), ...answers }, language);
  await enter(opened.page, CODE);
  opened.world.asked.length = 0;
  return opened;
}

beforeEach(() => { document.body.innerHTML = ''; });

it.each<[string, Record<string, string>]>([
  ['linkCode', { linkCode: CODE }], ['code', { code: CODE }], ['typed', { typed: CODE }], ['scene', { scene: CODE }],
  ['scene with a query in it', { scene: encodeURIComponent(`linkCode=${CODE}`) }], ['q, of a scanned address', { q: encodeURIComponent(`https://link.test/?linkCode=${CODE}`) }],
])('[PH-191] opened with a code as %s, by a shared card or a scan, the page fills in nothing and asks nothing', async (_, query) => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'account/link-preview': aPreview(), 'account/link-finish': () => ok({ user: ELDER }) } });
  const options = { query, path: LINK, scene: 1007, referrerInfo: { appId: 'wxfa4e000000000004', extraData: query } };
  Object.assign(wx, { getLaunchOptionsSync: () => options, getEnterOptionsSync: () => options, getClipboardData: ({ success }: { success?(result: object): void }) => { world.asked.push('wx.getClipboardData'); success?.({ data: CODE }); } });
  const page = open(LINK, query);
  await settle(30);
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle(30);
  expect([isEmpty(page), world.asked, world.questions, textOf(page, 'view')]).toEqual([['', null, null], [], [], 'signed-in']);
});

it('[PH-191] the phone reads no clipboard anywhere and the way in for a scan alone, and the page can be neither shared nor favoured', async () => {
  const root = path.resolve(__dirname, '../../../miniprogram');
  const sources = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.startsWith('miniprogram_npm'));
  expect(sources).toContain(path.join('pages', 'link', 'link.ts'));
  const naming = (names: RegExp) => sources.filter((file) => names.test(fs.readFileSync(path.join(root, file), 'utf8'))).sort();
  expect(naming(/getLaunchOptions|getClipboardData|onShareTimeline|onAddToFavorites/)).toEqual([]);
  expect([naming(/getEnterOptions|onAppShow/), naming(/scanned\.sceneOf/)]).toEqual([[path.join('services', 'phone.ts')], [path.join('pages', 'scan', 'scan.ts')]]);
  expect(naming(/onShareAppMessage/)).toEqual([path.join('pages', 'home', 'home.ts'), path.join('pages', 'invite', 'invite.ts')]);
  const { page } = await openLink();
  expect(['onShareAppMessage', 'onShareTimeline', 'onAddToFavorites'].map((name) => page.node.instance[name])).toEqual([undefined, undefined, undefined]);
});

it('[PH-192] the code leads to whose account joins and a warning; nothing is joined yet', async () => {
  const { world, page } = await openLink({ 'account/link-preview': aPreview() });
  await enter(page, CODE);
  expect([world.asked, textOf(page, 'view')]).toEqual([['account/link-preview'], 'signed-in']);
  for (const words of ['Alice the elder', 'From Mini program (0004)']) expect(other(page)).toContain(words);
  expect(page.node.querySelector('.who__picture')?.data['src']).toBe('https://pictures.test/a.png');
  for (const words of ['Only enter a code that you got yourself', 'that person would see everything of yours', 'would become one']) expect(page.host.textContent).toContain(words);
  expect(page.node.querySelector('#link-input')).toBeUndefined();
});

it('[PH-192] in Chinese too; who has no name is said to have none', async () => {
  const { page } = await openQuestion({ 'account/link-preview': aPreview({ nickname: null, avatarUrl: null, kind: 'official-account', appId: 'wxfa4e000000000002' }) }, 'zh_CN');
  for (const words of ['未命名', '来自公众号（尾号 0002）']) expect(other(page)).toContain(words);
  for (const words of ['只输入你自己得到的关联码', '对方能看到你的一切']) expect(page.host.textContent).toContain(words);
});

it('[PH-192] the button asks once more whose code it is; a no joins nothing and leaves the choice, and cancelling takes the code away', async () => {
  const { world, page } = await openQuestion({}, 'zh_CN');
  world.confirms = false;
  await press(page, 'link-confirm');
  expect(world.questions).toMatchObject([{ title: '这个关联码是你自己得到的吗？', confirmText: '是我的', cancelText: '取消' }]);
  expect([world.asked, other(page) !== null]).toEqual([[], true]);
  await press(page, 'link-cancel');
  expect([isEmpty(page), world.asked, page.node.querySelector('#link-input') !== undefined]).toEqual([['', null, null], [], true]);
});

it('[PH-194] after a yes the code goes to the cloud, and the page shows the one account that there is', async () => {
  const sent: unknown[] = [];
  const { world, page } = await openQuestion({
    'account/link-finish': (request) => { sent.push(request); return ok({ user: ELDER }); },
    'profile/get': (request) => (request['accessToken'] === 'access-2' ? ok({ user: ELDER }) : refused('token-invalid')),
    'session/sign-in': () => ok({ ...tokens(2), user: ELDER, isNew: false }),
  });
  await press(page, 'link-confirm');
  expect(sent).toEqual([{ action: 'link-finish', accessToken: 'access-1', linkCode: CODE }]);
  const linked = page.node.querySelector('#linked')?.dom?.textContent;
  for (const words of ['Alice the elder', 'One account now, in both apps']) expect(linked).toContain(words);
  expect([textOf(page, 'view'), other(page), page.node.querySelector('#link-input')]).toEqual(['signed-in', null, undefined]);
  expect(world.storage.get('account')).toEqual({ kind: 'signed-in', tokens: tokens(2), user: ELDER });
});

it('[PH-194] a code of her own that stood there is gone once the accounts are one', async () => {
  const { page } = await openLink({ 'account/link-preview': aPreview(), 'account/link-finish': () => ok({ user: ALICE }), 'account/link-start': () => ok({ linkCode: 'mine', expiresAt: Date.now() + 60_000 }) });
  await tap(page.node.querySelector('#link-start')?.querySelector('.go'));
  await settle(30);
  expect(textOf(page, 'link-code')).toBe('mine');
  await enter(page, CODE);
  await press(page, 'link-confirm');
  expect([textOf(page, 'link-code'), page.node.data['code'], page.node.querySelector('#linked') !== undefined]).toEqual([null, '', true]);
});

it('[PH-193] a code of the account she has here says so, and there is nothing to confirm', async () => {
  const { world, page } = await openLink({ 'account/link-preview': aPreview({ isOwn: true }) });
  await enter(page, CODE);
  expect([world.asked, textOf(page, 'result'), isEmpty(page), page.node.querySelector('#link-confirm')]).toEqual([['account/link-preview'], 'This is the same account already; nothing to do.', ['', null, null], undefined]);
});

it('[PH-197] spaces and lines that came along are left out; the keyboard’s own button sends as well', async () => {
  const sent: unknown[] = [];
  const { page } = await openLink({ 'account/link-preview': (request) => { sent.push(request['linkCode']); return refused('internal', 'later'); } });
  await enter(page, ` ${CODE.slice(0, 8)}\n${CODE.slice(8)}\t`);
  page.node.instance['onEnter']?.({ detail: { value: CODE } });
  await settle(30);
  expect(sent).toEqual([CODE, CODE]);
});

it.each(['', '   ', '关联码', 'a code!', 'https://link.test/'])('[PH-197] %j cannot be a code: it is said, stays in the field, and is not sent', async (typed) => {
  const { world, page } = await openLink({ 'account/link-preview': aPreview() });
  await enter(page, typed);
  expect([world.asked, textOf(page, 'result'), page.node.data['typed']]).toEqual([[], 'This does not look like a code. Please check it.', typed]);
});

it('[PH-195] a code that is not good is said to be, wants another one, and stays in the field', async () => {
  const { page } = await openLink({ 'account/link-preview': () => refused('code-invalid', 'new-code') });
  await enter(page, CODE);
  expect([textOf(page, 'refusal'), page.node.querySelector('.why')?.querySelector('#retry'), page.node.data['typed']]).toEqual(['code-invalid', undefined, CODE]);
  for (const words of ['wrong, used', 'older than 5 minutes', 'Get a new one there']) expect(notice(page)).toContain(words);
});

it.each<['code-invalid' | 'link-conflict', string]>([['code-invalid', 'Get a new one there'], ['link-conflict', 'suspended or being closed']])('[PH-195] %s at the joining says why, and what was to be confirmed is gone', async (code, said) => {
  const { page } = await openQuestion({ 'account/link-finish': () => refused(code, code === 'code-invalid' ? 'new-code' : 'never') });
  await press(page, 'link-confirm');
  expect([textOf(page, 'refusal'), other(page), page.node.querySelector('.why')?.querySelector('#retry'), page.node.querySelector('#linked')]).toEqual([code, null, undefined, undefined]);
  expect(notice(page)).toContain(said);
});

it.each<['conflict-retry' | 'offline', () => unknown]>([['conflict-retry', () => refused('conflict-retry', 'now')], ['offline', () => { throw new Error('no network'); }]])('[PH-195] %s leaves what is to be confirmed, and a retry joins by the same code without asking again', async (name, answer) => {
  const { world, page } = await openQuestion({ 'account/link-finish': answer });
  await press(page, 'link-confirm');
  expect([textOf(page, 'refusal') ?? textOf(page, 'view'), other(page) !== null]).toEqual([name, true]);
  world.answers['account/link-finish'] = (request) => (request['linkCode'] === CODE ? ok({ user: ALICE }) : refused('code-invalid', 'new-code'));
  await retry(page);
  expect([page.node.querySelector('#linked') !== undefined, world.questions.length]).toEqual([true, 1]);
});

it('[PH-195] a preview without a network keeps the code in the field, and a retry looks again', async () => {
  const { world, page } = await openLink();
  await enter(page, CODE);
  expect([textOf(page, 'view'), page.node.data['typed']]).toEqual(['offline', CODE]);
  world.answers['account/link-preview'] = aPreview();
  await retry(page);
  expect([textOf(page, 'view'), other(page)?.includes('Alice the elder')]).toEqual(['signed-in', true]);
});

it('[PH-195] where the fresh sign-in is refused that is told in its own words, not in those of a code', async () => {
  const { page } = await openLink({ 'account/link-start': () => refused('recent-sign-in-required'), 'session/sign-in': () => refused('code-invalid', 'new-code') });
  await tap(page.node.querySelector('#link-start')?.querySelector('.go'));
  await settle(30);
  expect(notice(page)).toContain('The WeChat code is no longer valid');
});

it('[PH-196] while they are made one the page shows working, and nothing can be cancelled or joined twice', async () => {
  const gate = aGate();
  const { world, page } = await openQuestion({ 'account/link-finish': async () => { await gate.passed; return ok({ user: ALICE }); } });
  await press(page, 'link-confirm');
  expect([textOf(page, 'view'), page.node.querySelector('#link-confirm')?.dom?.textContent]).toEqual(['working', expect.stringContaining('One moment…')]);
  page.node.instance['onCancel']?.();
  await press(page, 'link-confirm');
  expect([other(page) !== null, world.questions.length, world.asked]).toEqual([true, 1, ['account/link-finish']]);
  gate.open();
  await settle(30);
  expect([textOf(page, 'view'), page.node.querySelector('#linked') !== undefined]).toEqual(['signed-in', true]);
});

it('[PH-196] a session that ended meanwhile shows why, and nothing of the other account', async () => {
  const { page } = await openQuestion({ 'account/link-finish': () => refused('session-revoked') });
  await press(page, 'link-confirm');
  expect([textOf(page, 'refusal'), other(page), page.node.querySelector('#linked')]).toEqual(['session-revoked', null, undefined]);
});
