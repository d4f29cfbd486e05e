// Nicknames: bounded by code point, emoji whole, nothing invisible that rules the text around it.
import fc from 'fast-check';
import { normaliseNickname } from '../../../auth/profile/nickname';

test.each([['  Alice ', 'Alice'], ['e\u0301', 'é'], ['a\u0000\u202eb\u2066', 'ab'], ['👩‍👩‍👧', '👩‍👩‍👧'], ['\ud800x', '\ufffdx'], ['a\u200fb\u061cc', 'abc'], ['\u2764\ufe0f', '\u2764\ufe0f']])('[SEC-09] %j becomes %j', (given, kept) => {
  expect(normaliseNickname(given)).toBe(kept);
});

test.each(['', '   ', '\u0000', '\u202e', '\u200b', '\u3164\u2800', '\u200d\ufe0f', '\u00ad'])('[SEC-09] %j is no nickname', (given) => {
  expect(normaliseNickname(given)).toBeNull();
});

test('[SEC-09] a nickname has at most 32 code points and is stable under a second pass', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
    const once = normaliseNickname(text);
    fc.pre(once !== null);
    expect([...(once ?? '')].length).toBeLessThanOrEqual(32);
    expect(normaliseNickname(once ?? '')).toBe(once);
  }));
});
