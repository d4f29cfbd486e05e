// HO-9: on the phone one service talks to the cloud, one owns storage, and components know neither.
import type { Facts } from '../source';

/** The longest names only: `wx.cloud.init` is reached by way of `wx.cloud`. */
function reached(facts: Facts, what: RegExp): string[] {
  const found = [...facts.members].filter((member) => what.test(member));
  return found.filter((member) => !found.some((other) => other.startsWith(`${member}.`)));
}

const CLOUD = /^wx\.cloud(\.|$)/;
const STORAGE = /^wx\.\w*Storage\w*$/;
/** The app connects to its environment before any page or service runs. */
const connects = (file: string, member: string): boolean => file === 'miniprogram/app.ts' && member === 'wx.cloud.init';

export function checkPhone(file: string, facts: Facts): string[] {
  if (!file.startsWith('miniprogram/')) return [];
  const taken = file.startsWith('miniprogram/services/') ? [] : [...reached(facts, CLOUD), ...reached(facts, STORAGE)];
  const direct = taken.filter((member) => !connects(file, member)).map((member) => `${file} uses ${member}: call a service of miniprogram/services instead; one talks to the cloud, one owns storage.`);
  if (!file.startsWith('miniprogram/components/')) return direct;
  const services = facts.imports.filter((found) => !found.typeOnly && /(^|\/)services\//.test(found.specifier))
    .map((found) => `${file} imports ${found.specifier}: a component shows what it is given and says what was tapped; the page calls services.`);
  return [...direct, ...services];
}

/** One service each, so that there is one place to look at. */
export function checkOneEach(all: Record<string, Facts>): string[] {
  const users = (what: RegExp): string[] => Object.keys(all).filter((file) => file.startsWith('miniprogram/services/') && reached(all[file] as Facts, what).length > 0);
  const sentence = (files: string[], what: string): string[] => (files.length > 1 ? [`${files.join(' and ')} use ${what}: let one service own it and the others ask that one.`] : []);
  return [...sentence(users(CLOUD), 'wx.cloud'), ...sentence(users(STORAGE), 'storage')];
}
