// Closed shapes: what is not named is refused, at any depth and size.
import fc from 'fast-check';
import * as v from 'valibot';
import { isWithinLimits } from '../../cloudbase/requests/limits';
import { profileRequests } from '../../cloudbase/requests/profile';
import { sessionRequests } from '../../cloudbase/requests/session';

const signIn = (request: object) => v.safeParse(sessionRequests['sign-in'], { action: 'sign-in', ...request }).success;

test('[SEC-05] a sign-in takes a code and a device, both optional', () => {
  expect([signIn({}), signIn({ code: 'c' }), signIn({ device: { platform: 'ios', model: 'x' } }), signIn({ code: 'the code is a mock one' })]).toEqual([true, true, true, true]);
});

test.each([
  { openid: 'o' }, { code: '' }, { code: 'x'.repeat(513) }, { code: 'é' }, { code: 1 }, { code: null }, { device: { platform: 'ios', model: 'x', extra: 1 } }, { device: { platform: 'vision', model: '' } },
  { device: { platform: 'ios', model: 'x'.repeat(65) } }, JSON.parse('{"__proto__":{"code":"c"}}') as object, { constructor: 1 }, { code: { $ne: 1 } },
])('[SEC-05] a sign-in with %j is refused', (request) => {
  expect(signIn(request)).toBe(false);
});

test.each([7, null, ['x'], { a: 1 }, '<script>', 'x'.repeat(600)])('[SEC-54] a sign-in with the invite %j is one, and the invite is text', (invite) => {
  const parsed = v.parse(sessionRequests['sign-in'], { action: 'sign-in', invite });
  expect(parsed.invite).toBe(typeof invite === 'string' ? invite : '');
});

test('[SEC-05] a model of 64 emoji fits: it is counted by code point', () => {
  expect(signIn({ device: { platform: 'ios', model: '📱'.repeat(64) } })).toBe(true);
});

test('[SEC-05] the sealed form of user info is four texts and nothing beside them', () => {
  const sealed = { action: 'import-user-info', accessToken: 't', encryptedData: 'AAAA', iv: 'AAAAAAAAAAAAAAAAAAAAAA==', rawData: '{}', signature: 'a'.repeat(40) };
  const accepts = (change: object) => v.safeParse(profileRequests['import-user-info'], { ...sealed, ...change }).success;
  expect(accepts({})).toBe(true);
  for (const change of [{ iv: 1 }, { signature: null }, { encryptedData: ['x'] }, { rawData: 1 }, { extra: 'x' }]) expect(accepts(change)).toBe(false);
});

test('[SEC-08] strings over 8 KB, depth over 16 and more than 200 members are out of limits', () => {
  const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });
  expect([isWithinLimits('x'.repeat(8192)), isWithinLimits({ a: 'x'.repeat(8193) }), isWithinLimits({ a: '微'.repeat(2731) })]).toEqual([true, false, false]);
  expect([isWithinLimits(nested(15)), isWithinLimits(nested(16))]).toEqual([true, false]); // the innermost object counts too
  expect([isWithinLimits(Array(200).fill(1)), isWithinLimits(Array(201).fill(1)), isWithinLimits({ a: Array(101).fill(1), b: Array(101).fill(1) })]).toEqual([true, false, false]);
});

test('[SEC-05] any event at all is accepted or refused, never thrown at', () => {
  fc.assert(fc.property(fc.jsonValue(), (event) => {
    expect(typeof isWithinLimits(event)).toBe('boolean');
    expect(typeof v.safeParse(sessionRequests.renew, event).success).toBe('boolean');
  }));
});
