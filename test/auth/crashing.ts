// A rule's world whose n-th call fails, as a crash would: what was written before it stands, what comes after never happens.
import type { RuleWorld } from './a-world';

/** `when`: the call itself is not done, or is done and its answer lost. */
export function crashingAt(world: RuleWorld, nth: number, when: 'before' | 'after' = 'before'): RuleWorld {
  let count = 0;
  const brittle = <T extends object>(store: T): T => new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        count += 1;
        if (count !== nth) return Reflect.apply(method, target, args);
        if (when === 'after') await Reflect.apply(method, target, args);
        throw new Error('crash');
      };
    },
  });
  return { ...world, identities: brittle(world.identities), users: brittle(world.users), unions: brittle(world.unions), audit: brittle(world.audit), files: brittle(world.files), belongings: brittle(world.belongings), journal: brittle(world.journal), ...('webFlows' in world && typeof world.webFlows === 'object' && world.webFlows !== null ? { webFlows: brittle(world.webFlows) } : {}) };
}
