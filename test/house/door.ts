// What a door's folder must hold so that it deploys by upload alone.
import type { Tree } from './tree';

export interface DeployedFunction { name: string; handler: string; runtime: string; timeout: number; installDependency: boolean }

export const doorsOf = (tree: Tree): string[] => [...new Set(Object.keys(tree).flatMap((file) => /^cloudfunctions\/([^/]+)\//.exec(file)?.[1] ?? []))].sort();

function deployFaults(door: string, deployed: DeployedFunction | undefined): string[] {
  if (!deployed) return [`cloudbaserc.json does not list ${door}: nothing would deploy it; add it.`];
  const [major = 0] = /\d+/.exec(deployed.runtime)?.map(Number) ?? [];
  const wrong = [
    deployed.handler === 'index.main' ? [] : ['handler must be index.main'],
    deployed.timeout === 10 ? [] : ['timeout must be 10 seconds: WeChat\'s default of 3 ends a sign-in that waits for WeChat'],
    major >= 18 ? [] : ['runtime must be Nodejs18.15 or newer'],
    deployed.installDependency === false ? [] : ['installDependency must be false: the bundle has everything inside'],
  ];
  return wrong.flat().map((sentence) => `cloudbaserc.json, ${door}: ${sentence}.`);
}

export function doorFaults(tree: Tree, functions: DeployedFunction[]): string[] {
  const doors = doorsOf(tree);
  const incomplete = doors.flatMap((door) => ['index.ts', 'package.json', 'config.json'].filter((file) => !(`cloudfunctions/${door}/${file}` in tree))
    .map((file) => `cloudfunctions/${door} has no ${file}: WeChat's upload needs it.`));
  const missing = functions.filter(({ name }) => !doors.includes(name)).map(({ name }) => `cloudbaserc.json lists ${name}, which has no folder in cloudfunctions/.`);
  return [...incomplete, ...missing, ...doors.flatMap((door) => deployFaults(door, functions.find(({ name }) => name === door)))];
}

/** Modules a bundle asks the runtime for. */
export const requiresOf = (bundle: string): string[] => [...new Set([...bundle.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map((match) => match[1] ?? ''))];
