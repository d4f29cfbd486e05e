// Numbers in a query.
import { badRequest } from './refused';

/** @throws Refused */
export function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw badRequest(`${name} is a whole number, not ${JSON.stringify(value)}`);
  return Number(value);
}
