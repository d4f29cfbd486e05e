// Which packages the house declares, which it uses, and where the two part.
import { builtinModules } from 'node:module';
import { factsOf } from './source';
import type { Tree } from './tree';

export interface Manifest {
  scripts: Record<string, string>; dependencies: Record<string, string>; devDependencies: Record<string, string>;
  overrides: Record<string, unknown>;
}
/** Names of the commands a package brings. */
export type Commands = (name: string) => string[];

const PRODUCT = /^(contract|auth|wechat|cloudbase|cloudfunctions)\//;
/** Fetched by npx for one command; 276 MB nobody else needs. */
const FETCHED_WHEN_ASKED: Record<string, string> = { 'miniprogram-ci': 'scripts/check-weapp.cjs' };

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
const isPackage = (specifier: string): boolean => /^[@a-z]/.test(specifier) && !specifier.startsWith('node:') && !builtinModules.includes(specifier);

/** Package to the files that import it. */
export function importersOf(tree: Tree): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [file, text] of Object.entries(tree)) {
    if (!/\.(ts|mjs|cjs)$/.test(file)) continue;
    for (const { specifier } of factsOf(text.replace(/^#!.*/, '')).imports) {
      if (isPackage(specifier)) found.set(packageOf(specifier), [...found.get(packageOf(specifier)) ?? [], file]);
    }
  }
  return found;
}

/** A package that is not imported may still be named: by a config, a script, the phone's own list, or as the types of one that is. */
function isNamed(name: string, manifest: Manifest, tree: Tree, commands: Commands, importers: Map<string, string[]>): boolean {
  const configs = Object.entries(tree).filter(([file]) => /(^|\/)(tsconfig[^/]*\.json|jest\.config\.cjs|biome\.json)$|^miniprogram\/package\.json$/.test(file)).map(([, text]) => text).join('\n');
  const words = Object.values(manifest.scripts).flatMap((script) => script.split(/[\s;&|'"]+/));
  const short = name.replace(/^@types\/|^jest-environment-/, '');
  return configs.includes(`'${name}'`) || configs.includes(`"${name}"`) || configs.includes(`'${short}'`) || configs.includes(`"${short}"`)
    || commands(name).some((command) => words.includes(command)) || (short !== name && importers.has(short));
}

export function dependencyFaults(manifest: Manifest, tree: Tree, commands: Commands): string[] {
  const importers = importersOf(tree);
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  const unused = Object.keys(declared).filter((name) => !importers.has(name) && !isNamed(name, manifest, tree, commands, importers))
    .map((name) => `package.json declares ${name}, which nothing imports: remove it.`);
  const strange = [...importers].filter(([name, files]) => !(name in declared) && files.some((file) => FETCHED_WHEN_ASKED[name] !== file))
    .map(([name, files]) => `${files[0]} imports ${name}, which package.json does not declare: declare it, or do without.`);
  const misplaced = [...importers].filter(([name, files]) => name in manifest.devDependencies && files.some((file) => PRODUCT.test(file)))
    .map(([name]) => `${name} is part of the product: it belongs in dependencies.`);
  const idle = Object.keys(manifest.dependencies).filter((name) => importers.has(name) && !importers.get(name)?.some((file) => PRODUCT.test(file)))
    .map((name) => `${name} is no part of the product: it belongs in devDependencies.`);
  return [...unused, ...strange, ...misplaced, ...idle, ...pinFaults({ ...declared, ...flat(manifest.overrides) })];
}

const flat = (overrides: Record<string, unknown>): Record<string, string> =>
  Object.assign({}, ...Object.entries(overrides).map(([name, value]) => (typeof value === 'string' ? { [name]: value } : flat(value as Record<string, unknown>)))) as Record<string, string>;

function pinFaults(versions: Record<string, string>): string[] {
  return Object.entries(versions).filter(([, version]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|\$[\w@/-]+)$/.test(version))
    .map(([name, version]) => `${name} is "${version}": pin one version, so that every clone is the same.`);
}
