// What the house rules need to know about one TypeScript file: its imports, the globals it uses, the calls it makes.
import { parseSync } from '@swc/core';

export interface Import {
  specifier: string;
  /** `import type` as a whole: nothing of it is left when the program runs. */
  typeOnly: boolean;
  /** Names taken; null when everything is (namespace, default, `export *`, `require`). */
  names: string[] | null;
}

export interface Facts {
  imports: Import[];
  /** Globals used as values: names no declaration of the file explains. */
  globals: Set<string>;
  /** Members reached by name from anywhere, dotted: 'Math.random', 'wx.cloud.init'. */
  members: Set<string>;
  /** What is called: 'sign', 'jwt.verify', 'test.each()'. */
  calls: Set<string>;
  /** Names of the properties of every object literal. */
  keys: Set<string>;
  /** Types of the statements at the top. */
  statements: { type: string; declares: string | null; typeOnly: boolean }[];
}

export interface Node { type: string; [key: string]: unknown }
export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Visits every node below; `visit` answers which keys to leave out, or null to go no deeper. */
export function visitAll(value: unknown, visit: (node: Node) => string[] | null): void {
  if (Array.isArray(value)) { for (const item of value) visitAll(item, visit); return; }
  if (typeof value !== 'object' || value === null) return;
  const left = isNode(value) ? visit(value) : [];
  if (left) for (const [key, child] of Object.entries(value)) if (!left.includes(key)) visitAll(child, visit);
}

export const parse = (text: string): Node[] => parseSync(text, { syntax: 'typescript', target: 'es2022' }).body as unknown as Node[];

const literalOf = (value: unknown): string | null => (isNode(value) && value.type === 'StringLiteral' ? String(value['value']) : null);
const textOf = (value: unknown): string | null => (isNode(value) && value.type === 'Identifier' ? String(value['value']) : literalOf(value));

/** 'wx.cloud.init' for a chain of names, null when something else stands in it. */
export function dotted(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'OptionalChainingExpression') return dotted(value['base']);
  if (value.type === 'CallExpression') { const inner = dotted(value['callee']); return inner && `${inner}()`; }
  if (value.type !== 'MemberExpression') return value.type === 'Identifier' ? textOf(value) : null;
  const object = dotted(value['object']);
  const property = value['property'];
  const name = isNode(property) && property.type === 'Computed' ? textOf(property['expression']) : textOf(property);
  return object && name ? `${object}.${name}` : null;
}

export const argumentsOf = (call: Node): unknown[] => (call['arguments'] as { expression: unknown }[]).map((argument) => argument.expression);

const keysOf = (object: Node): string[] => (object['properties'] as Node[]).flatMap((property) => textOf(property['key']) ?? textOf(property) ?? []);

function namesOf(specifiers: unknown): string[] | null {
  const list = specifiers as Node[];
  const names = list.map((specifier) => (/^(Import|Export)Specifier$/.test(specifier.type) ? textOf(specifier['imported'] ?? specifier['orig'] ?? specifier['local']) : null));
  return names.includes(null) ? null : names.flatMap((name) => name ?? []);
}

/** The import a node makes, whichever of TypeScript's ways it takes. */
function importOf(node: Node): Import | null {
  const specifier = literalOf(node['source']) ?? literalOf(node['argument']);
  if (/^(Import|ExportAll|ExportNamed)Declaration$/.test(node.type) && specifier !== null) {
    return { specifier, typeOnly: node['typeOnly'] === true, names: node['specifiers'] ? namesOf(node['specifiers']) : null };
  }
  if (node.type === 'TsImportType' && specifier !== null) return { specifier, typeOnly: true, names: null };
  if (node.type === 'TsExternalModuleReference') return { specifier: literalOf(node['expression']) ?? '?', typeOnly: false, names: null };
  if (node.type !== 'CallExpression') return null;
  const callee = node['callee'];
  const imports = isNode(callee) && (callee.type === 'Import' || dotted(callee) === 'require' || dotted(callee) === 'require.resolve');
  return imports ? { specifier: literalOf(argumentsOf(node)[0]) ?? '?', typeOnly: false, names: null } : null;
}

/** Types vanish when the program runs: of a `Ts…` node only the expression inside counts. */
function typePartsOf(node: Node): string[] | null {
  if (!node.type.startsWith('Ts')) return [];
  if (/^Ts(Enum|Module|Parameter|Export)/.test(node.type)) return [];
  return 'expression' in node ? Object.keys(node).filter((key) => key !== 'expression') : null;
}

function noteValue(node: Node, facts: Facts): void {
  if (node.type === 'Identifier' && node['ctxt'] === 1) facts.globals.add(String(node['value'])); // 1: swc's mark of a name nothing declares
  const member = node.type === 'MemberExpression' ? dotted(node) : null;
  if (member) facts.members.add(member);
  if (node.type === 'CallExpression') facts.calls.add(dotted(node['callee']) ?? '?');
  if (node.type === 'ObjectExpression') for (const key of keysOf(node)) facts.keys.add(key);
  const pattern = node['id'];
  if (node.type !== 'VariableDeclarator' || !isNode(pattern) || pattern.type !== 'ObjectPattern') return;
  const from = dotted(node['init']); // const { cloud } = wx
  for (const property of pattern['properties'] as Node[]) if (from) facts.members.add(`${from}.${textOf(property['key']) ?? '?'}`);
}

function statementOf(node: Node): Facts['statements'][number] {
  const inner = node['declaration'];
  return { type: node.type, declares: isNode(inner) ? inner.type : null, typeOnly: node['typeOnly'] === true };
}

export function factsOf(text: string): Facts {
  const body = parse(text);
  const facts: Facts = { imports: [], globals: new Set(), members: new Set(), calls: new Set(), keys: new Set(), statements: body.map(statementOf) };
  visitAll(body, (node) => { const found = importOf(node); if (found) facts.imports.push(found); return []; });
  visitAll(body, (node) => { noteValue(node, facts); return typePartsOf(node); });
  return facts;
}
