// Which text can be an app's secret: what a deployed function would refuse is refused here first.

const WRITTEN = /^[\x21-\x7e]{8,128}$/;
/** One letter over and over, or the words that documents put where a secret belongs. */
const PLACEHOLDER = /^(.)\1*$|changeme|appsecret|placeholder|your-/i;

export const SECRET_RULE = 'a secret is 8 to 128 printable ASCII characters without spaces, and no placeholder such as changeme';

export function isSecret(text: string): boolean {
  return WRITTEN.test(text) && !PLACEHOLDER.test(text);
}
