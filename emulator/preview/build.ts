// Compiles a mini program's folder into one script and one style sheet, and says what is wrong with it.
import { emitPackage } from './emit';
import { readGraph } from './graph';
import type { Problem } from './package-format';
import { scriptOf } from './resolve';
import { compileScripts } from './scripts';
import { openSources } from './sources';
import { compileTemplates } from './templates';
import { compileStyles } from './wxss';

export interface Build {
  script: string;
  style: string;
  problems: Problem[];
  /** Every file it looked at, see sources.ts. */
  seen: Record<string, number>;
}

function inOrder(a: Problem, b: Problem): number {
  return a.level.localeCompare(b.level) || a.file.localeCompare(b.file) || a.line - b.line;
}

/** Never throws over the mini program's own mistakes: they are its `problems`. */
export async function buildMiniProgram(root: string): Promise<Build> {
  const sources = openSources(root);
  const problems: Problem[] = [];
  const graph = readGraph(sources, problems);
  const entries = ['app', ...graph.components.map((component) => component.path)].flatMap((path) => scriptOf(sources, path) ?? []);
  const scripts = await compileScripts(sources, entries, problems);
  const templates = await compileTemplates(sources, graph.components, problems);
  const style = await compileStyles(sources, graph.components, problems);
  const unique = [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()].sort(inOrder);
  return { script: emitPackage({ graph, templates, scripts, problems: unique, sources }), style, problems: unique, seen: sources.seen() };
}

export function describeProblem({ level, file, line, message }: Problem): string {
  return `${file}${line ? `:${line}` : ''} ${level}: ${message}`;
}
