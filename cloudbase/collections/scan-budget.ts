// How many codes of an address wait to be scanned: one document of `flows`, counted in the write that takes a place (SEC-73).
import type { ScanBudget } from '../../auth/scan/ports';
import { below, counted } from './counted';
import { add, findOne, updateOne } from './operations';

const COLLECTION = 'flows';

interface ScansDocument { _id: string; step: 'scans-open'; opened: Date[]; expiresAt: Date }

const idOf = (address: string): string => `scans-open:${address}`;

export const scanBudget: ScanBudget = {
  take: async ({ address, at }, until, rate) => {
    const id = idOf(address);
    const count = () => updateOne(COLLECTION, (command) => ({ _id: id, ...below(command, 'opened', rate) }), (command) => ({ opened: counted(command, at, rate), expiresAt: new Date(until) }));
    if (await count()) return true;
    const document: ScansDocument = { _id: id, step: 'scans-open', opened: [new Date(at)], expiresAt: new Date(until) };
    const standing = await findOne<ScansDocument>(COLLECTION, id);
    if (standing === null && ((await add(COLLECTION, document)) || (await count()))) return true;
    return (standing?.opened ?? []).map((each) => each.getTime());
  },

  giveBack: async ({ address, at }) => { await updateOne(COLLECTION, () => ({ _id: idOf(address) }), (command) => ({ opened: command.pull(new Date(at)) })); },
};
