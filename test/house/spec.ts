// Which rules SPEC.md states and which ones test titles cite.
import { argumentsOf, dotted, isNode, type Node, parse, visitAll } from './source';
import type { Tree } from './tree';

const ID = /[A-Z]{2,5}-?\d+/g;
/** '- **HO-1** A file imports …' */
const STATED = /^- \*\*([A-Z]{2,5}-?\d+)\*\* \S/gm;

export const statedIn = (spec: string): string[] => [...spec.matchAll(STATED)].map((match) => match[1] ?? '');

/** A title's text; what is computed shows as '%s', which is how `test.each` writes it too. */
function titleOf(call: Node): string | null {
  const title = argumentsOf(call)[0];
  if (!isNode(title)) return null;
  if (title.type === 'StringLiteral') return String(title['value']);
  return title.type === 'TemplateLiteral' ? (title['quasis'] as { cooked: string }[]).map((part) => part.cooked).join('%s') : null;
}

const isTest = (callee: string | null): boolean => callee !== null && /^(test|it)(\.each\(\))?$/.test(callee);

export function titlesIn(text: string): string[] {
  const titles: string[] = [];
  visitAll(parse(text), (node) => {
    const callee = node.type === 'CallExpression' ? node['callee'] : null;
    const table = isNode(callee) && callee.type === 'TaggedTemplateExpression' ? dotted(callee['tag']) : null;
    if (isTest(dotted(callee)) || table === 'test.each' || table === 'it.each') titles.push(titleOf(node) ?? '');
    return [];
  });
  return titles;
}

/** Ids in a title's brackets; a computed one ('[%s]', '[$rule]') stands for every string of the file that is an id and nothing else. */
export function citedIn(text: string): string[] {
  const brackets = titlesIn(text).flatMap((title) => /^(?:\[[^\]]*\]\s*)+/.exec(title)?.[0] ?? []);
  const literal = brackets.flatMap((bracket) => bracket.match(ID) ?? []);
  const computed = brackets.some((bracket) => /\[[^\]]*(%s|\$\w)/.test(bracket)) ? [...text.matchAll(/['"`]([A-Z]{2,5}-\d+)['"`]/g)].map((match) => match[1] ?? '') : [];
  return [...new Set([...literal, ...computed])];
}

export function specFaults(spec: string, tests: Tree): string[] {
  const stated = statedIn(spec);
  const cited = new Map(Object.entries(tests).flatMap(([file, text]) => citedIn(text).map((id) => [id, file] as const)));
  const twice = stated.filter((id, index) => stated.indexOf(id) !== index).map((id) => `SPEC.md states ${id} twice: give one of them a number of its own.`);
  const untested = stated.filter((id) => !cited.has(id)).map((id) => `SPEC.md states ${id}, and no test title cites it: write the test, or take the rule out until it holds.`);
  const unstated = [...cited].filter(([id]) => !stated.includes(id)).map(([id, file]) => `${file} cites ${id}, which SPEC.md does not state: state it there in one sentence.`);
  const nameless = Object.entries(tests).flatMap(([file, text]) => titlesIn(text).filter((title) => !/^\[[^\]]+\] \S/.test(title)).map((title) => `${file}: "${title}" cites no rule: begin it with [RULE-ID].`));
  const promised = (spec.match(/^\|.*$/gm) ?? []).flatMap((row) => row.match(/\b[A-Z]{2,5}-\d+\b/g) ?? []).filter((id) => !stated.includes(id))
    .map((id) => `SPEC.md promises ${id} in a table and does not state it.`);
  return [...twice, ...untested, ...unstated, ...nameless, ...promised];
}

/** Test files named in SPEC.md, as in `test/journeys/renewal.test.ts`. */
export const testsNamedIn = (spec: string): string[] => [...new Set(spec.match(/test\/[\w./-]+\.test\.ts/g) ?? [])];
