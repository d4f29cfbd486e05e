// Link codes in memory.
import type { IdentityKey } from '../../auth/ids';
import type { LinkedSession, Links } from '../../auth/merge/ports';

export function memoryLinks(): Links & { held: Map<string, { from: LinkedSession; takenBy: IdentityKey | null; until: number }> } {
  const held = new Map<string, { from: LinkedSession; takenBy: IdentityKey | null; until: number }>();
  return {
    held,
    open: async (hash, from, until) => { held.set(hash, { from, takenBy: null, until }); },
    find: async (hash, now) => {
      const link = held.get(hash);
      return link === undefined || link.until <= now ? null : { ...link.from, takenBy: link.takenBy };
    },
    take: async (hash, identity, now) => {
      const link = held.get(hash);
      if (link === undefined || link.until <= now || (link.takenBy !== null && link.takenBy !== identity)) return null;
      link.takenBy = identity;
      return link.from;
    },
  };
}
