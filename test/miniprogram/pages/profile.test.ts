// The profile page on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { ALICE, ok, POLICY, refused, tokens } from '../a-phone';
import { useWx } from '../a-wx';

const PROFILE = 'pages/profile/profile';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: { ...ALICE, nickname: null } };
const update = (page: Mounted) => tap(page.node.querySelector('#update-from-wechat')?.querySelector('.go'));

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-35] the button brings nickname and picture from WeChat and says so', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/import-user-info': () => ok({ user: ALICE, freshCodeWanted: false }) } });
  const page = open(PROFILE);
  expect([textOf(page, 'view'), textOf(page, 'nickname'), textOf(page, 'user-id')]).toEqual(['signed-in', 'No nickname yet', 'u_alice']);
  await update(page);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'nickname'), textOf(page, 'result')]).toEqual(['signed-in', 'Alice', 'Your profile is up to date']);
  expect(world.asked).toEqual(['wx.checkSession', 'wx.getUserInfo', 'profile/import-user-info']);
});

it('[PH-35] a refusal is shown by its code and leaves the person on the page', async () => {
  useWx({ stored: SIGNED_IN, answers: { 'profile/import-user-info': () => refused('rate-limited', 'later') } });
  const page = open(PROFILE);
  await update(page);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'refusal'), textOf(page, 'user-id'), textOf(page, 'result')]).toEqual(['refused', 'rate-limited', 'u_alice', null]);
});

it('[PH-35] a person who declines is told that nothing changed', async () => {
  useWx({ stored: SIGNED_IN });
  Object.assign(wx, { getUserInfo: (options: { fail(failure: object): void }) => options.fail({ errMsg: 'getUserInfo:fail auth deny' }) });
  const page = open(PROFILE);
  await update(page);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'refusal')]).toEqual(['refused', 'declined']);
});

it('[PH-36] with nobody signed in it offers no update', async () => {
  useWx();
  const page = open(PROFILE);
  await settle();
  expect(textOf(page, 'view')).toBe('idle');
  expect(page.node.querySelector('#update-from-wechat')).toBeUndefined();
  expect(page.host.textContent).toContain('Please sign in on the home page first');
});

function rename(page: Mounted, nickname: string): Promise<void> {
  page.node.instance['onRename']?.({ detail: { value: { nickname } } });
  return settle();
}

it('[PH-38] the nickname she chose is sent, shown and kept', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/update': (request) => ok({ user: { ...ALICE, nickname: request['nickname'] } }) } });
  const page = open(PROFILE);
  await rename(page, ' 爱丽丝 ');
  expect([textOf(page, 'view'), textOf(page, 'nickname'), textOf(page, 'result')]).toEqual(['signed-in', '爱丽丝', 'Your profile is up to date']);
  expect(world.asked).toEqual(['profile/update']);
});

it('[PH-38] an empty nickname asks for one and calls nothing', async () => {
  const world = useWx({ stored: SIGNED_IN });
  const page = open(PROFILE);
  await rename(page, '   ');
  expect([textOf(page, 'result'), world.asked]).toEqual(['Type a nickname first', []]);
});

it('[PH-38] a nickname that the content check refuses is told as that', async () => {
  useWx({ stored: SIGNED_IN, answers: { 'profile/update': () => refused('declined', 'now') } });
  const page = open(PROFILE);
  await rename(page, 'x');
  expect([textOf(page, 'view'), textOf(page, 'refusal')]).toEqual(['refused', 'declined']);
  expect(page.host.textContent).toContain('content check');
});

const fire = async (page: Mounted, handler: string, detail: object) => { await page.node.instance[handler]?.({ detail }); await settle(); };
const sheet = (page: Mounted) => page.node.querySelector('.sheet');
const answer = (page: Mounted, id: string) => tap(sheet(page)?.querySelector(`#${id}`));
const retryOffered = (page: Mounted) => page.node.querySelector('.why')?.querySelector('#retry') !== undefined;
const AGREED = { userId: 'u_alice', policyVersion: POLICY };
const PICTURED = { ...ALICE, avatarUrl: 'https://example.com/a.png' };

