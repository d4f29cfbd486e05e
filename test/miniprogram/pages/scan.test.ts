// The page that a computer's mini-program code opens, on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, refused, tokens } from '../a-phone';
import { useWx, type World } from '../a-wx';

const SCAN = 'pages/scan/scan';
const SCENE = 'AbCdEfGhIjKlMnOpQr0123';
const OTHER = 'aBcDeFgHiJkLmNoPqR4567';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const LOOK = { site: 'https://shop.example.com', ipPrefix: '203.0.113.*', browser: 'Chrome · Windows', matchNumber: '07', startedAt: Date.now(), expiresAt: Date.now() + 120_000 };

const confirm = (page: Mounted) => tap(page.node.querySelector('#scan-confirm')?.querySelector('.go'));
const decline = (page: Mounted) => tap(page.node.querySelector('#scan-decline'));
const retry = (page: Mounted) => tap(page.node.querySelector('.why')?.querySelector('#retry'));
const ending = (page: Mounted) => page.node.querySelector('#ending')?.dom?.textContent ?? null;
const has = (page: Mounted, id: string) => page.node.querySelector(`#${id}`) !== undefined;

beforeEach(() => { document.body.innerHTML = ''; });
afterEach(() => { jest.restoreAllMocks(); });

const by = (scene: number, read = SCENE) => ({ path: SCAN, query: { scene: read }, scene });

async function scanned(answers: World['answers'] = {}, stored: object = SIGNED_IN, entered = by(1047)) {
  const world = useWx({ stored, entered, answers: { 'account/scan-look': () => ok(LOOK), ...answers } });
  const page = open(SCAN, { scene: SCENE });
  await settle();
  return { world, page };
}

it('[PH-212] it shows which site asks, the number to compare, browser, network and time, and warns', async () => {
  const { world, page } = await scanned();
  expect(['site', 'match-number', 'browser', 'network'].map((id) => textOf(page, id))).toEqual(['shop.example.com', '07', 'Chrome · Windows', '203.0.113.*']);
  expect(textOf(page, 'started')).toMatch(/^Today \d\d:\d\d$/);
  expect(page.host.textContent).toContain('or you did not open that page yourself, decline');
  expect([ending(page), world.asked]).toEqual([null, ['account/scan-look']]);
});

it('[PH-212] what the cloud does not know reads as unknown, and a local address keeps its port', async () => {
  const { page } = await scanned({ 'account/scan-look': () => ok({ ...LOOK, site: 'http://site.localhost:8080', ipPrefix: null, browser: null }) });
  expect(['site', 'browser', 'network'].map((id) => textOf(page, id))).toEqual(['site.localhost:8080', 'Unknown', 'Unknown']);
});

it('[PH-213] a confirmation is one call however often it is tapped, and sends her back to the computer', async () => {
  const gate = aGate();
  const { world, page } = await scanned({ 'account/scan-confirm': async () => { await gate.passed; return ok({}); } });
  await confirm(page);
  await confirm(page);
  await decline(page);
  expect(textOf(page, 'view')).toBe('working');
  gate.open();
  await settle();
  expect(ending(page)).toContain('Go back to your computer and carry on at shop.example.com.');
  expect([has(page, 'scan-confirm'), has(page, 'scan-decline'), world.asked]).toEqual([false, false, ['account/scan-look', 'account/scan-confirm']]);
  await tap(page.node.querySelector('#to-home'));
  expect(world.moves).toEqual(['/pages/home/home']);
});

it('[PH-213] a decline is told to the cloud and said', async () => {
  const { world, page } = await scanned({ 'account/scan-decline': () => ok({}) });
  await decline(page);
  await settle();
  expect([ending(page)?.includes('That page was not signed in.'), has(page, 'scan-confirm'), world.asked]).toEqual([true, false, ['account/scan-look', 'account/scan-decline']]);
});

it.each([['look', 'account/scan-look'], ['confirm', 'account/scan-confirm'], ['decline', 'account/scan-decline']])('[PH-214] a request that is not found by the %s is over, and there is nothing left to answer', async (what, call) => {
  const { page } = await scanned({ [call]: () => refused('not-found', 'never') });
  if (what === 'confirm') await confirm(page);
  if (what === 'decline') await decline(page);
  await settle();
  expect(ending(page)).toContain('This request is not there any more');
  expect([page.node.querySelector('.why'), has(page, 'scan-confirm'), has(page, 'scan-decline'), has(page, 'to-home'), textOf(page, 'refusal')]).toEqual([undefined, false, false, true, 'not-found']);
});

it('[PH-215] without a network it says so, and a retry repeats what was tapped', async () => {
  const { world, page } = await scanned();
  await confirm(page);
  expect([textOf(page, 'view'), has(page, 'scan-confirm')]).toEqual(['offline', true]);
  world.answers['account/scan-confirm'] = () => ok({});
  await retry(page);
  await settle();
  expect(ending(page)).toContain('You are signed in there');
});

it('[PH-215] a look that did not get through is repeated by a retry', async () => {
  const { world, page } = await scanned({ 'account/scan-look': () => refused('internal', 'later') });
  expect([textOf(page, 'refusal'), has(page, 'scan-confirm')]).toEqual(['internal', false]);
  world.answers['account/scan-look'] = () => ok(LOOK);
  await retry(page);
  await settle();
  expect(textOf(page, 'site')).toBe('shop.example.com');
});

