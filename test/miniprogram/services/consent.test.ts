// What stores something of the person's carries her consent, once she gave it on this phone.
import { ALICE, aPhone, aSignedInPhone, ok, POLICY, refused, tokens } from '../a-phone';

const RENAMED = { ...ALICE, nickname: 'Alice L.' };
const wants = (policyVersion: string) => (request: Record<string, unknown>) =>
  ((request['consent'] as { policyVersion: string } | undefined)?.policyVersion === policyVersion ? ok({ user: RENAMED }) : refused('consent-required', 'now'));

it('[PH-73] nothing is sent along before she agreed', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/update': () => ok({ user: RENAMED }) } });
  await phone.profile.rename('Alice L.');
  expect(phone.requests).toEqual([{ action: 'update', accessToken: 'access-1', nickname: 'Alice L.' }]);
});

it('[PH-73] where the cloud wants consent she is asked, and on her yes the same call is repeated with it', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/update': wants(POLICY) } });
  expect(await phone.profile.rename('Alice L.')).toEqual({ kind: 'value', value: RENAMED });
  expect(phone.asked).toEqual(['profile/update', 'the person', 'profile/update']);
  expect(phone.requests[1]).toEqual({ action: 'update', accessToken: 'access-1', nickname: 'Alice L.', consent: { policyVersion: POLICY } });
});

it('[PH-73] on her no nothing is repeated, and the refusal is told', async () => {
  const phone = await aSignedInPhone({ agrees: false, answers: { 'profile/update': wants(POLICY) } });
  expect(await phone.profile.rename('Alice L.')).toMatchObject({ kind: 'refused', refusal: { code: 'consent-required', retry: 'now' } });
  expect(phone.asked).toEqual(['profile/update', 'the person']);
});

it('[PH-74] her agreement is remembered across restarts and sent along without asking', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/update': wants(POLICY) } });
  await phone.profile.rename('Alice L.');
  const restarted = phone.restart();
  await restarted.profile.rename('Alice L.');
  expect(restarted.asked).toEqual(['profile/update']);
});

it('[PH-74] it is of that person and that version: another one is asked anew', async () => {
  const shelf = new Map<string, string>();
  const phone = await aSignedInPhone({ shelf, answers: { 'profile/update': wants(POLICY) } });
  await phone.profile.rename('Alice L.');
  expect(await aPhone({ shelf, policyVersion: '2027-01-01', agrees: false }).consents.isGiven()).toBe(false);
  phone.answers['session/sign-in'] = () => ok({ ...tokens(2), user: { ...ALICE, id: 'u_again' }, isNew: true });
  await phone.session.signIn();
  phone.asked.length = 0;
  await phone.profile.rename('Alice L.');
  expect(phone.asked).toContain('the person');
});

it('[PH-75] a version that the cloud does not take is told as final, and she is not asked twice', async () => {
  const phone = await aSignedInPhone({ answers: { 'profile/update': wants('2027-01-01') } });
  const outdated = { kind: 'refused', refusal: { code: 'consent-required', retry: 'never' } };
  expect(await phone.profile.rename('Alice L.')).toMatchObject(outdated);
  expect(await phone.profile.rename('Alice L.')).toMatchObject(outdated);
  expect(phone.asked).toEqual(['profile/update', 'the person', 'profile/update', 'profile/update']);
});

it('[PH-75] a mini program without a policy asks nobody', async () => {
  const phone = await aSignedInPhone({ policyVersion: '', answers: { 'profile/update': wants(POLICY) } });
  expect(await phone.consents.isGiven()).toBe(true);
  expect(await phone.profile.rename('Alice L.')).toMatchObject({ refusal: { code: 'consent-required', retry: 'never' } });
  expect(phone.asked).toEqual(['profile/update']);
});

it('[PH-73] another refusal after her yes is told as it is', async () => {
  let calls = 0;
  const phone = await aSignedInPhone({ answers: { 'profile/update': () => { calls += 1; return calls === 1 ? refused('consent-required', 'now') : refused('declined', 'now'); } } });
  expect(await phone.profile.rename('x')).toMatchObject({ kind: 'refused', refusal: { code: 'declined' } });
});

it('[PH-74] with nobody signed in an agreement is nobody\'s', async () => {
  const phone = aPhone({ agrees: false });
  phone.consents.agree();
  expect(await phone.consents.isGiven()).toBe(false);
});

it('[PH-76] the import from WeChat carries it too, with the same data', async () => {
  const phone = await aSignedInPhone();
  phone.answers['profile/import-user-info'] = (request) => (request['consent'] === undefined ? refused('consent-required', 'now') : ok({ user: RENAMED, freshCodeWanted: false }));
  expect(await phone.profile.importFromWeChat()).toEqual({ kind: 'value', value: RENAMED });
  expect(phone.asked).toEqual(['wx.checkSession', 'wx.getUserInfo', 'profile/import-user-info', 'the person', 'profile/import-user-info']);
  expect(phone.requests[1]).toMatchObject({ cloudID: { $cloudID: '1_cloud' }, consent: { policyVersion: POLICY } });
});
