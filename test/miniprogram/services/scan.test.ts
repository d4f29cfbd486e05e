// A browser's request is looked at and answered by the session, and its scene is kept nowhere.
import { aSignedInPhone, NOW, ok, refused } from '../a-phone';

const SCENE = 'AbCdEfGhIjKlMnOpQr0123';
const LOOK = { site: 'https://shop.example.com', ipPrefix: '203.0.113.*', browser: 'Chrome · Windows', matchNumber: '42', startedAt: NOW, expiresAt: NOW + 120_000 };

it('[PH-211] it is looked at, confirmed and declined with the session\'s token, and leaves nothing in storage', async () => {
  const shelf = new Map<string, string>();
  const phone = await aSignedInPhone({ shelf, answers: { 'account/scan-look': () => ok(LOOK), 'account/scan-confirm': () => ok({}), 'account/scan-decline': () => refused('not-found', 'never') } });
  const before = JSON.stringify([...shelf]);
  expect([await phone.scan.look(SCENE), await phone.scan.confirm(SCENE), (await phone.scan.decline(SCENE)).kind]).toEqual([{ kind: 'value', value: LOOK }, { kind: 'value', value: {} }, 'refused']);
  expect(phone.requests).toEqual(['scan-look', 'scan-confirm', 'scan-decline'].map((action) => ({ action, accessToken: 'access-1', scene: SCENE })));
  expect(JSON.stringify([...shelf])).toBe(before);
});