it('[PH-216] with nobody signed in nothing is asked before a tap, which signs in and looks', async () => {
  const { world, page } = await scanned({ 'session/sign-in': () => ok({ ...tokens(1), user: ALICE, isNew: true }) }, { kind: 'never' });
  expect([has(page, 'sign-in'), has(page, 'scan-confirm'), world.asked]).toEqual([true, false, []]);
  expect(page.host.textContent).toContain('Sign in first');
  await tap(page.node.querySelector('#sign-in')?.querySelector('.go'));
  await settle();
  expect([textOf(page, 'site'), has(page, 'sign-in'), world.asked]).toEqual(['shop.example.com', false, ['wx.login', 'session/sign-in', 'account/scan-look']]);
});

it('[PH-216] a session that ended, and a refused sign-in, say why and offer to sign in', async () => {
  const { world, page } = await scanned({ 'account/scan-look': () => refused('session-revoked') });
  expect([textOf(page, 'view'), textOf(page, 'refusal'), has(page, 'sign-in')]).toEqual(['refused', 'session-revoked', true]);
  world.answers['session/sign-in'] = () => refused('user-blocked', 'never');
  await tap(page.node.querySelector('#sign-in')?.querySelector('.go'));
  await settle();
  expect([textOf(page, 'refusal'), has(page, 'sign-in'), has(page, 'to-home')]).toEqual(['user-blocked', true, true]);
});

it.each([[{}], [{ scene: '' }], [{ scene: 'short' }], [{ scene: '%' }], [{ scene: 'abcdefghijkl2345' }]])('[PH-217] opened with %j there is nothing to confirm, and nothing is asked', async (query) => {
  const world = useWx({ stored: SIGNED_IN, entered: { path: SCAN, query: { ...query }, scene: 1047 } });
  const page = open(SCAN, query);
  await settle();
  expect(ending(page)).toContain('Nothing to confirm here');
  expect([has(page, 'scan-confirm'), has(page, 'sign-in'), has(page, 'to-home'), world.asked]).toEqual([false, false, true, []]);
});

it('[PH-217] the scene is in no data of the page, no storage and no line of the console', async () => {
  const lines = ['log', 'info', 'warn', 'error', 'debug'].map((name) => jest.spyOn(console, name as 'log').mockImplementation(() => undefined));
  const { world, page } = await scanned({ 'account/scan-confirm': () => { throw { errCode: -504002, errMsg: 'cloud.callFunction:fail' }; } });
  await confirm(page);
  await settle();
  expect(textOf(page, 'view')).toBe('refused');
  const said = lines.flatMap((line) => line.mock.calls).map(String).join('\n');
  expect([JSON.stringify(page.node.data).includes(SCENE), JSON.stringify([...world.storage]).includes(SCENE), said.includes(SCENE), said !== '']).toEqual([false, false, false, true]);
});

/** What it shows to who did not scan: words, the way home, and nothing to answer or to sign in for. */
function expectRefused({ world, page }: { world: World; page: Mounted }, asked: string[] = []): void {
  expect(ending(page)).toContain('Use Scan in WeChat on the code that your computer screen shows.');
  expect([has(page, 'scan-confirm'), has(page, 'scan-decline'), has(page, 'sign-in'), has(page, 'to-home'), world.asked]).toEqual([false, false, false, true, asked]);
}

it.each([
  ['the list', 1001], ['a card in a chat', 1007], ['a card in a group', 1008], ['a card with a ticket', 1044], ['a QR code', 1011], ['a QR code pressed long', 1012], ['a QR code of the album', 1013],
  ['its code pressed long', 1048], ['its code in the album', 1049], ['another mini program', 1037], ['a link', 1065],
])('[PH-220] opened by %s (%i) the page asks nothing of the cloud and sends her to scan the code on the screen', async (_, way) => {
  const opened = await scanned({}, SIGNED_IN, by(way));
  expectRefused(opened);
  await tap(opened.page.node.querySelector('#to-home'));
  expect(opened.world.moves).toEqual(['/pages/home/home']);
});

it('[PH-220] nobody is asked to sign in either, and the words are there in Chinese', async () => {
  expectRefused(await scanned({}, { kind: 'never' }, by(1048)));
  document.body.innerHTML = '';
  useWx({ stored: SIGNED_IN, entered: by(1007), language: 'zh_CN' });
  const page = open(SCAN, { scene: SCENE });
  await settle();
  expect(ending(page)).toContain('请用微信“扫一扫”扫描电脑屏幕上的二维码。');
});

it.each([['of another request', by(1047, OTHER)], ['of no request', { path: SCAN, query: {}, scene: 1047 }], ['for another page', { ...by(1047), path: 'pages/home/home' }]])('[PH-220] a scan %s opens this one for nobody', async (_, entered) => {
  expectRefused(await scanned({}, SIGNED_IN, entered as ReturnType<typeof by>));
});

it('[PH-221] a second scan opens the page again in a mini program that runs', async () => {
  const looked: unknown[] = [];
  const { world, page } = await scanned({ 'account/scan-look': ({ scene }) => { looked.push(scene); return ok(LOOK); } });
  world.toFront(by(1047, OTHER));
  page.node.instance['onLoad']?.({ scene: OTHER });
  await settle();
  expect([looked, ending(page), has(page, 'scan-confirm')]).toEqual([[SCENE, OTHER], null, true]);
});

it('[PH-221] to lead back to the page is no second scan', async () => {
  const { world, page } = await scanned();
  page.node.instance['onLoad']?.({ scene: SCENE });
  await settle();
  expectRefused({ world, page }, ['account/scan-look']);
});

it('[PH-221] a card that is opened after a scan is a card', async () => {
  const { world, page } = await scanned();
  world.toFront(by(1007, OTHER));
  page.node.instance['onLoad']?.({ scene: OTHER });
  await settle();
  expectRefused({ world, page }, ['account/scan-look']);
});
