// How many web sign-ins an address began in this minute: one document of `flows`, counted in the write that takes one (SEC-73).
import type { StartBudget } from '../../auth/web/ports';
import { add, updateOne } from './operations';

const COLLECTION = 'flows';
const MINUTE_MS = 60_000;

interface StartsDocument { _id: string; step: 'web-starts'; taken: number; expiresAt: Date }

export const startBudget: StartBudget = {
  take: async (address, minute, most) => {
    const id = `web-starts:${address}:${minute}`;
    const count = () => updateOne(COLLECTION, (command) => ({ _id: id, taken: command.lt(most) }), (command) => ({ taken: command.inc(1) }));
    if (await count()) return true;
    const document: StartsDocument = { _id: id, step: 'web-starts', taken: 1, expiresAt: new Date((minute + 2) * MINUTE_MS) };
    // Another may have opened it at this moment.
    return (await add(COLLECTION, document)) || count();
  },
};
