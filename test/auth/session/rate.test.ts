// How often is too often, to the millisecond.
import { freeAt, perMinute } from '../../../auth/session/rate';
import { NEW_YEAR } from '../a-world';

const rate = perMinute(3, NEW_YEAR);

test('[SEC-73] the next is free a minute after the oldest that counts', () => {
  expect(freeAt([NEW_YEAR - 1, NEW_YEAR - 20_000], rate)).toBeNull();
  expect(freeAt([NEW_YEAR - 1, NEW_YEAR - 20_000, NEW_YEAR - 59_999], rate)).toBe(NEW_YEAR + 1);
  expect(freeAt([NEW_YEAR - 1, NEW_YEAR - 20_000, NEW_YEAR - 60_000], rate)).toBeNull();
  expect(freeAt([NEW_YEAR - 1, NEW_YEAR - 2, NEW_YEAR - 3, NEW_YEAR - 4], rate)).toBe(NEW_YEAR - 3 + 60_000);
});

test('[REL-16] what a clock wrote that has since gone back does not count', () => {
  expect(freeAt([NEW_YEAR + 3_600_000, NEW_YEAR + 3_600_000, NEW_YEAR - 1], rate)).toBeNull();
  expect(freeAt([NEW_YEAR + 60_000, NEW_YEAR + 59_000, NEW_YEAR], rate)).toBe(NEW_YEAR + 60_000);
});
