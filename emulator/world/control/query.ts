// The query of a request: which parameters it may have, and numbers in it.
import { badRequest } from './refused';

/** @throws Refused for a parameter that is not known: misspelt, it would be read as left out */
export function knownOnly(query: URLSearchParams, known: string[]): void {
  const odd = [...query.keys()].find((name) => !known.includes(name));
  if (odd !== undefined) throw badRequest(`the query parameter ${JSON.stringify(odd)} is not known${known.length > 0 ? `: known is ${known.join(', ')}` : ' here'}`);
}

/** Null when it is left out. @throws Refused when it is given twice */
export function onlyOne(query: URLSearchParams, name: string): string | null {
  const [value = null, ...more] = query.getAll(name);
  if (more.length > 0) throw badRequest(`${name} is given more than once`);
  return value;
}

/** @throws Refused */
export function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw badRequest(`${name} is a whole number, not ${JSON.stringify(value)}`);
  return Number(value);
}
