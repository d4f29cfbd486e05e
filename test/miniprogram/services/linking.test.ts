// Two accounts become one by a code, and the phone ends signed in as the one user, whichever account stayed.
import { isOffline } from '../../../miniprogram/services/cloud';
import { ALICE, aSignedInPhone, MINUTE, NOW, ok, refused, type Request, tokens } from '../a-phone';

const CODE = 'Ab3-_x';
/** Who stayed, where it is not the account of this phone. */
const ELDER = { ...ALICE, id: 'u_elder', nickname: 'Alice the elder' };
const SIGNS_IN = () => ok({ ...tokens(2), user: ELDER, isNew: false });
const onlyFor = (accessToken: string, value: object, otherwise: string) => (request: Request) => (request['accessToken'] === accessToken ? ok(value) : refused(otherwise));
const account = (phone: { session: { account(): object } }) => phone.session.account();

it('[PH-189] a code is asked for in the session, with a fresh sign-in in the same tap where the last one is too old', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': () => ok({ ...tokens(2), user: ALICE, isNew: false }), 'account/link-start': onlyFor('access-2', { linkCode: CODE, expiresAt: NOW + 4 * MINUTE }, 'recent-sign-in-required') } });
  expect(await phone.linking.start()).toEqual({ kind: 'value', value: { linkCode: CODE, until: NOW + 4 * MINUTE } });
  expect(phone.asked).toEqual(['account/link-start', 'wx.login', 'session/sign-in', 'account/link-start', 'session/sign-out']);
});

it.each([['an hour ahead', -55 * MINUTE], ['an hour behind', 65 * MINUTE]])('[PH-190] on a phone whose clock is %s a new code is good for five minutes by that clock', async (_, left) => {
  const phone = await aSignedInPhone({ answers: { 'account/link-start': () => ok({ linkCode: CODE, expiresAt: NOW + left }) } });
  expect(await phone.linking.start()).toMatchObject({ value: { until: NOW + 5 * MINUTE } });
});

it('[PH-192] whose code it is, is asked with the code alone and whenever the last sign-in was', async () => {
  const preview = { nickname: null, avatarUrl: null, kind: 'mini-program', appId: 'wxfa4e000000000004', isOwn: false };
  const phone = await aSignedInPhone({ answers: { 'account/link-preview': () => ok(preview) } });
  expect(await phone.linking.preview(CODE)).toEqual({ kind: 'value', value: preview });
  expect(phone.requests).toEqual([{ action: 'link-preview', accessToken: 'access-1', linkCode: CODE }]);
});

it('[PH-194] where the account of this phone stays, its session goes on and nothing else is asked', async () => {
  const named = { ...ALICE, nickname: 'From the other' };
  const phone = await aSignedInPhone({ answers: { 'account/link-finish': () => ok({ user: named }) } });
  expect(await phone.linking.finish(CODE)).toEqual({ kind: 'value', value: named });
  expect([phone.asked, account(phone)]).toEqual([['account/link-finish'], { kind: 'signed-in', tokens: tokens(1), user: named }]);
});

it('[PH-194] where it went into the other one, the phone signs in again by itself and is the one user, after a restart too', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/link-finish': () => ok({ user: ELDER }), 'profile/get': onlyFor('access-2', { user: ELDER }, 'token-invalid'), 'session/sign-in': SIGNS_IN } });
  expect(await phone.linking.finish(CODE)).toEqual({ kind: 'value', value: ELDER });
  expect(phone.asked).toEqual(['account/link-finish', 'profile/get', 'session/sign-in', 'profile/get']);
  expect(account(phone)).toEqual({ kind: 'signed-in', tokens: tokens(2), user: ELDER });
  expect(account(phone.restart())).toEqual(account(phone));
});

it('[PH-194] an unanswered joining that is asked for again finds its token void, signs in and ends as the one user', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/link-finish': onlyFor('access-2', { user: ELDER }, 'token-invalid'), 'profile/get': () => ok({ user: ELDER }), 'session/sign-in': SIGNS_IN } });
  expect(await phone.linking.finish(CODE)).toEqual({ kind: 'value', value: ELDER });
  expect(account(phone)).toEqual({ kind: 'signed-in', tokens: tokens(2), user: ELDER });
});

it('[PH-194] without a network right after it the phone shows the one user, and its next call signs in', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/link-finish': () => ok({ user: ELDER }) } });
  expect(await phone.linking.finish(CODE)).toEqual({ kind: 'value', value: ELDER });
  expect(account(phone)).toEqual({ kind: 'signed-in', tokens: tokens(1), user: ELDER });
  Object.assign(phone.answers, { 'account/identities': onlyFor('access-2', { identities: [] }, 'token-invalid'), 'session/sign-in': SIGNS_IN });
  expect(await phone.accountLife.identities()).toEqual({ kind: 'value', value: [] });
  expect(account(phone)).toMatchObject({ tokens: tokens(2), user: ELDER });
});

it('[REL-24] a session that was revoked is not begun again by a joining', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/link-finish': () => refused('session-revoked') } });
  expect(await phone.linking.finish(CODE)).toEqual({ kind: 'signed-out', reason: 'session-revoked' });
  expect(phone.asked).toEqual(['account/link-finish']);
  const afterwards = await aSignedInPhone({ answers: { 'account/link-finish': () => ok({ user: ELDER }), 'profile/get': () => refused('session-revoked') } });
  await afterwards.linking.finish(CODE);
  expect([account(afterwards), afterwards.asked]).toEqual([{ kind: 'signed-out', reason: 'session-revoked' }, ['account/link-finish', 'profile/get']]);
});

it('[PH-195] a refusal is told and changes nothing here, and a joining that was not reached is Offline', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/link-finish': () => refused('link-conflict', 'never') } });
  expect(await phone.linking.finish(CODE)).toMatchObject({ kind: 'refused', refusal: { code: 'link-conflict' } });
  delete phone.answers['account/link-finish'];
  expect(isOffline(await phone.linking.finish(CODE).catch((failure: unknown) => failure))).toBe(true);
  expect(account(phone)).toEqual({ kind: 'signed-in', tokens: tokens(1), user: ALICE });
});
