// How many phone numbers were asked for today: one document of `flows` for each app and day, counted in the write that takes one (SEC-73).
import type { BudgetDay, PhoneBudget } from '../../auth/profile/ports';
import { add, updateOne } from './operations';

const COLLECTION = 'flows';
/** It may be looked at after its day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

interface BudgetDocument { _id: string; step: 'phone-budget'; taken: number; by: Record<string, number>; expiresAt: Date }

const idOf = ({ appId, number }: BudgetDay): string => `phone-budget:${appId}:${number}`;

export const phoneBudget: PhoneBudget = {
  take: (day, userId, { phonePerDay, phonePerAppPerDay }) => updateOne(
    COLLECTION,
    (command) => ({ _id: idOf(day), taken: command.lt(phonePerAppPerDay), [`by.${userId}`]: command.or(command.exists(false), command.lt(phonePerDay)) }),
    (command) => ({ taken: command.inc(1), [`by.${userId}`]: command.inc(1) }),
  ),

  open: (day, userId) => {
    const document: BudgetDocument = { _id: idOf(day), step: 'phone-budget', taken: 1, by: { [userId]: 1 }, expiresAt: new Date(day.endsAt + KEPT_MS) };
    return add(COLLECTION, document);
  },

  giveBack: async (day, userId) => {
    await updateOne(COLLECTION, (command) => ({ _id: idOf(day), [`by.${userId}`]: command.gt(0) }), (command) => ({ taken: command.inc(-1), [`by.${userId}`]: command.inc(-1) }));
  },
};
