// HO-3, HO-4, HO-6: auth decides from what it is given, contract holds no value, WeChat's client holds no environment.
import type { Facts } from '../source';

const WORLDLY: Record<string, string> = {
  Date: 'take the time from a port or a parameter', performance: 'take the time from a port or a parameter',
  fetch: 'ask a port for what WeChat says', console: 'return what happened and let the door write the line',
  process: 'take settings as a parameter', globalThis: 'name what is needed as a parameter', crypto: 'take random bytes from a port',
  setTimeout: 'waiting is for the walls', setInterval: 'waiting is for the walls', setImmediate: 'waiting is for the walls',
};
/** What node:crypto can do without asking for chance: hashing, MACs, ciphers and signatures over given bytes. */
const CHANCE = /^(random|getRandom|generate|webcrypto|subtle|prng)/;

function checkCrypto(file: string, facts: Facts): string[] {
  return facts.imports.filter((found) => found.specifier === 'node:crypto' && !found.typeOnly).flatMap((found) => {
    if (!found.names) return [`${file} imports node:crypto whole: name what it takes, so that one sees it takes no randomness.`];
    return found.names.filter((name) => CHANCE.test(name)).map((name) => `${file} takes ${name} from node:crypto: take random bytes from a port.`);
  });
}

function checkJwt(file: string, facts: Facts): string[] {
  if (!facts.imports.some((found) => found.specifier === 'jsonwebtoken' && !found.typeOnly)) return [];
  if (!/^auth\/session\/(sign|verify)\.ts$/.test(file)) return [`${file} imports jsonwebtoken: only auth/session/sign.ts and auth/session/verify.ts do, so that there is one place to look at.`];
  const missing = (callee: RegExp, keys: string[]): string[] => ([...facts.calls].some((call) => callee.test(call)) ? keys.filter((key) => !facts.keys.has(key)) : [])
    .map((key) => `${file} calls jsonwebtoken without an explicit ${key}: it would read the machine's clock or the token's own header.`);
  return [...missing(/(^|\.)sign$/, ['iat', 'exp', 'algorithm']), ...missing(/(^|\.)verify$/, ['clockTimestamp', 'algorithms'])];
}

export function checkAuth(file: string, facts: Facts): string[] {
  if (!file.startsWith('auth/')) return [];
  const worldly = [...facts.globals].filter((name) => name in WORLDLY).map((name) => `${file} uses ${name}: auth holds rules; ${WORLDLY[name]}.`);
  const chance = facts.members.has('Math.random') ? [`${file} uses Math.random: auth holds rules; take random bytes from a port.`] : [];
  return [...worldly, ...chance, ...checkCrypto(file, facts), ...checkJwt(file, facts)];
}

export function checkWeChat(file: string, facts: Facts): string[] {
  if (!file.startsWith('wechat/')) return [];
  return ['fetch', 'process'].filter((name) => facts.globals.has(name))
    .map((name) => `${file} uses ${name}: ${name === 'fetch' ? 'node:https answers 25 ms sooner in a cold function' : 'wechat takes its base URL and secrets as parameters'}.`);
}

const TYPES = /^Ts(Interface|TypeAlias)Declaration$/;

export function checkContract(file: string, facts: Facts): string[] {
  if (!file.startsWith('contract/')) return [];
  const isType = ({ type, declares, typeOnly }: Facts['statements'][number]): boolean => typeOnly || TYPES.test(type) || (declares !== null && TYPES.test(declares));
  return facts.statements.filter((statement) => !isType(statement))
    .map((statement) => `${file} holds a value (${statement.declares ?? statement.type}): contract has types only; put the value on the floor that uses it.`);
}
