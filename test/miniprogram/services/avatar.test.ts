// The picture she chose goes to cloud storage first and then into her profile.
import { isNoConsent } from '../../../miniprogram/services/consent';
import { ALICE, aPhone, aSignedInPhone, ok, POLICY, refused } from '../a-phone';

const PICTURED = { ...ALICE, avatarUrl: 'https://example.com/a.png' };
const STORES = { 'profile/update': () => ok({ user: PICTURED }) };

it('[PH-77] the picture is uploaded under her own id and stored by its file id', async () => {
  const phone = await aSignedInPhone({ answers: { ...STORES } });
  phone.consents.agree();
  expect(await phone.profile.choosePicture('http://tmp/x.PNG')).toEqual({ kind: 'value', value: PICTURED });
  expect(phone.asked).toEqual(['upload http://tmp/x.PNG avatar-uploads/u_alice/r1.png', 'profile/update']);
  expect(phone.requests).toEqual([{ action: 'update', accessToken: 'access-1', avatarFileId: 'cloud://avatar-uploads/u_alice/r1.png', consent: { policyVersion: POLICY } }]);
  expect(phone.restart().session.account()).toMatchObject({ user: PICTURED });
});

it.each([['wxfile://tmp_1', 'jpg'], ['http://tmp/a.b/c', 'jpg'], ['http://tmp/a.jpeg', 'jpeg']])('[PH-77] %s is kept as .%s', async (path, extension) => {
  const phone = await aSignedInPhone({ answers: { ...STORES } });
  phone.consents.agree();
  await phone.profile.choosePicture(path);
  expect(phone.asked[0]).toBe(`upload ${path} avatar-uploads/u_alice/r1.${extension}`);
});

it('[PH-78] she is asked before the picture leaves the phone; on her no it does not', async () => {
  const phone = await aSignedInPhone({ agrees: false, answers: { ...STORES } });
  const failure = await phone.profile.choosePicture('http://tmp/x.png').catch((thrown: unknown) => thrown);
  expect([isNoConsent(failure), phone.asked]).toEqual([true, ['the person']]);
});

it('[PH-78] on her yes it is uploaded and stored with her consent', async () => {
  const phone = await aSignedInPhone({ answers: { ...STORES } });
  await phone.profile.choosePicture('http://tmp/x.png');
  expect(phone.asked).toEqual(['the person', expect.stringMatching(/^upload /), 'profile/update']);
  expect(phone.requests[0]).toMatchObject({ consent: { policyVersion: POLICY } });
});

it.each([[{ errMsg: 'uploadFile:fail timeout' }, 'offline'], [{ errCode: -503002, errMsg: 'permission denied' }, 'call-failed']])('[PH-77] an upload that fails with %j is %s, and nothing is stored', async (uploadFails, code) => {
  const phone = await aSignedInPhone({ uploadFails, answers: { ...STORES } });
  await expect(phone.profile.choosePicture('http://tmp/x.png')).rejects.toMatchObject({ code });
  expect(phone.requests).toEqual([]);
});

it.each(['declined', 'wechat-unavailable'])('[PH-77] a picture refused as %s is told, and the person stays as she was', async (code) => {
  const phone = await aSignedInPhone({ answers: { 'profile/update': () => refused(code, 'now') } });
  expect(await phone.profile.choosePicture('http://tmp/x.png')).toMatchObject({ kind: 'refused', refusal: { code } });
  expect(phone.session.account()).toMatchObject({ user: ALICE });
});

it('[PH-77] nobody signed in: nothing is uploaded', async () => {
  const phone = aPhone();
  expect(await phone.profile.choosePicture('http://tmp/x.png')).toEqual({ kind: 'never' });
  expect(phone.asked).toEqual([]);
});
