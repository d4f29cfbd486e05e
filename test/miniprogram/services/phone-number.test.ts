// A phone number is bound by the code of WeChat's button; without one the phone knows why.
import { whyNoNumber } from '../../../miniprogram/services/phone-number';
import { ALICE, aSignedInPhone, ok, POLICY, refused, tokens } from '../a-phone';

const BOUND = { ...ALICE, phone: '+86*******0001' };

it('[PH-79] the button\'s code is sent once, and the masked number is kept for the next first paint', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/bind-phone': () => ok({ user: BOUND }) } });
  expect(await phone.phoneNumber.bind('p1')).toEqual({ kind: 'value', value: BOUND });
  expect(phone.requests).toEqual([{ action: 'bind-phone', accessToken: 'access-1', code: 'p1' }]);
  expect(phone.restart().session.account()).toMatchObject({ user: BOUND });
});

it('[PH-79] it carries her consent, asked for where the cloud wants it', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/bind-phone': (request) => (request['consent'] ? ok({ user: BOUND }) : refused('consent-required', 'now')) } });
  await phone.phoneNumber.bind('p1');
  expect(phone.requests[1]).toEqual({ action: 'bind-phone', accessToken: 'access-1', code: 'p1', consent: { policyVersion: POLICY } });
});

it('[PH-72] another number than the one that stands is bound after a sign-in in the same tap', async () => {
  const phone = await aSignedInPhone({
    answers: {
      'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }),
      'profile/bind-phone': (request) => (request['accessToken'] === 'access-2' ? ok({ user: BOUND }) : refused('recent-sign-in-required')),
    },
  });
  expect(await phone.phoneNumber.bind('p1')).toEqual({ kind: 'value', value: BOUND });
  expect(phone.asked).toEqual(['profile/bind-phone', 'wx.login', 'session/sign-in', 'profile/bind-phone', 'session/sign-out']);
});

it('[PH-79] a refusal is told, and the person stays as she was', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/bind-phone': () => refused('code-used', 'new-code') } });
  expect(await phone.phoneNumber.bind('p1')).toMatchObject({ kind: 'refused', refusal: { code: 'code-used' } });
  expect(phone.session.account()).toMatchObject({ user: ALICE });
});

it.each([
  [{ errMsg: 'getPhoneNumber:fail user deny' }, 'denied'],
  [{ errMsg: 'getPhoneNumber:fail cancel' }, 'denied'],
  [{ errMsg: 'getPhoneNumber:fail', errno: 1400001 }, 'quota'],
  [{ errMsg: 'getPhoneNumber:fail privacy permission is not authorized', errno: 104 }, 'privacy'],
  [{ errMsg: 'getPhoneNumber:fail privacy permission is not authorized in gap' }, 'privacy'],
  [{ errMsg: 'getPhoneNumber:fail no permission' }, 'unavailable'],
  [{ errMsg: 'getPhoneNumber:fail api scope is not declared in the privacy agreement', errno: 112 }, 'unavailable'],
])('[PH-80] %j is %s', (detail, why) => {
  expect(whyNoNumber(detail)).toBe(why);
});
