// After the person closes her account nothing but her own tap brings it back.
import { waitingOf } from '../../../miniprogram/services/closing';
import { ALICE, aPhone, aSignedInPhone, DAY, NOW, ok, profileFor, refused, tokens } from '../a-phone';

const ERASED_AT = NOW + 15 * DAY;
const CLOSING = { 'account/close': () => ok({ erasedAt: ERASED_AT }) };
const SIGNS_IN = () => ok({ ...tokens(2), user: ALICE, isNew: false });

async function aClosedPhone(answers = {}) {
  const phone = await aSignedInPhone({ answers: { ...CLOSING, ...answers } });
  await phone.accountLife.close();
  phone.asked.length = 0;
  phone.requests.length = 0;
  return phone;
}

it('[PH-66] closing signs the phone out with the date, and a restart keeps the date and no token', async () => {
  const phone = await aSignedInPhone({ answers: { ...CLOSING } });
  expect(await phone.accountLife.close()).toEqual({ kind: 'value', value: ERASED_AT });
  expect(phone.requests).toEqual([{ action: 'close', accessToken: 'access-1' }]);
  expect(phone.restart().session.account()).toEqual({ kind: 'signed-out', reason: 'account-closed', erasedAt: ERASED_AT });
});

it('[REL-24] after a closing the phone calls nothing by itself, also after a restart', async () => {
  const phone = (await aClosedPhone()).restart();
  expect(await phone.profile.get()).toEqual({ kind: 'signed-out', reason: 'account-closed', erasedAt: ERASED_AT });
  expect(phone.asked).toEqual([]);
});

it('[PH-66] a closing that is refused, or not answered, leaves her signed in', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/close': () => refused('internal', 'later') } });
  expect(await phone.accountLife.close()).toMatchObject({ kind: 'refused', refusal: { code: 'internal' } });
  delete phone.answers['account/close'];
  await expect(phone.accountLife.close()).rejects.toMatchObject({ code: 'offline' });
  expect(phone.session.account()).toMatchObject({ kind: 'signed-in' });
});

it('[PH-66] a closing that was told elsewhere meanwhile still gets its date', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/get': () => refused('account-closed', 'never') } });
  phone.answers['account/close'] = async () => { await phone.profile.get(); return ok({ erasedAt: ERASED_AT }); };
  await phone.accountLife.close();
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'account-closed', erasedAt: ERASED_AT });
});

it('[PH-66] a person who signed out before the closing was answered is told that she signed out', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out': () => ok({}) } });
  phone.answers['account/close'] = async () => { await phone.session.signOut(); return ok({ erasedAt: ERASED_AT }); };
  await phone.accountLife.close();
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it('[PH-67] a sign-in does not end the waiting: it is refused, and the date stays', async () => {
  const phone = await aClosedPhone({ 'session/sign-in': () => refused('account-closed', 'never') });
  expect(await phone.session.signIn()).toMatchObject({ kind: 'refused', refusal: { code: 'account-closed' } });
  expect(phone.requests[0]).not.toHaveProperty('keep');
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'account-closed', erasedAt: ERASED_AT });
});

it('[PH-68] keeping the account right after is one call, and the session goes on', async () => {
  const phone = await aClosedPhone({ 'account/keep': () => ok({}), 'profile/get': profileFor('access-1') });
  expect(await phone.session.keepAccount()).toEqual({ kind: 'value', value: { user: ALICE, isNew: false } });
  expect(phone.requests).toEqual([{ action: 'keep', accessToken: 'access-1' }]);
  expect(await phone.profile.get()).toMatchObject({ kind: 'value' });
});

it.each(['token-expired', 'token-invalid', 'session-revoked', 'account-closed'])('[PH-68] where the token is over (%s), keeping is a sign-in that says so', async (code) => {
  const phone = await aClosedPhone({ 'account/keep': () => refused(code), 'session/sign-in': SIGNS_IN });
  expect(await phone.session.keepAccount()).toEqual({ kind: 'value', value: { user: ALICE, isNew: false } });
  expect(phone.asked).toEqual(['account/keep', 'wx.login', 'session/sign-in']);
  expect(phone.requests[1]).toMatchObject({ action: 'sign-in', keep: true, code: expect.any(String) });
});

it('[PH-68] a keeping that is refused for now changes nothing and may be tried again', async () => {
  const phone = await aClosedPhone({ 'account/keep': () => refused('internal', 'later') });
  expect(await phone.session.keepAccount()).toMatchObject({ kind: 'refused', refusal: { code: 'internal' } });
  expect(phone.session.account()).toMatchObject({ reason: 'account-closed', erasedAt: ERASED_AT });
  phone.answers['account/keep'] = () => ok({});
  await phone.session.keepAccount();
  expect(phone.session.account()).toEqual({ kind: 'signed-in', tokens: tokens(1), user: ALICE });
});

it('[PH-68] after a restart, and on a phone that did not close it, keeping is a sign-in that says so; two taps are one', async () => {
  const phone = (await aClosedPhone({ 'session/sign-in': SIGNS_IN })).restart();
  await Promise.all([phone.session.keepAccount(), phone.session.keepAccount()]);
  expect(phone.requests).toEqual([expect.objectContaining({ action: 'sign-in', keep: true })]);
  expect(phone.session.account()).toMatchObject({ kind: 'signed-in', user: ALICE });
});

it('[PH-68] a sign-out that was wished for before is forgotten with the closing', async () => {
  const phone = await aSignedInPhone({ answers: { ...CLOSING, 'account/keep': () => ok({}), 'session/sign-out': () => refused('internal', 'later') } });
  await phone.session.signOut();
  await phone.accountLife.close();
  await phone.session.keepAccount();
  expect(phone.session.account()).not.toHaveProperty('leaving');
});

it('[PH-69] a closed account waits; where it was closed elsewhere, the date is unknown', () => {
  expect(waitingOf({ kind: 'signed-out', reason: 'account-closed', erasedAt: ERASED_AT })).toEqual({ erasedAt: ERASED_AT });
  expect(waitingOf({ kind: 'signed-out', reason: 'account-closed' })).toEqual({ erasedAt: null });
  expect([waitingOf({ kind: 'signed-out', reason: 'person' }), waitingOf(aPhone().session.account())]).toEqual([null, null]);
});

it('[PH-69] from its date on nobody was ever here; where the cloud says that it still waits, it can still be kept', async () => {
  let now = NOW;
  const phone = await aSignedInPhone({ now: () => now, answers: { ...CLOSING, 'session/sign-in': () => refused('account-closed', 'never') } });
  await phone.accountLife.close();
  now = ERASED_AT;
  expect(phone.session.account()).toEqual({ kind: 'never' });
  await phone.session.signIn();
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'account-closed' });
});

it('[PH-161] keeping tells whether the account was erased before, so that this one is new', async () => {
  const phone = await aClosedPhone({ 'account/keep': () => refused('token-invalid'), 'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: true }) });
  expect(await phone.session.keepAccount()).toEqual({ kind: 'value', value: { user: ALICE, isNew: true } });
});
