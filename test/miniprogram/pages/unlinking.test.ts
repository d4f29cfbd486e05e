// Taking a way to sign in away, on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, refused, type Request, tokens } from '../a-phone';
import { OWN_APP, useWx, type World } from '../a-wx';

const IDENTITIES = 'pages/identities/identities';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const aWay = (identityId: string, rest: object = {}) => ({ identityId, kind: 'mini-program', appId: OWN_APP, linkedAt: Date.now(), lastSignInAt: Date.now(), current: false, ...rest });
const HERE = aWay('i1', { current: true });
const SHOP = aWay('i2', { appId: 'wxfa4e000000000004' });
const SITE = aWay('i3', { kind: 'website', appId: 'wxfa4e0000000000c3' });
const giving = (...identities: object[]) => () => ok({ identities });

const ways = (page: Mounted) => page.node.querySelectorAll('.item__title').map(({ dom }) => dom?.textContent);
const press = async (page: Mounted, id: string) => { await tap(page.node.querySelector(`#${id}`)); await settle(30); };
const retry = async (page: Mounted) => { await tap(page.node.querySelector('.why')?.querySelector('#retry')); await settle(30); };

async function openWays(answers: World['answers'] = {}, language = 'en') {
  const world = useWx({ stored: SIGNED_IN, language, answers: { 'account/identities': giving(HERE, SHOP, SITE), ...answers } });
  const page = open(IDENTITIES);
  await settle(30);
  world.asked.length = 0;
  return { world, page };
}

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-185] each way but the one in her hand has a button; a single one has none', async () => {
  const { world, page } = await openWays();
  expect([0, 1, 2, 3].map((n) => page.node.querySelector(`#unlink-${n}`) !== undefined)).toEqual([false, true, true, false]);
  for (const alone of [HERE, SHOP]) {
    world.answers['account/identities'] = giving(alone);
    page.node.instance['onShow']?.();
    await settle(30);
    expect([ways(page).length, page.node.querySelector('#unlink-0')]).toEqual([1, undefined]);
  }
});

it('[PH-186] it asks first, says what it means, and after a yes the way is gone and the list read again', async () => {
  const asked: Request[] = [];
  const { world, page } = await openWays({ 'account/unlink': (request) => { asked.push(request); return ok({}); } });
  world.answers['account/identities'] = giving(HERE, SITE);
  await press(page, 'unlink-1');
  expect(world.questions).toMatchObject([{ title: 'Unlink “Mini program (0004)”?', content: 'Joined within 30 days, it is its own account again; else a new, empty one begins there.' }]);
  expect(asked).toEqual([{ action: 'unlink', accessToken: 'access-1', identityId: 'i2' }]);
  expect(world.asked).toEqual(['account/unlink', 'account/identities']);
  expect([textOf(page, 'view'), textOf(page, 'result'), ways(page)]).toEqual(['signed-in', '“Mini program (0004)” is unlinked', ['Mini program (0001)', 'Website (00c3)']]);
});

it('[PH-186] in Chinese it asks in buttons that WeChat allows', async () => {
  const { world, page } = await openWays({}, 'zh_CN');
  world.confirms = false;
  await press(page, 'unlink-2');
  expect(world.questions).toMatchObject([{ title: '解除关联“网站（尾号 00c3）”？', confirmText: '解除关联', cancelText: '取消' }]);
  expect(world.questions[0]?.content).toContain('分开成原来的账号');
});

it('[PH-186] a no changes nothing and asks nothing of the cloud', async () => {
  const { world, page } = await openWays();
  world.confirms = false;
  await press(page, 'unlink-1');
  expect([world.questions.length, world.asked, textOf(page, 'view'), ways(page).length]).toEqual([1, [], 'signed-in', 3]);
});

