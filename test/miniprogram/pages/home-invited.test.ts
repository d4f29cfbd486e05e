// Home as a card opens it: the code goes into the sign-in, the page says who invited, and its own cards carry her own code.
import { type Mounted, open, settle, tap, textOf } from '../../support/mini';
import { ALICE, DAY, ok, refused, tokens } from '../a-phone';
import { useWx } from '../a-wx';

const HOME = 'pages/home/home';
const CODE = 'abcdefghijkl2345';
const OWN = 'mmmmmmmmmmmm2222';
const SIGNED_IN = { kind: 'signed-in', tokens: tokens(1), user: ALICE };
const press = (page: Mounted, id: string) => tap(page.node.querySelector(`#${id}`)?.querySelector('.go'));
const share = (page: Mounted) => page.node.instance['onShareAppMessage']?.({ from: 'menu' }) as { title: string; path: string; imageUrl: string; promise?: Promise<{ path: string }> };

beforeEach(() => { document.body.innerHTML = ''; });

/** A newcomer whom Bob invited. */
function invited(invitedBy: object | null = { nickname: 'Bob', avatarUrl: null }) {
  const invites: unknown[] = [];
  const world = useWx({ answers: {
    'session/sign-in': (request) => { invites.push(request['invite']); return ok({ ...tokens(1), user: ALICE, isNew: true }); },
    'profile/get': () => ok({ user: ALICE }), 'account/invitations': () => ok({ invitedBy, invited: 0 }),
  } });
  return { world, invites };
}

it.each([['a card', { invite: CODE }], ['a mini-program code', { scene: CODE }]])('[PH-205] opened by %s, the first sign-in carries its code and home then says who invited her', async (_, query) => {
  const { world, invites } = invited();
  const page = open(HOME, query);
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'invited-by'), world.asked]).toEqual(['idle', null, []]);
  await press(page, 'sign-in');
  await settle();
  expect([invites, textOf(page, 'view'), textOf(page, 'invited-by')]).toEqual([[CODE], 'signed-in', 'Invited by Bob']);
  expect(world.asked).toEqual(['wx.login', 'session/sign-in', 'account/invitations']);
});

it('[PH-205] a later opening says it without asking', async () => {
  const { world } = invited();
  const page = open(HOME, { invite: CODE });
  await press(page, 'sign-in');
  await settle();
  world.asked.length = 0;
  const later = open(HOME);
  expect(textOf(later, 'invited-by')).toBe('Invited by Bob');
  await settle();
  expect([textOf(later, 'invited-by'), world.asked]).toEqual(['Invited by Bob', ['profile/get']]);
});

it.each([[{ nickname: null, avatarUrl: null }, 'Invited by a friend'], [null, null]])('[PH-205] brought by %j, home says %s', async (by, said) => {
  invited(by);
  const page = open(HOME, { invite: CODE });
  await press(page, 'sign-in');
  await settle();
  expect([textOf(page, 'view'), textOf(page, 'invited-by')]).toEqual(['signed-in', said]);
});

it('[PH-206] with nobody signed in a card leads home without a code, and asks nothing', async () => {
  const world = useWx();
  const card = share(open(HOME));
  await settle();
  expect([card, world.asked]).toEqual([{ title: 'Join me: one account, wherever you are', path: '/pages/home/home', imageUrl: '/images/card.png' }, []]);
});

it('[PH-206] the first card waits for her code, later ones have it at once', async () => {
  const world = useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => ok({ user: ALICE }), 'account/invite': () => ok({ inviteCode: OWN, expiresAt: Date.now() + 40 * DAY }) } });
  const page = open(HOME);
  await settle();
  const first = share(page);
  expect([first.path, (await first.promise)?.path]).toEqual(['/pages/home/home', `/pages/home/home?invite=${OWN}`]);
  const second = share(page);
  expect([second.path, second.promise, second.imageUrl]).toEqual([`/pages/home/home?invite=${OWN}`, undefined, '/images/card.png']);
  expect(world.asked).toEqual(['profile/get', 'account/invite']);
});

it.each([['offline', {}], ['refused', { 'account/invite': () => refused('rate-limited', 'later') }]])('[PH-206] %s, the card goes without a code', async (_, answers) => {
  useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => ok({ user: ALICE }), ...answers } });
  const page = open(HOME);
  await settle();
  expect((await share(page).promise)?.path).toBe('/pages/home/home');
  expect(textOf(page, 'view')).toBe('signed-in');
});

it('[PH-207] home leads whoever is signed in to inviting friends', async () => {
  useWx({ stored: SIGNED_IN, answers: { 'profile/get': () => ok({ user: ALICE }) } });
  const page = open(HOME);
  await settle();
  expect(page.node.querySelector('#invite')).toBeDefined();
  useWx();
  expect(open(HOME).node.querySelector('#invite')).toBeUndefined();
});
