// What the profile page tells, and for how long: her typing, what is under way, what came of the last tap.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { aGate, ALICE, ok, POLICY, refused, tokens } from '../a-phone';
import { useWx, type World } from '../a-wx';

const PROFILE = 'pages/profile/profile';
const NUMBERED = { ...ALICE, phone: '+86*******0001' };
const AGREED = { userId: 'u_alice', policyVersion: POLICY };
const signedIn = (user: object = ALICE) => ({ kind: 'signed-in', tokens: tokens(1), user });

const fire = async (page: Mounted, handler: string, detail: object = {}) => { await page.node.instance[handler]?.({ detail }); await settle(); };
const rename = (page: Mounted, nickname: string) => fire(page, 'onRename', { value: { nickname } });
const field = (page: Mounted) => page.node.data['typed'];
const waits = (page: Mounted) => page.node.querySelector('#update-from-wechat')?.data['disabled'];

async function openProfile(answers: World['answers'] = {}, user: object = ALICE) {
  const world = useWx({ stored: signedIn(user), answers });
  world.storage.set('consent', AGREED);
  const page = open(PROFILE);
  await settle();
  return { world, page };
}

beforeEach(() => { document.body.innerHTML = ''; });

it('[PH-171] what she typed stays in the field after a refusal, after an empty save and without a network', async () => {
  const { world, page } = await openProfile({ 'profile/update': () => refused('declined', 'now') });
  expect(field(page)).toBe('Alice');
  await rename(page, ' A name ');
  expect([textOf(page, 'refusal'), field(page), textOf(page, 'nickname')]).toEqual(['declined', ' A name ', 'Alice']);
  await rename(page, '  ');
  expect([textOf(page, 'result'), field(page)]).toEqual(['Type a nickname first', '  ']);
  delete world.answers['profile/update'];
  await rename(page, 'Another');
  expect([textOf(page, 'view'), field(page)]).toEqual(['offline', 'Another']);
});

it('[PH-171] once it is saved, the field holds what was stored', async () => {
  const { page } = await openProfile({ 'profile/update': () => ok({ user: { ...ALICE, nickname: 'A name' } }) });
  await rename(page, ' A name ');
  expect([field(page), textOf(page, 'nickname')]).toEqual(['A name', 'A name']);
});

it('[PH-172] the keyboard\'s confirm saves the nickname like the button', async () => {
  const sent: unknown[] = [];
  const { page } = await openProfile({ 'profile/update': (request) => { sent.push(request['nickname']); return ok({ user: { ...ALICE, nickname: 'A name' } }); } });
  await fire(page, 'onNicknameConfirm', { value: 'A name ' });
  expect([sent, textOf(page, 'result')]).toEqual([['A name'], 'Your profile is up to date']);
});

it('[PH-172] a field that takes no more says why', async () => {
  const { page } = await openProfile();
  expect(textOf(page, 'nickname-full')).toBeNull();
  await fire(page, 'onNicknameInput', { value: 'x'.repeat(32) });
  expect(textOf(page, 'nickname-full')).toBe('A nickname has at most 32 characters');
  await fire(page, 'onNicknameInput', { value: 'x'.repeat(31) });
  expect(textOf(page, 'nickname-full')).toBeNull();
});

it('[PH-173] what is under way shows on its own button, and every other button waits', async () => {
  const gate = aGate();
  const held = async () => { await gate.passed; return ok({ user: ALICE }); };
  const { page } = await openProfile({ 'profile/update': held, 'profile/bind-phone': held });
  const labels = () => [textOf(page, 'nickname-save'), textOf(page, 'phone-bind'), textOf(page, 'update-from-wechat')?.trim()];
  expect([labels(), waits(page)]).toEqual([['Save', 'Add', 'Update from WeChat'], false]);
  void page.node.instance['onRename']?.({ detail: { value: { nickname: 'A name' } } });
  await settle();
  expect([labels(), waits(page)]).toEqual([['Saving…', 'Add', 'Update from WeChat'], true]);
  gate.open();
  await settle(30);
  expect([labels(), waits(page)]).toEqual([['Save', 'Add', 'Update from WeChat'], false]);
});

it.each([['onPhoneNumber', { code: 'p1', errMsg: 'getPhoneNumber:ok' }, 'phone'], ['onChooseAvatar', { avatarUrl: 'http://tmp/x.png' }, 'picture'], ['onUpdate', {}, 'import']])('[PH-173] %s shows as its own matter until it is answered', async (handler, detail, matter) => {
  const gate = aGate();
  const held = async () => { await gate.passed; return refused('internal', 'later'); };
  const { page } = await openProfile({ 'profile/update': held, 'profile/bind-phone': held, 'profile/import-user-info': held });
  void page.node.instance[handler]?.({ detail });
  await settle();
  expect(page.node.data['matter']).toBe(matter);
  gate.open();
  await settle(30);
  expect([page.node.data['matter'], textOf(page, 'refusal')]).toEqual(['', 'internal']);
});

it('[PH-174] a tap that opens WeChat\'s sheet for the number holds the button until the sheet has answered', async () => {
  const { page } = await openProfile();
  await tap(page.node.querySelector('#phone-bind'));
  expect(page.node.data['asksNumber']).toBe(true);
  await fire(page, 'onPhoneNumber', { errMsg: 'getPhoneNumber:fail user deny' });
  expect(page.node.data['asksNumber']).toBe(false);
  await tap(page.node.querySelector('#phone-bind'));
  page.node.instance['onShow']?.(); // a sheet that never answers holds nothing for good
  await settle();
  expect(page.node.data['asksNumber']).toBe(false);
});

it('[PH-175] each tap takes away what came of the one before', async () => {
  const { world, page } = await openProfile();
  const told = () => [textOf(page, 'view'), textOf(page, 'result'), page.node.querySelector('.why') !== undefined];
  await fire(page, 'onPhoneNumber', { errMsg: 'getPhoneNumber:fail no permission' });
  expect(told()).toEqual(['signed-in', expect.stringContaining('cannot be checked'), false]);
  await rename(page, 'A name');
  expect(told()).toEqual(['offline', null, true]);
  await tap(page.node.querySelector('#phone-bind'));
  expect(told()).toEqual(['signed-in', null, false]);
  await fire(page, 'onPhoneNumber', { errMsg: 'getPhoneNumber:fail no permission' });
  await fire(page, 'onChooseAvatar', { errMsg: 'chooseAvatar:fail cancel' });
  expect(told()).toEqual(['signed-in', null, false]);
  world.answers['profile/update'] = () => ok({ user: ALICE });
  await rename(page, 'Alice');
  expect(told()).toEqual(['signed-in', 'Your profile is up to date', false]);
});

it('[PH-166] what was done is not said any more when the page is shown again, and what she typed stands', async () => {
  const { page } = await openProfile();
  await rename(page, 'A name');
  page.node.instance['onHide']?.();
  page.node.instance['onShow']?.();
  await settle();
  expect([textOf(page, 'view'), page.node.querySelector('.why'), field(page)]).toEqual(['signed-in', undefined, 'A name']);
});

it.each([[ALICE, 'Your phone number is added'], [{ ...ALICE, phone: '+86*******0002' }, 'Your phone number is changed'], [NUMBERED, 'Your phone number is added']])('[PH-176] a number where %j stood is said to be what it is', async (before, said) => {
  const { page } = await openProfile({ 'profile/bind-phone': () => ok({ user: NUMBERED }) }, before);
  await fire(page, 'onPhoneNumber', { code: 'p1', errMsg: 'getPhoneNumber:ok' });
  expect(textOf(page, 'result')).toBe(said);
});
