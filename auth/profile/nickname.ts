// What a nickname may be: text a person chose, normalised and bounded, emoji whole (SEC-09).

const MOST_CODE_POINTS = 32;
/** C0 and C1 controls, and the characters that turn the reading direction of what follows. */
const FORBIDDEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** NFC, trimmed, controls removed, lone surrogates replaced; null when nothing remains. Longer names are cut at 32 code points. */
export function normaliseNickname(text: string): string | null {
  const clean = Buffer.from(text, 'utf8').toString('utf8').normalize('NFC').replace(FORBIDDEN, '').trim();
  const name = [...clean].slice(0, MOST_CODE_POINTS).join('').trim();
  return name === '' ? null : name;
}
