// The packed modules without what nobody imports of them.
import path from 'node:path';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';

const treeOf = (text) => parse(text, { ecmaVersion: 'latest', sourceType: 'module' });

/** `name` or `default`; null where everything is taken at once. */
function namesTaken(statement) {
  if (statement.type === 'ExportAllDeclaration') return null;
  const names = (statement.specifiers ?? []).map((specifier) => (specifier.type === 'ImportDefaultSpecifier' ? 'default' : specifier.type === 'ImportNamespaceSpecifier' ? null : (specifier.type === 'ImportSpecifier' ? specifier.imported : specifier.local).name));
  return names.includes(null) ? null : names;
}

/** By module: the names that others import of it; null for all of them. `pathOf` leads from a module and a request to a module's name. */
function imports(modules, pathOf) {
  const taken = new Map();
  for (const [name, text] of modules) {
    for (const statement of treeOf(text).body.filter(({ source }) => source)) {
      const from = pathOf(name, statement.source.value);
      const names = namesTaken(statement);
      taken.set(from, names === null || taken.get(from) === null ? null : [...(taken.get(from) ?? []), ...names]);
    }
  }
  return taken;
}

function declaredBy({ declaration }) {
  const { declarations, id } = declaration;
  return declarations ? declarations.map((each) => each.id.name) : [id.name];
}

/** Its unwanted exports made plain declarations, which esbuild then leaves out if nothing else in the module needs them. */
function shaken(text, wanted) {
  const unwanted = treeOf(text).body.filter((statement) => statement.type === 'ExportNamedDeclaration' && statement.declaration && !declaredBy(statement).some((name) => wanted.includes(name)));
  if (unwanted.length === 0) return text;
  const plain = unwanted.reduceRight((left, { start, declaration }) => left.slice(0, start) + left.slice(declaration.start), text);
  return transformSync(plain, { treeShaking: true, minify: true, format: 'esm', target: 'es2017', legalComments: 'none' }).code;
}

/** `texts`: of one package, by path. A module that none of them imports is an entry and stays whole; all do where one is named while the code runs. */
export function withoutUnusedExports(texts) {
  const modules = new Map([...texts].filter(([name]) => name.endsWith('.js')));
  const pathOf = (name, request) => ['', '.js', '/index.js'].map((suffix) => path.join(path.dirname(name), request) + suffix).find((found) => modules.has(found)) ?? null;
  const taken = imports(modules, pathOf);
  if ([...modules.values()].some((text) => /\b(?:require|import)\(/.test(text))) return texts;
  return new Map([...texts].map(([name, text]) => [name, taken.get(name) ? shaken(text, taken.get(name)) : text]));
}
