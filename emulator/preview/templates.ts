// Compiles every WXML and WXS of the graph into one group for WeChat's component engine, and names tags nobody implements.
import path from 'node:path';
import type { TmplGroup } from 'glass-easel-template-compiler';
import { type CompiledComponent, isOfPackage, type Problem } from './package-format';
import type { Sources } from './sources';
import { BUILTIN_TAGS, TEMPLATE_TAGS } from './surface';
import { tagsOf } from './tags';
import { transformWxs, WXS_RUNTIME } from './wxs';

interface Compilation { group: TmplGroup; sources: Sources; problems: Problem[]; templates: Set<string>; compiled: Set<string>; scripts: Set<string> }
interface TemplateProblem { isError: boolean; message: string; startLine: number }

// The compiler only warns; WeChat's own refuses the file.
const REFUSED_BY_WECHAT = /missing end tag|unexpected/i;

function wxsProblem(file: string, firstLine: number, error: unknown): Problem {
  const line = (error as { loc?: { line: number } }).loc?.line ?? 1;
  return { level: 'error', file, line: firstLine + line - 1, message: `WXS: ${error instanceof Error ? error.message : String(error)}` };
}

function addScript(compilation: Compilation, name: string, namedBy: string): void {
  if (compilation.scripts.has(name)) return;
  compilation.scripts.add(name);
  const file = `${name}.wxs`;
  const code = compilation.sources.read(file);
  if (code === null) { compilation.problems.push({ level: 'error', file: namedBy, line: 0, message: `${file} is not found` }); return; }
  try {
    const wxs = transformWxs(code);
    compilation.group.addScript(name, wxs.code);
    for (const request of wxs.requires) addScript(compilation, request.startsWith('/') ? request.slice(1) : path.posix.join(path.posix.dirname(name), request), file);
  } catch (error) {
    compilation.problems.push(wxsProblem(file, 1, error));
  }
}

function addInlineScripts({ group, problems }: Compilation, name: string): void {
  for (const module of group.getInlineScriptModuleNames(name) as string[]) {
    try {
      group.setInlineScript(name, module, transformWxs(group.getInlineScript(name, module)).code);
    } catch (error) {
      problems.push(wxsProblem(`${name}.wxml`, group.getInlineScriptStartLine(name, module) + 1, error));
    }
  }
}

function addTemplate(compilation: Compilation, name: string, namedBy: string): void {
  if (compilation.templates.has(name)) return;
  compilation.templates.add(name);
  const file = `${name}.wxml`;
  const wxml = compilation.sources.read(file);
  if (wxml === null) { compilation.problems.push({ level: 'error', file: namedBy, line: 0, message: `${file} is not found` }); return; }
  compilation.compiled.add(name);
  for (const found of compilation.group.addTmpl(name, wxml) as TemplateProblem[]) {
    const level = found.isError || REFUSED_BY_WECHAT.test(found.message) ? 'error' : 'warning';
    compilation.problems.push({ level, file, line: found.startLine + 1, message: found.message });
  }
  addInlineScripts(compilation, name);
  for (const script of compilation.group.getScriptDependencies(name) as string[]) addScript(compilation, script, file);
  for (const template of compilation.group.getDirectDependencies(name) as string[]) addTemplate(compilation, template, file);
}

/** Templates reached from a component by import and include; they see its tags. */
function reached(compilation: Compilation, name: string, into: Set<string> = new Set()): Set<string> {
  if (into.has(name) || !compilation.compiled.has(name)) return into;
  into.add(name);
  for (const next of compilation.group.getDirectDependencies(name) as string[]) reached(compilation, next, into);
  return into;
}

function unknownTags(compilation: Compilation, component: CompiledComponent): Problem[] {
  const known = new Set<string>([...BUILTIN_TAGS, ...TEMPLATE_TAGS, ...Object.keys(component.config.usingComponents), ...Object.keys(component.config.componentGenerics ?? {})]);
  return [...reached(compilation, component.path)].flatMap((name) => tagsOf(compilation.sources.read(`${name}.wxml`) ?? '')
    .filter((tag) => !known.has(tag.name))
    .map((tag): Problem => ({ level: 'error', file: `${name}.wxml`, line: tag.line, message: `<${tag.name}> is neither implemented here nor in usingComponents of ${component.path}.json` })));
}

/** The JavaScript expression whose value maps each template to its generator. */
export async function compileTemplates(sources: Sources, components: CompiledComponent[], problems: Problem[]): Promise<string> {
  // Loaded when something is compiled: 150 ms of WebAssembly that a start with an unchanged mini program does not pay.
  const compiler = await import('glass-easel-template-compiler');
  const compilation: Compilation = { group: new compiler.TmplGroup(), sources, problems, templates: new Set(), compiled: new Set(), scripts: new Set() };
  compilation.group.setExtraRuntimeScript(WXS_RUNTIME);
  for (const component of components) addTemplate(compilation, component.path, `${component.path}.json`);
  for (const component of components) if (!isOfPackage(component.path)) problems.push(...unknownTags(compilation, component));
  try {
    return compilation.group.getTmplGenObjectGroups();
  } finally {
    compilation.group.free();
  }
}
