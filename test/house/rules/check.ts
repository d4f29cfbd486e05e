// The whole house check: every rule over every file, as sentences that say what to do.
import { type Facts, factsOf } from '../source';
import type { Tree } from '../tree';
import { checkImports, checkOneSdk } from './imports';
import { checkOneEach, checkPhone } from './phone';
import { checkAuth, checkContract, checkWeChat } from './pure';
import { checkText } from './words';

export function checkHouse(tree: Tree): string[] {
  const all: Record<string, Facts> = {};
  for (const [file, text] of Object.entries(tree)) if (/(?<!\.d)\.ts$|^web\/.*\.js$/.test(file)) all[file] = factsOf(text);
  const each = Object.entries(all).flatMap(([file, facts]) => [checkImports, checkAuth, checkWeChat, checkContract, checkPhone].flatMap((rule) => rule(file, facts)));
  const texts = Object.entries(tree).flatMap(([file, text]) => checkText(file, text));
  return [...each, ...checkOneSdk(all), ...checkOneEach(all), ...texts];
}
