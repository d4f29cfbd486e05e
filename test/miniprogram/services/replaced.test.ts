// A sign-in that the phone does of its own accord leaves no second session of this phone behind.
import { aGate, ALICE, aSignedInPhone, count, NOW, ok, refused, tokens } from '../a-phone';

const SIGNS_IN = () => ok({ ...tokens(2), user: ALICE, isNew: false });
const wantsRecent = (value: object) => (request: Record<string, unknown>) => (request['accessToken'] === 'access-2' ? ok(value) : refused('recent-sign-in-required'));
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

it('[PH-169] after a sign-in that an export wanted, the session it replaced is ended by its own token', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/export': wantsRecent({ document: {} }), 'session/sign-out': () => ok({}) } });
  await phone.accountLife.exportAccount();
  expect(phone.requests.at(-1)).toEqual({ action: 'sign-out', accessToken: 'access-1' });
  expect(phone.session.account()).toEqual({ kind: 'signed-in', tokens: tokens(2), user: ALICE });
});

it('[PH-169] after an import it is ended only once the import has come to its end, since a sign-out drops the key', async () => {
  const held = aGate();
  const phone = await aSignedInPhone({ sessionStands: false, answers: { 'session/sign-in': SIGNS_IN, 'session/sign-out': () => ok({}) } });
  phone.answers['profile/import-user-info'] = async () => { await held.passed; return ok({ user: ALICE, freshCodeWanted: false }); };
  const importing = phone.profile.importFromWeChat();
  await settled();
  expect([count(phone, 'session/sign-in'), count(phone, 'session/sign-out')]).toEqual([1, 0]);
  held.open();
  await importing;
  expect(phone.asked.at(-1)).toBe('session/sign-out');
});

it('[PH-169] while another work is under way it waits for that, too', async () => {
  const held = aGate();
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/export': wantsRecent({ document: {} }), 'session/sign-out': () => ok({}) } });
  const other = phone.session.replacing(() => held.passed);
  await phone.accountLife.exportAccount();
  expect(count(phone, 'session/sign-out')).toBe(0);
  held.open();
  await other;
  expect(count(phone, 'session/sign-out')).toBe(1);
});

it('[PH-170] an expired token is renewed once for it; any other failure is nobody\'s business', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/export': wantsRecent({ document: {} }) } });
  phone.answers['session/sign-out'] = (request) => (request['accessToken'] === 'access-9' ? ok({}) : refused('token-expired', 'renew'));
  phone.answers['session/renew'] = () => ok(tokens(9));
  await phone.accountLife.exportAccount();
  await settled();
  expect(phone.requests.slice(-3)).toEqual([{ action: 'sign-out', accessToken: 'access-1' }, { action: 'renew', refreshToken: 'refresh-1' }, { action: 'sign-out', accessToken: 'access-9' }]);
  expect(phone.session.account()).toMatchObject({ tokens: tokens(2) });

  const offline = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/export': wantsRecent({ document: {} }) } });
  expect(await offline.accountLife.exportAccount()).toMatchObject({ kind: 'value' });
  await settled();
  expect([count(offline, 'session/sign-out'), offline.session.account().kind]).toEqual([1, 'signed-in']);
});

it('[PH-170] a closing ends every session by itself, so nothing is ended after it', async () => {
  const phone = await aSignedInPhone({ answers: { 'session/sign-in': SIGNS_IN, 'account/close': wantsRecent({ erasedAt: NOW + 1 }) } });
  await phone.accountLife.close();
  expect(phone.asked).toEqual(['account/close', 'wx.login', 'session/sign-in', 'account/close']);
});

it('[PH-170] where nothing was replaced, nothing is ended', async () => {
  const phone = await aSignedInPhone({ answers: { 'account/export': () => ok({ document: {} }) } });
  await phone.accountLife.exportAccount();
  expect(phone.asked).toEqual(['account/export']);
});
