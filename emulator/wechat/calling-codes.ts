// Where the country's part of a telephone number ends. @see ITU-T E.164 and its list of assigned country codes

/** The assigned codes of two digits. 1 and 7 stand alone, every other code has three digits, and none begins another. */
const TWO_DIGITS = new Set([
  '20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49', '51', '52', '53', '54', '55', '56', '57', '58',
  '60', '61', '62', '63', '64', '65', '66', '81', '82', '84', '86', '90', '91', '92', '93', '94', '95', '98',
]);

function lengthOfCode(digits: string): number {
  if (/^[17]/.test(digits)) return 1;
  return TWO_DIGITS.has(digits.slice(0, 2)) ? 2 : 3;
}

/** '+8613800000001' → '86', '13800000001' */
export function splitPhone(phone: string): { countryCode: string; national: string } {
  const digits = phone.slice(1);
  const length = lengthOfCode(digits);
  return { countryCode: digits.slice(0, length), national: digits.slice(length) };
}