it('[PH-140] the picture she chose is uploaded, stored and shown', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/update': () => ok({ user: PICTURED }) } });
  world.storage.set('consent', AGREED);
  const page = open(PROFILE);
  await fire(page, 'onChooseAvatar', { avatarUrl: 'http://tmp/x.png' });
  expect([textOf(page, 'view'), textOf(page, 'result')]).toEqual(['signed-in', 'Your picture is up to date']);
  expect(page.node.querySelector('#avatar')?.data['src']).toBe(PICTURED.avatarUrl);
  expect(world.asked).toEqual(['upload http://tmp/x.png', 'profile/update']);
});

it('[PH-140] a choice that was called off changes nothing', async () => {
  const world = useWx({ stored: SIGNED_IN });
  const page = open(PROFILE);
  await fire(page, 'onChooseAvatar', { errMsg: 'chooseAvatar:fail cancel' });
  expect([textOf(page, 'view'), world.asked]).toEqual(['signed-in', []]);
});

it.each([['declined', 'content check does not let this picture pass'], ['wechat-unavailable', 'could not check this picture'], ['not-found', 'larger than 1 MB']])('[PH-140] a picture refused as %s says that it was not stored, and offers no retry', async (code, words) => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/update': () => refused(code, 'now') } });
  world.storage.set('consent', AGREED);
  const page = open(PROFILE);
  await fire(page, 'onChooseAvatar', { avatarUrl: 'http://tmp/x.png' });
  expect([textOf(page, 'refusal'), retryOffered(page)]).toEqual([code, false]);
  expect(page.host.textContent).toContain(words);
  expect(page.host.textContent).toContain('not stored');
});

it('[PH-141] consent that the cloud wants is asked for on the sheet, with the policy to read, and agreeing repeats the call', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/update': (request) => (request['consent'] ? ok({ user: ALICE }) : refused('consent-required', 'now')) } });
  const page = open(PROFILE);
  void page.node.instance['onRename']?.({ detail: { value: { nickname: 'Alice' } } });
  await settle();
  expect([textOf(page, 'view'), sheet(page)?.data['open'], sheet(page)?.data['byWeChat']]).toEqual(['working', true, false]);
  expect(sheet(page)?.dom?.textContent).toContain('kept encrypted');
  expect(sheet(page)?.querySelector('#privacy-policy')?.dom?.textContent).toBe('privacy policy');
  await answer(page, 'agree-privacy');
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'nickname'), sheet(page)?.data['open']]).toEqual(['signed-in', 'Alice', false]);
  expect(world.storage.get('consent')).toEqual(AGREED);
});

it('[PH-141] disagreeing stores nothing, says so, and a retry asks again', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/update': () => refused('consent-required', 'now') } });
  const page = open(PROFILE);
  void page.node.instance['onRename']?.({ detail: { value: { nickname: 'Alice' } } });
  await settle();
  await answer(page, 'disagree-privacy');
  await settle();
  expect([textOf(page, 'refusal'), retryOffered(page), world.storage.has('consent')]).toEqual(['consent-required', true, false]);
  expect(page.host.textContent).toContain('nothing was stored');
});

it('[PH-141] a picture is not uploaded before she agreed', async () => {
  const world = useWx({ stored: SIGNED_IN });
  const page = open(PROFILE);
  void page.node.instance['onChooseAvatar']?.({ detail: { avatarUrl: 'http://tmp/x.png' } });
  await settle();
  expect(sheet(page)?.data['open']).toBe(true);
  await answer(page, 'disagree-privacy');
  await settle();
  expect([textOf(page, 'refusal'), world.asked]).toEqual(['consent-required', []]);
});

