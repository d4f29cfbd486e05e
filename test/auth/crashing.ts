// A rule's world whose n-th call fails, as a crash would: what was written before it stands, what comes after never happens.
import type { RuleWorld } from './a-world';

export function crashingAt(world: RuleWorld, nth: number): RuleWorld {
  let count = 0;
  const brittle = <T extends object>(store: T): T => new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]): unknown => { count += 1; if (count === nth) throw new Error('crash'); return Reflect.apply(method, target, args); };
    },
  });
  return { ...world, identities: brittle(world.identities), users: brittle(world.users), unions: brittle(world.unions), audit: brittle(world.audit), files: brittle(world.files), belongings: brittle(world.belongings) };
}
