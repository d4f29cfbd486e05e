// Invite codes in memory, beside the users of the same store.
import type { Invites } from '../../auth/invite/ports';
import type { InviteKey, UserId } from '../../auth/ids';
import type { UserRecord } from '../../auth/ports';

export function memoryInvites(users: Map<UserId, UserRecord>): Invites & { held: Map<InviteKey, { userId: UserId; until: number }> } {
  const held = new Map<InviteKey, { userId: UserId; until: number }>();
  const isHere = ({ status }: UserRecord): boolean => status !== 'erased' && status !== 'merged';
  return {
    held,
    open: async (key, userId, until) => { if (!held.has(key)) held.set(key, { userId, until }); },
    inviter: async (key, now) => {
      const code = held.get(key);
      return code === undefined || code.until <= now ? null : code.userId;
    },
    bring: async (userId, inviter) => {
      const user = users.get(userId);
      if (user?.status !== 'active' || user.invitedBy !== null) return false;
      users.set(userId, { ...user, invitedBy: inviter });
      return true;
    },
    count: async (inviters) => [...users.values()].filter((user) => user.invitedBy !== null && inviters.includes(user.invitedBy) && isHere(user) && !inviters.includes(user.id)).length,
    erase: async (userId) => {
      for (const [key, code] of held) if (code.userId === userId) held.delete(key);
      for (const [id, user] of users) if (user.invitedBy === userId) users.set(id, { ...user, invitedBy: null });
    },
  };
}
