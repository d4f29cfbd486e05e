// The words and the picture that the local WeChat's content check knows: a stand-in for a vendor's list that nobody may see.

export interface Verdict { suggest: 'pass' | 'review' | 'risky'; label: number; keyword: string | null }

interface TestWord { word: string; suggest: 'review' | 'risky'; label: number }

/** Labels are WeChat's: 100 正常, 20006 违法犯罪, 21000 其他. */
const NORMAL = 100;
const TEST_WORDS: readonly TestWord[] = [
  { word: '违禁', suggest: 'risky', label: 20006 },
  { word: 'forbidden-word', suggest: 'risky', label: 20006 },
  { word: '待审', suggest: 'review', label: 21000 },
  { word: 'review-word', suggest: 'review', label: 21000 },
];

/** Letters of either case; of several words a risky one decides. */
export function judge(text: string): Verdict {
  const lower = text.toLowerCase();
  const found = TEST_WORDS.find(({ word }) => lower.includes(word)); // the risky ones stand first
  return found ? { suggest: found.suggest, label: found.label, keyword: found.word } : { suggest: 'pass', label: NORMAL, keyword: null };
}

/** What makes a picture risky, anywhere in its bytes: PNG and JPEG both carry comments. */
const TEST_PICTURE = Buffer.from('forbidden-picture');

export function judgePicture(bytes: Buffer): 'pass' | 'risky' {
  return bytes.includes(TEST_PICTURE) ? 'risky' : 'pass';
}
