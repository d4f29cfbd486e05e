// The profile comes up to date from WeChat in an order that lets the cloud open what WeChat encrypted.
import type { UserInfo } from '../../../miniprogram/services/wechat';
import { ALICE, aPhone, aSignedInPhone, count, ok, refused, tokens } from '../a-phone';

const RENAMED = { ...ALICE, nickname: 'Alice L.' };
const imported = (freshCodeWanted = false) => () => ok({ user: RENAMED, freshCodeWanted });

it('[PH-16] while the WeChat login stands: checkSession, getUserInfo, import; no code is fetched', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/import-user-info': imported() } });
  expect(await phone.profile.importFromWeChat()).toEqual({ kind: 'value', value: RENAMED });
  expect(phone.asked).toEqual(['wx.checkSession', 'wx.getUserInfo', 'profile/import-user-info']);
});

it('[PH-16] when it is void: checkSession, login, the code exchanged, and only then getUserInfo', async () => {
  const phone = await aSignedInPhone({ sessionStands: false, answers: { 'profile/import-user-info': imported() } });
  await phone.profile.importFromWeChat();
  expect(phone.asked).toEqual(['wx.checkSession', 'wx.login', 'session/sign-in', 'wx.getUserInfo', 'profile/import-user-info', 'session/sign-out']);
  expect(phone.requests[0]).toMatchObject({ action: 'sign-in', code: expect.stringMatching(/^code-/) });
});

it('[PH-17] a cloud id travels marked at top level, and nothing encrypted beside it', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/import-user-info': imported() } });
  await phone.profile.importFromWeChat();
  expect(phone.requests[0]).toEqual({ action: 'import-user-info', accessToken: 'access-1', cloudID: { $cloudID: '1_cloud' } });
});

it('[PH-17] without a cloud id the encrypted data travels as WeChat gave it', async () => {
  const userInfo: UserInfo = { encryptedData: 'e', iv: 'i', rawData: '{"nickName":"微信用户"}', signature: 's' };
  const phone = await aSignedInPhone({ userInfo, answers: { 'profile/import-user-info': imported() } });
  await phone.profile.importFromWeChat();
  expect(phone.requests[0]).toEqual({ action: 'import-user-info', accessToken: 'access-1', ...userInfo });
});

it('[PH-18] a fresh code wanted is one sign-in with a fresh code', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/import-user-info': imported(true) } });
  phone.answers['session/sign-in'] = () => ok({ ...tokens(2), user: RENAMED, isNew: false });
  expect(await phone.profile.importFromWeChat()).toEqual({ kind: 'value', value: RENAMED });
  expect(phone.asked.slice(-3)).toEqual(['wx.login', 'session/sign-in', 'session/sign-out']);
  expect(count(phone, 'profile/import-user-info')).toBe(1);
});

it('[PH-19] data the cloud cannot open is sent once more after a fresh code, then the refusal is told', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/import-user-info': () => refused('decrypt-failed', 'new-code') } });
  expect(await phone.profile.importFromWeChat()).toMatchObject({ kind: 'refused', refusal: { code: 'decrypt-failed' } });
  expect(phone.asked).toEqual(['wx.checkSession', 'wx.getUserInfo', 'profile/import-user-info', 'wx.login', 'session/sign-in', 'wx.getUserInfo', 'profile/import-user-info', 'session/sign-out']);
});

it('[PH-20] nobody signed in: nothing is asked of WeChat', async () => {
  const phone = aPhone();
  expect(await phone.profile.importFromWeChat()).toEqual({ kind: 'never' });
  expect(phone.asked).toEqual([]);
});

it('[PH-20] the updated person is there for the next first paint', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/import-user-info': imported() } });
  await phone.profile.importFromWeChat();
  expect(phone.restart().session.account()).toMatchObject({ kind: 'signed-in', user: RENAMED });
});
