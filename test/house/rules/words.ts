// HO-7, HO-8, HO-11, HO-12: what is read off the text itself: length, first line, words that stand nowhere.

const PRODUCT = /^(auth|wechat|cloudbase|cloudfunctions|contract)\//;
/** The product does not know where it runs. */
const WHERE = /NODE_ENV|isLocal|emulat/i;
const UNFINISHED = new RegExp(['TO', 'DO|FIX', 'ME|X', 'XX'].join(''));
/** A linter's rule may be set aside only with its reason beside it. */
const HOLES = new RegExp(['@ts-', '(ignore|nocheck|expect-error)|biome-', 'ignore(?!.*: \\S+ \\S+)|\\bas an', 'y\\b'].join(''));
const ASLEEP = new RegExp('\\b(describe|it|test)\\.(sk' + 'ip|on' + 'ly|to' + 'do)\\b|\\b[xf](it|describe)\\(');
const MACHINE = new RegExp(['(^|[^\\w./])/(ho', 'me|Us', 'ers|ro', 'ot|wo', 'rk)/'].join(''));
const CODE = /\.(ts|mjs|cjs)$/;
export const LONGEST_FILE = 300;
export const LONGEST_DOOR = 40;

const lines = (text: string): number => text.replace(/\n$/, '').split('\n').length;
const lineOf = (text: string, what: RegExp): number => text.split('\n').findIndex((line) => what.test(line)) + 1;

function checkSize(file: string, text: string): string[] {
  const isDoor = /^cloudfunctions\/[^/]+\/.*\.ts$/.test(file);
  const longest = isDoor ? LONGEST_DOOR : LONGEST_FILE;
  if (!CODE.test(file) || lines(text) <= longest) return [];
  return [`${file} has ${lines(text)} lines, more than ${longest}: ${isDoor ? 'a door reads, asks and answers; move the rest to auth or cloudbase' : 'find the second thing it does and give it a file of its own'}.`];
}

function checkOpening(file: string, text: string): string[] {
  if (!CODE.test(file) || /^(#!.*\n)?\/[/*]/.test(text)) return [];
  return [`${file} opens without a comment: say in one sentence what the file is for.`];
}

function checkStanding(file: string, text: string): string[] {
  const said = (what: RegExp, advice: string): string[] => { const line = lineOf(text, what); return line ? [`${file}:${line} ${advice}.`] : []; };
  return [
    ...(PRODUCT.test(file) ? said(WHERE, 'asks or says where it runs: the same bundle runs everywhere and must not know') : []),
    ...(CODE.test(file) ? said(UNFINISHED, 'is marked unfinished: finish it, or leave it out and refuse it by name') : []),
    ...(file.endsWith('.ts') ? said(HOLES, 'makes a hole in the types: parse the value where it comes in') : []),
    ...(file.startsWith('test/') && CODE.test(file) ? said(ASLEEP, 'has a test that does not run, or runs alone: let every test run') : []),
    ...(file.endsWith('.patch') ? [] : said(MACHINE, 'names a path of one machine: name it from the root of the repository')),
  ];
}

export function checkText(file: string, text: string): string[] {
  return [...checkSize(file, text), ...checkOpening(file, text), ...checkStanding(file, text)];
}
