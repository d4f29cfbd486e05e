// From app.json to every page and component the mini program can show, each after those it uses.
import type { AppConfig, CompiledComponent, ComponentConfig, Problem, WindowConfig } from './package-format';
import { resolveComponent, scriptOf } from './resolve';
import type { Sources } from './sources';

type Json = Record<string, unknown>;
export interface Graph { app: AppConfig; pages: string[]; components: CompiledComponent[] }

interface Walk { sources: Sources; problems: Problem[]; shared: Record<string, string>; found: Map<string, CompiledComponent> }

function parse(walk: Pick<Walk, 'sources' | 'problems'>, file: string): Json | null {
  const text = walk.sources.read(file);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    walk.problems.push({ level: 'error', file, line: 0, message: error instanceof Error ? error.message : String(error) });
    return {};
  }
}

function namesToPaths(walk: Walk, from: string, named: unknown): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const [tag, request] of Object.entries((named ?? {}) as Record<string, string>)) {
    const found = resolveComponent(walk.sources, from, request);
    if (found) paths[tag] = found;
    else walk.problems.push({ level: 'error', file: `${from}.json`, line: 0, message: `usingComponents: <${tag}> is not found at ${request}${/^[./]/.test(request) ? '' : ', neither beside the file nor in miniprogram_npm: was it built?'}` });
  }
  return paths;
}

function configOf(json: Json, using: Record<string, string>): ComponentConfig {
  const config: ComponentConfig = { usingComponents: Object.fromEntries(Object.entries(using).map(([tag, path]) => [tag, `/${path}`])) };
  for (const key of ['componentGenerics', 'componentPlaceholder', 'styleIsolation', 'pureDataPattern'] as const) {
    if (json[key] !== undefined) Object.assign(config, { [key]: json[key] });
  }
  return config;
}

function scopeOf(config: ComponentConfig, isPage: boolean, index: number): string {
  return isPage || config.styleIsolation === 'shared' ? '' : `c${index}`;
}

function visit(walk: Walk, path: string, isPage: boolean): void {
  if (walk.found.has(path)) return;
  const json = parse(walk, `${path}.json`) ?? {};
  const using = { ...walk.shared, ...namesToPaths(walk, path, json['usingComponents']) };
  const config = configOf(json, using);
  const component: CompiledComponent = {
    path, isPage, scope: scopeOf(config, isPage, walk.found.size + 1), config, window: isPage ? (json as WindowConfig) : {}, script: scriptOf(walk.sources, path),
  };
  walk.found.set(path, component);
  for (const used of Object.values(using)) visit(walk, used, false);
  // Those it uses come first; a component that uses itself keeps its place.
  walk.found.delete(path);
  walk.found.set(path, component);
}

function pagesOf(app: Json): string[] {
  const packages = (app['subPackages'] ?? app['subpackages'] ?? []) as { root: string; pages: string[] }[];
  return [...((app['pages'] ?? []) as string[]), ...packages.flatMap((each) => each.pages.map((page) => `${each.root.replace(/\/$/, '')}/${page}`))];
}

export function readGraph(sources: Sources, problems: Problem[]): Graph {
  const walk: Walk = { sources, problems, shared: {}, found: new Map() };
  const app = parse(walk, 'app.json');
  if (!app) problems.push({ level: 'error', file: 'app.json', line: 0, message: 'there is no app.json' });
  const pages = pagesOf(app ?? {});
  walk.shared = namesToPaths(walk, 'app', app?.['usingComponents']);
  for (const page of pages) {
    if (sources.exists(`${page}.wxml`)) visit(walk, page, true);
    else problems.push({ level: 'error', file: 'app.json', line: 0, message: `page ${page} has no ${page}.wxml` });
  }
  return { app: (app ?? {}) as AppConfig, pages, components: [...walk.found.values()] };
}
