// A session begins by a tap and ends when the person says so.
import { isOffline } from '../../../miniprogram/services/cloud';
import { aGate, ALICE, aPhone, aSignedInPhone, count, DAY, NOW, ok, profileFor, refused, tokens } from '../a-phone';

const SIGNED_IN = { 'session/sign-in': () => ok({ ...tokens(1), user: ALICE, isNew: true }) };

it('[PH-8] the tap sends a fresh code and the device, and the session is there after a restart', async () => {
  const phone = aPhone({ answers: { ...SIGNED_IN } });
  expect(await phone.session.signIn()).toEqual({ kind: 'value', value: ALICE });
  expect(phone.requests).toEqual([{ action: 'sign-in', code: 'code-1', device: { platform: 'ios', model: 'iPhone 15' } }]);
  expect(phone.restart().session.account()).toEqual({ kind: 'signed-in', tokens: tokens(1), user: ALICE });
});

it('[PH-8] two taps at once are one sign-in with one code', async () => {
  const phone = aPhone({ answers: { ...SIGNED_IN } });
  await Promise.all([phone.session.signIn(), phone.session.signIn()]);
  expect(phone.asked).toEqual(['wx.login', 'session/sign-in']);
});

it('[PH-9] a phone on which nobody ever signed in calls nothing by itself', async () => {
  const phone = aPhone({ answers: { ...SIGNED_IN } });
  expect(await phone.profile.get()).toEqual({ kind: 'never' });
  expect(phone.asked).toEqual([]);
});

it('[PH-9] a refused sign-in stores no session', async () => {
  const phone = aPhone({ answers: { 'session/sign-in': () => refused('code-invalid', 'new-code') } });
  expect(await phone.session.signIn()).toMatchObject({ kind: 'refused', refusal: { code: 'code-invalid' } });
  expect(phone.session.account()).toEqual({ kind: 'never' });
});

it('[REL-24] after a sign-out the phone stays signed out across restarts and begins nothing by itself', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out': () => ok({}) } });
  await phone.session.signOut();
  const restarted = phone.restart().restart();
  expect(await restarted.profile.get()).toEqual({ kind: 'signed-out', reason: 'person' });
  expect(restarted.asked).toEqual([]);
  expect(phone.requests).toEqual([{ action: 'sign-out', accessToken: 'access-1' }]);
});

it('[PH-10] a renewal answered after the sign-out does not bring the session back', async () => {
  const held = aGate();
  const phone = await aSignedInPhone({
    answers: {
      'session/renew': async () => { await held.passed; return ok(tokens(2)); },
      'session/sign-out': () => ok({}),
      'profile/get': profileFor('access-2'),
    },
  });
  const read = phone.profile.get();
  await phone.session.signOut();
  held.open();
  expect(await read).toEqual({ kind: 'signed-out', reason: 'person' });
  expect(phone.restart().session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it('[PH-11] a sign-out that does not reach the cloud is no sign-out, and says so', async () => {
  const phone = await aSignedInPhone();
  const failure = await phone.session.signOut().catch((thrown: unknown) => thrown);
  expect(isOffline(failure)).toBe(true);
  expect(phone.session.account()).toMatchObject({ kind: 'signed-in' });
});

it('[PH-37] a sign-out that the cloud has not confirmed is remembered across restarts, renewals and what is newly known', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out': () => refused('internal', 'later') } });
  await phone.session.signOut();
  phone.session.remember({ ...ALICE, nickname: 'Alice again' });
  expect(phone.restart().session.account()).toMatchObject({ kind: 'signed-in', leaving: 'here', user: { nickname: 'Alice again' } });
});

it('[PH-12] a sign-out on an expired access token renews once and ends the renewed session', async () => {
  const phone = await aSignedInPhone({
    answers: {
      'session/renew': () => ok(tokens(2)),
      'session/sign-out': (request) => (request['accessToken'] === 'access-2' ? ok({}) : refused('token-expired', 'renew')),
    },
  });
  await phone.session.signOut();
  expect(phone.asked).toEqual(['session/sign-out', 'session/renew', 'session/sign-out']);
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it('[PH-12] a session that expired is not begun again only to be ended', async () => {
  let now = NOW;
  const phone = await aSignedInPhone({ now: () => now, answers: { 'session/sign-out': () => refused('token-expired', 'renew') } });
  now += 31 * DAY;
  await phone.session.signOut();
  expect(count(phone, 'session/sign-in')).toBe(0);
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it.each(['token-invalid', 'session-revoked'])('[PH-12] a sign-out answered %s is done: the session is over', async (code) => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out': () => refused(code) } });
  expect(await phone.session.signOut()).toEqual({ kind: 'value', value: null });
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it('[PH-11] a sign-out refused for now leaves the session and tells why', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out': () => refused('internal', 'later') } });
  expect(await phone.session.signOut()).toMatchObject({ kind: 'refused', refusal: { code: 'internal' } });
  expect(phone.session.account()).toMatchObject({ kind: 'signed-in' });
});

it('[PH-13] a tap begins a session again after it was revoked', async () => {
  const phone = await aSignedInPhone({ answers: { ...SIGNED_IN, 'profile/get': () => refused('session-revoked') } });
  await phone.profile.get();
  expect(await phone.session.signIn()).toEqual({ kind: 'value', value: ALICE });
  expect(phone.restart().session.account()).toMatchObject({ kind: 'signed-in' });
});
