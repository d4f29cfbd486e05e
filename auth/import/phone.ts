// A phone number as other systems keep it, read as E.164 with its country code, which the mask needs.

export interface PhoneNumber { number: string; countryCode: string }

/** Of one digit, of two; all others have three (ITU-T E.164, list of assigned country codes). */
const COUNTRY_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)/;
const OF_CHINA = /^1\d{10}$/;
const E164 = /^\+[1-9]\d{6,14}$/;

/** Null where it is no number. Blanks and hyphens between the digits do not count; 11 digits that begin with 1 are of China. */
export function readPhone(text: string): PhoneNumber | null {
  const plain = text.replace(/[\s-]/g, '');
  const number = OF_CHINA.test(plain) ? `+86${plain}` : plain;
  const countryCode = E164.test(number) ? COUNTRY_CODE.exec(number.slice(1))?.[0] : undefined;
  return countryCode === undefined ? null : { number, countryCode };
}
