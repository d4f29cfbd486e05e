// What a member that nobody implements is: something one may ask about, and that throws its name when it is called.
import { NotEmulated } from '../not-emulated';

const WELL_KNOWN = new Set<PropertyKey>(['then', 'toJSON', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', 'nodeType', '$$typeof']);

export function refusingUnknown<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, member) {
      if (typeof member === 'symbol' || WELL_KNOWN.has(member) || member in target) return Reflect.get(target, member) as unknown;
      return () => { throw new NotEmulated(`${name}.${member}`); };
    },
  });
}
