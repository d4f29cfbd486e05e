// A phone number as it is shown, and what its seal is bound to.
import type { UserId } from '../ids';

const SHOWN = 4;

/** '+8613800000001' of country 86 → '+86*******0001'. */
export function maskNumber(number: string, countryCode: string): string {
  const national = number.slice(1 + countryCode.length);
  return `+${countryCode}${'*'.repeat(Math.max(0, national.length - SHOWN))}${national.slice(-SHOWN)}`;
}

/** A seal moved to another user's row does not open. */
export function phoneBinding(user: UserId): string {
  return `phone:${user}`;
}
