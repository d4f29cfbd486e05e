// The device list's service: each device of the person, signed out one by one, or all of them.
import { isOffline } from '../../../miniprogram/services/cloud';
import { ALICE, aPhone, aSignedInPhone, count, DAY, NOW, ok, refused, type Request, tokens } from '../a-phone';

const SESSIONS = [{ sessionId: 's1', current: true }, { sessionId: 's2', current: false }];
const only = (accessToken: string, answer: unknown) => (request: Request) => (request['accessToken'] === accessToken ? answer : refused('token-expired', 'renew'));

it('[PH-50] the list is what the cloud answers, and one device is ended by its id', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/list': () => ok({ sessions: SESSIONS }), 'session/revoke': () => ok({}) } });
  expect(await phone.sessions.list()).toEqual({ kind: 'value', value: SESSIONS });
  expect(await phone.sessions.revoke('s2')).toEqual({ kind: 'value', value: null });
  expect(phone.requests).toEqual([{ action: 'list', accessToken: 'access-1' }, { action: 'revoke', accessToken: 'access-1', sessionId: 's2' }]);
});

it('[PH-50] an expired access token is renewed once for both, and a device that is gone is a refusal that ends nothing here', async () => {
  const phone = await aSignedInPhone({
    answers: { 'session/renew': () => ok(tokens(2)), 'session/list': only('access-2', ok({ sessions: SESSIONS })), 'session/revoke': only('access-2', refused('not-found', 'never')) },
  });
  const [list, revoked] = await Promise.all([phone.sessions.list(), phone.sessions.revoke('s2')]);
  expect([list, revoked]).toEqual([{ kind: 'value', value: SESSIONS }, expect.objectContaining({ kind: 'refused', refusal: expect.objectContaining({ code: 'not-found' }) })]);
  expect(count(phone, 'session/renew')).toBe(1);
  expect(phone.session.account()).toMatchObject({ kind: 'signed-in' });
});

it('[PH-50] a device that was signed out from another one learns it here, keeps it across restarts, and asks no more', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/list': () => refused('session-revoked') } });
  expect(await phone.sessions.list()).toEqual({ kind: 'signed-out', reason: 'session-revoked' });
  const restarted = phone.restart();
  expect(await restarted.sessions.revoke('s2')).toEqual({ kind: 'signed-out', reason: 'session-revoked' });
  expect(restarted.asked).toEqual([]);
});

it('[PH-51] a sign-out everywhere is one call; then this phone is signed out by its person, across restarts', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out-everywhere': () => ok({}) } });
  expect(await phone.sessions.signOutEverywhere()).toEqual({ kind: 'value', value: null });
  expect(phone.requests).toEqual([{ action: 'sign-out-everywhere', accessToken: 'access-1' }]);
  const restarted = phone.restart();
  expect(await restarted.profile.get()).toEqual({ kind: 'signed-out', reason: 'person' });
  expect(restarted.asked).toEqual([]);
});

it('[PH-51] two taps at once are one call, and with nobody signed in there is none', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out-everywhere': () => ok({}) } });
  await Promise.all([phone.sessions.signOutEverywhere(), phone.sessions.signOutEverywhere()]);
  expect(phone.asked).toEqual(['session/sign-out-everywhere']);
  const nobody = aPhone();
  expect(await nobody.sessions.signOutEverywhere()).toEqual({ kind: 'never' });
  expect(nobody.asked).toEqual([]);
});

it('[PH-51] an expired access token is renewed for it', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/renew': () => ok(tokens(2)), 'session/sign-out-everywhere': only('access-2', ok({})) } });
  await phone.sessions.signOutEverywhere();
  expect(phone.asked).toEqual(['session/sign-out-everywhere', 'session/renew', 'session/sign-out-everywhere']);
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it('[PH-51] an expired session is begun again, since the others can only be ended by a live one', async () => {
  let now = NOW;
  const phone = await aSignedInPhone({
    now: () => now,
    answers: { 'session/sign-in': () => ok({ ...tokens(2, NOW + 61 * DAY), user: ALICE, isNew: false }), 'session/sign-out-everywhere': only('access-2', ok({})) },
  });
  now += 31 * DAY;
  expect(await phone.sessions.signOutEverywhere()).toEqual({ kind: 'value', value: null });
  expect(phone.asked).toEqual(['session/sign-out-everywhere', 'session/sign-in', 'session/sign-out-everywhere']);
  expect(phone.session.account()).toEqual({ kind: 'signed-out', reason: 'person' });
});

it('[PH-52] one that does not reach the cloud says so, and is remembered across restarts, renewals and what is newly known', async () => {
  const phone = await aSignedInPhone();
  const failure = await phone.sessions.signOutEverywhere().catch((thrown: unknown) => thrown);
  expect(isOffline(failure)).toBe(true);
  phone.session.remember({ ...ALICE, nickname: 'Alice again' });
  const restarted = phone.restart();
  restarted.answers['session/renew'] = () => ok(tokens(2));
  restarted.answers['profile/get'] = only('access-2', ok({ user: ALICE }));
  await restarted.profile.get();
  expect(restarted.session.account()).toMatchObject({ kind: 'signed-in', leaving: 'everywhere', tokens: { accessToken: 'access-2' } });
});

it('[PH-52] a later sign-out of this device asks for everywhere again; a sign-out of this device alone never does', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out-everywhere': () => refused('internal', 'later') } });
  expect(await phone.sessions.signOutEverywhere()).toMatchObject({ kind: 'refused', refusal: { code: 'internal' } });
  const restarted = phone.restart();
  restarted.answers['session/sign-out-everywhere'] = () => ok({});
  await restarted.session.signOut();
  expect([restarted.asked, restarted.session.account()]).toEqual([['session/sign-out-everywhere'], { kind: 'signed-out', reason: 'person' }]);

  const other = await aSignedInPhone({ answers: { 'session/sign-out': () => ok({}) } });
  await other.session.signOut();
  expect(other.asked).toEqual(['session/sign-out']);
});

it('[PH-52] a sign-in with a fresh code for the profile does not take the wish back', async () => {
  const phone = await aSignedInPhone({
    answers: { 'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }), 'profile/import-user-info': () => ok({ user: ALICE, freshCodeWanted: true }) },
  });
  await phone.sessions.signOutEverywhere().catch(() => undefined);
  await phone.profile.importFromWeChat();
  expect(phone.session.account()).toEqual({ kind: 'signed-in', tokens: tokens(2), user: ALICE, leaving: 'everywhere' });
});

it('[PH-53] one that comes after the session ended does not claim it either', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/get': () => refused('session-revoked') } });
  await phone.profile.get();
  expect(await phone.sessions.signOutEverywhere()).toEqual({ kind: 'signed-out', reason: 'session-revoked' });
});

it.each(['session-revoked', 'user-blocked', 'account-closed'])('[PH-53] one that finds its own session ended (%s) tells why and does not claim that the others are', async (code) => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-out-everywhere': () => refused(code) } });
  expect(await phone.sessions.signOutEverywhere()).toEqual({ kind: 'signed-out', reason: code });
  expect(phone.restart().session.account()).toEqual({ kind: 'signed-out', reason: code });
});