it('[PH-186] while it is under way the list stays and no other button works', async () => {
  const gate = aGate();
  const { world, page } = await openWays({ 'account/unlink': async () => { await gate.passed; return ok({}); } });
  await press(page, 'unlink-1');
  expect([textOf(page, 'view'), ways(page).length]).toEqual(['working', 3]);
  await press(page, 'unlink-2');
  expect(world.questions).toHaveLength(1);
  gate.open();
  await settle(30);
  expect(textOf(page, 'view')).toBe('signed-in');
});

it('[PH-187] one that has to stay is said to, for either reason, without a retry', async () => {
  const { page } = await openWays({ 'account/unlink': () => refused('link-conflict', 'never') });
  await press(page, 'unlink-1');
  expect([textOf(page, 'refusal'), ways(page).length, page.node.querySelector('.why')?.querySelector('#retry')]).toEqual(['link-conflict', 3, undefined]);
  const said = page.node.querySelector('.why')?.dom?.textContent ?? '';
  expect([said.includes('the last way to sign in'), said.includes('for the same person')]).toEqual([true, true]);
});

it('[PH-187] one that is gone already is said to be, and the list is read again', async () => {
  const { world, page } = await openWays({ 'account/unlink': () => refused('not-found', 'never') });
  world.answers['account/identities'] = giving(HERE, SITE);
  await press(page, 'unlink-1');
  expect([textOf(page, 'view'), textOf(page, 'result'), ways(page).length]).toEqual(['signed-in', '“Mini program (0004)” was unlinked before', 2]);
});

it('[PH-187] without a network it says so, and a retry unlinks the same one without asking again', async () => {
  const { world, page } = await openWays();
  await press(page, 'unlink-1');
  expect([textOf(page, 'view'), ways(page).length]).toEqual(['offline', 3]);
  world.answers['account/unlink'] = (request) => (request['identityId'] === 'i2' ? ok({}) : refused('not-found', 'never'));
  world.answers['account/identities'] = giving(HERE, SITE);
  await retry(page);
  expect([textOf(page, 'view'), textOf(page, 'result'), ways(page).length, world.questions.length]).toEqual(['signed-in', '“Mini program (0004)” is unlinked', 2, 1]);
});

it('[PH-187] where only the list could not be read again, the way is gone all the same and a retry reads it', async () => {
  const { world, page } = await openWays({ 'account/unlink': () => ok({}) });
  delete world.answers['account/identities'];
  await press(page, 'unlink-1');
  expect([textOf(page, 'view'), ways(page).length]).toEqual(['offline', 2]);
  world.answers['account/identities'] = giving(HERE, SITE);
  world.asked.length = 0;
  await retry(page);
  expect([world.asked, textOf(page, 'view')]).toEqual([['account/identities'], 'signed-in']);
});

it('[PH-187] a sign-in that is too old is renewed in the same tap; a session that ended shows why and no way', async () => {
  const { world, page } = await openWays({
    'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }),
    'account/unlink': (request) => (request['accessToken'] === 'access-2' ? ok({}) : refused('recent-sign-in-required')),
  });
  await press(page, 'unlink-1');
  expect([textOf(page, 'view'), world.asked.slice(0, 4)]).toEqual(['signed-in', ['account/unlink', 'wx.login', 'session/sign-in', 'account/unlink']]);
  world.answers['account/unlink'] = () => refused('session-revoked');
  await press(page, 'unlink-1');
  expect([textOf(page, 'refusal'), ways(page)]).toEqual(['session-revoked', []]);
});

it('[PH-188] the list is read anew each time the page is shown, and what was done before is not told again', async () => {
  const { world, page } = await openWays({ 'account/unlink': () => ok({}) });
  await press(page, 'unlink-1');
  expect(textOf(page, 'result')).toContain('is unlinked');
  world.answers['account/identities'] = giving(HERE, SHOP);
  world.asked.length = 0;
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle(30);
  expect([world.asked, textOf(page, 'result'), ways(page)]).toEqual([['account/identities'], null, ['Mini program (0001)', 'Mini program (0004)']]);
});
