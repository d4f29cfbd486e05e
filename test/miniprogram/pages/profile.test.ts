// The profile page on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { ALICE, ok, refused, tokens } from '../a-phone';
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

it('[PH-36] with nobody signed in it offers no update', () => {
  useWx();
  const page = open(PROFILE);
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
