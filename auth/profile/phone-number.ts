// A phone number as it is shown, and what its seal is bound to.
import type { UserId } from '../ids';

const MOST_SHOWN = 4;

/** '+8613800000001' of country 86 → '+86*******0001'; of a short number at most half. */
export function maskNumber(number: string, countryCode: string): string {
  const national = number.slice(1 + countryCode.length);
  const hidden = national.length - Math.min(MOST_SHOWN, Math.floor(national.length / 2));
  return `+${countryCode}${'*'.repeat(hidden)}${national.slice(hidden)}`;
}

/** A seal moved to another user's row does not open. */
export function phoneBinding(user: UserId): string {
  return `phone:${user}`;
}
