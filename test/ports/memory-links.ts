// Link codes in memory.
import type { IdentityKey, UserId } from '../../auth/ids';
import type { Links } from '../../auth/merge/ports';

export function memoryLinks(): Links & { held: Map<string, { userId: UserId; takenBy: IdentityKey | null; until: number }> } {
  const held = new Map<string, { userId: UserId; takenBy: IdentityKey | null; until: number }>();
  return {
    held,
    open: async (hash, userId, until) => { held.set(hash, { userId, takenBy: null, until }); },
    take: async (hash, identity, now) => {
      const link = held.get(hash);
      if (link === undefined || link.until <= now || (link.takenBy !== null && link.takenBy !== identity)) return null;
      link.takenBy = identity;
      return link.userId;
    },
  };
}
