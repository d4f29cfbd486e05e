// An expired session comes back once for all who wait; an ended one does not come back by itself.
import { isOffline } from '../../../miniprogram/services/cloud';
import { aGate, ALICE, aSignedInPhone, count, DAY, NOW, ok, profileFor, refused, tokens } from '../a-phone';

it('[PH-1] ten calls at once on an expired access token cause one renewal and ten retries', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/renew': () => ok(tokens(2)), 'profile/get': profileFor('access-2') } });
  const answers = await Promise.all(Array.from({ length: 10 }, () => phone.profile.get()));
  expect(answers).toEqual(Array(10).fill({ kind: 'value', value: ALICE }));
  expect(count(phone, 'session/renew')).toBe(1);
  expect(count(phone, 'profile/get')).toBe(20);
  expect(phone.requests.filter((request) => request['accessToken'] === 'access-2')).toHaveLength(10);
});

it('[PH-1] a refusal that comes after another caller renewed is retried with the new token', async () => {
  const held = aGate();
  let calls = 0;
  const phone = await aSignedInPhone({
    answers: {
      'session/renew': () => ok(tokens(2)),
      'profile/get': async (request) => {
        calls += 1;
        if (calls === 1) await held.passed;
        return profileFor('access-2')(request);
      },
    },
  });
  const slow = phone.profile.get();
  await phone.profile.get();
  held.open();
  expect(await slow).toEqual({ kind: 'value', value: ALICE });
  expect(count(phone, 'session/renew')).toBe(1);
});

it('[PH-2] a token refused again after the renewal is told, not renewed a second time', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/renew': () => ok(tokens(2)), 'profile/get': () => refused('token-expired', 'renew') } });
  expect(await phone.profile.get()).toMatchObject({ kind: 'refused', refusal: { code: 'token-expired' } });
  expect(count(phone, 'session/renew')).toBe(1);
  expect(count(phone, 'profile/get')).toBe(2);
});

it('[PH-3] after its stored end a session is begun again silently: no code, nothing asked of WeChat, no renewal', async () => {
  let now = NOW;
  const phone = await aSignedInPhone({
    now: () => now,
    answers: { 'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }), 'profile/get': profileFor('access-2') },
  });
  now += 30 * DAY;
  expect(await phone.profile.get()).toEqual({ kind: 'value', value: ALICE });
  expect(phone.asked).toEqual(['profile/get', 'session/sign-in', 'profile/get']);
  expect(Object.keys(phone.requests[1] ?? {}).sort()).toEqual(['action', 'device']);
});

it('[PH-3] a session refused as revoked at its stored end counts as expired', async () => {
  let now = NOW;
  const phone = await aSignedInPhone({
    now: () => now,
    answers: {
      'session/renew': () => { now += 30 * DAY; return refused('session-revoked'); },
      'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }),
      'profile/get': profileFor('access-2'),
    },
  });
  expect(await phone.profile.get()).toEqual({ kind: 'value', value: ALICE });
  expect(phone.asked).toEqual(['profile/get', 'session/renew', 'session/sign-in', 'profile/get']);
});

it('[PH-4] a token the cloud does not know leads to one silent sign-in shared by all, and one retry each', async () => {
  const phone = await aSignedInPhone({
    answers: { 'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }), 'profile/get': profileFor('access-2', refused('token-invalid')) },
  });
  await Promise.all([phone.profile.get(), phone.profile.get(), phone.profile.get()]);
  expect(count(phone, 'session/sign-in')).toBe(1);
  expect(count(phone, 'profile/get')).toBe(6);
  expect(count(phone, 'wx.login')).toBe(0);
});

it.each(['session-revoked', 'user-blocked', 'account-closed'] as const)('[REL-24] %s at a call signs the phone out with the reason, across restarts and without a silent sign-in', async (code) => {
  const phone = await aSignedInPhone({ answers: { 'profile/get': () => refused(code) } });
  expect(await phone.profile.get()).toEqual({ kind: 'signed-out', reason: code });
  const restarted = phone.restart();
  expect(restarted.session.account()).toEqual({ kind: 'signed-out', reason: code });
  expect(await restarted.profile.get()).toEqual({ kind: 'signed-out', reason: code });
  expect([...phone.asked, ...restarted.asked]).toEqual(['profile/get']);
});

it.each(['session-revoked', 'user-blocked', 'account-closed'] as const)('[REL-24] %s at the renewal signs the phone out with the reason', async (code) => {
  const phone = await aSignedInPhone({ answers: { 'session/renew': () => refused(code), 'profile/get': () => refused('token-expired', 'renew') } });
  expect(await phone.profile.get()).toEqual({ kind: 'signed-out', reason: code });
  expect(phone.restart().session.account()).toEqual({ kind: 'signed-out', reason: code });
  expect(phone.asked).toEqual(['profile/get', 'session/renew']);
});

it('[PH-5] a ban met at the silent sign-in signs the phone out with the reason', async () => {
  const phone = await aSignedInPhone({ refreshTokenExpiresAt: NOW, answers: { 'profile/get': () => refused('token-expired', 'renew') } });
  phone.answers['session/sign-in'] = () => refused('user-blocked', 'never');
  expect(await phone.profile.get()).toEqual({ kind: 'signed-out', reason: 'user-blocked' });
});

it('[PH-6] a renewal refused for now is told and keeps the session', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/renew': () => refused('rate-limited', 'later'), 'profile/get': () => refused('token-expired', 'renew') } });
  expect(await phone.profile.get()).toMatchObject({ kind: 'refused', refusal: { code: 'rate-limited' } });
  expect(phone.session.account()).toMatchObject({ kind: 'signed-in', tokens: tokens(1) });
});

it('[PH-7] a renewal that is not answered leaves the old tokens, and a later call renews', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/get': profileFor('access-2') } });
  const failure = await phone.profile.get().catch((thrown: unknown) => thrown);
  expect(isOffline(failure)).toBe(true);
  const restarted = phone.restart();
  restarted.answers['session/renew'] = (request) => (request['refreshToken'] === 'refresh-1' ? ok(tokens(2)) : refused('token-invalid'));
  expect(await restarted.profile.get()).toEqual({ kind: 'value', value: ALICE });
});
