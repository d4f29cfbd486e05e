// The page that invites friends, on WeChat's component simulator.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { ALICE, DAY, ok, refused, tokens } from '../a-phone';
import { useWx } from '../a-wx';

const INVITE = 'pages/invite/invite';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const retry = (page: Mounted) => tap(page.node.querySelector('.why')?.querySelector('#retry'));

beforeEach(() => { document.body.innerHTML = ''; });

it.each([[0, 'Nobody has joined by your invitation yet'], [1, '1 friend joined by your invitation'], [12, '12 friends joined by your invitation']])('[PH-207] opened, the page asks once how many came, and says %s', async (invited, said) => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'account/invitations': () => ok({ invitedBy: null, invited }) } });
  const page = open(INVITE);
  await settle();
  page.node.instance['onShow']?.();
  await settle();
  expect([textOf(page, 'invited'), textOf(page, 'view'), world.asked]).toEqual([said, 'signed-in', ['account/invitations']]);
});

it('[PH-207] its button is WeChat\'s own kind for sharing, and the card carries her code', async () => {
  useWx({ stored: SIGNED_IN, answers: { 'account/invitations': () => ok({ invitedBy: null, invited: 0 }), 'account/invite': () => ok({ inviteCode: 'mmmmmmmmmmmm2222', expiresAt: Date.now() + 40 * DAY }) } });
  const page = open(INVITE);
  await settle();
  expect(page.host.innerHTML).toContain('Send to a friend');
  const card = page.node.instance['onShareAppMessage']?.({ from: 'button' }) as { promise: Promise<{ path: string }> };
  expect((await card.promise).path).toBe('/pages/home/home?invite=mmmmmmmmmmmm2222');
});

it('[PH-208] it shows offline and refused with a retry, sharing all the while', async () => {
  const world = useWx({ stored: SIGNED_IN });
  const page = open(INVITE);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'invited'), page.node.querySelector('#share') !== undefined]).toEqual(['offline', null, true]);
  world.answers['account/invitations'] = () => refused('internal', 'later');
  await retry(page);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'refusal')]).toEqual(['refused', 'internal']);
  world.answers['account/invitations'] = () => ok({ invitedBy: null, invited: 2 });
  await retry(page);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'invited')]).toEqual(['signed-in', '2 friends joined by your invitation']);
});

it('[PH-208] with nobody signed in it asks nothing and leads home; a session that ended there says so', async () => {
  const world = useWx();
  const page = open(INVITE);
  await settle();
  expect([textOf(page, 'view'), page.node.querySelector('#share'), page.node.querySelector('.nobody') !== undefined, world.asked]).toEqual(['idle', undefined, true, []]);
  page.node.instance['onHome']?.();
  expect(world.moves).toEqual(['/pages/home/home']);
  useWx({ stored: SIGNED_IN, answers: { 'account/invitations': () => refused('session-revoked') } });
  const ended = open(INVITE);
  await settle();
  expect([textOf(ended, 'view'), textOf(ended, 'refusal'), ended.node.querySelector('#share')]).toEqual(['refused', 'session-revoked', undefined]);
});
