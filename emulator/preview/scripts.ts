// Turns the mini program's TypeScript and JavaScript into modules, follows their `require`, and names `wx` members nobody implements.
import { SourceMap } from 'node:module';
import type { TransformFailure } from 'esbuild';
import { isOfPackage, type Problem } from './package-format';
import { resolveModule } from './resolve';
import type { Sources } from './sources';
import { isImplemented } from './surface';
import { child, type Node, nameOf, parseScript, stringOf, walk } from './syntax-tree';
import { wxUses } from './wx-uses';

export interface Script { file: string; code: string; requires: Record<string, string> }

interface Compilation { sources: Sources; problems: Problem[]; scripts: Map<string, Script> }

function requestsOf(tree: Node): string[] {
  const requests = new Set<string>();
  walk(tree, (node) => {
    if (node.type !== 'CallExpression' || nameOf(child(node, 'callee')) !== 'require') return;
    const request = stringOf((node['arguments'] as Node[])[0]);
    if (request !== null) requests.add(request);
  });
  return [...requests];
}

function resolveAll({ sources, problems }: Compilation, file: string, requests: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const request of requests) {
    const module = resolveModule(sources, file, request);
    if (module) found[request] = module;
    // WeChat fails when the line runs, not when the package is built.
    else problems.push({ level: 'warning', file, line: 0, message: `require('${request}') is not found` });
  }
  return found;
}

function checkWx({ problems }: Compilation, file: string, tree: Node, map: string): void {
  const lines = new SourceMap(JSON.parse(map));
  for (const use of wxUses(tree)) {
    if (isImplemented(use.name)) continue;
    const origin = lines.findEntry(use.line - 1, use.column);
    const line = 'originalLine' in origin ? origin.originalLine + 1 : 0;
    problems.push({ level: 'error', file, line, message: `wx.${use.name} is not implemented here` });
  }
}

function failureOf(file: string, failure: TransformFailure): Problem[] {
  return failure.errors.map((error) => ({ level: 'error', file, line: error.location?.line ?? 0, message: error.text }));
}

async function toCommonJs(file: string, source: string): Promise<{ code: string; map: string }> {
  const esbuild = await import('esbuild');
  const result = await esbuild.transform(source, { loader: file.endsWith('.ts') ? 'ts' : 'js', format: 'cjs', target: 'es2020', sourcemap: 'external', sourcefile: file, logLevel: 'silent', tsconfigRaw: {} });
  return { code: result.code, map: result.map };
}

async function add(compilation: Compilation, file: string): Promise<void> {
  if (compilation.scripts.has(file)) return;
  const script: Script = { file, code: '', requires: {} };
  compilation.scripts.set(file, script);
  try {
    const { code, map } = await toCommonJs(file, compilation.sources.read(file) ?? '');
    const tree = parseScript(code, 2020);
    script.code = code;
    script.requires = resolveAll(compilation, file, requestsOf(tree));
    // What a package mentions and never runs is no fault of the mini program; at a call it throws its name.
    if (!isOfPackage(file)) checkWx(compilation, file, tree, map);
  } catch (error) {
    if (!(error instanceof Error && 'errors' in error)) throw error;
    compilation.problems.push(...failureOf(file, error as TransformFailure));
  }
  await Promise.all(Object.values(script.requires).map((required) => add(compilation, required)));
}

/** Every module reached from `entries`, in order of path. */
export async function compileScripts(sources: Sources, entries: string[], problems: Problem[]): Promise<Script[]> {
  const compilation: Compilation = { sources, problems, scripts: new Map() };
  await Promise.all(entries.map((entry) => add(compilation, entry)));
  return [...compilation.scripts.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}
