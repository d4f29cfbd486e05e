// Invitations on the phone: what a card brought goes into one sign-in, who brought her is asked once, and her own code is kept.
import { aGate, ALICE, aPhone, aSignedInPhone, DAY, NOW, ok, type Phone, refused, tokens } from '../a-phone';

const CODE = 'abcdefghijkl2345';
const OTHER = 'zyxwvutsrqpo7654';
const OWN = 'mmmmmmmmmmmm2222';
const BOB = { nickname: 'Bob', avatarUrl: null };
const signIn = (isNew: boolean) => () => ok({ ...tokens(1), user: ALICE, isNew });
const invite = (expiresAt = NOW + 40 * DAY) => () => ok({ inviteCode: OWN, expiresAt });
const sentInvites = (phone: Phone) => phone.requests.filter(({ action }) => action === 'sign-in').map((request) => request['invite'] ?? null);

it('[PH-202] the code of a card goes into the next sign-in, also after a restart, and into none after it', async () => {
  const first = aPhone({ answers: { 'session/sign-in': signIn(true), 'session/sign-out': () => ok({}) } });
  first.invites.came({ invite: CODE });
  const phone = first.restart();
  await phone.session.signIn();
  await phone.session.signOut();
  await phone.session.signIn();
  expect(sentInvites(phone)).toEqual([CODE, null]);
});

it('[PH-202] the latest card counts, one without a code changes nothing, and a refused sign-in keeps it', async () => {
  const phone = aPhone({ answers: { 'session/sign-in': () => refused('wechat-busy', 'later') } });
  phone.invites.came({ invite: OTHER });
  phone.invites.came({ scene: CODE });
  phone.invites.came({});
  phone.invites.came({ invite: 'not a code' });
  await phone.session.signIn();
  phone.answers['session/sign-in'] = signIn(true);
  await phone.session.signIn();
  expect(sentInvites(phone)).toEqual([CODE, CODE]);
});

it('[PH-202] a silent sign-in carries none, and ends the waiting of one', async () => {
  const phone = await aSignedInPhone({ refreshTokenExpiresAt: NOW - 1, answers: { 'profile/get': (request) => (request['accessToken'] === 'access-2' ? ok({ user: ALICE }) : refused('token-expired', 'renew')), 'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }) } });
  phone.invites.came({ invite: CODE });
  await phone.profile.get();
  await phone.session.signIn();
  expect(sentInvites(phone)).toEqual([null, null]);
});

it('[PH-203] after a first sign-in with a code the cloud is asked once who brought her, and later openings know', async () => {
  const phone = aPhone({ answers: { 'session/sign-in': signIn(true), 'account/invitations': () => ok({ invitedBy: BOB, invited: 0 }) } });
  phone.invites.came({ invite: CODE });
  await phone.session.signIn();
  expect(phone.invites.inviter()).toBeNull();
  await Promise.all([phone.invites.learnInviter(), phone.invites.learnInviter()]);
  const later = phone.restart();
  await later.invites.learnInviter();
  expect([later.invites.inviter(), phone.asked, later.asked]).toEqual([BOB, ['wx.login', 'session/sign-in', 'account/invitations'], []]);
});

it.each([
  ['not new', CODE, false], ['new without a code', null, true],
])('[PH-203] who is %s asks nothing about it', async (_, code, isNew) => {
  const phone = aPhone({ answers: { 'session/sign-in': signIn(isNew) } });
  if (code !== null) phone.invites.came({ invite: code });
  await phone.session.signIn();
  await phone.invites.learnInviter();
  expect(phone.asked).toEqual(['wx.login', 'session/sign-in']);
});

it('[PH-203] without a network it is asked again at the next start; an answer of nobody, and a refusal, are answers', async () => {
  const phone = aPhone({ answers: { 'session/sign-in': signIn(true) } });
  phone.invites.came({ invite: CODE });
  await phone.session.signIn();
  await phone.invites.learnInviter();
  phone.answers['account/invitations'] = () => ok({ invitedBy: null, invited: 0 });
  const later = phone.restart();
  await later.invites.learnInviter();
  await later.invites.learnInviter();
  expect([later.invites.inviter(), later.asked]).toEqual([null, ['account/invitations']]);
});

it('[PH-203] who brought her is kept through a fresh sign-in, and forgotten with the account', async () => {
  const phone = aPhone({ answers: { 'session/sign-in': signIn(true), 'session/sign-out': () => ok({}), 'account/invitations': () => ok({ invitedBy: BOB, invited: 0 }) } });
  phone.invites.came({ invite: CODE });
  await phone.session.signIn();
  await phone.invites.learnInviter();
  phone.answers['session/sign-in'] = signIn(false);
  await phone.session.signIn();
  expect(phone.invites.inviter()).toEqual(BOB);
  await phone.session.signOut();
  await phone.session.signIn();
  expect(phone.invites.inviter()).toBeNull();
});

it('[PH-204] her own code is asked for once and kept until a day before it ends', async () => {
  let now = NOW;
  const phone = await aSignedInPhone({ now: () => now, answers: { 'account/invite': invite() } });
  expect([phone.invites.knownCode(), await phone.invites.code(), await phone.invites.code(), phone.invites.knownCode()]).toEqual([null, OWN, OWN, OWN]);
  now = NOW + 39 * DAY - 1;
  expect(await phone.invites.code()).toBe(OWN);
  expect(phone.asked).toEqual(['account/invite']);
  now += 1;
  expect([phone.invites.knownCode(), await phone.invites.code()]).toEqual([null, OWN]);
  expect(phone.asked).toEqual(['account/invite', 'account/invite']);
});

it('[PH-204] it is forgotten with the account, and another person never has it', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/invite': invite(), 'session/sign-out': () => ok({}), 'session/sign-in': () => ok({ ...tokens(2), user: { ...ALICE, id: 'u_other' }, isNew: false }) } });
  await phone.invites.code();
  await phone.session.signIn();
  expect(phone.invites.knownCode()).toBeNull();
  await phone.invites.code();
  await phone.session.signOut();
  expect([phone.invites.knownCode(), await phone.invites.code()]).toEqual([null, null]);
});

it('[PH-204] an answer that comes after the sign-out is not kept', async () => {
  const gate = aGate();
  const phone = await aSignedInPhone({ answers: { 'account/invite': async () => { await gate.passed; return invite()(); }, 'session/sign-out': () => ok({}) } });
  const asking = phone.invites.code();
  await phone.session.signOut();
  gate.open();
  await asking;
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it.each([['refused', () => refused('rate-limited', 'later')], ['not reached', undefined]])('[PH-204] where the cloud is %s there is none, and nothing is thrown', async (_, answer) => {
  const phone = await aSignedInPhone({ answers: answer ? { 'account/invite': answer } : {} });
  expect(await phone.invites.code()).toBeNull();
});
