// What a nickname may be: text a person chose, normalised and bounded, emoji whole (SEC-09).

const MOST_CODE_POINTS = 32;
/** C0 and C1 controls, and the characters that turn the reading direction of what follows. */
const FORBIDDEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Anything that shows: not formats, blanks, or the letters that Unicode draws as nothing. */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{Cf}\p{Z}\p{Cn}\u2800]/u;

/** NFC, trimmed, controls removed, lone surrogates replaced; null when nothing remains that shows. Longer names are cut at 32 code points. */
export function normaliseNickname(text: string): string | null {
  const clean = Buffer.from(text, 'utf8').toString('utf8').normalize('NFC').replace(FORBIDDEN, '').trim();
  const name = [...clean].slice(0, MOST_CODE_POINTS).join('').trim();
  return VISIBLE.test(name) ? name : null;
}
