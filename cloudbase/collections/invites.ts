// Invite codes: documents of `flows`, found by the hash of the code until their time is over; who came by whom stands with the user who came.
import type { Invites } from '../../auth/invite/ports';
import type { InviteKey } from '../../auth/ids';
import { readUserId } from './documents';
import { add, countWhere, findOne, removeAll, updateAll, updateOne } from './operations';

const FLOWS = 'flows';
const USERS = 'users';

interface InviteDocument { _id: string; step: 'invite'; userId: string; expiresAt: Date }

const idOf = (key: InviteKey): string => `invite:${key}`;

export const invites: Invites = {
  open: async (key, userId, until) => {
    const document: InviteDocument = { _id: idOf(key), step: 'invite', userId, expiresAt: new Date(until) };
    await add(FLOWS, document);
  },

  inviter: async (key, now) => {
    const document = await findOne<InviteDocument>(FLOWS, idOf(key));
    return document === null || document.expiresAt.getTime() <= now ? null : readUserId(document.userId);
  },

  bring: (userId, inviter) => updateOne(USERS, () => ({ _id: userId, status: 'active', invitedBy: null }), () => ({ invitedBy: inviter })),

  count: (inviters) => countWhere(USERS, (command) => ({ invitedBy: command.in([...inviters]), status: command.in(['active', 'closing', 'banned']), _id: command.nin([...inviters]) })),

  erase: async (userId) => {
    await removeAll(FLOWS, { userId });
    await updateAll(USERS, () => ({ invitedBy: userId }), () => ({ invitedBy: null }));
  },
};