it('[PH-142] a version that the cloud does not take asks for an update of the mini program', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/update': () => refused('consent-required', 'now') } });
  world.storage.set('consent', AGREED);
  const page = open(PROFILE);
  await rename(page, 'Alice');
  expect([textOf(page, 'refusal'), retryOffered(page)]).toEqual(['consent-required', false]);
  expect(page.host.textContent).toContain('Please update the mini program');
});

it('[PH-143] WeChat\'s gate shows the same sheet with WeChat\'s button, and agreeing there is her word on our policy', async () => {
  const world = useWx({ stored: SIGNED_IN, gateIsClosed: true });
  const page = open(PROFILE);
  world.gate.call();
  await settle();
  const button = sheet(page)?.querySelector('#agree-privacy');
  expect([sheet(page)?.data['open'], sheet(page)?.data['byWeChat']]).toEqual([true, true]);
  button?.dispatchEvent('agreeprivacyauthorization');
  await settle();
  expect(world.gate.told.at(-1)).toEqual({ event: 'agree', buttonId: 'agree-privacy' });
  expect(world.storage.get('consent')).toEqual(AGREED);
});

it('[PH-143] leaving the page answers WeChat with a no', async () => {
  const world = useWx({ stored: SIGNED_IN, gateIsClosed: true });
  const page = open(PROFILE);
  world.gate.call();
  page.node.instance['onUnload']?.();
  await settle();
  expect(world.gate.told.at(-1)).toEqual({ event: 'disagree' });
});

it('[PH-144] the phone number is bound by the button\'s code and shown masked', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/bind-phone': () => ok({ user: { ...ALICE, phone: '+86*******0001' } }) } });
  const page = open(PROFILE);
  expect([textOf(page, 'phone'), textOf(page, 'phone-bind')]).toEqual(['None', 'Add']);
  await fire(page, 'onPhoneNumber', { code: 'p1', errMsg: 'getPhoneNumber:ok' });
  expect([textOf(page, 'phone'), textOf(page, 'phone-bind'), textOf(page, 'result')]).toEqual(['+86*******0001', 'Change', 'Your phone number is added']);
  expect(world.asked).toEqual(['profile/bind-phone']);
});

it.each([
  [{ errMsg: 'getPhoneNumber:fail user deny' }, null],
  [{ errMsg: 'getPhoneNumber:fail', errno: 1400001 }, 'used up its phone number checks'],
  [{ errMsg: 'getPhoneNumber:fail privacy permission is not authorized', errno: 104 }, 'did not agree to the privacy agreement'],
  [{ errMsg: 'getPhoneNumber:fail no permission' }, 'cannot be checked here'],
])('[PH-144] %j calls nothing and says %s', async (detail, words) => {
  const world = useWx({ stored: SIGNED_IN });
  const page = open(PROFILE);
  await fire(page, 'onPhoneNumber', detail);
  const said = textOf(page, 'result');
  expect([textOf(page, 'view'), world.asked]).toEqual(['signed-in', []]);
  if (words === null) expect(said).toBeNull();
  else expect(said).toContain(words);
});

it.each([['code-used', 'new-code'], ['rate-limited', 'later'], ['wechat-unavailable', 'later']])('[PH-144] a number refused as %s wants another tap on its button, not a retry', async (code, retry) => {
  useWx({ stored: SIGNED_IN, answers: { 'profile/bind-phone': () => refused(code, retry) } });
  const page = open(PROFILE);
  await fire(page, 'onPhoneNumber', { code: 'p1', errMsg: 'getPhoneNumber:ok' });
  expect([textOf(page, 'refusal'), retryOffered(page)]).toEqual([code, false]);
});

