// Ways to sign in, history and export go through the session; an export signs in again where the last sign-in is too old.
import { isOffline } from '../../../miniprogram/services/cloud';
import { ALICE, aSignedInPhone, NOW, ok, refused, tokens } from '../a-phone';

const PAGE = { events: [{ at: NOW, kind: 'sign-in', appId: 'wxfa4e000000000001', device: null, ipPrefix: '203.0.113.*' }], next: NOW - 1 };
const SIGNS_IN = () => ok({ ...tokens(2), user: ALICE, isNew: false });
const onlyFor = (accessToken: string, value: object) => (request: Record<string, unknown>) => (request['accessToken'] === accessToken ? ok(value) : refused('recent-sign-in-required'));

it('[PH-70] the history is read page by page', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/history': () => ok(PAGE) } });
  expect(await phone.accountLife.history()).toEqual({ kind: 'value', value: PAGE });
  await phone.accountLife.history(PAGE.next);
  expect(phone.requests).toEqual([{ action: 'history', accessToken: 'access-1' }, { action: 'history', accessToken: 'access-1', before: PAGE.next }]);
});

it('[PH-70] a history that is refused for the account being closed ends the session with that reason', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/history': () => refused('account-closed', 'never') } });
  expect(await phone.accountLife.history()).toEqual({ kind: 'signed-out', reason: 'account-closed' });
});

const WAYS = [{ identityId: 'i1', kind: 'mini-program', appId: 'wxfa4e000000000001', linkedAt: NOW, lastSignInAt: NOW, current: true }];

it('[PH-179] the ways to sign in are those that the cloud gives, and an expired access token is renewed for them', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/renew': () => ok(tokens(2)), 'account/identities': (request) => (request['accessToken'] === 'access-2' ? ok({ identities: WAYS }) : refused('token-expired', 'renew')) } });
  expect(await phone.accountLife.identities()).toEqual({ kind: 'value', value: WAYS });
  expect(phone.asked).toEqual(['account/identities', 'session/renew', 'account/identities']);
  expect(phone.requests.at(-1)).toEqual({ action: 'identities', accessToken: 'access-2' });
});

it('[PH-179] a session that ended elsewhere is told, and one that was not reached is kept', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/identities': () => refused('session-revoked') } });
  expect(await phone.accountLife.identities()).toEqual({ kind: 'signed-out', reason: 'session-revoked' });
  const offline = await aSignedInPhone();
  expect(isOffline(await offline.accountLife.identities().catch((failure: unknown) => failure))).toBe(true);
  expect(offline.session.account().kind).toBe('signed-in');
});

it('[PH-71] the export is the document that the cloud gives', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/export': () => ok({ document: { user: { id: 'u_alice' } } }) } });
  expect(await phone.accountLife.exportAccount()).toEqual({ kind: 'value', value: { user: { id: 'u_alice' } } });
});

it('[PH-72] where a recent sign-in is wanted, the phone signs in again in the same tap and asks once more', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/export': onlyFor('access-2', { document: {} }), 'account/close': onlyFor('access-2', { erasedAt: NOW }) } });
  expect(await phone.accountLife.exportAccount()).toEqual({ kind: 'value', value: {} });
  expect(phone.asked).toEqual(['account/export', 'wx.login', 'session/sign-in', 'account/export', 'session/sign-out']);
});

it('[PH-72] one that is refused again, or whose sign-in is refused, is told', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/export': () => refused('recent-sign-in-required') } });
  expect(await phone.accountLife.exportAccount()).toMatchObject({ kind: 'refused', refusal: { code: 'recent-sign-in-required' } });
  expect(phone.asked.filter((call) => call === 'session/sign-in')).toHaveLength(1);
  phone.answers['session/sign-in'] = () => refused('rate-limited', 'later');
  expect(await phone.accountLife.exportAccount()).toMatchObject({ kind: 'refused', refusal: { code: 'rate-limited' } });
});

it('[PH-187] a way to sign in is unlinked in the session, with a fresh sign-in in the same tap where the last one is too old', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/unlink': onlyFor('access-2', {}) } });
  expect(await phone.accountLife.unlink('i2')).toEqual({ kind: 'value', value: null });
  expect(phone.asked).toEqual(['account/unlink', 'wx.login', 'session/sign-in', 'account/unlink', 'session/sign-out']);
  expect(phone.requests[0]).toEqual({ action: 'unlink', accessToken: 'access-1', identityId: 'i2' });
});

it('[PH-187] one that stays is told', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/unlink': () => refused('link-conflict', 'never') } });
  expect(await phone.accountLife.unlink('i2')).toMatchObject({ kind: 'refused', refusal: { code: 'link-conflict' } });
});
