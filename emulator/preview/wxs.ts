// Turns WXS into the JavaScript that the template runtime loads: WXS has its own `constructor`, getRegExp, getDate and require.
import { child, type Node, nameOf, parseScript, propertyOf, stringOf, walk } from './syntax-tree';

/** Shared by all WXS modules; the names of a browser are not WXS's. */
export const WXS_RUNTIME = `
var window, document, self, globalThis, fetch, localStorage, location, wx;
var getRegExp = function (source, flags) { return new RegExp(source, flags); };
var getDate = function () { return new (Function.prototype.bind.apply(Date, [null].concat(Array.prototype.slice.call(arguments))))(); };
var wxsConstructor = function (value) {
  if (value === null || value === undefined) throw new TypeError('WXS: constructor of ' + value);
  return Object.prototype.toString.call(value).slice(8, -1);
};
`;

interface Edit { start: number; end: number; text: string }

function applied(code: string, edits: Edit[]): string {
  return [...edits].sort((a, b) => b.start - a.start).reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
}

/** `x.constructor` is the type's name as a string. Two edits around `x`, with the brackets it may stand in, so that chains nest. */
function constructorEdits(code: string, node: Node): Edit[] {
  const property = child(node, 'property');
  if (!property || propertyOf(node) !== 'constructor') return [];
  const end = code.lastIndexOf(node['computed'] === true ? '[' : '.', property.start);
  return [{ start: node.start, end: node.start, text: 'wxsConstructor(' }, { start: end, end: node.end, text: ')' }];
}

function requireEdits(node: Node): Edit[] {
  const [request] = (node['arguments'] as Node[] | undefined) ?? [];
  const text = stringOf(request);
  if (!request || text === null || nameOf(child(node, 'callee')) !== 'require') return [];
  return [{ start: request.start, end: request.end, text: JSON.stringify(text.replace(/\.wxs$/, '')) }];
}

export interface Wxs { code: string; requires: string[] }

/** @throws SyntaxError with `loc` on anything newer than ES5, as WeChat's compiler refuses it. */
export function transformWxs(code: string): Wxs {
  const tree = parseScript(code, 5);
  const edits: Edit[] = [];
  const requires: string[] = [];
  walk(tree, (node) => {
    if (node.type === 'MemberExpression') edits.push(...constructorEdits(code, node));
    if (node.type !== 'CallExpression') return;
    const found = requireEdits(node);
    edits.push(...found);
    for (const edit of found) requires.push(JSON.parse(edit.text) as string);
  });
  return { code: applied(code, edits), requires };
}