it('[PH-145] while WeChat\'s gate is closed the phone button opens it as well, says so, and going through with it is her word on our policy', async () => {
  const world = useWx({ stored: SIGNED_IN, gateIsClosed: true, answers: { 'profile/bind-phone': () => ok({ user: { ...ALICE, phone: '+86*******0001' } }) } });
  const page = open(PROFILE);
  await settle();
  expect(page.host.textContent).toContain('By adding it you agree to our');
  await tap(page.node.querySelector('#phone-bind'));
  expect(world.storage.has('consent')).toBe(false);
  world.gate.isClosed = false;
  const sent: unknown[] = [];
  world.answers['profile/bind-phone'] = (request) => { sent.push(request['consent']); return ok({ user: ALICE }); };
  await fire(page, 'onPhoneNumber', { code: 'p1', errMsg: 'getPhoneNumber:ok' });
  expect(sent).toEqual([{ policyVersion: POLICY }]);
  expect(page.host.textContent).not.toContain('By adding it you agree to our');
});

it.each([
  ['she refuses the number', { errMsg: 'getPhoneNumber:fail user deny' }],
  ['there is no code', { errMsg: 'getPhoneNumber:ok' }],
])('[PH-145] where %s, she has agreed to nothing of ours', async (_, detail) => {
  const world = useWx({ stored: SIGNED_IN, gateIsClosed: true });
  const page = open(PROFILE);
  await settle();
  await tap(page.node.querySelector('#phone-bind'));
  world.gate.isClosed = false;
  await fire(page, 'onPhoneNumber', detail);
  expect([world.storage.has('consent'), world.asked]).toEqual([false, []]);
});

it('[PH-145] where no line said what binding agrees to, a number is no word on our policy', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/bind-phone': () => ok({ user: ALICE }) } });
  const page = open(PROFILE);
  await settle();
  await fire(page, 'onPhoneNumber', { code: 'p1', errMsg: 'getPhoneNumber:ok' });
  expect(world.storage.has('consent')).toBe(false);
});

it('[PH-146] below base library 2.21.2 the picture is no button; a field for the nickname and WeChat\'s own picture remain', () => {
  useWx({ stored: SIGNED_IN, sdkVersion: '2.21.1' });
  const page = open(PROFILE);
  const has = (id: string) => page.node.querySelector(`#${id}`) !== undefined;
  expect([has('avatar-choose'), has('avatar'), has('nickname-input'), has('update-from-wechat')]).toEqual([false, true, true, true]);
  document.body.innerHTML = '';
  useWx({ stored: SIGNED_IN, sdkVersion: '2.21.2' });
  expect(open(PROFILE).node.querySelector('#avatar-choose')).toBeDefined();
});

it('[PH-147] a refusal that tells until when is said with that moment', async () => {
  const retryAt = new Date(Date.now() + 86_400_000).setHours(9, 59, 20, 0);
  useWx({ stored: SIGNED_IN, answers: { 'profile/update': () => ({ ok: false, refusal: { code: 'rate-limited', message: 'No.', retry: 'later', retryAt, requestId: 'r1' } }) } });
  const page = open(PROFILE);
  await rename(page, 'Alice');
  expect(page.host.textContent).toContain('You can try again after: Tomorrow 10:00.');
});

it('[PH-160] while WeChat\'s gate is closed a tap on the nickname field asks first; after the answer, either one, she types', async () => {
  for (const [answered, isClosed] of [['agree', false], ['disagree', true]] as const) {
    document.body.innerHTML = '';
    const world = useWx({ stored: SIGNED_IN, gateIsClosed: true });
    const page = open(PROFILE);
    await settle();
    await tap(page.node.querySelector('#nickname-cover'));
    expect(sheet(page)?.data['byWeChat']).toBe(true);
    world.gate.isClosed = isClosed;
    sheet(page)?.dispatchEvent(answered);
    await settle();
    expect([page.node.querySelector('#nickname-cover'), page.node.data['typesNickname'], world.storage.has('consent')]).toEqual([undefined, true, answered === 'agree']);
  }
});

it('[PH-160] where the gate is open, nothing lies over the field', async () => {
  useWx({ stored: SIGNED_IN });
  const page = open(PROFILE);
  await settle();
  expect(page.node.querySelector('#nickname-cover')).toBeUndefined();
});
